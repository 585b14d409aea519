// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A blocking TCP socket with deadlines that hides nothing: bytes are sent exactly as given, cut where the
// test cuts them, and an end by FIN is told from a reset. Owned by one test thread.

#include "Patience.h"

#include <QByteArray>

namespace sluice::integration {

class RawSocket
{
public:
    enum class Peer { Open, Finished, Reset };

    RawSocket() = default;
    /** Connects to 127.0.0.1; `receiveBuffer` > 0 is SO_RCVBUF in bytes, `source` such as 127.0.0.7 is whom
     * the peer sees. isOpen() is false when refused. */
    explicit RawSocket(quint16 port, int receiveBuffer = 0, const QByteArray &source = {});
    ~RawSocket();
    RawSocket(RawSocket &&other) noexcept;
    RawSocket &operator=(RawSocket &&other) noexcept;
    RawSocket(const RawSocket &) = delete;
    RawSocket &operator=(const RawSocket &) = delete;

    bool isOpen() const { return m_descriptor >= 0; }
    int descriptor() const { return m_descriptor; }
    quint16 localPort() const;

    /** Sends all of it, a write() for the whole; false when the peer is gone or takes nothing for Patience.
     */
    bool send(const QByteArray &bytes);
    /** Sends byte after byte, each in a segment of its own, with a pause between them. */
    bool sendSlowly(const QByteArray &bytes, std::chrono::microseconds pause);
    /** Ends our direction (FIN); the peer may go on sending. */
    void halfClose();
    /** Closes with an RST. */
    void reset();
    void close();

    /** Appends what arrives to buffer(); false at the peer's end or when nothing came in time. */
    bool fill(std::chrono::milliseconds patience = Patience);
    /** Fills until buffer() contains `pattern`; false at the end or after Patience. */
    bool fillUntil(const QByteArray &pattern);
    /** Fills until buffer() has at least `size` bytes. */
    bool fillTo(qsizetype size);
    /** Fills until the peer ends; false when it is still open after `patience`. */
    bool fillToEnd(std::chrono::milliseconds patience = Patience);
    /** Fills whatever comes within `duration`; for proving that nothing comes. */
    void fillFor(std::chrono::milliseconds duration);

    /** Received and not yet taken. */
    const QByteArray &buffer() const { return m_buffer; }
    /** Removes and returns the first `size` bytes of the buffer. */
    QByteArray take(qsizetype size);
    /** How the peer ended, if it did. */
    Peer peer() const { return m_peer; }

private:
    int m_descriptor = -1;
    Peer m_peer = Peer::Open;
    QByteArray m_buffer;
};

} // namespace sluice::integration
