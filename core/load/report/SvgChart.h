// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Charts for a page without scripts: SVG whose colours come from the page's style sheet, with what is under
// the pointer in a tooltip. Plain values and pure functions; any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/** One line of a chart over time. */
struct ChartSeries
{
    enum class Style {
        Line,
        Area,   ///< a line with a tint below
        Dashed, ///< what should be, beside what is
    };

    std::string name;
    std::string colour; ///< a class of the style sheet
    Style style = Style::Line;
    std::vector<std::optional<double>> values; ///< one for each moment; nothing breaks the line
};

struct TimeChart
{
    using Format = std::function<std::string(double)>;

    std::string title;
    std::string summary; ///< the chart in one sentence, for who does not see it
    std::vector<double> seconds;
    std::vector<ChartSeries> series;
    std::optional<double> limit; ///< a line that should not be crossed
    std::string limitName;
    std::vector<double> marks; ///< moments at which something else began, in seconds
    Format format;             ///< a value with its unit, short enough for an axis
    Format exact;              ///< the same for the legend and the tooltips; absent: as on the axis

    /** The figure as HTML: title, legend, SVG. */
    std::string toHtml() const;
};

struct BarChart
{
    std::string title;
    std::string summary;
    struct Bar
    {
        std::string label; ///< below it; may be empty
        std::string words; ///< what it is about, in its tooltip
        double amount = 0;
    };

    std::vector<Bar> bars;
    std::string note; ///< under the title

    std::string toHtml() const;
};

/** Text as HTML shows it. */
std::string htmlText(std::string_view text);

/** The steps of an axis from 0 to at least @p highest: 1, 2 or 5 times a power of ten. */
std::vector<double> niceTicks(double highest, int about);

} // namespace sluice
