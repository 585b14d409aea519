// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A subscriber: one GET of an event stream on a connection of its own, its head, its events, and how it
// ended. Fails loudly on whatever a strict client would trip over. Owned by one test thread.

#include "ChunkDecoder.h"
#include "Http.h"
#include "SseReader.h"

#include <optional>

namespace sluice::integration {

class StreamClient
{
public:
    struct Options
    {
        /** Sent as `Last-Event-ID` unless null. */
        QByteArray lastEventId;
        /** Further request fields, without line end. */
        QList<QByteArray> fields;
        QByteArray version = "HTTP/1.1";
        /** SO_RCVBUF in bytes, 0 leaves the kernel's choice. */
        int receiveBuffer = 0;
        /** An address of 127.0.0.0/8 to connect from, empty leaves the kernel's choice. */
        QByteArray source{};
    };

    enum class Ending {
        Open,  ///< Has not ended.
        Clean, ///< Whole events, the terminal chunk where chunked, then FIN.
        Cut,   ///< FIN, but in the middle of something.
        Reset  ///< RST.
    };

    /** Connects, sends the request and waits for the head; head().status is 0 when none came. */
    explicit StreamClient(quint16 port, const QByteArray &target);
    StreamClient(quint16 port, const QByteArray &target, Options options);

    const HttpReply &head() const { return m_head; }
    bool isOpen() const { return m_head.status == 200; }

    /** The next event, waiting up to `patience`; none at the end or when nothing came. */
    std::optional<SseEvent> next(std::chrono::milliseconds patience = Patience);
    /** The data of the next `count` events; shorter when they do not come. */
    QList<QByteArray> nextData(qsizetype count);
    /** Waits for the id that the engine sends at the start; empty when it does not come. */
    QByteArray primedId();
    /** Reads on until `condition` holds for this client; false when the stream ends or Patience does. */
    template <typename Condition>
    bool readUntil(Condition &&condition);
    /** Reads and counts what is left until the stream ends. */
    Ending waitForEnd(std::chrono::milliseconds patience = Patience);
    /** Reads whatever comes within `duration`. */
    void readFor(std::chrono::milliseconds duration);

    QByteArray lastEventId() const { return m_reader.lastEventId(); }
    const SseReader &reader() const { return m_reader; }
    /** All body bytes so far, decoded. */
    const QByteArray &body() const { return m_body; }
    RawSocket &socket() { return m_socket; }

private:
    bool readMore(std::chrono::milliseconds patience);
    void digest();

    RawSocket m_socket;
    HttpReply m_head;
    bool m_chunked = false;
    ChunkDecoder m_decoder;
    SseReader m_reader;
    QByteArray m_body;
};

template <typename Condition>
bool StreamClient::readUntil(Condition &&condition)
{
    const QDeadlineTimer deadline(Patience);
    while (!condition()) {
        if (deadline.hasExpired() || !readMore(std::chrono::milliseconds(deadline.remainingTime())))
            return condition();
    }
    return true;
}

} // namespace sluice::integration
