// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What `sluicectl watch` prints: events on one stream, what happens to the connection on the other.
// Owned and called by the command.
#pragma once

#include "client/SseClient.h"

#include <iosfwd>

namespace sluice {

class StreamPrinter
{
public:
    enum class Format {
        Text,      ///< as it came; for files, pipes and programs
        Printable, ///< the same without anything that acts on a terminal
        JsonLines,
    };

    StreamPrinter(Format format, std::ostream &out, std::ostream &err);

    /** An event, on standard output; one that tells of loss is explained on standard error too. */
    void printEvent(const SseEvent &event);

    /** The client's state changed; @p client is asked for details. */
    void printState(const SseClient &client, SseClient::State state, const QString &reason);

    /** An event was larger than @p limit bytes, and is not printed. */
    void printSkipped(std::size_t limit);

    /** The client will connect again after that time. */
    void printReconnect(std::chrono::milliseconds delay);

private:
    void printText(const SseEvent &event);
    void printJson(const SseEvent &event);
    void note(const std::string &text);

    Format m_format;
    std::ostream &m_out;
    std::ostream &m_err;
};

} // namespace sluice
