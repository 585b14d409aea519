// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "KeychainVault.h"

#include <QCoreApplication>

#include <qt6keychain/keychain.h>

namespace sluice {

namespace {

QString keychainService()
{
    return QStringLiteral("sluice");
}

/** What is wrong, in a few words; empty when nothing is. */
QString problemOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
        return {};
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return QCoreApplication::translate("sluice::KeychainVault", "none is running");
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return QCoreApplication::translate("sluice::KeychainVault", "access to it was denied");
    default:
        return job.errorString();
    }
}

} // namespace

void KeychainVault::read(const QString &key, Read answer)
{
    auto *job = new QKeychain::ReadPasswordJob(keychainService());
    job->setKey(key);
    QObject::connect(job, &QKeychain::Job::finished, &m_context, [job, answer = std::move(answer)] {
        const QString problem = problemOf(*job);
        answer(problem.isEmpty() ? job->textData() : QString(), problem);
    });
    job->start();
}

void KeychainVault::write(const QString &key, const QString &token, Written answer)
{
    auto *job = new QKeychain::WritePasswordJob(keychainService());
    job->setKey(key);
    job->setTextData(token);
    QObject::connect(job, &QKeychain::Job::finished, &m_context,
                     [job, answer = std::move(answer)] { answer(problemOf(*job)); });
    job->start();
}

void KeychainVault::remove(const QString &key)
{
    auto *job = new QKeychain::DeletePasswordJob(keychainService());
    job->setKey(key);
    job->start();
}

} // namespace sluice
