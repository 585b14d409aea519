// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// However the first bytes of a connection are cut, they are the same header or none, no more of them is taken
// than a header may have, and what is told from a request is never both.
#include "http/ProxyHeader.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace {

using sluice::ProxyHeader;

void require(bool condition)
{
    if (!condition)
        std::abort();
}

struct Outcome
{
    ProxyHeader header;
    std::size_t used = 0;
};

Outcome fed(const std::uint8_t *data, std::size_t size, std::size_t step)
{
    Outcome outcome;
    for (std::size_t at = 0; at < size && outcome.header.state() == ProxyHeader::State::Reading; at += step) {
        // A heap block of its own, so that the sanitizer sees a look behind it.
        const std::vector<char> piece(data + at, data + std::min(at + step, size));
        const std::size_t used = outcome.header.feed({piece.data(), piece.size()});
        require(used > 0 && used <= piece.size());
        outcome.used += used;
    }
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const Outcome whole = fed(data, size, std::max<std::size_t>(size, 1));
    for (const std::size_t step : {1, 2, 7, 16}) {
        const Outcome pieces = fed(data, size, step);
        require(pieces.header.state() == whole.header.state() && pieces.used == whole.used);
        require(pieces.header.error() == whole.header.error());
        require(pieces.header.source().has_value() == whole.header.source().has_value());
        if (whole.header.source())
            require(pieces.header.source()->bytes == whole.header.source()->bytes &&
                    pieces.header.source()->port == whole.header.source()->port);
    }
    require(whole.used <= ProxyHeader::longestBinary);
    require((whole.header.state() == ProxyHeader::State::Malformed) == !whole.header.error().empty());
    if (whole.header.state() != ProxyHeader::State::Complete)
        require(!whole.header.source());
    const std::vector<char> first(data, data + std::min<std::size_t>(size, 12));
    const bool isHeader = ProxyHeader::isBegunBy({first.data(), first.size()});
    if (whole.header.state() == ProxyHeader::State::Complete ||
        whole.header.state() == ProxyHeader::State::Malformed)
        require(isHeader);
    if (whole.header.state() == ProxyHeader::State::NoHeader && size >= 12)
        require(!isHeader);
    return 0;
}
