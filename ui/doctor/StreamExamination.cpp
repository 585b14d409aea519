// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StreamExamination.h"

#include "findings/rules/FindingJson.h"

namespace sluice {

namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

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
    m_findings.clear();
    m_worst.clear();
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
    connect(m_check.get(), &StreamCheck::found, this, &StreamExamination::take);
    connect(m_check.get(), &StreamCheck::finished, this, [this](const CheckReport &report) {
        m_doing.clear();
        if (report.error)
            m_error = QString::fromStdString(report.error->message);
        else
            m_worst = textOf(severityName(worstOf(report.findings), FindingSet::Check));
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

void StreamExamination::take(const Finding &finding)
{
    QStringList remedies;
    for (const Remedy &remedy : finding.remedies)
        remedies.append(textOf(remedy.where) + QStringLiteral(": ") + QString::fromStdString(remedy.line));
    m_findings.append(
        QVariantMap{{QStringLiteral("name"), textOf(finding.rule)},
                    {QStringLiteral("severity"), textOf(severityName(finding.severity, FindingSet::Check))},
                    {QStringLiteral("summary"), QString::fromStdString(finding.summary)},
                    {QStringLiteral("cause"), QString::fromStdString(finding.cause)},
                    {QStringLiteral("remedies"), remedies}});
    Q_EMIT changed();
}

} // namespace sluice
