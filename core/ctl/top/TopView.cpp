// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/top/TopView.h"

#include "ctl/output/EngineTables.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

using Lines = std::vector<ScreenLine>;
using Style = ScreenLine::Style;

constexpr double kNearlyFull = 90; // percent
constexpr double kLongLag = 0.1;   // seconds: what a person notices

/** Words on as few lines as they need, apart by two spaces; every line after the first is indented. */
std::vector<std::string> wrapped(const std::string &title, const std::vector<std::string> &words,
                                 std::size_t columns)
{
    std::vector<std::string> lines{title};
    for (const std::string &word : words) {
        if (textWidth(lines.back()) + 2 + textWidth(word) > columns && lines.back().size() > title.size())
            lines.emplace_back(title.size(), ' ');
        lines.back() += "  " + word;
    }
    return lines;
}

std::string bytesRateText(double perSecond)
{
    return std::isfinite(perSecond) ? bytesText(perSecond) + "/s" : "-";
}

std::string titleLine(const TopModel &model, const TopControls &controls)
{
    std::string text = "sluice " + printable(model.engine);
    text += "  " + (model.drain ? model.drain->phase : std::string("-"));
    const double uptime = model.figure("uptime_seconds");
    if (std::isfinite(uptime))
        text += "  up " + spanText(uptime);
    text += "  " + clockText(momentIn(model.value("time_utc")), model.zone);
    return controls.flow == TopControls::Flow::Paused ? text + "  PAUSED" : text;
}

ScreenLine poolLine(const TopModel &model, std::size_t columns)
{
    constexpr std::size_t most = 42;
    constexpr std::size_t least = 7;
    const double streams = model.figure("active_streams");
    const double cap = model.figure("max_streams");
    const double percent = model.figure("pool_utilization_percent");
    const std::string right = countText(streams) + " of " + countText(cap) + "  " + percentText(percent);
    std::string text = "pool  ";
    if (columns > text.size() + right.size() + 2 + least)
        text += gauge(percent / 100, std::min(most, columns - text.size() - right.size() - 2)) + "  ";
    return {text + right, percent >= kNearlyFull ? Style::Warning : Style::Good};
}

void addFigures(Lines &lines, const TopModel &model, std::size_t columns)
{
    const auto add = [&](const char *title, const std::vector<std::string> &words) {
        for (std::string &text : wrapped(title, words, columns))
            lines.push_back({std::move(text)});
    };
    add("flow ",
        {"in " + rateText(model.rate("events_published_total")),
         "out " + rateText(model.rate("events_delivered_total")),
         bytesRateText(model.rate("sent_bytes_total")), "connects " + rateText(model.rate("admitted_total")),
         "p99 " + spanText(model.figure("delivery_latency_p99_seconds")),
         "blocked " + countText(model.figure("blocked_streams"))});
    add("host ",
        {"rss " + bytesText(model.figure("resident_bytes")), "heap " + bytesText(model.figure("heap_bytes")),
         "descriptors " + countText(model.figure("descriptors_used")) + "/" +
             countText(model.figure("descriptors_limit")),
         "cpu " + percentText(model.figure("cpu_utilization_percent")),
         "pressure " + percentText(model.figure("cpu_pressure_percent"))});
}

void addCounts(Lines &lines, const char *title, const std::vector<NamedCount> &counts, std::size_t columns)
{
    std::vector<std::string> words;
    words.reserve(std::max<std::size_t>(1, counts.size()));
    for (const NamedCount &count : counts)
        words.push_back(count.name + " " + countText(count.total) +
                        (count.perSecond > 0 ? " (" + rateText(count.perSecond) + ")" : std::string()));
    if (words.empty())
        words.emplace_back("none");
    for (std::string &text : wrapped(title, words, columns))
        lines.push_back({std::move(text)});
}

void addWorkers(Lines &lines, const TopModel &model, std::size_t most)
{
    constexpr auto right = TextTable::Align::Right;
    const std::vector<TopModel::Worker> &workers = model.workers;
    TextTable table({{"WORKER", right}, {"STREAMS", right}, {"BUSY", right}, {"LAG", right}, {"OUT", right}});
    for (const TopModel::Worker &worker : workers)
        table.add({worker.name, countText(worker.streams), percentText(worker.busyPercent),
                   spanText(worker.lagSeconds), rateText(worker.deliveredPerSecond)});
    const std::vector<std::string> rows = table.lines();
    lines.push_back({rows.front(), Style::Title});
    for (std::size_t i = 0; i < workers.size() && i < most; ++i)
        lines.push_back({rows[i + 1], workers[i].lagSeconds >= kLongLag ? Style::Warning : Style::Plain});
    if (workers.size() > most)
        lines.push_back({"        and " + std::to_string(workers.size() - most) + " more"});
}

