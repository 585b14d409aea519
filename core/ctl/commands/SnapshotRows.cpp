// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/commands/SnapshotRows.h"

#include "base/text/QuotedText.h"

#include <QDateTime>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace sluice {

namespace {

constexpr std::string_view kTimeColumn = "time_utc";
constexpr std::string_view kEnd = "\r\n";

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        if (!line.empty())
            lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/** The cell of a row below a column; the columns before it are numbers and moments, so none holds a comma. */
std::string_view cell(std::string_view header, std::string_view row, std::string_view column)
{
    while (true) {
        const auto title = header.substr(0, header.find(','));
        const auto value = row.substr(0, row.find(','));
        if (title == column)
            return value;
        if (title.size() == header.size() || value.size() == row.size())
            return {};
        header.remove_prefix(title.size() + 1);
        row.remove_prefix(value.size() + 1);
    }
}

QDateTime timeOf(std::string_view header, std::string_view row)
{
    const std::string_view text = cell(header, row, kTimeColumn);
    return QDateTime::fromString(QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size())),
                                 Qt::ISODateWithMs);
}

} // namespace

SnapshotRows::SnapshotRows(std::chrono::milliseconds apart, std::string header, std::string lastRow)
    : m_apart(apart)
    , m_header(std::move(header))
    , m_lastSeen(lastRow)
    , m_lastWritten(std::move(lastRow))
{
}

tl::expected<std::string, Error> SnapshotRows::take(std::string_view csv)
{
    const std::vector<std::string_view> lines = linesOf(csv);
    if (lines.empty() || lines.front().find(',') == std::string_view::npos)
        return tl::unexpected(environmentError("the engine's answer " + quotedText(csv) + " is no CSV"));
    std::string out;
    if (const auto taken = takeHeader(lines.front(), out); !taken)
        return tl::unexpected(taken.error());
    // Everything after the newest row that was seen is new. Where that row is not there the engine was
    // started again, or its history no longer reaches back: then everything is new.
    const auto seen = std::find(lines.begin() + 1, lines.end(), m_lastSeen);
    for (auto row = seen == lines.end() ? lines.begin() + 1 : seen + 1; row != lines.end(); ++row) {
        m_lastSeen = *row;
        if (!isFarEnough(*row))
            continue;
        m_lastWritten = *row;
        out.append(*row).append(kEnd);
        ++m_count;
    }
    return out;
}

tl::expected<void, Error> SnapshotRows::takeHeader(std::string_view header, std::string &out)
{
    if (m_header.empty()) {
        m_header = header;
        out.append(header).append(kEnd);
    }
    if (header != m_header)
        return tl::unexpected(environmentError(
            "the engine's columns are not those of the file any more (another version, or another number of "
            "workers?); begin a new file"));
    return {};
}

bool SnapshotRows::isFarEnough(std::string_view row)
{
    if (m_apart.count() == 0 || m_lastWritten.empty())
        return true;
    const QDateTime before = timeOf(m_header, m_lastWritten);
    const QDateTime now = timeOf(m_header, row);
    if (!before.isValid() || !now.isValid())
        return true;
    // Snapshots come a little early or late, and a clock that was set back must not silence the export.
    constexpr std::int64_t tolerance = 10;
    return std::abs(before.msecsTo(now)) >= m_apart.count() - m_apart.count() / tolerance;
}

} // namespace sluice
