// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Counts who is refused for a Host or an Origin that nobody has listed, or for a PROXY header, and whose
// connections gave their places up or whose bodies found no room, on both listeners, and remembers the last
// of each. Owned by the Engine; any thread.
#pragma once

#include "model/Refusal.h"
#include "model/Stranger.h"

#include <array>
#include <mutex>
#include <optional>

namespace sluice {

class Strangers
{
public:
    /** The refusals that it counts. */
    static constexpr std::array causes{Refusal::UnknownHost, Refusal::ForeignOrigin, Refusal::ProxyHeader,
                                       Refusal::ConnectionShare, Refusal::InFlight};

    /** Counts one refused request or connection; its count, first and last are set here. @p cause is one of
     * causes. */
    void note(Refusal cause, Stranger stranger, Instant now);

    /** Requests refused for @p cause since the start. */
    std::int64_t count(Refusal cause) const;

    /** Who was refused for @p cause last; nothing if nobody was. */
    std::optional<Stranger> last(Refusal cause) const;

private:
    struct Entry
    {
        std::int64_t total = 0;
        std::optional<Stranger> last;
    };
    static std::size_t indexOf(Refusal cause);

    mutable std::mutex m_mutex; ///< held for a copy of some words, and only for who is refused
    std::array<Entry, causes.size()> m_entries;
};

} // namespace sluice
