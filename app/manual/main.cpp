// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// sluice-manual, a tool of the build: writes a manual page with the tables of options, settings and commands.
#include "ctl/manual/ManualPage.h"

#include <cstdio>
#include <fstream>
#include <iterator>

int main(int argc, char *argv[])
{
    if (argc != 3) {
        std::fputs("usage: sluice-manual TEMPLATE PAGE\n", stderr);
        return 2;
    }
    std::ifstream in(argv[1]);
    const auto page = sluice::manualPage(std::string{std::istreambuf_iterator<char>(in), {}});
    if (!page) {
        std::fprintf(stderr, "sluice-manual: %s: %s\n", argv[1], page.error().message.c_str());
        return sluice::exitCode(page.error());
    }
    std::ofstream out(argv[2], std::ios::trunc);
    out << *page;
    out.close();
    if (in.bad() || page->empty() || !out) {
        std::fprintf(stderr, "sluice-manual: cannot make %s from %s\n", argv[2], argv[1]);
        return 1;
    }
    return 0;
}
