// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "PrometheusProcess.h"

#include "FileContent.h"
#include "Http.h"
#include "NeedTool.h"
#include "Patience.h"

#include <QFile>
#include <QJsonDocument>
#include <QUrl>

#include <csignal>
#include <sys/prctl.h>

namespace sluice::integration {

PrometheusProcess::~PrometheusProcess()
{
    stop();
}

QString PrometheusProcess::write(const QString &name, const QByteArray &text) const
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
}

bool PrometheusProcess::start(const QByteArray &configuration)
{
    stop();
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(QStringLiteral("output")), QIODevice::Append);
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_process.start(
        findTool("prometheus"),
        {QStringLiteral("--config.file=") + write(QStringLiteral("prometheus.yml"), configuration),
         QStringLiteral("--storage.tsdb.path=") + m_folder.filePath(QStringLiteral("data")),
         QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(m_lease.port())});
    if (!m_process.waitForStarted())
        return false;
    const auto hasEnded = [this] {
        return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(0);
    };
    // It opens its storage first.
    const std::chrono::seconds longest = 3 * Patience;
    return eventually([&] { return hasEnded() || statusOf(m_lease.port(), "/-/ready") == 200; }, longest) &&
           !hasEnded();
}

void PrometheusProcess::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    const auto limit = static_cast<int>(std::chrono::milliseconds(Patience).count());
    if (!m_process.waitForFinished(limit)) {
        m_process.kill();
        m_process.waitForFinished(limit);
    }
}

QByteArray PrometheusProcess::output() const
{
    return contentOf(m_folder.filePath(QStringLiteral("output")));
}

QJsonObject PrometheusProcess::api(const QByteArray &what) const
{
    const HttpReply reply = get(m_lease.port(), "/api/v1/" + what);
    return QJsonDocument::fromJson(reply.body).object()[QStringLiteral("data")].toObject();
}

QString PrometheusProcess::value(const QByteArray &query) const
{
    const QByteArray words = QUrl::toPercentEncoding(QString::fromUtf8(query));
    const QJsonArray results = api("query?query=" + words)[QStringLiteral("result")].toArray();
    return results.size() == 1 ? results[0][QStringLiteral("value")][1].toString() : QString();
}

QStringList PrometheusProcess::firing() const
{
    QStringList names;
    const QJsonArray alerts = api("alerts")[QStringLiteral("alerts")].toArray();
    for (const QJsonValue &alert : alerts)
        if (alert[QStringLiteral("state")].toString() == QLatin1String("firing"))
            names << alert[QStringLiteral("labels")][QStringLiteral("alertname")].toString();
    return names;
}

} // namespace sluice::integration
