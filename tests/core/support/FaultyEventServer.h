// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A small event server for the tests of the load generator, on a thread of its own. It frames events in many
// ways and can lose, repeat, refuse and hang up on purpose; what it did wrong it counts, so that a test can
// compare.
#pragma once

#include "base/files/Descriptor.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace sluice::test {

class FaultyEventServer
{
public:
    enum class Framing {
        WholeChunk,   ///< one chunk holds the event
        DataAndId,    ///< a chunk with the data line, a chunk with the id line and the blank line
        EachByte,     ///< every byte in a chunk of its own
        EachByteSend, ///< one chunk, but every byte in a send() of its own
        Plain,        ///< no chunks, the body ends with the connection
        CrLf,         ///< lines end with CRLF, no space after the colon, the id line first
    };

    enum class Publishing {
        Sound,
        Refused,       ///< the faulty event is answered 503 and not delivered
        LostDelivered, ///< the faulty event is delivered, its connection is closed without an answer
        LostSwallowed, ///< the faulty event is neither delivered nor answered
    };

    enum class Resuming {
        Exact,   ///< what came after the client's last event
        Losing,  ///< one event less
        Twice,   ///< the client's last event once more
        Refused, ///< the first attempt is answered 503
        Ended,   ///< answered 204: do not come back
    };

    struct Faults
    {
        Framing framing = Framing::WholeChunk;
        Publishing publishing = Publishing::Sound;
        Resuming resuming = Resuming::Exact;
        int faultyEvent = 5;  ///< which event, counted from 0 over all channels, the faults below touch
        int skipOn = -1;      ///< this stream, in the order of connecting, does not get the faulty event
        int repeatOn = -1;    ///< this stream gets it twice
        int hangUpOn = -1;    ///< this stream is closed instead of getting it
        int silentAfter = -1; ///< events after this one are answered, but delivered to nobody
        int refuseEvery = 0;  ///< every so manieth stream request is answered 503; 0: none
        int hangEvery = 0;    ///< every so manieth stream request is never answered; 0: none
        std::string contentType = "text/event-stream";
        std::string streamBegin;                  ///< the first bytes of every stream's body
        std::size_t idPadding = 0;                ///< so many letters are behind each id
        std::chrono::milliseconds publishDelay{}; ///< before each publish is answered; all wait meanwhile
    };

    explicit FaultyEventServer(const Faults &faults);
    ~FaultyEventServer();
    FaultyEventServer(const FaultyEventServer &) = delete;
    FaultyEventServer &operator=(const FaultyEventServer &) = delete;

    /** "http://127.0.0.1:port" followed by the path. */
    std::string url(const std::string &path) const;

    int published() const { return m_published; } ///< events that were delivered, or should have been
    int refused() const { return m_refused; }
    int probes() const { return m_probes; }
    int resumed() const { return m_resumed; } ///< streams that came with a Last-Event-ID, refused ones too

    /** The addresses that connections came from so far, sorted, each once, apart by spaces. */
    std::string peers() const;

private:
    struct Connection
    {
        Descriptor socket;
        std::string input;
        int stream = -1; // in the order of connecting; -1: no stream
        std::string channel;
        bool isOver = false;
    };

    void run();
    void accept();
    void read(Connection &connection);
    void answer(Connection &connection, const std::string &head, const std::string &body);
    void openStream(Connection &connection, const std::string &path, const std::string &head);
    void resume(Connection &connection, int lastEvent);
    void publish(Connection &connection, const std::string &path, const std::string &data);
    void broadcast(const std::string &channel, const std::string &data);
    void sendEvent(Connection &connection, int number, const std::string &data);
    static void send(Connection &connection, const std::string &bytes);

    Faults m_faults;
    Descriptor m_listener;
    Descriptor m_stop;
    int m_port = 0;
    int m_streams = 0;
    int m_requests = 0;
    int m_event = 0; // the number of the next event
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::map<std::string, std::map<int, std::string>> m_history; // by channel and number
    mutable std::mutex m_mutex;                                  // guards m_peers
    std::set<std::string> m_peers;
    std::atomic<int> m_published{0};
    std::atomic<int> m_refused{0};
    std::atomic<int> m_probes{0};
    std::atomic<int> m_resumed{0};
    std::thread m_thread;
};

} // namespace sluice::test
