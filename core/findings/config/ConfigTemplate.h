// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Fills in the templates of resources/config: @NAME@ becomes a value, lines between "@IF NAME@" and "@END@"
// stay where the name holds. Owned by the ConfigWriter for one text; its thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sluice {

class ConfigTemplate
{
public:
    /** @NAME@ becomes @p value; where the value has several lines, each gets the line's indentation. A line
     * that is nothing but a placeholder goes when its value is empty. */
    void set(const std::string &name, std::string value) { m_values[name] = std::move(value); }

    void set(const std::string &name, std::int64_t value) { set(name, std::to_string(value)); }

    /** Whether "@IF NAME@" holds. */
    void setIf(const std::string &name, bool holds) { m_conditions[name] = holds; }

    /** The template of that name with everything filled in and without its licence lines; aborts on one that
     * asks for what was not set, because both are ours. */
    std::string text(const char *name) const;

    /** The same for a template's text, of which @p name is the name in an error. */
    std::string filled(std::string_view text, const char *name) const;

private:
    std::string filledLine(std::string_view line, const char *name) const;

    std::map<std::string, std::string, std::less<>> m_values;
    std::map<std::string, bool, std::less<>> m_conditions;
};

/** Every line that is not empty, moved to the right. */
std::string indented(std::string_view text, std::size_t columns);

} // namespace sluice
