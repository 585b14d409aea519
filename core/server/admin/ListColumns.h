// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The columns that a list of the admin API may be sorted by: their names, and how two rows compare there. One
// constant table for each list; any thread.
#pragma once

#include "server/admin/ListOrder.h"

#include <array>
#include <compare>

namespace sluice {

/** Doubles have no total order; what lists hold is never NaN. */
constexpr std::strong_ordering ordered(double a, double b)
{
    return a < b   ? std::strong_ordering::less
           : a > b ? std::strong_ordering::greater
                   : std::strong_ordering::equal;
}

template <typename Row, std::size_t count>
struct ListColumns
{
    struct Column
    {
        ColumnName name;
        std::strong_ordering (*compare)(const Row &, const Row &);
    };

    /** The first one tells all rows apart. */
    std::array<Column, count> columns;

    /** For ListOrder::from(). */
    constexpr std::array<ColumnName, count> names() const
    {
        std::array<ColumnName, count> all{};
        for (std::size_t i = 0; i < count; ++i)
            all[i] = columns[i].name;
        return all;
    }

    /** Whether @p a comes before @p b; equal ones by the first column upwards, so that pages do not overlap.
     */
    bool isBefore(const Row &a, const Row &b, const ListOrder &order) const
    {
        const auto compare = columns[order.column].compare;
        const auto relation = order.isDescending ? compare(b, a) : compare(a, b);
        return std::is_lt(std::is_eq(relation) ? columns.front().compare(a, b) : relation);
    }
};

} // namespace sluice
