// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/TextTable.h"

#include "base/text/Figures.h"

#include <algorithm>
#include <utility>

namespace sluice {

TextTable::TextTable(std::vector<Column> columns)
    : m_columns(std::move(columns))
{
    m_widths.reserve(m_columns.size());
    for (const Column &column : m_columns)
        m_widths.push_back(textWidth(column.title));
}

void TextTable::add(std::vector<std::string> cells)
{
    cells.resize(m_columns.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
        m_widths[i] = std::max(m_widths[i], textWidth(cells[i]));
    m_rows.push_back(std::move(cells));
}

std::vector<std::string> TextTable::lines(std::size_t width) const
{
    std::vector<std::string> titles;
    for (const Column &column : m_columns)
        titles.push_back(column.title);
    std::vector<std::string> made{line(titles)};
    for (const auto &row : m_rows)
        made.push_back(line(row));
    if (width > 0)
        for (std::string &text : made)
            text = fitted(text, width);
    return made;
}

std::string TextTable::text() const
{
    std::string text;
    for (const std::string &line : lines())
        text += line + '\n';
    return text;
}

std::string TextTable::line(const std::vector<std::string> &cells) const
{
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string padding(m_widths[i] - textWidth(cells[i]), ' ');
        if (i > 0)
            text += "  ";
        text += m_columns[i].align == Align::Right ? padding + cells[i] : cells[i] + padding;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

} // namespace sluice
