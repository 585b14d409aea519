// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The client's end of one stream in a test: a blocking socket, decoded chunks, events with id, name and data.
// Used by one thread at a time.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::test {

struct PeerEvent
{
    std::string id;
    std::string name;
    std::string data;
};

/** A connected pair of loopback TCP sockets: first is the server's end, non-blocking. */
std::pair<int, int> tcpPair(int sendBuffer = 0, int receiveBuffer = 0);

class StreamPeer
{
public:
    enum class Body { Chunked, Plain };

    explicit StreamPeer(int fd, Body body = Body::Chunked)
        : m_fd(fd)
        , m_body(body)
    {
    }
    ~StreamPeer();
    StreamPeer(StreamPeer &&other) noexcept;
    StreamPeer &operator=(StreamPeer &&) = delete;

    /** The next event with data; nothing at the end of the stream or after @p limit. */
    std::optional<PeerEvent> next(std::chrono::milliseconds limit = std::chrono::seconds(20));

    /** Reads to the end of the stream; true if it ended with the last chunk and without a reset. */
    bool endsCleanly(std::chrono::milliseconds limit = std::chrono::seconds(20));

    /** The id that a client would resume with. */
    const std::string &lastId() const { return m_lastId; }

    void close();
    void reset();
    int fd() const { return m_fd; }

private:
    bool receive(std::chrono::steady_clock::time_point deadline);
    bool decode();

    int m_fd;
    Body m_body;
    std::string m_raw;
    std::string m_text;
    std::string m_lastId;
    bool m_lastChunk = false;
    bool m_ended = false;
    bool m_wasReset = false;
};

} // namespace sluice::test
