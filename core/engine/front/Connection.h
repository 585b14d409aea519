// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One accepted descriptor until it closes or becomes a stream. To QtHttpServer it is a QTcpSocket, but one
// without Qt's socket engine: the worker's epoll drives it, the RequestGuard reads, and QtHttpServer sees
// whole canonical requests only. So there is no notifier per connection, nothing to take back when the
// descriptor leaves, and the guard can answer bad input itself. Made by the FrontDoor, deleted by
// QtHttpServer after disconnected(); its thread only.
#pragma once

#include "base/Clock.h"
#include "engine/fanout/Poller.h"
#include "engine/front/Opening.h"
#include "engine/front/PlaceShare.h"
#include "engine/front/RequestHandler.h"

#include <QTcpSocket>

#include <deque>

namespace sluice {

/** A connection whose answer waits. */
struct HeldAnswer
{
    PollKey connection;
    DirtyInbox::Wait wait;
    Instant since;
};

/** What connections share with their front door. */
struct ConnectionContext
{
    Poller &poller;
    RequestHandler &handler;
    RequestGuard::Limits limits{};
    Milliseconds keepAlive{30'000};
    Milliseconds headers{40'000};
    Milliseconds headRead{10'000};
    Milliseconds body{30'000};
    std::int64_t bodyRate = 1024; ///< bytes a second that a body must come with in the long run
    Milliseconds linger{2'000};
    Milliseconds writeStall{30'000};
    std::int64_t requests = 0; ///< counted here and below, published by the front door
    std::int64_t badRequests = 0;
    std::int64_t heldAnswers = 0;
    std::size_t mostHeld = 0; ///< connections whose answer may wait at once
    Milliseconds longestHold{0};
    std::deque<HeldAnswer> held{};
};

class Connection final : public QTcpSocket, private Exchange
{
    Q_OBJECT

public:
    Connection(int fd, const ClientAddress &client, PollKey key, ConnectionContext &context, QObject *parent);
    ~Connection() override;

    /** Handles an epoll event. */
    void onEvent(std::uint32_t events);

    /** The deadline of the present phase has passed. */
    void onDeadline(Instant now);

    /** The context's times and limits have changed. */
    void retime();

    /** Between two reads: has the listener's InFlightBytes know what it holds; the body that takes all of
     * them beyond their most is refused, and its memory given back. */
    void recount();

    /** When onDeadline() is due. */
    Instant deadline() const { return m_deadline; }

    /** True once the descriptor is gone, closed or handed over. */
    bool isOver() const { return m_fd < 0; }

    /** Whose place it holds and since when, under the name @p index; nothing while it must not be asked to
     * go: its request is being answered, its answer waits for a worker, or a right token came with the body
     * that is on its way. */
    std::optional<placeshare::Place> place(std::uint32_t index) const;

    /** The peer, or whom a trusted proxy has named. */
    std::string ownerText() const;

    /** The peer. */
    const ClientAddress &peer() const { return m_client; }

    /** Whether the kernel has bytes that it would be read next: it is not silent, only not looked at yet. */
    bool hasUnread() const;

    /** Closes at once, because somebody else needs the place; a request that is half in gets @p answer, as
     * far as one send can. */
    void giveUpPlace(const Answer &answer);

    /** True if the descriptor lives on as a stream's. */
    bool wasHandedOver() const { return m_handedOver; }

    /** Answers without a request, then closes. */
    void refuse(const Answer &answer);

    /** Refuses a peer that may not connect; called once, before anything is read. */
    void refuseIfForbidden();

    /** Closes at once. */
    void abandon();

    /** Lets the handler answer the request that QtHttpServer has just parsed. Called within its readyRead().
     */
    void dispatch();

    // QTcpSocket, as QtHttpServer uses it
    qint64 bytesAvailable() const override;
    void disconnectFromHost() override {}

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    enum class Phase : std::uint8_t { Reading, Dispatching, Flushing, Lingering, Over };

    const RequestHead &head() const override { return m_guard.head(); }
    const Target &target() const override { return m_guard.target(); }
    const std::string &body() const override { return m_guard.body(); }
    const ClientAddress &client() const override { return m_client; }
    void answer(const Answer &answer) override;
    void answerLater(const Answer &answer, DirtyInbox::Wait wait) override;
    void answerAndClose(const Answer &answer) override;
    void answerAndClose(std::string bytes) override;
    void answerHead(std::string head) override;
    void vouch() override { m_isVouchedFor = true; }
    Handover handOver() override;

    void onReadable();
    void discard();
    void consume(std::string_view bytes);
    bool passOpening(std::string_view &bytes);
    void refuseOpening(HeaderFault fault);
    bool admitBody();
    void dispatchRequest();
    void refuseRequest();
    std::string bytesOf(const Answer &answer, Persistence persistence) const;
    void send(std::string bytes);
    void flush();
    void finishAnswer();
    void beginLinger();
    void nameOwner();
    Instant bodyDeadline() const;
    void over();
    void rearm();
    std::size_t bytesHeld() const;

    ConnectionContext &m_context;
    RequestGuard m_guard;
    int m_fd;
    const PollKey m_key;
    Opening m_opening;
    ClientAddress m_client; ///< the peer, or whom its PROXY header names
    Phase m_phase = Phase::Reading;
    bool m_answered = false; ///< the present request
    bool m_closeAfter = false;
    bool m_handedOver = false;
    bool m_hadRequest = false;   ///< an answer went out before: keep_alive applies
    bool m_blocked = false;      ///< m_output waits: the kernel refused a part of it, or it is held
    bool m_held = false;         ///< an answer in m_output waits for its time
    bool m_isCounted = false;    ///< the present request
    bool m_isStray = false;      ///< the present request's body is of no use
    bool m_isVouchedFor = false; ///< the present request
    bool m_isProven = false;     ///< an earlier request was vouched for
    std::optional<ClientKey> m_owner;
    std::string m_request; ///< canonical bytes for QtHttpServer
    std::size_t m_requestRead = 0;
    std::string m_output;
    std::size_t m_counted = 0; ///< of what is held, in the listener's InFlightBytes
    std::string m_pipelined;   ///< read, but waiting until m_output is out
    Instant m_idleSince;       ///< accept, or the previous answer
    Instant m_headSince;       ///< first byte of the head
    Instant m_bodySince;       ///< the head was in
    Instant m_placeSince;      ///< accept, or the last answer to a request that was vouched for
    Instant m_progress;        ///< last bytes in or out
    Instant m_lingerSince;     ///< since when what comes is only discarded
    Instant m_deadline;
};

} // namespace sluice
