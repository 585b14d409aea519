// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/report/SvgChart.h"

#include "base/text/Figures.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice {

namespace {

// In units of the viewBox, which the page scales to the width that there is.
constexpr double kWidth = 560;
constexpr double kHeight = 230;
constexpr double kLeft = 58;
constexpr double kRight = 12;
constexpr double kTop = 12;
constexpr double kBottom = 26;
constexpr double kPlotWidth = kWidth - kLeft - kRight;
constexpr double kPlotHeight = kHeight - kTop - kBottom;
constexpr double kBaseLine = kTop + kPlotHeight;
constexpr double kHeadroom = 1.08; // so that no line runs along the upper edge

/** A coordinate, short. */
std::string at(double number)
{
    return QByteArray::number(std::round(number * 10) / 10).toStdString();
}

std::string attribute(const char *name, const std::string &value)
{
    return std::string(" ") + name + "=\"" + value + '"';
}

std::string line(const char *kind, double x1, double y1, double x2, double y2)
{
    return "<line" + attribute("class", kind) + attribute("x1", at(x1)) + attribute("y1", at(y1)) +
           attribute("x2", at(x2)) + attribute("y2", at(y2)) + "/>";
}

std::string label(const char *kind, double x, double y, const std::string &text)
{
    return "<text" + attribute("class", kind) + attribute("x", at(x)) + attribute("y", at(y)) + ">" +
           htmlText(text) + "</text>";
}

std::string openSvg(const std::string &summary)
{
    return "<svg viewBox=\"0 0 " + at(kWidth) + ' ' + at(kHeight) + "\" role=\"img\"" +
           attribute("aria-label", htmlText(summary)) + ">";
}

std::string head(const std::string &title, const std::string &legend)
{
    return "<figure><figcaption><h3>" + htmlText(title) + "</h3>" + legend + "</figcaption>";
}

/** A moment below an axis: 5s, 1m 30s. */
std::string axisTime(double second)
{
    constexpr double minute = 60;
    const bool isWhole = second == std::round(second);
    return second < minute && isWhole ? countText(second) + "s" : spanText(second);
}

/** Round moments from 0 to @p end. */
std::vector<double> timeTicks(double end, int about)
{
    constexpr std::array steps{0.5,  1.0,   2.0,   5.0,   10.0,  15.0,   30.0,
                               60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0};
    constexpr double hour = 3600;
    const auto enough =
        std::find_if(steps.begin(), steps.end(), [&](double candidate) { return candidate * about >= end; });
    const double step = enough == steps.end() ? std::ceil(end / about / hour) * hour : *enough;
    std::vector<double> ticks;
    for (int i = 0; i * step <= end; ++i)
        ticks.push_back(i * step);
    return ticks;
}

std::string exactly(const TimeChart &chart, double value)
{
    return chart.exact ? chart.exact(value) : chart.format(value);
}

/** Where values and moments of one chart are drawn. */
class Plot
{
public:
    explicit Plot(const TimeChart &chart)
        : m_chart(chart)
    {
        double highest = chart.limit.value_or(0);
        for (const ChartSeries &series : chart.series)
            for (const auto &value : series.values)
                highest = std::max(highest, value.value_or(0));
        constexpr int rows = 4;
        m_ticks = niceTicks(highest * kHeadroom, rows);
        m_end = chart.seconds.empty() ? 1 : std::max(chart.seconds.back(), 1e-3);
    }

    double x(double second) const { return kLeft + kPlotWidth * second / m_end; }
    double y(double value) const { return kBaseLine - kPlotHeight * value / m_ticks.back(); }

    std::string grid() const
    {
        std::string svg;
        for (const double tick : m_ticks) {
            svg += line(tick == 0 ? "axis" : "grid", kLeft, y(tick), kWidth - kRight, y(tick));
            svg += label("ytick", kLeft - 8, y(tick) + 4, m_chart.format(tick));
        }
        constexpr int columns = 6;
        for (const double second : timeTicks(m_end, columns))
            svg += label("xtick", x(second), kHeight - 8, axisTime(second));
        for (const double mark : m_chart.marks)
            svg += line("mark", x(mark), kTop, x(mark), kBaseLine);
        return svg;
    }

    std::string limit() const
    {
        if (!m_chart.limit)
            return {};
        const double height = y(*m_chart.limit);
        return line("limit", kLeft, height, kWidth - kRight, height) +
               label("limitname", kWidth - kRight - 2, height - 5, m_chart.limitName);
    }

    std::string draw(const ChartSeries &series) const
    {
        std::string svg;
        std::string path;
        double first = 0;
        double last = 0;
        const auto end = [&] {
            if (!path.empty() && series.style == ChartSeries::Style::Area)
                svg += "<path class=\"tint " + series.colour + "\" d=\"" + path + "V" + at(kBaseLine) + "H" +
                       at(first) + "Z\"/>";
            if (!path.empty())
                svg += "<path class=\"" +
                       std::string(series.style == ChartSeries::Style::Dashed ? "line dashed " : "line ") +
                       series.colour + "\" d=\"" + path + (first == last ? "h.1" : "") + "\"/>";
            path.clear();
        };
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (!series.values[i]) {
                end();
                continue;
            }
            last = x(m_chart.seconds[i]);
            if (path.empty())
                first = last;
            path += (path.empty() ? "M" : "L") + at(last) + ' ' + at(y(*series.values[i]));
        }
        end();
        return svg;
    }

