// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the query of an admin request: each parameter once, known by name, in its range; the first that is
// not makes the 400. Read all parameters, then ask check(). Made for one request; admin thread only.
#pragma once

#include "base/Clock.h"
#include "http/Answer.h"
#include "http/Target.h"

#include <initializer_list>
#include <set>

namespace sluice {

class AdminQuery
{
public:
    /** @p target outlives the query. */
    explicit AdminQuery(const Target &target)
        : m_target(target)
    {
    }

    /** Any text; an empty one is an error. */
    std::optional<std::string> text(std::string_view name);

    /** One of @p words. */
    std::optional<std::string> word(std::string_view name, std::initializer_list<std::string_view> words);

    /** A whole number from @p minimum to @p maximum. */
    std::optional<std::int64_t> count(std::string_view name, std::int64_t minimum, std::int64_t maximum);

    /** A duration such as 250ms, 10s, 10min or, as people write it in a URL, 10m. */
    std::optional<Milliseconds> duration(std::string_view name);

    /** A size such as 64KiB, or bare bytes. */
    std::optional<std::int64_t> size(std::string_view name);

    /** 1 or true, 0 or false; absent is false. */
    bool flag(std::string_view name);

    /** Says that @p name is wrong, for reasons of its own. */
    void refuse(std::string_view name, std::string_view why);

    /** The 400 that names the first parameter that was wrong, unknown or given twice; else nothing. */
    std::optional<Answer> check() const;

private:
    const Target &m_target;
    std::set<std::string, std::less<>> m_known;
    std::string m_problem;
};

/** A page of a list: limit (at most 1,000, by default 100) and offset. */
struct Page
{
    static constexpr std::int64_t maxLimit = 1000;
    static constexpr std::int64_t defaultLimit = 100;

    std::size_t limit = defaultLimit;
    std::size_t offset = 0;

    static Page from(AdminQuery &query);
};

} // namespace sluice
