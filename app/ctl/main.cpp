// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/system/StandardOutput.h"
#include "ctl/ControlProgram.h"

#include <QCoreApplication>

#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

namespace {

sluice::CommandStreams::Kind kindOf(int descriptor)
{
    using Kind = sluice::CommandStreams::Kind;
    return ::isatty(descriptor) == 1 ? Kind::Terminal : Kind::File;
}

} // namespace

int main(int argc, char *argv[])
{
    sluice::holdStandardDescriptors();
    const QCoreApplication application(argc, argv);
    const std::vector<std::string> words(argv + 1, argv + argc);
    const sluice::CommandStreams streams{
        std::cin, std::cout, std::cerr, kindOf(STDIN_FILENO), kindOf(STDOUT_FILENO), kindOf(STDERR_FILENO)};
    return static_cast<int>(sluice::runControlProgram(words, streams));
}
