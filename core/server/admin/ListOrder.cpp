// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/ListOrder.h"

#include <algorithm>

namespace sluice {

ListOrder ListOrder::from(AdminQuery &query, std::span<const ColumnName> columns)
{
    ListOrder order;
    const auto direction = query.word("order", {"asc", "desc"});
    order.isDescending = direction == "desc";
    const auto given = query.text("sort");
    if (!given)
        return order;
    std::string_view name = *given;
    if (name.starts_with('-')) {
        name.remove_prefix(1);
        order.isDescending = !order.isDescending;
    }
    const auto column = std::find_if(columns.begin(), columns.end(), [name](const ColumnName &candidate) {
        return candidate.member == name || candidate.brief == name;
    });
    if (column == columns.end()) {
        std::string all;
        for (const ColumnName &candidate : columns)
            all.append(all.empty() ? "" : ", ").append(candidate.member);
        query.refuse("sort", "is '" + *given + "', not one of " + all);
        return order;
    }
    order.column = static_cast<std::size_t>(column - columns.begin());
    return order;
}

} // namespace sluice
