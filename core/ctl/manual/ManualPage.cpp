// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/manual/ManualPage.h"

#include "base/text/QuotedText.h"
#include "client/ConsoleOptions.h"
#include "ctl/CommandTable.h"
#include "ctl/manual/Mdoc.h"
#include "settings/DaemonOptions.h"
#include "settings/DefaultConfig.h"
#include "settings/Schema.h"

#include <array>
#include <sstream>

namespace sluice {

namespace {

std::string optionItem(std::string_view name, std::string_view valueName, std::string_view help)
{
    std::string item = ".It Fl " + mdoc::argument(name.substr(1));
    if (!valueName.empty())
        item += " Ar " + mdoc::argument(valueName);
    return item + "\n" + mdoc::text(help);
}

std::string optionsTable()
{
    std::string table;
    for (const DaemonOptionHelp &option : daemonOptionHelp())
        table += optionItem(option.name, option.valueName, option.help);
    return table;
}

std::string consoleOptionsTable()
{
    std::string table;
    for (const ConsoleOptionHelp &option : consoleOptionHelp())
        table += optionItem(option.name, option.valueName, option.help);
    return table;
}

std::string settingsTable()
{
    std::string table;
    for (const std::string_view group : settingGroups()) {
        table += ".Ss " + mdoc::argument("[" + std::string(group) + "]") + "\n.Bl -tag -width Ds\n";
        for (const SettingInfo &info : schema()) {
            if (info.group == group)
                table += ".It Cm " + mdoc::argument(info.key) + "\n" + mdoc::text(info.help) + ".Pp\n" +
                         mdoc::text(settingFacts(info) + ".");
        }
        table += ".El\n";
    }
    return table;
}

std::string commandsTable()
{
    std::string table;
    for (const Command &one : allCommands()) {
        const CommandSyntax &command = one.syntax;
        table += ".Ss " + mdoc::argument(command.name) + "\n" +
                 mdoc::literal("sluicectl " + std::string(command.usage)) + ".Pp\n" +
                 mdoc::text(command.about) + ".Bl -tag -width Ds\n";
        for (const auto options : {command.options, command.commonOptions})
            for (const CommandOption &option : options)
                table += optionItem(option.name, option.valueName, option.help);
        table += optionItem("--help", "", "print the help of the command and exit") + ".El\n";
    }
    return table;
}

/** The lines of kExitStatusHelp that begin with a code. */
std::string exitsTable()
{
    std::string table = ".Bl -tag -width Ds\n";
    std::istringstream lines{std::string(kExitStatusHelp)};
    std::string code;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string meaning;
        if (line.starts_with("  ") && words >> code && std::getline(words >> std::ws, meaning))
            table += ".It " + mdoc::argument(code) + "\n" + mdoc::text(meaning);
    }
    return table + ".El\n";
}

struct Table
{
    std::string_view placeholder;
    std::string (*write)();
};

constexpr std::array tables{Table{"@OPTIONS@", optionsTable}, Table{"@CONSOLE_OPTIONS@", consoleOptionsTable},
                            Table{"@SETTINGS@", settingsTable}, Table{"@COMMANDS@", commandsTable},
                            Table{"@EXITS@", exitsTable}};

bool isPlaceholder(std::string_view line)
{
    return line.size() > 2 && line.front() == '@' && line.back() == '@';
}

tl::expected<std::string, Error> tableFor(std::string_view placeholder)
{
    for (const Table &table : tables)
        if (table.placeholder == placeholder)
            return table.write();
    return tl::unexpected(
        inputError("a manual page asks for the table " + quotedText(placeholder) + ", which there is not"));
}

} // namespace

tl::expected<std::string, Error> manualPage(std::string_view page)
{
    std::string out;
    while (!page.empty()) {
        const auto end = page.find('\n');
        const std::string_view line = page.substr(0, end);
        page.remove_prefix(end == std::string_view::npos ? page.size() : end + 1);
        if (!isPlaceholder(line)) {
            out.append(line).append("\n");
            continue;
        }
        auto table = tableFor(line);
        if (!table)
            return tl::unexpected(table.error());
        out += *table;
    }
    return out;
}

} // namespace sluice
