// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A table for people: titles, then rows, columns aligned and apart by two spaces. Cells must be printable().
// Its owner's thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

class TextTable
{
public:
    enum class Align { Left, Right };

    struct Column
    {
        std::string title;
        Align align = Align::Left;
    };

    explicit TextTable(std::vector<Column> columns);

    /** Adds a row; cells that are missing are empty. */
    void add(std::vector<std::string> cells);

    std::size_t rows() const { return m_rows.size(); }

    /** Every line without its end, titles first; lines longer than @p width columns are cut, 0: none is. */
    std::vector<std::string> lines(std::size_t width = 0) const;

    /** All lines, each with its end. */
    std::string text() const;

private:
    std::string line(const std::vector<std::string> &cells) const;

    std::vector<Column> m_columns;
    std::vector<std::size_t> m_widths;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace sluice