    /** Over everything: a strip for each moment, whose tooltip says all values. */
    std::string tooltips() const
    {
        std::string svg;
        const std::vector<double> &seconds = m_chart.seconds;
        for (std::size_t i = 0; i < seconds.size(); ++i) {
            const double middle = x(seconds[i]);
            const double left = i == 0 ? kLeft : (x(seconds[i - 1]) + middle) / 2;
            const double right = i + 1 == seconds.size() ? kWidth - kRight : (x(seconds[i + 1]) + middle) / 2;
            svg += "<g class=\"hit\"><rect" + attribute("x", at(left)) + attribute("y", at(kTop)) +
                   attribute("width", at(std::max(right - left, 0.1))) +
                   attribute("height", at(kPlotHeight)) + "/>" +
                   line("hair", middle, kTop, middle, kBaseLine) + "<title>" + valuesAt(i) + "</title></g>";
        }
        return svg;
    }

private:
    std::string valuesAt(std::size_t moment) const
    {
        std::string text = "at " + spanText(m_chart.seconds[moment]);
        for (const ChartSeries &series : m_chart.series)
            text += "\n" + series.name + ": " +
                    (series.values[moment] ? exactly(m_chart, *series.values[moment]) : std::string("-"));
        return htmlText(text);
    }

    const TimeChart &m_chart;
    std::vector<double> m_ticks;
    double m_end = 1;
};

std::string legend(const TimeChart &chart)
{
    std::string html = "<ul>";
    for (const ChartSeries &series : chart.series) {
        std::optional<double> highest;
        for (const auto &value : series.values)
            highest = std::max(highest, value);
        const char *dashed = series.style == ChartSeries::Style::Dashed ? "dashed " : "";
        html += std::string("<li><i class=\"") + dashed + series.colour + "\"></i>" + htmlText(series.name) +
                ", peak <b>" + (highest ? htmlText(exactly(chart, *highest)) : "none") + "</b></li>";
    }
    return html + "</ul>";
}

} // namespace

std::string htmlText(std::string_view text)
{
    std::string html;
    html.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        default:
            html += c;
        }
    }
    return html;
}

std::vector<double> niceTicks(double highest, int about)
{
    const double wanted = highest > 0 ? highest / about : 1.0 / about;
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    double step = 10 * power;
    for (const double factor : {5.0, 2.0, 1.0})
        if (factor * power >= wanted * (1 - 1e-9))
            step = factor * power;
    std::vector<double> ticks{0};
    while (ticks.back() < highest * (1 - 1e-9) || ticks.size() < 2)
        ticks.push_back(step * static_cast<double>(ticks.size()));
    return ticks;
}

std::string TimeChart::toHtml() const
{
    const Plot plot(*this);
    std::string html = head(title, legend(*this)) + openSvg(summary) + plot.grid();
    for (const ChartSeries &one : series)
        html += plot.draw(one);
    return html + plot.limit() + plot.tooltips() + "</svg></figure>\n";
}

std::string BarChart::toHtml() const
{
    double highest = 0;
    double sum = 0;
    for (const Bar &bar : bars) {
        highest = std::max(highest, bar.amount);
        sum += bar.amount;
    }
    std::string html = head(title, "<p>" + htmlText(note) + "</p>") + openSvg(summary);
    html += line("axis", kLeft, kBaseLine, kWidth - kRight, kBaseLine);
    const double width = kPlotWidth / static_cast<double>(std::max<std::size_t>(bars.size(), 1));
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const Bar &bar = bars[i];
        // What is there at all is seen.
        const double height = bar.amount > 0 ? std::max(kPlotHeight * bar.amount / highest, 1.5) : 0;
        const double left = kLeft + width * static_cast<double>(i);
        html += "<g class=\"bar\"><rect class=\"room\"" + attribute("x", at(left)) +
                attribute("y", at(kTop)) + attribute("width", at(width)) +
                attribute("height", at(kPlotHeight)) + "/><rect class=\"full\"" +
                attribute("x", at(left + width * 0.08)) + attribute("y", at(kBaseLine - height)) +
                attribute("width", at(width * 0.84)) + attribute("height", at(height)) + "/><title>" +
                htmlText(bar.words + "\n" + countText(bar.amount) + " (" +
                         percentText(sum > 0 ? 100 * bar.amount / sum : 0) + ")") +
                "</title></g>";
        if (!bar.label.empty())
            html += label("xtick", left + width / 2, kHeight - 8, bar.label);
    }
    return html + "</svg></figure>\n";
}

} // namespace sluice
