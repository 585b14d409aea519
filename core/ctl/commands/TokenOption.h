// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The options by which every command that asks somebody takes its bearer token. Pure functions; any thread.
#pragma once

#include "ctl/CommandLine.h"

#include <QByteArray>

namespace sluice {

inline constexpr CommandOption kTokenFileOption{"--token-file", "FILE",
                                                "file whose first line is the bearer token"};
inline constexpr CommandOption kTokenOption{
    "--token", "T", "bearer token; others may see it in the list of processes (or $SLUICE_TOKEN)"};

/** The token of --token, of --token-file or of SLUICE_TOKEN, in that order; empty: none. */
tl::expected<QByteArray, Error> readToken(const CommandLine &line);

} // namespace sluice
