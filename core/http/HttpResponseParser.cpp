// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/HttpResponseParser.h"

#include <algorithm>

#include <strings.h>

namespace sluice {

namespace {

constexpr int kGoOn = 0; // what a callback of http_parser returns
constexpr int kStop = -1;

} // namespace

const std::string *HttpHead::find(std::string_view name) const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const auto &field) {
        return field.first.size() == name.size() &&
               strncasecmp(field.first.data(), name.data(), name.size()) == 0;
    });
    return found == fields.end() ? nullptr : &found->second;
}

/** What http_parser calls while execute() runs; its data points to the feed. */
struct HttpResponseParser::Callbacks
{
    struct Feed
    {
        HttpResponseParser &parser;
        const BodySink &sink;
    };

    static Feed &feed(http_parser *parser) { return *static_cast<Feed *>(parser->data); }

    static int headerField(http_parser *parser, const char *at, std::size_t size)
    {
        HttpResponseParser &self = feed(parser).parser;
        if (self.m_state != State::Head)
            return kGoOn; // a trailer after the last chunk
        if (self.m_inValue)
            self.m_head.fields.emplace_back();
        self.m_inValue = false;
        self.m_head.fields.back().first.append(at, size);
        return kGoOn;
    }

    static int headerValue(http_parser *parser, const char *at, std::size_t size)
    {
        HttpResponseParser &self = feed(parser).parser;
        if (self.m_state != State::Head)
            return kGoOn;
        self.m_inValue = true;
        self.m_head.fields.back().second.append(at, size);
        return kGoOn;
    }

    static int headersComplete(http_parser *parser)
    {
        HttpResponseParser &self = feed(parser).parser;
        if (parser->status_code < 200) {
            self.m_head.fields.clear();
            self.m_inValue = true;
            return kGoOn;
        }
        self.m_head.status = parser->status_code;
        self.m_head.minorVersion = parser->http_minor;
        self.m_state = State::Body;
        return kGoOn;
    }

    static int body(http_parser *parser, const char *at, std::size_t size)
    {
        const BodySink &sink = feed(parser).sink;
        sink.take(sink.target, {at, size});
        return kGoOn;
    }

    static int messageComplete(http_parser *parser)
    {
        if (parser->status_code < 200)
            return kGoOn;
        feed(parser).parser.m_state = State::Complete;
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

HttpResponseParser::HttpResponseParser()
{
    http_parser_init(&m_parser, HTTP_RESPONSE);
}

tl::expected<void, Error> HttpResponseParser::feed(std::string_view bytes, std::string &body)
{
    return feed(bytes, [&body](std::string_view piece) { body.append(piece); });
}

tl::expected<void, Error> HttpResponseParser::finish()
{
    if (m_state == State::Complete)
        return {};
    if (m_state == State::Head)
        return tl::unexpected(environmentError("the connection ended before the response head was complete"));
    // No bytes: how http_parser is told of the end. No body can come of it.
    const auto finished = execute({}, {nullptr, [](void *, std::string_view) {}});
    if (!finished || m_state != State::Complete)
        return tl::unexpected(environmentError("the connection ended in the middle of the response"));
    return {};
}

std::string HttpResponseParser::problem() const
{
    return std::string("the response is not valid HTTP: ") +
           http_errno_description(HTTP_PARSER_ERRNO(&m_parser));
}

tl::expected<void, Error> HttpResponseParser::execute(std::string_view bytes, const BodySink &sink)
{
    static constexpr http_parser_settings settings = Callbacks::settings();
    Callbacks::Feed feed{*this, sink};
    m_parser.data = &feed;
    http_parser_execute(&m_parser, &settings, bytes.data(), bytes.size());
    m_parser.data = nullptr;
    if (m_state == State::Complete || HTTP_PARSER_ERRNO(&m_parser) == HPE_OK)
        return {};
    m_state = State::Failed;
    return tl::unexpected(environmentError(problem()));
}

} // namespace sluice
