// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/ControlProgram.h"

#include "base/text/Figures.h"
#include "base/text/Nearest.h"
#include "base/text/QuotedText.h"
#include "client/TokenFile.h"
#include "ctl/CommandTable.h"
#include "ctl/Completion.h"
#include "ctl/commands/TokenOption.h"
#include "load/clients/LoadWorker.h"

#include <ostream>
#include <string_view>
#include <vector>

namespace sluice {

namespace {

// For packaging/completion only, so it is in no help.
constexpr const char *kCompleteWord = "__complete";

std::string programHelp(const std::vector<Command> &commands)
{
    std::string out = "Usage: sluicectl COMMAND [options]\n\nCommands:\n";
    for (const Command &command : commands) {
        constexpr std::size_t nameWidth = 13;
        const std::string_view about = command.syntax.about;
        out += "  " + std::string(command.syntax.name);
        out.append(nameWidth - command.syntax.name.size(), ' ');
        out.append(about.substr(0, about.find('\n'))).append("\n");
    }
    out += "\nOptions:\n"
           "  --help      print this help and exit; help COMMAND explains one command\n"
           "  --version   print the version and exit\n\n";
    return out.append(kExitStatusHelp);
}

Error unknownCommand(std::string_view word, const std::vector<Command> &commands)
{
    std::vector<std::string_view> names{"--help", "--version"};
    names.reserve(names.size() + commands.size());
    for (const Command &command : commands)
        names.push_back(command.syntax.name);
    const char *noun = word.substr(0, 1) == "-" ? "unknown option " : "unknown command ";
    return inputError(noun + quotedText(word) + suggestion(word, names));
}

ExitStatus runCommand(const Command &command, std::span<const std::string> words,
                      const CommandStreams &streams)
{
    const auto line = CommandLine::parse(command.syntax, words);
    if (!line)
        return failWith(streams, line.error());
    if (line->wantsHelp()) {
        streams.out << helpText(command.syntax);
        return ExitStatus::Done;
    }
    if (const std::string note = tokenFileWarning(line->value(kTokenFileOption.name)); !note.empty())
        streams.err << "sluicectl: warning: " << printable(note) << std::endl;
    return command.run(*line, streams);
}

/** `help`, or `help COMMAND`. */
ExitStatus runHelp(std::span<const std::string> words, const CommandStreams &streams)
{
    if (words.empty()) {
        streams.out << programHelp(allCommands());
        return ExitStatus::Done;
    }
    for (const Command &command : allCommands())
        if (command.syntax.name == words.front()) {
            streams.out << helpText(command.syntax);
            return ExitStatus::Done;
        }
    return failWith(streams, unknownCommand(words.front(), allCommands()));
}

ExitStatus runComplete(std::span<const std::string> words, const CommandStreams &streams)
{
    for (const std::string &candidate : completions(allCommands(), words))
        streams.out << candidate << '\n';
    return ExitStatus::Done;
}

ExitStatus runWords(std::span<const std::string> words, const CommandStreams &streams)
{
    const std::vector<Command> &commands = allCommands();
    if (words.empty()) {
        streams.err << programHelp(commands);
        return ExitStatus::Usage;
    }
    const std::string &word = words.front();
    if (word == "--help" || word == "-h" || word == "help")
        return runHelp(words.subspan(1), streams);
    if (word == kCompleteWord)
        return runComplete(words.subspan(1), streams);
    if (word == kLoadWorkerWord)
        return runLoadWorker() == 0 ? ExitStatus::Done : ExitStatus::Failed;
    if (word == "--version") {
        streams.out << "sluicectl " SLUICE_VERSION "\n";
        return ExitStatus::Done;
    }
    for (const Command &command : commands)
        if (command.syntax.name == word)
            return runCommand(command, words.subspan(1), streams);
    return failWith(streams, unknownCommand(word, commands));
}

} // namespace

ExitStatus failWith(const CommandStreams &streams, const Error &error)
{
    // What is wrong with the words of a command begins with its name.
    const bool isNamed = error.message.starts_with("sluicectl ");
    streams.err << (isNamed ? "" : "sluicectl: ") << printable(error.message) << std::endl;
    return error.kind == Error::Kind::Input ? ExitStatus::Usage : ExitStatus::Failed;
}

ExitStatus runControlProgram(std::span<const std::string> words, const CommandStreams &streams)
{
    const ExitStatus status = runWords(words, streams);
    if (streams.out.flush())
        return status;
    // Nobody must take half an answer for a whole one; a status that tells of something worse stays.
    const ExitStatus unwritten = failWith(
        streams,
        environmentError("standard output could not take everything: is it closed, or its disk full?"));
    return status == ExitStatus::Done ? unwritten : status;
}

} // namespace sluice
