// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/DemoFeed.h"

#include <algorithm>
#include <cstdlib>

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

namespace sluice {

namespace {

constexpr Milliseconds interval{500};

/** Of all cores together, from 0 to 1. */
double systemLoad()
{
    double load = 0;
    if (::getloadavg(&load, 1) != 1)
        return 0;
    return std::clamp(load / std::max(1, QThread::idealThreadCount()), 0.0, 1.0);
}

} // namespace

DemoFeed::DemoFeed(Engine &engine)
    : m_engine(engine)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DemoFeed::publish);
    m_timer.start(interval);
    publish();
}

void DemoFeed::publish()
{
    const QJsonObject figures{
        {QStringLiteral("n"), static_cast<qint64>(++m_number)},
        {QStringLiteral("time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
        {QStringLiteral("load"), systemLoad()},
        {QStringLiteral("active_streams"), static_cast<qint64>(m_engine.figures().streams)}};
    const std::string data = QJsonDocument(figures).toJson(QJsonDocument::Compact).toStdString();
    Event event;
    event.name = "tick";
    event.data = data;
    // A full history refuses this beat; the next one tries again.
    static_cast<void>(m_engine.publish(channel, event));
}

} // namespace sluice
