// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who was refused because nobody has listed its name, its Host or its page's Origin, or for its PROXY header,
// or whose connections gave their places up: what the diagnosis and the log tell of it. A plain value.
#pragma once

#include "base/Clock.h"
#include "model/ClientAddress.h"

#include <cstdint>
#include <string>

namespace sluice {

struct Stranger
{
    enum class Listener : bool { Public, Admin };

    std::string name; ///< the Host or the Origin as it came, cut to 255 bytes; empty: the browser sent no
                      ///< Origin; where a PROXY header was refused, the headerFaultName(); of a connection
                      ///< that gave its place up, whose it was
    ClientAddress client;
    bool isForwarded = false; ///< a proxy has passed it on, as its fields say
    Listener listener = Listener::Public;
    bool isChange = false;  ///< it would have published, or changed something
    std::int64_t count = 0; ///< requests in a row with this name
    Instant first;          ///< of these
    Instant last;
};

} // namespace sluice
