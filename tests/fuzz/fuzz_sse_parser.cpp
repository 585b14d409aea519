// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// However the bytes of a stream are cut, the parser must see the same events, keep its bounds and emit valid
// UTF-8. The first two bytes of the input choose the cuts, the rest is the stream.
#include "http/SseParser.h"
#include "http/Utf8Decode.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

constexpr sluice::SseParser::Limits limits{200, 300};

struct Outcome
{
    std::vector<sluice::SseEvent> events;
    std::string lastEventId;
    long long retry = -1;
    bool failed = false;
};

Outcome parse(std::string_view bytes, std::size_t first, std::size_t step)
{
    sluice::SseParser parser(limits);
    Outcome outcome;
    for (std::size_t size = first; !bytes.empty() && !outcome.failed; size = step) {
        const std::string_view piece = bytes.substr(0, size);
        bytes.remove_prefix(piece.size());
        outcome.failed = !parser.feed(piece, outcome.events).has_value();
    }
    outcome.lastEventId = parser.lastEventId();
    if (parser.retry())
        outcome.retry = parser.retry()->count();
    return outcome;
}

void require(bool condition)
{
    if (!condition)
        std::abort();
}

bool isValidUtf8(const std::string &text)
{
    std::string decoded;
    sluice::appendUtf8Decoded(decoded, text);
    return decoded == text;
}

bool isSame(const Outcome &left, const Outcome &right)
{
    if (left.events.size() != right.events.size())
        return false;
    for (std::size_t i = 0; i < left.events.size(); ++i) {
        const sluice::SseEvent &a = left.events[i];
        const sluice::SseEvent &b = right.events[i];
        if (a.type != b.type || a.data != b.data || a.lastEventId != b.lastEventId)
            return false;
    }
    return left.lastEventId == right.lastEventId && left.retry == right.retry && left.failed == right.failed;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const std::string_view stream(reinterpret_cast<const char *>(data) + 2, size - 2);
    const Outcome whole = parse(stream, stream.size(), 1);
    require(isSame(whole, parse(stream, 1, 1)));
    require(isSame(whole, parse(stream, 1U + data[0], 1U + data[1] % 32U)));
    for (const sluice::SseEvent &event : whole.events) {
        require(!event.type.empty());
        require(event.data.size() < limits.data);
        require(event.lastEventId.find('\0') == std::string::npos);
        require(isValidUtf8(event.type) && isValidUtf8(event.data) && isValidUtf8(event.lastEventId));
    }
    return 0;
}
