// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a list of the admin API is sorted: sort=COLUMN with order=asc|desc, or sort=-COLUMN. A plain value.
#pragma once

#include "server/admin/AdminQuery.h"

#include <span>

namespace sluice {

/** A column by its member's name, and without its unit: "age_seconds" is "age" too. */
struct ColumnName
{
    std::string_view member;
    std::string_view brief;
};

struct ListOrder
{
    std::size_t column = 0; ///< among those that from() was given
    bool isDescending = false;

    /** Reads the query; without one, the first of @p columns ascending. */
    static ListOrder from(AdminQuery &query, std::span<const ColumnName> columns);
};

} // namespace sluice
