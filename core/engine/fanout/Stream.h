// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One admitted stream: a slot of its worker's StreamTable, 152 bytes, no QObject, no timer, no heap buffer
// unless the kernel refused part of a side frame. Worker thread only.
#pragma once

#include "engine/channel/Channel.h"
#include "engine/pool/ClientTable.h"
#include "model/ClientAddress.h"
#include "model/StreamEnd.h"

#include <memory>
#include <string>
#include <vector>

namespace sluice {

enum class BodyFraming : std::uint8_t {
    Chunked, ///< HTTP/1.1
    Plain,   ///< HTTP/1.0: the body ends with the connection
};

/** A stream's place in one watch: which channel it follows, as the Pump numbers them. */
struct WatchSeat
{
    static constexpr std::uint32_t none = 0xffffffff;
    std::uint32_t watch = none;
    std::uint32_t member = 0; ///< index among the watch's members
};

/** How a slow stream goes on before the log's next byte for it: what a policy left of its backlog. */
struct Detour
{
    std::optional<LogEntryView> partial; ///< the entry that is partly sent, of a stream with a plain cursor
    std::size_t partialSent = 0;
    std::uint64_t missed = 0;       ///< events left out that the client is to be told of
    std::vector<LogEntryView> kept; ///< entries of the log below the cursor that it still gets
    std::size_t next = 0;           ///< of them, the first that it has not got

    std::uint64_t keptBytes() const
    {
        std::uint64_t bytes = 0;
        for (std::size_t i = next; i < kept.size(); ++i)
            bytes += kept[i].chunk.size();
        return bytes;
    }
    bool isOver() const { return !partial && missed == 0 && next == kept.size(); }
};

/** Of a stream that cannot send the log's bytes as they stand: several channels, or HTTP/1.0. Made entry by
 * entry. */
struct EntryCursors
{
    static constexpr std::size_t maxChannels = 8;

    struct One
    {
        WatchSeat seat;
        std::uint64_t cursor = 0; ///< always an entry's boundary
        std::uint64_t joined = 0; ///< the channel's head when the stream began
        std::string position;     ///< the id that resumes there
        std::unique_ptr<Detour> detour{};
    };
    std::vector<One> channels;
    std::size_t current = 0;               ///< the channel whose entry is partly sent
    std::size_t entrySent = 0;             ///< bytes of that entry already sent; 0: between entries
    std::unique_ptr<LogEntryView> partial; ///< that entry, if a policy took the cursor beyond it
};

struct Stream
{
    enum class State : std::uint8_t {
        Free,
        Open,
        Closing,   ///< the end is decided, last bytes wait for the kernel
        Lingering, ///< our side is shut; waiting for the peer's end
    };

    std::uint64_t cursor = 0; ///< byte offset in the log; used when entries is null
    std::uint64_t joined = 0; ///< the channel's head when the stream began; likewise
    WatchSeat seat;           ///< likewise
    int fd = -1;
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
    State state = State::Free;
    BodyFraming framing = BodyFraming::Chunked;
    Cause cause = Cause::Error; ///< once evicting or ended
    bool blocked = false;       ///< the socket refused bytes; EPOLLOUT is armed
    bool evicting = false;      ///< ends with cause as soon as it has caught up
    static constexpr std::uint32_t unstrained = 0xffffffff;
    std::uint32_t strain = unstrained; ///< its place in the table's strains
    std::uint32_t discarded = 0;       ///< bytes the client sent on the open stream
    std::uint64_t id = 0;
    std::uint64_t sentBytes = 0;
    Instant opened;
    Instant lastSent;             ///< when the kernel last took bytes
    std::uint64_t sentEvents = 0; ///< whole events that the kernel took
    Instant lastEvent;            ///< when it took the last of them; only if there is one
    ClientAddress client;
    ClientRef clientRef = untrackedClient; ///< its place in Admission's table
    std::unique_ptr<std::string> side; ///< unsent rest of a head, heartbeat or notice; goes before log bytes
    std::unique_ptr<EntryCursors> entries;
    std::unique_ptr<Detour> detour; ///< of a stream without entries, while a policy leads it round something
};

// docs/architecture.md names it; smaller is welcome there too.
static_assert(sizeof(void *) != 8 || sizeof(Stream) == 152);

/** A stream whose socket refused bytes and that has not caught up since. */
struct Strain
{
    static constexpr std::int64_t unknown = -1;

    std::uint32_t slot = 0;
    Instant windowStart;                ///< since when its drain is measured
    std::uint64_t windowSent = 0;       ///< its sentBytes then
    std::int64_t windowAcked = unknown; ///< what its client had acknowledged then

    // How its client does while it is above the high-water mark.
    Instant over;           ///< when it was first found above; none: it is not
    Instant moved;          ///< when its client was last seen to have acknowledged more
    std::int64_t acked = 0; ///< how much that was
    bool isMoving = false;  ///< more than a trickle, since it was above

    // How its client does while its socket refuses bytes.
    Instant stallSent;           ///< its lastSent at the last look
    Instant progress;            ///< when its client last took bytes, or was seen to have acknowledged some
    std::int64_t stallAcked = 0; ///< what it had acknowledged at the last look
};

} // namespace sluice
