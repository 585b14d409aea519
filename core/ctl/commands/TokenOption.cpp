// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands/TokenOption.h"

#include "client/TokenFile.h"

#include <cstdlib>

namespace sluice {

namespace {

tl::expected<std::string, Error> tokenText(const CommandLine &line)
{
    if (line.has(kTokenOption.name) && line.has(kTokenFileOption.name))
        return tl::unexpected(inputError("--token and --token-file: give one of them"));
    if (line.has(kTokenOption.name))
        return checkedToken(line.value(kTokenOption.name), "--token");
    if (line.has(kTokenFileOption.name))
        return readTokenFile(line.value(kTokenFileOption.name));
    const char *variable = std::getenv("SLUICE_TOKEN"); // NOLINT(concurrency-mt-unsafe): nobody here sets any
    return checkedToken(variable ? variable : "", "SLUICE_TOKEN");
}

} // namespace

tl::expected<QByteArray, Error> readToken(const CommandLine &line)
{
    const auto token = tokenText(line);
    if (!token)
        return tl::unexpected(token.error());
    return QByteArray::fromStdString(*token);
}

} // namespace sluice
