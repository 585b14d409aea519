// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StreamKicker.h"

#include "Format.h"
#include "StreamQuery.h"

#include <QJsonArray>

#include <algorithm>

namespace sluice {

void StreamKicker::endSelected(StreamsModel *streams)
{
    if (streams && streams->isAllSelected())
        endMatching(streams->matching());
    else if (streams)
        endIds(streams->selectedIds());
}

void StreamKicker::endOne(double id)
{
    endIds({static_cast<qint64>(id)});
}

void StreamKicker::endIds(const QList<qint64> &ids)
{
    if (m_busy || ids.isEmpty())
        return;
    begin();
    m_waiting = ids;
    next();
}

void StreamKicker::endMatching(const QUrlQuery &filter)
{
    if (m_busy)
        return;
    begin();
    QUrlQuery query = filter;
    // The engine asks for a filter, lest all are meant by mistake; here a person has just confirmed it.
    if (query.isEmpty())
        streamquery::addItem(query, QStringLiteral("min_age"), QStringLiteral("0"));
    send(query);
}

void StreamKicker::cancel()
{
    if (!m_busy || m_waiting.isEmpty())
        return;
    m_problem = tr("Stopped: %1 were not ended.").arg(QLocale().toString(m_waiting.size()));
    m_waiting.clear();
}

void StreamKicker::abandon()
{
    // Another engine is looked at; the answer of this one will not come.
    if (!m_busy)
        return;
    m_waiting.clear();
    m_problem = tr("The console looks at another engine now; what became of the kick is not known.");
    finish(Journalled::No);
}

void StreamKicker::dismiss()
{
    if (m_busy)
        return;
    m_result.clear();
    m_problem.clear();
    Q_EMIT changed();
}

void StreamKicker::begin()
{
    m_busy = true;
    m_requested = 0;
    m_kicked = 0;
    m_gone = 0;
    m_pending = false;
    m_blocked.clear();
    m_result.clear();
    m_problem.clear();
    Q_EMIT changed();
}

void StreamKicker::next()
{
    QStringList ids;
    const qsizetype count = std::min<qsizetype>(mostAtOnce, m_waiting.size());
    ids.reserve(count);
    for (qsizetype i = 0; i < count; ++i)
        ids.append(QString::number(m_waiting.at(i)));
    m_waiting.remove(0, count);
    QUrlQuery query;
    streamquery::addItem(query, QStringLiteral("id"), ids.join(QLatin1Char(',')));
    send(query);
}

void StreamKicker::send(QUrlQuery query)
{
    if (blockSeconds > 0)
        streamquery::addItem(query, QStringLiteral("block"),
                             QString::number(blockSeconds) + QLatin1Char('s'));
    if (const QString why = reason.simplified(); !why.isEmpty())
        streamquery::addItem(query, QStringLiteral("reason"), why);
    AdminRequest request;
    request.method = "DELETE";
    request.path = QStringLiteral("streams");
    request.query = query;
    if (!link) {
        m_problem = tr("There is no engine.");
        finish();
        return;
    }
    connect(link, &EngineLink::targetChanged, this, &StreamKicker::abandon, Qt::UniqueConnection);
    link->send(request, this, [this](const AdminClient::Result &result) { take(result); });
}

void StreamKicker::take(const AdminClient::Result &result)
{
    if (!result) {
        m_problem = QString::fromStdString(result.error().message);
        m_waiting.clear();
        finish();
        return;
    }
    const QJsonObject &answer = result->json;
    m_requested += answer.value(QLatin1String("requested")).toInteger();
    m_kicked += answer.value(QLatin1String("kicked")).toInteger();
    m_gone += answer.value(QLatin1String("gone")).toArray().size();
    m_pending = m_pending || answer.value(QLatin1String("pending")).toBool();
    const QJsonArray blocked = answer.value(QLatin1String("blocked_clients")).toArray();
    for (const auto &client : blocked)
        m_blocked.insert(client.toString());
    if (answer.contains(QLatin1String("block_error")))
        m_problem = tr("Not every client could be blocked: %1")
                        .arg(answer.value(QLatin1String("block_error")).toString());
    if (m_waiting.isEmpty()) {
        finish();
    } else {
        Q_EMIT changed();
        next();
    }
}

void StreamKicker::finish(Journalled journalled)
{
    m_busy = false;
    QStringList said;
    if (m_kicked > 0 || (!m_pending && m_problem.isEmpty()))
        said.append(m_kicked == 0   ? tr("No stream was ended.")
                    : m_kicked == 1 ? tr("1 stream was ended.")
                                    : tr("%1 streams were ended.").arg(QLocale().toString(m_kicked)));
    if (m_gone > 0)
        said.append(m_gone == 1 ? tr("1 had ended before.")
                                : tr("%1 had ended before.").arg(QLocale().toString(m_gone)));
    if (m_pending)
        said.append(tr("A worker is busy and ends its own of %1 as soon as it can.")
                        .arg(QLocale().toString(m_requested)));
    if (!m_blocked.isEmpty()) {
        const QString span = Format::duration(blockSeconds);
        said.append(m_blocked.size() == 1
                        ? tr("Client %1 is blocked for %2.").arg(*m_blocked.cbegin(), span)
                        : tr("%1 clients are blocked for %2.").arg(m_blocked.size()).arg(span));
    }
    m_result = said.join(QLatin1Char(' '));
    if (journalled == Journalled::Yes && link && (m_kicked > 0 || m_pending || !m_blocked.isEmpty())) {
        QStringList details;
        if (const QString why = reason.simplified(); !why.isEmpty())
            details.append(tr("Reason: %1").arg(why));
        if (!m_problem.isEmpty())
            details.append(m_problem);
        link->announce(m_result, details.join(QLatin1Char('\n')),
                       m_problem.isEmpty() ? QStringLiteral("info") : QStringLiteral("warning"));
    }
    Q_EMIT changed();
    Q_EMIT finished();
}

} // namespace sluice
