// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one line of the access log that `sluicectl config nginx` sets up. Pure function; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace sluice {

/** How long the engines that one request went to took; usually one of each. */
struct UpstreamTimes
{
    /** nginx asks so many servers for one request at most here; the rest is left out. */
    static constexpr std::size_t most = 8;

    class List
    {
    public:
        void add(double seconds)
        {
            if (m_count < most)
                m_values[m_count++] = seconds;
        }
        std::span<const double> values() const { return std::span(m_values).first(m_count); }

    private:
        std::array<double, most> m_values{};
        std::size_t m_count = 0;
    };

    double requestSeconds = 0; ///< from the client's first byte to the line: a stream's life
    List connect;              ///< $upstream_connect_time; none for an engine that was not reached
    List header;               ///< $upstream_header_time; none for one that did not answer
};

/** Nothing where the line is not of that format, or nginx answered by itself. */
std::optional<UpstreamTimes> nginxTimesOf(std::string_view line);

} // namespace sluice
