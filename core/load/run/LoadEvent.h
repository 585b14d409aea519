// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The events that the load generator publishes: compact JSON of an exact size that begins with a marker of
// the run, the publisher's number, the sequence number of this publisher on this channel, and the send time.
// Written by the publishers, read by EventScanner. Immutable after construction; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

/** What one published event says of itself. */
struct LoadEvent
{
    std::uint8_t publisher = 0;
    std::uint32_t sequence = 0;        ///< counts from 0 per publisher and channel
    std::uint64_t sentNanoseconds = 0; ///< monotonic clock
};

class LoadEventFormat
{
public:
    // {"sluice":"RRRRRR-PP-SSSSSSSS-TTTTTTTTTTTTTTTT, all numbers in hexadecimal digits of fixed width
    static constexpr std::size_t kMarkerSize = 18; ///< up to and with the '-' after the run
    static constexpr std::size_t kHeaderSize = 46;
    static constexpr std::size_t kMinimumSize = kHeaderSize + 2;

    /** @p run tells this run's events from those of others; @p size is bytes of data, at least kMinimumSize.
     */
    LoadEventFormat(std::uint32_t run, std::size_t size);

    /** Bytes of every event's data. */
    std::size_t size() const { return m_size; }

    /** The bytes that every event of this run begins with. */
    std::string_view marker() const { return {m_marker.data(), m_marker.size()}; }

    /** Appends the data of an event, exactly size() bytes without line ends. */
    void append(std::string &out, const LoadEvent &event) const;

    /** Reads the kHeaderSize bytes at @p header, whose marker was compared already; nothing when a digit is
     * wrong. */
    static std::optional<LoadEvent> read(const char *header);

private:
    std::size_t m_size;
    std::array<char, kMarkerSize> m_marker;
};

} // namespace sluice
