// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "front/RequestGuard.h"

#include <algorithm>

#include <http_parser.h>
#include <strings.h>

namespace sluice {

namespace {

bool sameName(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

// Fields that describe the connection or the body's framing on the wire: the canonical request has its own.
bool isHopByHop(std::string_view name)
{
    return sameName(name, "content-length") || sameName(name, "transfer-encoding") ||
           sameName(name, "upgrade") || sameName(name, "connection") || sameName(name, "trailer") ||
           sameName(name, "te") || sameName(name, "expect");
}

} // namespace

std::string_view RequestHead::value(std::string_view name) const
{
    for (const auto &[field, value] : fields)
        if (sameName(field, name))
            return value;
    return {};
}

std::string RequestHead::joined(std::string_view name) const
{
    std::string all;
    for (const auto &[field, value] : fields) {
        if (!sameName(field, name))
            continue;
        if (!all.empty())
            all += ", ";
        all += value;
    }
    return all;
}

/** The C callbacks of libhttp-parser; a non-zero return stops it. */
struct RequestGuard::Callbacks
{
    static RequestGuard &guard(http_parser *parser) { return *static_cast<RequestGuard *>(parser->data); }

    static int onBegin(http_parser *parser)
    {
        guard(parser).m_state = State::Head;
        return 0;
    }
    static int onUrl(http_parser *parser, const char *data, std::size_t size)
    {
        RequestGuard &self = guard(parser);
        self.m_head.target.append(data, size);
        if (self.m_head.target.size() > self.m_limits.target)
            return self.refuse(414, "the request target is longer than " +
                                        std::to_string(self.m_limits.target) + " bytes")
                       ? 0
                       : 1;
        return self.addToHead(size) ? 0 : 1;
    }
    static int onField(http_parser *parser, const char *data, std::size_t size)
    {
        RequestGuard &self = guard(parser);
        if (self.m_state != State::Head)
            return self.addToHead(size) ? 0 : 1; // a trailer of a chunked body: checked, counted, not kept
        if (self.m_inValue || self.m_head.fields.empty())
            self.m_head.fields.emplace_back();
        self.m_inValue = false;
        self.m_head.fields.back().first.append(data, size);
        return self.addToHead(size) ? 0 : 1;
    }
    static int onValue(http_parser *parser, const char *data, std::size_t size)
    {
        RequestGuard &self = guard(parser);
        if (self.m_state != State::Head)
            return self.addToHead(size) ? 0 : 1;
        self.m_inValue = true;
        self.m_head.fields.back().second.append(data, size);
        return self.addToHead(size) ? 0 : 1;
    }
    static int onHead(http_parser *parser) { return guard(parser).headIsComplete() ? 0 : -1; }
    static int onBody(http_parser *parser, const char *data, std::size_t size)
    {
        RequestGuard &self = guard(parser);
        if (self.m_body.size() + size > self.m_limits.body)
            return self.refuse(413,
                               "the body is larger than " + std::to_string(self.m_limits.body) + " bytes")
                       ? 0
                       : 1;
        self.m_body.append(data, size);
        return 0;
    }
    static int onComplete(http_parser *parser)
    {
        guard(parser).m_state = State::Complete;
        http_parser_pause(parser, 1); // what follows belongs to the next request
        return 0;
    }

