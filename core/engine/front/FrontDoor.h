// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The front door of one thread: accepts within the descriptor budget, guards connections and their deadlines,
// lets QtHttpServer parse, and gives each request to the routes. Owned by a Worker or by the admin thread;
// that thread only.
#pragma once

#include "engine/fanout/TimerWheel.h"
#include "engine/front/Connection.h"
#include "engine/front/ListenSocket.h"
#include "engine/front/Listener.h"
#include "engine/front/QtHttpServerAdapter.h"
#include "engine/front/RetryDelay.h"
#include "model/FdBudget.h"
#include "model/WorkerCounters.h"
#include "settings/Settings.h"

#include <functional>

namespace sluice {

class FrontDoor final : public QtHttpServerAdapter
{
    Q_OBJECT

public:
    /** @p listenFd is taken over. @p descriptors counts what is accepted; handed-over descriptors stay
     * counted there. @p origin says who answers what waits in the accept queue at the end. */
    FrontDoor(int listenFd, RequestHandler &handler, Poller &poller, FdBudget &descriptors,
              WorkerCounters &counters, SocketOrigin origin = SocketOrigin::Opened);
    ~FrontDoor() override;

    void apply(const Settings &settings, std::int64_t maxConnections);

    enum class WhenFull : std::uint8_t {
        Refuse,  ///< if nobody holds more places than they should, newcomers are answered 503
        MakeRoom ///< whoever has proven nothing makes room, and newcomers wait for that: a small door must
                 ///< not be held shut
    };
    void setWhenFull(WhenFull whenFull) { m_whenFull = whenFull; }

    /** An epoll event of the listener or of a connection. */
    void onEvent(PollKey key, std::uint32_t events);

    /** Lets answers go that Exchange::answerLater() has kept and that need not wait longer: some of them; the
     * poller is woken for the rest. */
    void release(Instant now);

    /** Runs the deadlines of connections and resumes accepting. */
    void onTick(Instant now);

    /** Stops listening: what waits in the accept queue of our own socket is accepted, answered 503 and
     * closed. */
    void close();

    /** Whether nobody is there and newcomers are accepted: onTick() has nothing to do. */
    bool isIdle() const { return m_open == 0 && m_accepting; }

protected:
    void requestParsed(const QHttpServerRequest &request) override;

private:
    struct Slot
    {
        Connection *connection = nullptr; ///< owned by Qt's parent chain until it is over
        std::uint32_t generation = 0;
    };

    void acceptSome();
    void pauseAccepting(Milliseconds wait);
    void admit(int fd, const ClientAddress &client);
    bool makeRoom(const placeshare::Newcomer &newcomer);
    bool makeRoom();
    void settle(std::uint32_t index);
    void answerQueue();
    Answer overloaded(std::string_view detail);
    std::string overloadedBytes(std::string_view detail);

    FdBudget &m_descriptors;
    WorkerCounters &m_counters;
    ConnectionContext m_context;
    Listener *m_listener; ///< owned by QAbstractHttpServer::bind()
    int m_listenFd;
    const SocketOrigin m_origin;
    TimerWheel m_wheel;
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_free;
    std::vector<std::uint32_t> m_expired;
    Connection *m_dispatching = nullptr;
    std::int64_t m_open = 0;
    std::int64_t m_maxConnections = 1024;
    WhenFull m_whenFull = WhenFull::Refuse;
    bool m_accepting = true;
    Instant m_resumeAt;
    Milliseconds m_backOff{0};
    Instant m_searchAgain; ///< looking for who may go costs time where many are connected
    RetryDelay m_retry;
};

} // namespace sluice
