// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/Completion.h"

#include "findings/config/ConfigWriter.h"
#include "model/StreamEnd.h"
#include "settings/Schema.h"

#include <algorithm>

namespace sluice {

namespace {

using Candidates = std::vector<std::string>;

const Command *findCommand(const std::vector<Command> &commands, std::string_view name)
{
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [name](const Command &command) { return command.syntax.name == name; });
    return found == commands.end() ? nullptr : &*found;
}

Candidates commandNames(const std::vector<Command> &commands)
{
    Candidates names{"help", "--help", "--version"};
    for (const Command &command : commands)
        names.emplace_back(command.syntax.name);
    return names;
}

const CommandOption *optionNamed(const CommandSyntax &syntax, std::string_view name)
{
    for (const auto options : {syntax.options, syntax.commonOptions})
        for (const CommandOption &option : options)
            if (option.name == name)
                return &option;
    return nullptr;
}

Candidates optionNames(const CommandSyntax &syntax)
{
    Candidates names{"--help"};
    for (const auto options : {syntax.options, syntax.commonOptions})
        for (const CommandOption &option : options)
            names.emplace_back(option.name);
    return names;
}

/** What an option's value may be, as far as its name tells: a choice is written a|b|c. */
Candidates valuesOf(const CommandOption &option)
{
    Candidates values;
    if (option.valueName == "FILE")
        values.emplace_back(kFileCandidates);
    if (option.valueName == "CAUSE")
        for (std::size_t cause = 0; cause < causeCount; ++cause)
            values.emplace_back(causeName(static_cast<Cause>(cause)));
    std::string_view rest = option.valueName;
    for (auto end = rest.find('|'); end != std::string_view::npos; end = rest.find('|')) {
        values.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
        if (rest.find('|') == std::string_view::npos)
            values.emplace_back(rest);
    }
    return values;
}

/** Keys, and behind the '=' of a key the words that its value may be. */
Candidates settings(std::string_view typed, std::string_view suffix)
{
    Candidates found;
    const auto equals = typed.find('=');
    for (const SettingInfo &info : schema()) {
        const std::string key(info.key);
        if (suffix.empty() || equals == std::string_view::npos)
            found.push_back(key + std::string(suffix));
        else if (typed.substr(0, equals) == key && info.type == SettingType::Flag)
            found.insert(found.end(), {key + "=true", key + "=false"});
        else if (typed.substr(0, equals) == key)
            for (const std::string_view choice : choicesOf(info))
                found.push_back(key + "=" + std::string(choice));
    }
    return found;
}

Candidates configNames()
{
    Candidates names;
    for (const ConfigKindInfo &info : configKinds())
        names.emplace_back(info.name);
    return names;
}

Candidates arguments(const std::vector<Command> &commands, std::string_view command, std::string_view typed)
{
    if (command == "help")
        return commandNames(commands);
    if (command == "config")
        return configNames();
    if (command == "set")
        return settings(typed, "=");
    if (command != "get")
        return {};
    Candidates found = settings(typed, {});
    for (const std::string_view group : settingGroups())
        found.emplace_back(group);
    return found;
}

/** The option that waits for its value before the last word; null when none does. */
const CommandOption *openOption(const CommandSyntax &syntax, std::span<const std::string> before)
{
    if (before.empty())
        return nullptr;
    const CommandOption *option = optionNamed(syntax, before.back());
    return option && !option->valueName.empty() ? option : nullptr;
}

Candidates candidatesFor(const std::vector<Command> &commands, std::span<const std::string> words)
{
    if (words.size() <= 1)
        return commandNames(commands);
    const std::string &typed = words.back();
    const Command *command = findCommand(commands, words.front());
    if (!command)
        return arguments(commands, words.front(), typed);
    const auto before = words.subspan(1, words.size() - 2);
    if (const CommandOption *option = openOption(command->syntax, before))
        return option->name == "--set" ? settings(typed, "=") : valuesOf(*option);
    const bool isOver = std::find(before.begin(), before.end(), "--") != before.end();
    if (!isOver && typed.substr(0, 1) == "-")
        return optionNames(command->syntax);
    return arguments(commands, words.front(), typed);
}

} // namespace

std::vector<std::string> completions(const std::vector<Command> &commands, std::span<const std::string> words)
{
    const std::string typed = words.empty() ? std::string() : words.back();
    Candidates found = candidatesFor(commands, words);
    std::erase_if(found, [&typed](const std::string &candidate) {
        return candidate != kFileCandidates && candidate.rfind(typed, 0) != 0;
    });
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace sluice
