// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the options and the arguments of one command of sluicectl against a table of what it takes.
// Immutable after parse(); any thread. Neither prints nor exits.
#pragma once

#include "base/Error.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

/** One option of a command. */
struct CommandOption
{
    std::string_view name;      ///< with its dashes
    std::string_view valueName; ///< empty: the option takes no value
    std::string_view help;
};

/** One command, as its help shows it. */
struct CommandSyntax
{
    std::string_view name;
    std::string_view usage; ///< what follows "sluicectl "
    std::string_view about;
    std::span<const CommandOption> options;
    std::size_t leastArguments = 0;
    std::size_t mostArguments = 0;
    std::span<const CommandOption> commonOptions{}; ///< those of every command of its sort
};

/** As many arguments as anybody likes. */
inline constexpr std::size_t kAnyNumber = static_cast<std::size_t>(-1);

class CommandLine
{
public:
    /** Takes the words after the command's name; errors name the word and the nearest option. */
    static tl::expected<CommandLine, Error> parse(const CommandSyntax &syntax,
                                                  std::span<const std::string> words);

    /** True when --help or -h was among the options. */
    bool wantsHelp() const { return m_values.contains("--help"); }

    /** True when the option was given. */
    bool has(std::string_view option) const { return m_values.contains(option); }

    /** The option's last value; empty when it was not given. */
    std::string value(std::string_view option) const;

    /** All values of an option that may be repeated, in their order. */
    std::vector<std::string> values(std::string_view option) const;

    /** The words that are no options. */
    const std::vector<std::string> &arguments() const { return m_arguments; }

private:
    tl::expected<void, Error> take(const CommandSyntax &syntax, std::span<const std::string> &rest);

    std::map<std::string, std::vector<std::string>, std::less<>> m_values;
    std::vector<std::string> m_arguments;
};

/** The help of one command, several lines. */
std::string helpText(const CommandSyntax &syntax);

} // namespace sluice
