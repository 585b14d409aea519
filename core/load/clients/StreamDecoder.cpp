// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/StreamDecoder.h"

#include "base/text/QuotedText.h"
#include "http/EventStreamType.h"

namespace sluice {

StreamDecoder::State StreamDecoder::feed(const LoadEventFormat &format, std::string_view bytes, Sink &sink,
                                         ResumePoint *resume)
{
    const auto take = [&sink](const LoadEvent &event) { sink.take(event); };
    const auto fed = m_parser.feed(bytes, [&](std::string_view body) {
        if (m_state == State::Head)
            judgeHead();
        if (m_state != State::Open)
            return;
        m_scanner.feed(format, body, take);
        if (resume != nullptr)
            resume->feed(body);
    });
    if (m_state == State::Head && m_parser.head().status != 0)
        judgeHead();
    if (m_state != State::Head && m_state != State::Open)
        return m_state;
    if (!fed)
        m_state = State::Malformed;
    else if (m_parser.state() == HttpResponseParser::State::Complete)
        m_state = State::Ended;
    return m_state;
}

void StreamDecoder::judgeHead()
{
    const HttpHead &head = m_parser.head();
    const std::string *contentType = head.find("Content-Type");
    if (head.status != 200)
        m_state = State::Refused;
    else if (contentType == nullptr || !isEventStreamType(*contentType))
        m_state = State::Unusable;
    else
        m_state = State::Open;
    if (m_state == State::Open)
        m_parser.forgetFields();
}

std::string StreamDecoder::problem() const
{
    switch (m_state) {
    case State::Refused:
        return "status " + std::to_string(m_parser.head().status);
    case State::Unusable: {
        const std::string *contentType = m_parser.head().find("Content-Type");
        return "no event stream, but content type " + quotedText(contentType ? *contentType : std::string());
    }
    case State::Malformed:
        return m_parser.problem();
    case State::Head:
    case State::Open:
    case State::Ended:
        break;
    }
    return {};
}

} // namespace sluice
