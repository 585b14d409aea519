// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one stream needs to come back: the id of its last event and the server's retry time, read from the
// body as a browser does, however it is cut. Only for clients that come back, because it looks at every line.
// One per stream; its reader's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

class ResumePoint
{
public:
    /** Bytes of an id that a request may carry: what nginx and most servers take as one line of a head. */
    static constexpr std::size_t longestId = 7 * 1024;

    /** Takes the next bytes of the body. */
    void feed(std::string_view bytes);

    /** The connection is over: an unfinished event does not count, the next feed() begins a new body. */
    void restart();

    /** The id of the last event that was complete; empty when there was none, or one that is too long. */
    const std::string &lastEventId() const { return m_lastEventId; }

    /** True where the last id was longer than longestId, so that the stream cannot say where it was. */
    bool hasLostId() const { return m_hasLostId; }

    /** The last retry time that the server sent, at most kLongestRetry; nothing when it sent none. */
    std::optional<std::chrono::milliseconds> retry() const { return m_retry; }

private:
    void take(char c);
    void endLine();
    void takeField(std::string_view line);
    std::string_view withoutMark(std::string_view line) const;
    bool isId() const;
    void forgetId();

    std::string m_line; // as far as it may be of use
    std::string m_id;   // of the event that is not complete yet
    std::string m_lastEventId;
    std::optional<std::chrono::milliseconds> m_retry;
    bool m_isIdTooLong = false; // of the event that is not complete yet
    bool m_hasLostId = false;
    bool m_isUseful = true; // the line may be one of ours
    bool m_isBlank = true;  // nothing of the line has come yet
    bool m_isFirst = true;  // it is the first line, which may begin with a BOM
    bool m_afterCarriageReturn = false;
};

} // namespace sluice
