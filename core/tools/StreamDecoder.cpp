// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/StreamDecoder.h"

#include "client/EventStreamType.h"
#include "settings/QuotedText.h"

#include <strings.h>

namespace sluice {

namespace {

constexpr int kGoOn = 0; // what a callback of http_parser returns
constexpr int kStop = -1;

} // namespace

/** What http_parser calls while feed() runs; its data points to the feed. */
struct StreamDecoder::Callbacks
{
    struct Feed
    {
        StreamDecoder &decoder;
        const LoadEventFormat &format;
        Sink &sink;
    };

    static Feed &feed(http_parser *parser) { return *static_cast<Feed *>(parser->data); }

    static int headerField(http_parser *parser, const char *at, std::size_t size)
    {
        std::unique_ptr<Head> &head = feed(parser).decoder.m_head;
        if (!head)
            head = std::make_unique<Head>();
        if (head->inValue)
            head->keepField();
        head->field.append(at, size);
        return kGoOn;
    }

    static int headerValue(http_parser *parser, const char *at, std::size_t size)
    {
        Head &head = *feed(parser).decoder.m_head;
        head.inValue = true;
        head.value.append(at, size);
        return kGoOn;
    }

    static int headersComplete(http_parser *parser)
    {
        StreamDecoder &decoder = feed(parser).decoder;
        if (decoder.m_head)
            decoder.m_head->keepField();
        if (parser->status_code < 200) {
            decoder.m_head.reset(); // 100 or 103, the answer follows
            return kGoOn;
        }
        if (parser->status_code != 200) {
            decoder.m_state = State::Refused;
            return kStop;
        }
        if (!decoder.m_head || !isEventStreamType(decoder.m_head->contentType)) {
            decoder.m_state = State::Unusable;
            return kStop;
        }
        decoder.m_head.reset();
        decoder.m_state = State::Open;
        return kGoOn;
    }

    static int body(http_parser *parser, const char *at, std::size_t size)
    {
        Feed &current = feed(parser);
        current.decoder.m_scanner.feed(current.format, {at, size},
                                       [&current](const LoadEvent &event) { current.sink.take(event); });
        return kGoOn;
    }

    static int messageComplete(http_parser *parser)
    {
        if (parser->status_code < 200)
            return kGoOn;
        feed(parser).decoder.m_state = State::Ended;
        return kStop;
    }

    static constexpr http_parser_settings settings()
    {
        http_parser_settings made{};
        made.on_header_field = &headerField;
        made.on_header_value = &headerValue;
        made.on_headers_complete = &headersComplete;
        made.on_body = &body;
        made.on_message_complete = &messageComplete;
        return made;
    }
};

StreamDecoder::StreamDecoder()
{
    http_parser_init(&m_parser, HTTP_RESPONSE);
}

StreamDecoder::State StreamDecoder::feed(const LoadEventFormat &format, std::string_view bytes, Sink &sink)
{
    static constexpr http_parser_settings settings = Callbacks::settings();
    if (bytes.empty())
        return m_state; // http_parser would take it for the end of the connection
    Callbacks::Feed current{*this, format, sink};
    m_parser.data = &current;
    http_parser_execute(&m_parser, &settings, bytes.data(), bytes.size());
    m_parser.data = nullptr;
    const bool mayGoOn = m_state == State::Head || m_state == State::Open;
    if (mayGoOn && HTTP_PARSER_ERRNO(&m_parser) != HPE_OK)
        m_state = State::Malformed;
    return m_state;
}

std::string StreamDecoder::problem() const
{
    switch (m_state) {
    case State::Refused:
        return "status " + std::to_string(m_parser.status_code);
    case State::Unusable:
        return "no event stream, but content type " + quotedText(m_head ? m_head->contentType : "");
    case State::Malformed:
        return std::string("malformed response: ") + http_errno_description(HTTP_PARSER_ERRNO(&m_parser));
    case State::Head:
    case State::Open:
    case State::Ended:
        break;
    }
    return {};
}

void StreamDecoder::Head::keepField()
{
    if (strcasecmp(field.c_str(), "content-type") == 0)
        contentType = value;
    field.clear();
    value.clear();
    inValue = false;
}

} // namespace sluice
