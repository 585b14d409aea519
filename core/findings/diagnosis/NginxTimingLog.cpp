// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/NginxTimingLog.h"

#include <charconv>

namespace sluice {

namespace {

// No request lives for longer: a line that says so is damaged.
constexpr double mostSeconds = 1e9;

/** The words after " name=", up to the next field; nothing without it. */
std::optional<std::string_view> fieldOf(std::string_view line, std::string_view name, std::string_view next)
{
    const std::size_t at = line.find(name);
    if (at == std::string_view::npos)
        return std::nullopt;
    line.remove_prefix(at + name.size());
    const std::size_t end = line.find(next);
    if (end == std::string_view::npos)
        return std::nullopt;
    return line.substr(0, end);
}

std::optional<double> secondsOf(std::string_view text)
{
    double seconds = 0;
    const char *const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seconds, std::chars_format::fixed);
    if (error != std::errc() || stop != end || !(seconds >= 0 && seconds < mostSeconds))
        return std::nullopt;
    return seconds;
}

/** "0.001", "-", several servers as "0.001, 0.002", after an internal redirect "0.001 : 0.002". */
bool readTimes(std::string_view text, UpstreamTimes::List &times)
{
    while (true) {
        const std::size_t end = text.find_first_of(", ");
        const std::string_view word = text.substr(0, end);
        if (word != "-") {
            const auto seconds = secondsOf(word);
            if (!seconds)
                return false;
            times.add(*seconds);
        }
        if (end == std::string_view::npos)
            return true;
        text.remove_prefix(end);
        if (text.starts_with(", "))
            text.remove_prefix(2);
        else if (text.starts_with(" : "))
            text.remove_prefix(3);
        else
            return false;
    }
}

} // namespace

std::optional<UpstreamTimes> nginxTimesOf(std::string_view line)
{
    // The request is the client's: it comes last, and what stands in it is not looked at.
    const std::size_t request = line.find(" request=\"");
    if (request == std::string_view::npos)
        return std::nullopt;
    line = line.substr(0, request + 1);
    const auto time = fieldOf(line, " time=", " ");
    const auto connect = fieldOf(line, " connect=", " header=");
    const std::size_t headerAt = line.find(" header=");
    if (!time || !connect || headerAt == std::string_view::npos)
        return std::nullopt;
    constexpr std::size_t headerName = std::string_view(" header=").size();
    const std::string_view header = line.substr(headerAt + headerName, request - headerAt - headerName);
    UpstreamTimes times;
    const auto seconds = secondsOf(*time);
    if (!seconds || !readTimes(*connect, times.connect) || !readTimes(header, times.header))
        return std::nullopt;
    times.requestSeconds = *seconds;
    if (times.connect.values().empty() && times.header.values().empty())
        return std::nullopt;
    return times;
}

} // namespace sluice
