// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/manual/Mdoc.h"

namespace sluice::mdoc {

namespace {

std::string escaped(std::string_view plain)
{
    std::string out;
    for (const char character : plain) {
        switch (character) {
        case '\\':
            out += "\\e";
            break;
        case '-': // else a page shows hyphens, which nobody can copy into a shell
            out += "\\-";
            break;
        case '"':
            out += "\\(dq";
            break;
        default:
            out += character;
        }
    }
    return out;
}

/** A line of text that begins as no request does. */
std::string line(std::string_view plain)
{
    if (plain.empty())
        return {};
    const bool isRequest = plain.front() == '.' || plain.front() == '\'';
    return (isRequest ? "\\&" : "") + escaped(plain) + "\n";
}

} // namespace

std::string text(std::string_view prose)
{
    std::string out;
    while (!prose.empty()) {
        const auto sentence = prose.find(". ");
        const auto paragraph = prose.find('\n');
        if (paragraph < sentence) {
            out += line(prose.substr(0, paragraph));
            prose.remove_prefix(paragraph + 1);
        } else if (sentence != std::string_view::npos) {
            out += line(prose.substr(0, sentence + 1));
            prose.remove_prefix(sentence + 2);
        } else {
            out += line(prose);
            prose = {};
        }
        while (!prose.empty() && (prose.front() == ' ' || prose.front() == '\n'))
            prose.remove_prefix(1);
    }
    return out;
}

std::string argument(std::string_view word)
{
    // Quoted, because of blanks; after \& no macro's name is taken for one.
    return "\"\\&" + escaped(word) + '"';
}

std::string literal(std::string_view block)
{
    std::string out = ".Bd -literal -offset indent\n";
    while (!block.empty()) {
        const auto end = block.find('\n');
        const std::string_view one = block.substr(0, end);
        out += one.empty() ? "\n" : line(one);
        block.remove_prefix(end == std::string_view::npos ? block.size() : end + 1);
    }
    return out + ".Ed\n";
}

} // namespace sluice::mdoc
