// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/plan/ObservedLoad.h"

#include "base/text/Csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace sluice {

namespace {

using std::chrono::milliseconds;

/** The numbers of single columns, by name. */
class Columns
{
public:
    explicit Columns(const csv::Table &table)
        : m_table(table)
    {
    }

    /** Every row's number; nothing when there is no such column, or one of its cells is no number. */
    std::optional<std::vector<double>> of(std::string_view name) const
    {
        const auto found = std::find(m_table.header.begin(), m_table.header.end(), name);
        if (found == m_table.header.end())
            return std::nullopt;
        const auto at = static_cast<std::size_t>(found - m_table.header.begin());
        std::vector<double> numbers;
        numbers.reserve(m_table.rows.size());
        for (const auto &row : m_table.rows) {
            const std::string &cell = row[at];
            double number = 0;
            const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
            if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(number))
                return std::nullopt;
            numbers.push_back(number);
        }
        return numbers;
    }

private:
    const csv::Table &m_table;
};

milliseconds inMilliseconds(double seconds)
{
    return milliseconds(std::llround(seconds * 1000));
}

/** The sum of the streams' times, by the trapezoids between the snapshots. */
double streamSeconds(const std::vector<double> &streams, const std::vector<double> &times)
{
    double sum = 0;
    for (std::size_t row = 1; row < times.size(); ++row)
        sum += (streams[row] + streams[row - 1]) / 2 * (times[row] - times[row - 1]);
    return sum;
}

} // namespace

tl::expected<ObservedLoad, Error> ObservedLoad::from(std::string_view csv)
{
    const auto table = csv::parse(csv);
    if (!table)
        return tl::unexpected(environmentError("the engine's snapshots: " + table.error().message));
    ObservedLoad observed;
    const Columns columns(*table);
    const auto times = columns.of("time_monotonic_seconds");
    const auto streams = columns.of("active_streams");
    const auto admitted = columns.of("admitted_total");
    const auto delivered = columns.of("events_delivered_total");
    const auto sent = columns.of("sent_bytes_total");
    const auto channels = columns.of("channels");
    if (!times || !streams || !admitted || !delivered || !sent || !channels)
        return tl::unexpected(environmentError(
            "the engine's snapshots lack a column, or have something else in it than numbers"));
    if (times->empty())
        return observed; // an engine that has just been started
    const double seconds = times->back() - times->front();
    const double streamTime = streamSeconds(*streams, *times);
    const double began = admitted->back() - admitted->front();
    const double events = delivered->back() - delivered->front();
    observed.over = inMilliseconds(seconds);
    observed.anyBegan = began > 0;
    PlanLoad &load = observed.load;
    load.clients = static_cast<std::int64_t>(*std::max_element(streams->begin(), streams->end()));
    load.streamDuration = inMilliseconds(began > 0 ? streamTime / began : seconds);
    load.channels = std::max<std::int64_t>(
        1, static_cast<std::int64_t>(*std::max_element(channels->begin(), channels->end())));
    if (streamTime > 0 && events > 0) {
        load.eventRate = events / streamTime;
        // Heartbeats and heads are in it too: rather a little more than less.
        load.eventSize = std::llround(std::ceil((sent->back() - sent->front()) / events));
    }
    return observed;
}

} // namespace sluice
