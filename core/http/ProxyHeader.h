// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The header of the PROXY protocol, version 1 or 2, by which a proxy says whose connection it passes on,
// before the first byte of it (haproxy's doc/proxy-protocol.txt). Version 2's extras (TLVs) are skipped
// within a bound, its checksum with them. Pure bytes in, values out; owned by an Opening, one thread. Fuzzed
// by tests/fuzz.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

class ProxyHeader
{
public:
    /** A line of version 1 with its end (proxy-protocol.txt 2.1). */
    static constexpr std::size_t longestLine = 107;

    /** A header of version 2 with its extras: more than a certificate's names and every registered extra
     * need. */
    static constexpr std::size_t longestBinary = 4096;

    enum class State : std::uint8_t {
        Reading,
        Complete,  ///< source() says whose the connection is
        NoHeader,  ///< what came is something else
        Malformed, ///< error() says how
    };
    State state() const { return m_state; }

    /** Takes bytes, stops behind the header, and returns how many it took. */
    std::size_t feed(std::string_view bytes);

    struct Source
    {
        std::array<std::uint8_t, 16> bytes{}; ///< IPv6 or IPv4-mapped, in network order
        std::uint16_t port = 0;
    };

    /** Of a complete header: who connected to the proxy. Nothing where that is not said (LOCAL, as health
     * checks are; UNKNOWN; a Unix socket): the connection is the proxy's own then. */
    const std::optional<Source> &source() const { return m_source; }

    /** What is wrong with a malformed header, half a sentence. */
    const std::string &error() const { return m_error; }

    /** Whether @p first, the first bytes of a connection, can be nothing but a PROXY header: so many of them
     * are that no HTTP request begins so, and all of them are. */
    static bool isBegunBy(std::string_view first);

private:
    void step();
    void readLine();
    void readAddresses(std::string_view rest, bool isV6);
    void readBinaryHead();
    void readBinaryAddresses();
    void finish();
    void fail(std::string error);

    State m_state = State::Reading;
    bool m_isBinary = false;
    std::string m_head;      ///< the line; of version 2 the fixed part and the addresses
    std::size_t m_size = 16; ///< of version 2: how much m_head will have
    std::size_t m_extra = 0; ///< bytes behind that still to be skipped
    std::optional<Source> m_source;
    std::string m_error;
};

} // namespace sluice
