// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A bearer token in a file of its own, as every tool takes one: the command line would show it to all users
// of the machine. Pure functions; any thread.
#pragma once

#include "base/Error.h"

#include <string>

#include <tl/expected.hpp>

namespace sluice {

/** The first line of a file without blanks at its end; errors name the file, never the token. */
tl::expected<std::string, Error> readTokenFile(const std::string &file);

/** Says who else can read or change the file; empty when nobody can, or there is none. */
std::string tokenFileWarning(const std::string &file);

/** @p token when it can stand in a request, else an error that begins with @p from and does not show it. */
tl::expected<std::string, Error> checkedToken(std::string token, const std::string &from);

} // namespace sluice
