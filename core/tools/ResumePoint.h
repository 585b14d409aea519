// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one stream needs to come back: the id of its last event and the server's retry time, read from the
// body as a browser does, however it is cut. Only for clients that come back, because it looks at every line.
// One per stream; its reader's thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

class ResumePoint
{
public:
    /** Takes the next bytes of the body. */
    void feed(std::string_view bytes);

    /** The connection is over: an unfinished event does not count, the next feed() begins a new body. */
    void restart();

    /** The id of the last event that was complete; empty when there was none. */
    const std::string &lastEventId() const { return m_lastEventId; }

    /** The last retry time that the server sent; nothing when it sent none. */
    std::optional<std::chrono::milliseconds> retry() const { return m_retry; }

private:
    void take(char c);
    void endLine();
    void takeField(std::string_view line);

    std::string m_line; // as far as it may be of use
    std::string m_id;   // of the event that is not complete yet
    std::string m_lastEventId;
    std::optional<std::chrono::milliseconds> m_retry;
    bool m_isUseful = true; // the line may be one of ours
    bool m_isBlank = true;  // nothing of the line has come yet
    bool m_isFirst = true;  // it is the first line, which may begin with a BOM
    bool m_afterCarriageReturn = false;
};

} // namespace sluice
