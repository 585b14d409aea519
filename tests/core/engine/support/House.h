// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Two reactors turned by std::threads with what they share, and clients' ends of streams in them. Owned by a
// test, used by its thread; publish() by any.
#pragma once

#include "core/engine/support/StreamPeer.h"
#include "core/engine/support/ThreadedReactor.h"

#include "http/Framing.h"

#include <QTest>

namespace sluice::test {

/** Two reactors, a registry and an admission that wants nobody refused. */
struct House
{
    House()
    {
        admission.setMaxStreams(0);
        std::vector<DirtySink *> sinks;
        for (auto &reactor : reactors)
            sinks.push_back(&reactor->reactor.sink());
        channels = std::make_unique<ChannelRegistry>(sinks);
        for (auto &reactor : reactors)
            reactor->reactor.setChannels(*channels);
        for (auto &reactor : reactors)
            reactor->start();
    }
    ~House()
    {
        for (auto &reactor : reactors)
            reactor->stop();
    }

    /** Opens a stream as the front door would, and gives the client's end. */
    StreamPeer open(std::size_t worker, std::vector<std::string> names, const std::string &resumeId = {},
                    BodyFraming framing = BodyFraming::Chunked, int sendBuffer = 0, int receiveBuffer = 0)
    {
        const auto [server, client] = tcpPair(sendBuffer, receiveBuffer);
        descriptors.take();
        const int fd = server;
        reactors[worker]->call([&](Reactor &reactor) {
            reactor.poller().add(fd, EPOLLIN, {PollKey::Kind::Connection, 0, 0});
            StreamRequest request;
            request.channels = std::move(names);
            request.resumeId = resumeId;
            request.framing = framing;
            auto ticket = reactor.admit(request);
            const std::string prime = framing::idFields(ticket->seating.position);
            reactor.open(*std::move(ticket), fd,
                         framing == BodyFraming::Chunked ? framing::chunk(prime) : prime);
        });
        return StreamPeer(client, framing == BodyFraming::Chunked ? StreamPeer::Body::Chunked
                                                                  : StreamPeer::Body::Plain);
    }

    void publish(const std::string &channel, const std::string &data, const std::string &id = {})
    {
        Event event;
        event.data = data;
        event.id = id;
        QVERIFY(channels->publish(channel, event, Clock::now()));
    }

    std::int64_t sum(Counter WorkerCounters::*counter) const
    {
        std::int64_t total = 0;
        for (const auto &reactor : reactors)
            total += (reactor->reactor.counters().*counter).value();
        return total;
    }
    std::int64_t ends() const
    {
        std::int64_t total = 0;
        for (const auto &reactor : reactors)
            for (const Counter &cause : reactor->reactor.counters().ends)
                total += cause.value();
        return total;
    }
    std::int64_t ended(Cause cause) const
    {
        std::int64_t total = 0;
        for (const auto &reactor : reactors)
            total += reactor->reactor.counters().ends[static_cast<std::size_t>(cause)].value();
        return total;
    }
    bool balanced() const { return sum(&WorkerCounters::admitted) == admission.active() + ends(); }

    FdBudget descriptors{20'000, 2};
    Admission admission{descriptors};
    std::array<std::unique_ptr<ThreadedReactor>, 2> reactors{
        std::make_unique<ThreadedReactor>(0, admission, descriptors),
        std::make_unique<ThreadedReactor>(1, admission, descriptors)};
    std::unique_ptr<ChannelRegistry> channels;
};

} // namespace sluice::test
