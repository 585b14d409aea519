// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/LoadWorker.h"

#include "base/text/Figures.h"
#include "load/clients/CrowdFiguresText.h"
#include "load/clients/LineSocket.h"
#include "load/clients/LoadJob.h"
#include "load/clients/LocalCrowd.h"
#include "load/run/LoadPreflight.h"

#include <charconv>
#include <cstdio>

#include <poll.h>

namespace sluice {

namespace {

using namespace std::chrono_literals;
using Clock = LoadStreams::Clock;

constexpr auto kTurn = 20ms;
constexpr auto kStatusInterval = 200ms;

/** What the process that runs the load says, one line each. */
class Orders
{
public:
    explicit Orders(LocalCrowd &crowd)
        : m_crowd(crowd)
    {
    }

    void take(std::string_view line)
    {
        constexpr std::string_view aim = "aim ";
        std::uint32_t clients = 0;
        if (line.starts_with(aim)) {
            line.remove_prefix(aim.size());
            std::from_chars(line.data(), line.data() + line.size(), clients);
            m_crowd.aim(clients);
        } else if (line == "churn on" || line == "churn off")
            m_crowd.setChurn(line == "churn on" ? LoadStreams::Churn::On : LoadStreams::Churn::Off);
        else if (line == "watch")
            m_isWatching = true;
        else if (line == "finish")
            m_isOver = true;
    }

    bool isOver() const { return m_isOver; }

    /** Looks at all streams, once it is asked to. */
    bool hasAll() { return m_isWatching && m_crowd.hasAll(); }

private:
    LocalCrowd &m_crowd;
    bool m_isWatching = false;
    bool m_isOver = false;
};

std::optional<LoadJob> awaitJob(LineSocket &socket)
{
    while (!socket.isOver()) {
        if (const auto line = socket.next())
            return LoadJob::read(*line);
        pollfd polled{socket.descriptor(), POLLIN, 0};
        ::poll(&polled, 1, -1);
        socket.receive();
    }
    return std::nullopt;
}

void serve(LocalCrowd &crowd, LineSocket &socket)
{
    Orders orders(crowd);
    Clock::time_point nextStatus = Clock::now();
    Clock::time_point nextLook = nextStatus;
    std::uint32_t toldDecided = 0;
    while (!socket.isOver() && !orders.isOver()) {
        crowd.work(kTurn);
        socket.receive();
        while (const auto line = socket.next())
            orders.take(*line);
        const Clock::time_point now = Clock::now();
        if (now < nextLook)
            continue;
        nextLook = now + kTurn;
        const bool hasAll = orders.hasAll();
        // Somebody waits for the last decision and for the last delivery; everything else may be a little
        // old.
        if (now < nextStatus && !hasAll && crowd.decided() == toldDecided)
            continue;
        nextStatus = now + kStatusInterval;
        toldDecided = crowd.decided();
        socket.send(toLine({crowd.figures(), hasAll, false}));
    }
    if (!socket.isOver())
        socket.send(toLine({crowd.finish(), true, true}));
}

int fail(const std::string &message)
{
    std::fprintf(stderr, "sluicectl: a process of the load test: %s\n", printable(message).c_str());
    return 1;
}

} // namespace

int runLoadWorker()
{
    LineSocket socket{Descriptor(STDIN_FILENO)};
    const auto job = awaitJob(socket);
    if (!job)
        return fail("is started by sluicectl load only");
    auto board = LoadBoard::attach(kBoardDescriptor, job->options.publishers, job->options.channels);
    if (!board)
        return fail(board.error().message);
    auto target = LoadTarget::parse(job->options.url);
    if (!target)
        return fail(target.error().message);
    target->chooseAddress();
    raiseDescriptorLimit();
    const LoadEventFormat format(job->run, job->options.size);
    LocalCrowd crowd(job->options, {*target, job->sources, job->share}, format, *board);
    serve(crowd, socket);
    return 0;
}

} // namespace sluice
