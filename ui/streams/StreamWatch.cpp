// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "StreamWatch.h"

#include <QJsonArray>
#include <QStringList>

#include <utility>

namespace sluice {

namespace {

constexpr auto kInterval = std::chrono::seconds(1);

void addSample(QList<double> &samples, double value)
{
    if (samples.size() == StreamWatch::mostSamples)
        samples.removeFirst();
    samples.append(value);
}

} // namespace

StreamWatch::StreamWatch(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(kInterval);
    connect(&m_timer, &QTimer::timeout, this, &StreamWatch::look);
}

void StreamWatch::setLink(EngineLink *link)
{
    if (link == m_link)
        return;
    if (m_link)
        m_link->disconnect(this);
    m_link = link;
    if (m_link) {
        m_wasThere = m_link->isLive();
        connect(m_link, &EngineLink::targetChanged, this, [this] {
            m_wasThere = false;
            setStreamId(0);
        });
        // Back again, it may be another process, whose ids begin anew: the same number would be somebody
        // else's stream.
        connect(m_link, &EngineLink::established, this, [this] {
            if (std::exchange(m_wasThere, true))
                setStreamId(0);
        });
    }
    Q_EMIT linkChanged();
    follow();
}

void StreamWatch::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    Q_EMIT activeChanged();
    follow();
}

void StreamWatch::setStreamId(double id)
{
    if (static_cast<qint64>(id) == m_id)
        return;
    m_id = static_cast<qint64>(id);
    m_facts.clear();
    m_end.clear();
    m_ended = false;
    m_backlogs.clear();
    m_rates.clear();
    m_problem.clear();
    Q_EMIT streamIdChanged();
    Q_EMIT changed();
    follow();
}

QString StreamWatch::channels() const
{
    return m_facts.value(QStringLiteral("channels")).toStringList().join(QStringLiteral(", "));
}

void StreamWatch::follow()
{
    if (!m_active || m_id == 0 || !m_link || m_ended) {
        m_timer.stop();
        return;
    }
    m_timer.start();
    look();
}

void StreamWatch::look()
{
    AdminRequest request;
    request.path = QStringLiteral("streams");
    request.query.addQueryItem(QStringLiteral("id"), QString::number(m_id));
    m_link->send(request, this, [this, id = m_id](const AdminClient::Result &result) {
        if (id != m_id || m_ended)
            return;
        m_problem = result ? QString() : QString::fromStdString(result.error().message);
        const QJsonArray found =
            result ? result->json.value(QLatin1String("streams")).toArray() : QJsonArray();
        if (!found.isEmpty()) {
            m_facts = found.first().toObject().toVariantMap();
            addSample(m_backlogs, m_facts.value(QStringLiteral("backlog_bytes")).toDouble());
            addSample(m_rates, m_facts.value(QStringLiteral("drain_bytes_per_second")).toDouble());
        } else if (result) {
            m_ended = true;
            m_timer.stop();
            askForEnd();
        }
        Q_EMIT changed();
    });
}

void StreamWatch::askForEnd()
{
    AdminRequest request;
    request.path = QStringLiteral("disconnects");
    request.query.addQueryItem(QStringLiteral("id"), QString::number(m_id));
    m_link->send(request, this, [this, id = m_id](const AdminClient::Result &result) {
        if (id != m_id || !result)
            return;
        const QJsonArray found = result->json.value(QLatin1String("disconnects")).toArray();
        if (!found.isEmpty())
            m_end = found.first().toObject().toVariantMap();
        Q_EMIT changed();
    });
}

} // namespace sluice
