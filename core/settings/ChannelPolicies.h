// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to a slow stream, channel by channel: backpressure.channel_policies with backpressure.policy
// behind it. An immutable value; any thread.
#pragma once

#include "base/Error.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

enum class SlowPolicy : std::uint8_t {
    Disconnect, ///< it ends as slow-consumer
    DropOldest, ///< it skips to the newest events and is told how many it missed
    Coalesce,   ///< it skips events that a later one of the same name replaces
    Pause,      ///< publishers of the channel wait for it
};

/** The policy's name in settings, API and metrics. */
constexpr std::string_view policyName(SlowPolicy policy)
{
    constexpr std::array<std::string_view, 4> names{"disconnect", "drop-oldest", "coalesce", "pause"};
    return names[static_cast<std::size_t>(policy)];
}

/** The policy of that name, if there is one. */
std::optional<SlowPolicy> policyNamed(std::string_view name);

class ChannelPolicies
{
public:
    /** Every channel has @p fallback. */
    explicit ChannelPolicies(SlowPolicy fallback = SlowPolicy::Disconnect)
        : m_fallback(fallback)
    {
    }

    /**
     * Reads "prices=coalesce, chat.*=drop-oldest": names of channels, or their beginnings followed by '*'.
     * The error names the item that is wrong and what it may be.
     */
    static tl::expected<ChannelPolicies, Error> parse(std::string_view list, SlowPolicy fallback);

    /** Of the first item that fits @p channel; the fallback if none does. */
    SlowPolicy of(std::string_view channel) const;

    bool operator==(const ChannelPolicies &) const = default;

private:
    struct Item
    {
        std::string name;
        bool isPrefix = false;
        SlowPolicy policy = SlowPolicy::Disconnect;

        bool operator==(const Item &) const = default;
    };

    SlowPolicy m_fallback;
    std::vector<Item> m_items;
};

} // namespace sluice
