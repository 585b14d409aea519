// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminQuery.h"

#include "base/text/Units.h"

#include <algorithm>
#include <limits>

namespace sluice {

void AdminQuery::refuse(std::string_view name, std::string_view why)
{
    if (m_problem.empty())
        m_problem = "query parameter '" + std::string(name) + "' " + std::string(why);
}

std::optional<std::string> AdminQuery::text(std::string_view name)
{
    m_known.emplace(name);
    auto value = m_target.parameter(name);
    if (value && value->empty()) {
        refuse(name, "is empty");
        return std::nullopt;
    }
    return value;
}

std::optional<std::string> AdminQuery::word(std::string_view name,
                                            std::initializer_list<std::string_view> words)
{
    auto value = text(name);
    if (!value || std::find(words.begin(), words.end(), *value) != words.end())
        return value;
    std::string all;
    for (const std::string_view one : words)
        all.append(all.empty() ? "" : ", ").append(one);
    refuse(name, "is '" + *value + "', not one of " + all);
    return std::nullopt;
}

std::optional<std::int64_t> AdminQuery::count(std::string_view name, std::int64_t minimum,
                                              std::int64_t maximum)
{
    const auto value = text(name);
    if (!value)
        return std::nullopt;
    const auto number = parseCount(*value);
    if (number && *number >= minimum && *number <= maximum)
        return *number;
    refuse(name, "is '" + *value + "', not a whole number from " + std::to_string(minimum) + " to " +
                     std::to_string(maximum));
    return std::nullopt;
}

std::optional<Milliseconds> AdminQuery::duration(std::string_view name)
{
    auto value = text(name);
    if (!value)
        return std::nullopt;
    // A setting's 15m may be months or millis to its reader; in a URL it is minutes, as in every tool's.
    const auto parsed = parseDuration(value->ends_with('m') ? *value + "in" : *value);
    if (parsed)
        return *parsed;
    refuse(name, "is '" + *value + "', not a duration such as 250ms, 10s or 10min");
    return std::nullopt;
}

std::optional<std::int64_t> AdminQuery::size(std::string_view name)
{
    const auto value = text(name);
    if (!value)
        return std::nullopt;
    if (const auto bytes = parseCount(*value))
        return *bytes;
    if (const auto size = parseSize(*value))
        return *size;
    refuse(name, "is '" + *value + "', not a size such as 4096 or 64KiB");
    return std::nullopt;
}

bool AdminQuery::flag(std::string_view name)
{
    const auto value = word(name, {"1", "true", "0", "false"});
    return value == "1" || value == "true";
}

std::optional<Answer> AdminQuery::check() const
{
    if (!m_problem.empty())
        return Answer::problem(400, m_problem);
    std::set<std::string_view> seen;
    for (const auto &[name, value] : m_target.query) {
        if (!m_known.contains(name)) {
            std::string all;
            for (const std::string &known : m_known)
                all.append(all.empty() ? "" : ", ").append(known);
            return Answer::problem(400, "query parameter '" + name + "' is unknown here; " +
                                            (all.empty() ? "there is none" : "known are " + all));
        }
        if (!seen.insert(name).second)
            return Answer::problem(400, "query parameter '" + name + "' is given twice");
    }
    return std::nullopt;
}

Page Page::from(AdminQuery &query)
{
    Page page;
    page.limit = static_cast<std::size_t>(query.count("limit", 1, maxLimit).value_or(defaultLimit));
    page.offset = static_cast<std::size_t>(
        query.count("offset", 0, std::numeric_limits<std::int32_t>::max()).value_or(0));
    return page;
}

} // namespace sluice
