// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a process of a load run must know to open its share of the clients: one line of JSON between the
// process that runs the load and those that read. A plain value; any thread.
#pragma once

#include "load/clients/LoadShare.h"
#include "load/run/LoadOptions.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

struct LoadJob
{
    LoadOptions options; ///< those that readers need; the others are as usual
    LoadShare share;
    std::uint32_t sources = 1; ///< how many 127.0.0.x addresses to connect from
    std::uint32_t run = 0;     ///< tells the events of this run

    /** One line, without its end. */
    std::string toLine() const;

    /** Reads a line of toLine(); nothing when it is none. */
    static std::optional<LoadJob> read(std::string_view line);
};

} // namespace sluice
