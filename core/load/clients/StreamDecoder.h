// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Decodes the answer to one stream request, however it is cut: the head, the chunks, and our events in the
// body. One per stream of a load run, about 160 bytes; its reader's thread.
#pragma once

#include "http/HttpResponseParser.h"
#include "load/clients/EventScanner.h"
#include "load/clients/ResumePoint.h"
#include "load/run/LoadEvent.h"

#include <string>
#include <string_view>

namespace sluice {

class StreamDecoder
{
public:
    enum class State : std::uint8_t {
        Head,      ///< the head is not complete yet
        Open,      ///< an event stream
        Refused,   ///< a status other than 200; problem() names it
        Unusable,  ///< 200, but no event stream; problem() names the type
        Ended,     ///< the response was complete
        Malformed, ///< no valid HTTP; problem() says why
    };

    /** Takes every event that is complete. */
    class Sink
    {
    public:
        virtual ~Sink() = default;
        virtual void take(const LoadEvent &event) = 0;
    };

    /** Takes the next bytes of the connection; only while the state is Head or Open. @p resume reads along
     * where it is given. */
    State feed(const LoadEventFormat &format, std::string_view bytes, Sink &sink,
               ResumePoint *resume = nullptr);

    State state() const { return m_state; }

    /** The response's status; 0 before its head is complete. */
    unsigned status() const { return m_parser.head().status; }

    /** What is wrong in the states Refused, Unusable and Malformed. */
    std::string problem() const;

private:
    void judgeHead();

    HttpResponseParser m_parser;
    EventScanner m_scanner;
    State m_state = State::Head;
};

} // namespace sluice
