// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/CommandLine.h"

#include "base/text/Nearest.h"
#include "base/text/QuotedText.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr CommandOption kHelp{"--help", "", "print this help and exit"};

tl::unexpected<Error> refused(std::string message)
{
    return tl::unexpected(inputError(std::move(message)));
}

tl::expected<CommandOption, Error> findOption(const CommandSyntax &syntax, std::string_view name)
{
    if (name == "-h" || name == kHelp.name)
        return kHelp;
    std::vector<std::string_view> names;
    for (const auto options : {syntax.options, syntax.commonOptions})
        for (const CommandOption &option : options) {
            if (option.name == name)
                return option;
            names.push_back(option.name);
        }
    names.push_back(kHelp.name);
    return refused("sluicectl " + std::string(syntax.name) + ": unknown option " + quotedText(name) +
                   suggestion(name, names));
}

/** "-" alone is an argument: standard input. */
bool isOption(std::string_view word)
{
    return word.size() > 1 && word.front() == '-';
}

void addOption(std::string &out, const CommandOption &option)
{
    constexpr std::size_t column = 26;
    std::string left = "  " + std::string(option.name);
    if (!option.valueName.empty())
        left += " " + std::string(option.valueName);
    out += left;
    out.append(left.size() < column ? column - left.size() : 1, ' ');
    out.append(option.help).append("\n");
}

} // namespace

tl::expected<CommandLine, Error> CommandLine::parse(const CommandSyntax &syntax,
                                                    std::span<const std::string> words)
{
    CommandLine line;
    while (!words.empty())
        if (auto taken = line.take(syntax, words); !taken)
            return tl::unexpected(taken.error());
    if (line.wantsHelp())
        return line;
    const std::size_t count = line.m_arguments.size();
    if (count > syntax.mostArguments)
        return refused("sluicectl " + std::string(syntax.name) + ": unexpected argument " +
                       quotedText(line.m_arguments[syntax.mostArguments]) + "; usage: sluicectl " +
                       std::string(syntax.usage));
    if (count < syntax.leastArguments)
        return refused("sluicectl " + std::string(syntax.name) +
                       ": an argument is missing; usage: sluicectl " + std::string(syntax.usage));
    return line;
}

tl::expected<void, Error> CommandLine::take(const CommandSyntax &syntax, std::span<const std::string> &rest)
{
    const std::string_view word = rest.front();
    rest = rest.subspan(1);
    if (word == "--") {
        m_arguments.insert(m_arguments.end(), rest.begin(), rest.end());
        rest = {};
        return {};
    }
    if (!isOption(word)) {
        m_arguments.emplace_back(word);
        return {};
    }
    const auto equals = word.substr(0, 2) == "--" ? word.find('=') : std::string_view::npos;
    const auto option = findOption(syntax, word.substr(0, equals));
    if (!option)
        return tl::unexpected(option.error());
    const bool hasValue = equals != std::string_view::npos;
    if (option->valueName.empty()) {
        if (hasValue)
            return refused(std::string(option->name) + " takes no value, but got " +
                           quotedText(word.substr(equals + 1)));
        m_values[std::string(option->name)].emplace_back();
        return {};
    }
    if (!hasValue && rest.empty())
        return refused(std::string(option->name) + " needs a value: " + std::string(option->valueName));
    m_values[std::string(option->name)].emplace_back(hasValue ? word.substr(equals + 1) : rest.front());
    if (!hasValue)
        rest = rest.subspan(1);
    return {};
}

std::string CommandLine::value(std::string_view option) const
{
    const auto found = m_values.find(option);
    return found == m_values.end() ? std::string() : found->second.back();
}

std::vector<std::string> CommandLine::values(std::string_view option) const
{
    const auto found = m_values.find(option);
    return found == m_values.end() ? std::vector<std::string>() : found->second;
}

std::string helpText(const CommandSyntax &syntax)
{
    std::string out = "Usage: sluicectl " + std::string(syntax.usage) + "\n\n" + std::string(syntax.about) +
                      "\n\nOptions:\n";
    for (const CommandOption &option : syntax.options)
        addOption(out, option);
    addOption(out, kHelp);
    if (!syntax.commonOptions.empty())
        out += "\nOptions of every command that asks the engine:\n";
    for (const CommandOption &option : syntax.commonOptions)
        addOption(out, option);
    return out;
}

} // namespace sluice