    static const http_parser_settings &table()
    {
        static const http_parser_settings settings = [] {
            http_parser_settings s{};
            s.on_message_begin = onBegin;
            s.on_url = onUrl;
            s.on_header_field = onField;
            s.on_header_value = onValue;
            s.on_headers_complete = onHead;
            s.on_body = onBody;
            s.on_message_complete = onComplete;
            return s;
        }();
        return settings;
    }
};

RequestGuard::RequestGuard(const Limits &limits)
    : m_limits(limits)
    , m_parser(std::make_unique<http_parser>())
{
    reset(limits.body);
}

RequestGuard::~RequestGuard() = default;

void RequestGuard::reset(std::size_t bodyLimit)
{
    m_limits.body = bodyLimit;
    http_parser_init(m_parser.get(), HTTP_REQUEST);
    m_parser->data = this;
    m_state = State::Idle;
    m_head = {};
    m_body.clear();
    m_body.shrink_to_fit();
    m_headBytes = 0;
    m_inValue = false;
    m_expectsContinue = false;
    m_refusal = {};
}

bool RequestGuard::refuse(int status, std::string reason)
{
    m_state = State::Refused;
    m_refusal = {status, std::move(reason)};
    return false;
}

bool RequestGuard::addToHead(std::size_t bytes)
{
    m_headBytes += bytes;
    if (m_headBytes > m_limits.head)
        return refuse(431, "the request head is larger than " + std::to_string(m_limits.head) + " bytes");
    return true;
}

bool RequestGuard::headIsComplete()
{
    if (m_parser->http_major != 1)
        return refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    m_head.method = http_method_str(static_cast<http_method>(m_parser->method));
    m_head.minorVersion = m_parser->http_minor;
    m_head.keepAlive = http_should_keep_alive(m_parser.get()) != 0;

    if (m_parser->method == HTTP_CONNECT)
        return refuse(405, "CONNECT is not supported");
    // http-parser itself refuses bad and repeated lengths, and both at once; what it lets pass is a transfer
    // coding other than chunked (RFC 9112 6.1) and a repeated or missing Host (RFC 9112 3.2).
    if (const std::string coding = m_head.joined("transfer-encoding");
        !coding.empty() && !sameName(coding, "chunked"))
        return refuse(501, "transfer coding '" + coding.substr(0, 64) + "' is not supported; use chunked");
    if (!m_head.value("transfer-encoding").empty() && !m_head.value("content-length").empty())
        return refuse(400, "both Content-Length and Transfer-Encoding are given");
    if (!m_head.value("transfer-encoding").empty() && m_head.minorVersion == 0)
        return refuse(400, "Transfer-Encoding is not part of HTTP/1.0");
    const auto hosts = std::count_if(m_head.fields.begin(), m_head.fields.end(),
                                     [](const auto &field) { return sameName(field.first, "host"); });
    if (hosts > 1 || (hosts == 0 && m_head.minorVersion >= 1))
        return refuse(400, hosts > 1 ? "more than one Host field" : "no Host field");
    if (m_parser->upgrade != 0) {
        // h2c is an offer that may be ignored (RFC 9110 7.8); a WebSocket client cannot use any other answer.
        if (sameName(m_head.value("upgrade"), "websocket"))
            return refuse(400, "WebSocket is not supported; this server speaks server-sent events");
        m_parser->upgrade = 0;
    }
    if (m_parser->content_length != static_cast<std::uint64_t>(-1) &&
        m_parser->content_length > m_limits.body)
        return refuse(413, "the body has " + std::to_string(m_parser->content_length) + " bytes; at most " +
                               std::to_string(m_limits.body) + " are allowed");
    const std::string_view expect = m_head.value("expect");
    if (!expect.empty()) {
        if (!sameName(expect, "100-continue"))
            return refuse(417, "the only expectation met is 100-continue");
        m_expectsContinue = true;
    }
    m_state = State::Body;
    return true;
}

bool RequestGuard::takeExpectation()
{
    return std::exchange(m_expectsContinue, false);
}

std::size_t RequestGuard::feed(std::string_view bytes)
{
    if (m_state == State::Complete || m_state == State::Refused || bytes.empty())
        return 0;
    std::size_t skipped = 0;
    if (m_state == State::Idle) {
        // Empty lines before a request are no beginning of a head (RFC 9112 2.2).
        while (skipped < bytes.size() && (bytes[skipped] == '\r' || bytes[skipped] == '\n'))
            ++skipped;
        bytes.remove_prefix(skipped);
        if (bytes.empty())
            return skipped;
    }
    const std::size_t used =
        http_parser_execute(m_parser.get(), &Callbacks::table(), bytes.data(), bytes.size());
    if (m_state == State::Complete || m_state == State::Refused)
        return skipped + used;
    const auto error = static_cast<http_errno>(m_parser->http_errno);
    if (error == HPE_HEADER_OVERFLOW) {
        refuse(431, "the request head is too large");
    } else if (error != HPE_OK) {
        const bool version = error == HPE_INVALID_VERSION;
        refuse(version ? 505 : 400, std::string("malformed request: ") + http_errno_description(error));
    } else if (m_state == State::Idle) {
        m_state = State::Head;
    }
    return skipped + used;
}

std::string RequestGuard::canonical() const
{
    std::string out;
    out.reserve(m_headBytes + m_head.fields.size() * 4 + m_body.size() + 64);
    out.append(m_head.method).append(" ").append(m_head.target).append(" HTTP/1.1\r\n");
    for (const auto &[name, value] : m_head.fields) {
        if (!isHopByHop(name))
            out.append(name).append(": ").append(value).append("\r\n");
    }
    if (!m_body.empty())
        out.append("Content-Length: ").append(std::to_string(m_body.size())).append("\r\n");
    out.append("\r\n").append(m_body);
    return out;
}

} // namespace sluice
