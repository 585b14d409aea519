// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whatever a target is, it is refused or means one thing: no segment has in it what another reader could take
// for something else, and written anew in the plainest spelling it is the same target.
#include "http/Target.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using sluice::Target;

void require(bool condition)
{
    if (!condition)
        std::abort();
}

std::string escaped(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::string plainest(const Target &target)
{
    std::string out = "/";
    for (std::size_t i = 0; i < target.segments.size(); ++i)
        out.append(i > 0 ? "/" : "").append(escaped(target.segments[i]));
    for (std::size_t i = 0; i < target.query.size(); ++i)
        out.append(i > 0 ? "&" : "?")
            .append(escaped(target.query[i].first))
            .append("=")
            .append(escaped(target.query[i].second));
    return out;
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::vector<char> exact(data, data + size); // the sanitizer sees a look behind it
    const auto target = Target::parse({exact.data(), exact.size()});
    if (!target) {
        require(!target.error().message.empty());
        return 0;
    }
    if (target->form == Target::Form::Asterisk)
        return 0;
    for (const std::string &segment : target->segments) {
        require(segment.find_first_of("/\\") == std::string::npos);
        require(std::none_of(segment.begin(), segment.end(), isControl));
        const std::string name = segment.substr(0, segment.find(';'));
        require(name != "." && name != "..");
        // Decoded twice it is no other segment.
        const auto again = Target::parse("/" + segment);
        require(!again || segment.empty() || again->segments == std::vector<std::string>{segment} ||
                segment.find('?') != std::string::npos);
    }
    const auto same = Target::parse(plainest(*target));
    // A single empty segment is written like none at all.
    require(same && (same->segments == target->segments || target->segments == std::vector<std::string>{""}));
    require(same->query == target->query);
    return 0;
}
