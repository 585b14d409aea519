// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What went wrong, as a value: every fallible function of core returns tl::expected<T, Error>.
// The kind decides the exit code and the HTTP status, the message is for a person and names thing, value and
// rule.
#pragma once

#include <string>
#include <utility>

namespace sluice {

struct Error
{
    enum class Kind {
        Input,       ///< what somebody typed, sent or configured
        Environment, ///< what the machine refused: a file, a port, a limit
    };

    Kind kind;
    std::string message;
};

/** An error in what somebody typed, sent or configured. */
inline Error inputError(std::string message)
{
    return {Error::Kind::Input, std::move(message)};
}

/** An error of the machine: a file, a port, a limit. */
inline Error environmentError(std::string message)
{
    return {Error::Kind::Environment, std::move(message)};
}

/** The exit code of every program: 2 for usage and configuration, 1 for the environment. */
inline int exitCode(const Error &error)
{
    return error.kind == Error::Kind::Input ? 2 : 1;
}

} // namespace sluice
