// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/ChannelPolicies.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::size_t longestChannelName = 128;

// The whole of what channel names are made of, so that a misspelt item is an error and not an item that fits
// nothing.
constexpr std::string_view channelCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@-";

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

tl::unexpected<Error> wrong(std::string_view item, const std::string &why)
{
    return tl::unexpected(inputError("backpressure.channel_policies: '" +
                                     std::string(item.substr(0, 2 * longestChannelName)) + "' " + why));
}

} // namespace

std::optional<SlowPolicy> policyNamed(std::string_view name)
{
    for (const SlowPolicy policy :
         {SlowPolicy::Disconnect, SlowPolicy::DropOldest, SlowPolicy::Coalesce, SlowPolicy::Pause}) {
        if (policyName(policy) == name)
            return policy;
    }
    return std::nullopt;
}

tl::expected<ChannelPolicies, Error> ChannelPolicies::parse(std::string_view list, SlowPolicy fallback)
{
    ChannelPolicies policies(fallback);
    if (trimmed(list).empty())
        return policies;
    for (bool more = true; more;) {
        const auto comma = list.find(',');
        const std::string_view text = trimmed(list.substr(0, comma));
        more = comma != std::string_view::npos;
        if (more)
            list.remove_prefix(comma + 1);

        const auto equals = text.find('=');
        if (equals == std::string_view::npos)
            return wrong(text, "is not of the form channel=policy or prefix*=policy");
        Item item;
        std::string_view name = trimmed(text.substr(0, equals));
        item.isPrefix = name.ends_with('*');
        if (item.isPrefix)
            name.remove_suffix(1);
        const bool fits = name.find_first_not_of(channelCharacters) == std::string_view::npos &&
                          name.size() <= longestChannelName && !name.starts_with('.') &&
                          (item.isPrefix || !name.empty());
        if (!fits)
            return wrong(text, "names no channel: 1 to 128 of [A-Za-z0-9._:@-], not beginning with '.', "
                               "and '*' only at the end");
        const auto policy = policyNamed(trimmed(text.substr(equals + 1)));
        if (!policy)
            return wrong(text, "has a policy that is none of disconnect, drop-oldest, coalesce, pause");
        item.name = name;
        item.policy = *policy;
        const auto same = [&item](const Item &other) {
            return other.name == item.name && other.isPrefix == item.isPrefix;
        };
        if (std::any_of(policies.m_items.begin(), policies.m_items.end(), same))
            return wrong(text, "is there twice; only the first would ever hold");
        policies.m_items.push_back(std::move(item));
    }
    return policies;
}

SlowPolicy ChannelPolicies::of(std::string_view channel) const
{
    for (const Item &item : m_items) {
        if (item.isPrefix ? channel.starts_with(item.name) : channel == item.name)
            return item.policy;
    }
    return m_fallback;
}

} // namespace sluice
