// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Bystander.h"

#include "Patience.h"
#include "Publisher.h"
#include "StreamClient.h"

#include <memory>
#include <vector>

namespace sluice::integration {

namespace {

// Six streams miss one of two workers once in 32 times; enough over a suite.
constexpr int StreamCount = 6;
const QByteArray ChannelName = "bystander";

QString roundComplaint(Publisher &publisher, std::vector<std::unique_ptr<StreamClient>> &streams, int round)
{
    const QByteArray data = QByteArray::number(round);
    const Published published = publisher.publish(ChannelName, data);
    if (published.status != 202)
        return QStringLiteral("publish %1 was answered %2").arg(round).arg(published.status);
    for (std::size_t index = 0; index < streams.size(); ++index) {
        const std::optional<SseEvent> event = streams[index]->next();
        if (!event)
            return QStringLiteral("event %1 did not reach stream %2").arg(round).arg(index);
        if (event->data != data || event->name != "message" || event->id != published.id)
            return QStringLiteral("stream %1 got event %2 '%3' instead of %4")
                .arg(index)
                .arg(QString::fromUtf8(event->name), QString::fromUtf8(event->data))
                .arg(round);
    }
    return {};
}

} // namespace

Bystander::Bystander(quint16 port)
    : m_thread([this, port] { run(port); })
{
    eventually([this] { return m_ready.load(); });
}

Bystander::~Bystander()
{
    complaint();
}

QString Bystander::complaint()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
    return m_complaint;
}

void Bystander::run(quint16 port)
{
    Publisher publisher(port);
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int index = 0; index < StreamCount; ++index) {
        streams.push_back(std::make_unique<StreamClient>(port, "/stream/" + ChannelName));
        if (!streams.back()->isOpen() || streams.back()->primedId().isEmpty())
            m_complaint = QStringLiteral("stream %1 was not opened").arg(index);
    }
    bool last = false;
    while (m_complaint.isEmpty() && !last) {
        last = m_stop; // One more round after the stop: whatever the test did has happened by then.
        m_complaint = roundComplaint(publisher, streams, ++m_rounds);
        m_ready = true;
        QThread::msleep(10);
    }
    m_ready = true;
}

} // namespace sluice::integration
