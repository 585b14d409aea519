// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One command of sluicectl: what it takes, and how to run it. The table of them is in CommandTable.cpp.
#pragma once

#include "ctl/CommandLine.h"
#include "ctl/ExitStatus.h"

#include <iosfwd>

namespace sluice {

/** Where a command reads and writes; tests put their own here. */
struct CommandStreams
{
    enum class Kind {
        File,     ///< a file, a pipe: plain lines, no questions
        Terminal, ///< a person: colours, progress, questions
    };

    std::istream &in;
    std::ostream &out;
    std::ostream &err;
    Kind inKind = Kind::File;
    Kind outKind = Kind::File;
    Kind errKind = Kind::File;
};

struct Command
{
    CommandSyntax syntax;
    ExitStatus (*run)(const CommandLine &line, const CommandStreams &streams);
};

/** Says an error on the error stream and returns the status that goes with its kind. */
ExitStatus failWith(const CommandStreams &streams, const Error &error);

} // namespace sluice
