// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StreamExamination.h"

namespace sluice {

StreamExamination::StreamExamination(QObject *parent)
    : QObject(parent)
{
}

StreamExamination::~StreamExamination() = default;

void StreamExamination::start(const QString &url, const QString &publishUrl, const QString &origin,
                              int seconds, bool allowRemote)
{
    if (isRunning())
        return;
    m_findings.show({});
    m_error.clear();
    m_doing.clear();
    CheckOptions options;
    options.url = QUrl(url.trimmed());
    options.publishUrl = QUrl(publishUrl.trimmed());
    options.origin = origin.trimmed().toUtf8();
    options.duration = std::chrono::seconds(seconds);
    options.targets = allowRemote ? CheckOptions::Targets::Any : CheckOptions::Targets::Loopback;
    const auto valid = validated(options);
    if (!valid) {
        m_check.reset();
        m_error = QString::fromStdString(valid.error().message);
        Q_EMIT changed();
        return;
    }
    m_check = std::make_unique<StreamCheck>(*valid);
    connect(m_check.get(), &StreamCheck::progressed, this, [this](const QString &what) {
        m_doing = what;
        Q_EMIT changed();
    });
    connect(m_check.get(), &StreamCheck::found, &m_findings, &FindingsModel::append);
    connect(m_check.get(), &StreamCheck::finished, this, [this](const CheckReport &report) {
        m_doing.clear();
        if (report.error)
            m_error = QString::fromStdString(report.error->message);
        Q_EMIT changed();
    });
    m_check->start();
    Q_EMIT changed();
}

void StreamExamination::stop()
{
    if (isRunning())
        m_check->stop();
}

} // namespace sluice
