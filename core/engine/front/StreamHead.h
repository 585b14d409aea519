// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The head of an event stream's answer: of a real one, of HEAD's, and of a soft refusal, which must not
// differ. Pure function, worker thread.
#pragma once

#include "engine/front/Cors.h"

#include <string_view>

namespace sluice {

enum class StreamEnding : bool {
    Open, ///< a stream that stays, or HEAD: the connection is what the client asked for
    Soon, ///< a soft refusal: the connection closes behind it
};

/**
 * Status line, fields and blank line; @p gaps are the channels whose history no longer reaches back. @p
 * firstId is where the stream begins, empty where none does: clients whose decoder lets go an id without an
 * event find it here.
 */
std::string streamHead(const RequestHead &request, const Cors &cors, const std::vector<std::string> &gaps,
                       StreamEnding ending, std::string_view firstId = {});

} // namespace sluice