/** A table in so many lines, of which the first is its titles; rows above @p scroll are left out. */
void addTable(Lines &lines, const TextTable &table, std::size_t room, std::size_t scroll = 0)
{
    const std::vector<std::string> rows = table.lines();
    if (room == 0)
        return;
    lines.push_back({rows.front(), Style::Title});
    for (std::size_t i = 1 + scroll; i < rows.size() && i < room + scroll; ++i)
        lines.push_back({rows[i]});
}

Lines upperPart(const TopModel &model, const TopControls &controls, TerminalSize size)
{
    constexpr std::size_t fewRows = 30; // below, workers share the room with the lists
    constexpr std::size_t fewWorkers = 4;
    Lines lines{{titleLine(model, controls), Style::Title}};
    if (!model.trouble.empty())
        lines.push_back({printable(model.trouble), Style::Warning});
    if (!model.hasSnapshot())
        return lines;
    lines.push_back(poolLine(model, size.columns));
    if (model.drain && model.drain->isUnderWay())
        lines.push_back({model.drain->bar(size.columns), Style::Warning});
    addFigures(lines, model, size.columns);
    addCounts(lines, "ends ", model.counted("disconnects_", "_total"), size.columns);
    const auto refusals = model.counted("refusals_", "_total");
    if (!refusals.empty())
        addCounts(lines, "no   ", refusals, size.columns);
    addWorkers(lines, model, size.rows < fewRows ? fewWorkers : size.rows / 3);
    return lines;
}

/** The lists share what is left: the streams first, then the ends, then the channels. */
void addLists(Lines &lines, const TopModel &model, std::size_t room, std::size_t scroll)
{
    constexpr std::size_t least = 3; // below, a list tells nothing
    const std::size_t lists = std::clamp<std::size_t>(room / least, 1, 3);
    const std::size_t each = room / lists;
    const auto streams = static_cast<std::size_t>(model.streams.size());
    if (lists == 3)
        addTable(lines, channelTable(model.channels, model.zone), each);
    const std::size_t ends = lists >= 2 ? each : 0;
    const std::size_t before = lines.size();
    const std::size_t left = room - (lists == 3 ? each : 0) - ends;
    addTable(lines, streamTable(model.streams, model.zone), left,
             std::min(scroll, streams > 0 ? streams - 1 : 0));
    lines.resize(before + left); // so that the ends do not jump as streams come and go
    addTable(lines, endTable(model.ends, model.zone), ends);
}

ScreenLine lastLine(const TopModel &model, const TopControls &controls)
{
    if (!controls.question.empty())
        return {controls.question + " [y/N]", Style::Warning};
    std::string keys = std::string("q quit  p pause  s sort: ") + TopModel::kSortKeys.at(model.sortKey) +
                       "  d drain  up/down";
    if (!controls.message.empty())
        return {printable(controls.message) + "  | " + keys, Style::Good};
    return {keys};
}

} // namespace

std::vector<ScreenLine> topScreen(const TopModel &model, const TopControls &controls, TerminalSize size)
{
    Lines lines = upperPart(model, controls, size);
    const std::size_t room = size.rows > 0 ? size.rows - 1 : 0; // the last line is the keys'
    if (lines.size() > room)
        lines.resize(room);
    if (model.hasSnapshot() && lines.size() < room)
        addLists(lines, model, room - lines.size(), controls.scroll);
    lines.resize(room);
    lines.push_back(lastLine(model, controls));
    for (ScreenLine &line : lines)
        line.text = fitted(printable(line.text), size.columns);
    return lines;
}

std::string topText(const TopModel &model, std::size_t columns)
{
    constexpr std::size_t rows = 200; // room for every worker
    std::string text;
    Lines lines = upperPart(model, {}, {columns, rows});
    const auto add = [&lines](const TextTable &table) { addTable(lines, table, table.rows() + 1); };
    add(channelTable(model.channels, model.zone));
    add(streamTable(model.streams, model.zone));
    add(endTable(model.ends, model.zone));
    for (const ScreenLine &line : lines)
        text += line.text + '\n';
    return text;
}

} // namespace sluice
