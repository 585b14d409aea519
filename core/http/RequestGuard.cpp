// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/RequestGuard.h"

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

// libhttp-parser 2.9.4 takes such a name for Transfer-Encoding itself, and then refuses the request unless
// the real field is there too. Names that merely resemble it belong to request smuggling: they are refused in
// any company.
bool onlyBeginsAsCoding(std::string_view name)
{
    constexpr std::string_view coding = "transfer-encoding";
    return name.size() > coding.size() && sameName(name.substr(0, coding.size()), coding);
}

bool endsWithOneChunked(std::string_view codings)
{
    std::size_t found = 0;
    bool isLast = false;
    for (std::size_t begin = 0; begin <= codings.size();) {
        const std::size_t end = std::min(codings.find(',', begin), codings.size());
        std::string_view coding = codings.substr(begin, end - begin);
        coding.remove_prefix(std::min(coding.find_first_not_of(" \t"), coding.size()));
        coding.remove_suffix(coding.size() - coding.find_last_not_of(" \t") - 1);
        isLast = sameName(coding, "chunked");
        found += isLast ? 1 : 0;
        begin = end + 1;
    }
    return isLast && found == 1;
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

    static int onUrl(http_parser *parser, const char *data, std::size_t size)
    {
        RequestGuard &self = guard(parser);
        self.m_head.target.append(data, size);
        if (self.m_head.target.size() <= self.m_limits.target)
            return 0;
        self.refuse(414, "the request target is longer than " + std::to_string(self.m_limits.target) +
                             " bytes, half of a head's (listen.max_head)");
        return 1;
    }
    static int onField(http_parser *parser, const char *data, std::size_t size)
    {
        RequestGuard &self = guard(parser);
        if (self.m_inValue || self.m_head.fields.empty())
            self.m_head.fields.emplace_back();
        self.m_inValue = false;
        self.m_head.fields.back().first.append(data, size);
        return 0;
    }
    static int onValue(http_parser *parser, const char *data, std::size_t size)
    {
        RequestGuard &self = guard(parser);
        self.m_inValue = true;
        self.m_head.fields.back().second.append(data, size);
        return 0;
    }
    static int onHead(http_parser *parser) { return guard(parser).headIsComplete() ? 0 : -1; }

    static const http_parser_settings &table()
    {
        static const http_parser_settings settings = [] {
            http_parser_settings s{};
            s.on_url = onUrl;
            s.on_header_field = onField;
            s.on_header_value = onValue;
            s.on_headers_complete = onHead;
            return s;
        }();
        return settings;
    }
};

RequestGuard::RequestGuard(const Limits &limits)
    : m_limits(limits)
    , m_parser(std::make_unique<http_parser>())
{
    reset(limits);
}

RequestGuard::~RequestGuard() = default;

void RequestGuard::reset(const Limits &limits)
{
    m_limits = limits;
    http_parser_init(m_parser.get(), HTTP_REQUEST);
    m_parser->data = this;
    m_state = State::Idle;
    m_head = {};
    m_target = {};
    dropBody();
    m_headBytes = 0;
    m_lastOfHead = 0;
    m_lengthLeft = 0;
    m_chunks.reset();
    m_inValue = false;
    m_expectsContinue = false;
    m_refusal = {};
}

bool RequestGuard::refuse(int status, std::string reason)
{
    m_state = State::Refused;
    m_refusal = {status, std::move(reason)};
    if (m_head.method.empty() && !m_head.target.empty()) // an answer to HEAD has no body, even to half a head
        m_head.method = http_method_str(static_cast<http_method>(m_parser->method));
    return false;
}

bool RequestGuard::headIsComplete()
{
    if (m_parser->http_major != 1)
        return refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    m_head.method = http_method_str(static_cast<http_method>(m_parser->method));
    m_head.minorVersion = m_parser->http_minor;
    m_head.keepAlive = http_should_keep_alive(m_parser.get()) != 0;
    for (auto &[name, value] : m_head.fields) {
        // libhttp-parser lets blanks into a name and leaves them behind a value (RFC 9112 5.1).
        if (name.find(' ') != std::string::npos)
            return refuse(400, "a field name contains a blank");
        if (onlyBeginsAsCoding(name))
            return refuse(400, "the field name '" + name.substr(0, 64) + "' is not Transfer-Encoding");
        value.erase(value.find_last_not_of(" \t") + 1);
    }

    if (m_parser->method == HTTP_CONNECT)
        return refuse(405, "CONNECT is not supported");
    const auto hosts = std::count_if(m_head.fields.begin(), m_head.fields.end(),
                                     [](const auto &field) { return sameName(field.first, "host"); });
    if (hosts > 1 || (hosts == 0 && m_head.minorVersion >= 1)) // RFC 9112 3.2
        return refuse(400, hosts > 1 ? "more than one Host field" : "no Host field");
    // h2c is an offer that may be ignored (RFC 9110 7.8); a WebSocket client cannot use any other answer.
    if (m_parser->upgrade != 0 && sameName(m_head.value("upgrade"), "websocket"))
        return refuse(400, "WebSocket is not supported; this server speaks server-sent events");
    if (!takeTarget() || !framingIsClear())
        return false;
    // An expectation of HTTP/1.0 is ignored (RFC 9110 10.1.1).
    const std::string_view expect = m_head.value("expect");
    if (!expect.empty() && m_head.minorVersion >= 1) {
        if (!sameName(expect, "100-continue"))
            return refuse(417, "the only expectation met is 100-continue");
        m_expectsContinue = true;
    }
    m_state = m_chunks || m_lengthLeft > 0 ? State::Body : State::Complete;
    return true;
}

bool RequestGuard::takeTarget()
{
    auto target = Target::parse(m_head.target);
    if (!target)
        return refuse(400, target.error().message);
    if (target->form == Target::Form::Asterisk && m_parser->method != HTTP_OPTIONS)
        return refuse(400, "the request target '*' is for OPTIONS alone (RFC 9112 3.2.4)");
    m_target = *std::move(target);
    if (m_target.form != Target::Form::Absolute)
        return true;
    // Host is not looked at then (RFC 9112 3.2.2): whoever does later finds what counts.
    const auto host = std::find_if(m_head.fields.begin(), m_head.fields.end(),
                                   [](const auto &field) { return sameName(field.first, "host"); });
    if (host != m_head.fields.end())
        host->second = m_target.authority;
    else
        m_head.fields.emplace_back("Host", m_target.authority);
    return true;
}

bool RequestGuard::framingIsClear()
{
    // libhttp-parser itself refuses bad and repeated lengths, and a length beside a transfer coding.
    const bool hasCoding = std::any_of(m_head.fields.begin(), m_head.fields.end(), [](const auto &field) {
        return sameName(field.first, "transfer-encoding");
    });
    if (!hasCoding) {
        if (m_parser->content_length == static_cast<std::uint64_t>(-1))
            return true;
        if (m_parser->content_length > m_limits.body)
            return refuseLength(m_parser->content_length);
        m_lengthLeft = static_cast<std::size_t>(m_parser->content_length);
        return true;
    }
    if (std::any_of(m_head.fields.begin(), m_head.fields.end(),
                    [](const auto &field) { return sameName(field.first, "content-length"); }))
        return refuse(400, "both Content-Length and Transfer-Encoding are given");
    if (m_head.minorVersion == 0)
        return refuse(400, "Transfer-Encoding is not part of HTTP/1.0");
    const std::string coding = m_head.joined("transfer-encoding");
    if (!sameName(coding, "chunked")) {
        // Where chunked is not the last, or not the only one, nobody can tell where the body ends (RFC 9112
        // 6.3); what comes before it is merely a coding that is not known here.
        const std::string quoted = "transfer coding '" + coding.substr(0, 64) + "'";
        if (!endsWithOneChunked(coding))
            return refuse(400, quoted + " does not end with one chunked");
        return refuse(501, quoted + " is not supported; use chunked alone");
    }
    m_chunks.emplace(ChunkedBody::Limits{m_limits.body, m_limits.head});
    return true;
}

bool RequestGuard::refuseLength(std::size_t length)
{
    return refuse(413, "the body has " + std::to_string(length) + " bytes; at most " +
                           std::to_string(m_limits.body) + " are allowed");
}

void RequestGuard::limitBody(std::size_t limit)
{
    if (m_state != State::Body || limit >= m_limits.body)
        return;
    m_limits.body = limit;
    if (m_chunks)
        m_chunks.emplace(ChunkedBody::Limits{m_limits.body, m_limits.head});
    else if (m_lengthLeft > limit)
        refuseLength(m_lengthLeft);
}

bool RequestGuard::takeExpectation()
{
    return std::exchange(m_expectsContinue, false);
}

std::size_t RequestGuard::feed(std::string_view bytes, Stop stop)
{
    std::size_t used = 0;
    while (used < bytes.size()) {
        const std::string_view rest = bytes.substr(used);
        switch (m_state) {
        case State::Idle:
            // Empty lines before a request are no beginning of a head (RFC 9112 2.2).
            if (rest.front() == '\r' || rest.front() == '\n')
                ++used;
            else
                m_state = State::Head;
            break;
        case State::Head:
            used += feedHead(rest);
            if (m_state == State::Body && stop == Stop::BehindHead)
                return used;
            break;
        case State::Body:
            used += feedBody(rest);
            break;
        case State::Complete:
        case State::Refused:
            return used;
        }
    }
    return used;
}

/**
 * How many bytes of a part of a line may go to libhttp-parser. As Debian builds it (2.9.4,
 * HTTP_PARSER_STRICT=0) it takes any byte behind the last CR for the end of the head, and it unfolds what
 * RFC 9112 5.2 wants refused.
 */
std::size_t RequestGuard::cleanPrefix(std::string_view line) const
{
    const bool folds = m_lastOfHead == '\n' && (line.front() == ' ' || line.front() == '\t');
    if (folds || (m_lastOfHead == '\r' && line.front() != '\n'))
        return 0;
    const std::size_t cr = line.find('\r');
    if (cr == std::string_view::npos || cr + 1 == line.size() || line[cr + 1] == '\n')
        return line.size();
    return cr + 1;
}

std::size_t RequestGuard::feedHead(std::string_view bytes)
{
    const std::size_t end = bytes.find('\n');
    std::string_view line = end == std::string_view::npos ? bytes : bytes.substr(0, end + 1);
    line = line.substr(0, m_limits.head - m_headBytes);
    const std::string_view clean = line.substr(0, cleanPrefix(line));
    if (!clean.empty())
        http_parser_execute(m_parser.get(), &Callbacks::table(), clean.data(), clean.size());
    if (m_state == State::Refused)
        return line.size();

    const auto error = static_cast<http_errno>(m_parser->http_errno);
    if (error == HPE_HEADER_OVERFLOW) {
        refuse(431, "the request head is too large");
    } else if (error != HPE_OK) {
        refuse(error == HPE_INVALID_VERSION ? 505 : 400,
               std::string("malformed request: ") + http_errno_description(error));
    } else if (clean.size() < line.size()) {
        refuse(400, "malformed request: a CR without LF, or a folded field");
    } else if (m_headBytes += line.size(); m_state == State::Head && m_headBytes >= m_limits.head) {
        refuse(431, "the request head is larger than " + std::to_string(m_limits.head) +
                        " bytes (listen.max_head)");
    }
    m_lastOfHead = line.back();
    return line.size();
}

std::size_t RequestGuard::feedBody(std::string_view bytes)
{
    if (m_chunks)
        return feedChunks(bytes);
    const std::size_t run = std::min(m_lengthLeft, bytes.size());
    m_body.append(bytes.substr(0, run));
    m_lengthLeft -= run;
    if (m_lengthLeft == 0)
        m_state = State::Complete;
    return run;
}

std::size_t RequestGuard::feedChunks(std::string_view bytes)
{
    const std::size_t used = m_chunks->feed(bytes, m_body);
    switch (m_chunks->progress()) {
    case ChunkedBody::Progress::More:
        break;
    case ChunkedBody::Progress::Done:
        m_state = State::Complete;
        break;
    case ChunkedBody::Progress::Malformed:
        refuse(400, "malformed request: " + std::string(m_chunks->error()));
        break;
    case ChunkedBody::Progress::BodyTooLarge:
        refuse(413, "the body is larger than " + std::to_string(m_limits.body) + " bytes");
        break;
    case ChunkedBody::Progress::ExtrasTooLarge:
        refuse(431, "the extensions and trailers of the body are larger than " +
                        std::to_string(m_limits.head) + " bytes");
        break;
    }
    return used;
}

void RequestGuard::dropBody()
{
    m_body.clear();
    m_body.shrink_to_fit();
}

std::string RequestGuard::canonical() const
{
    std::string out;
    out.reserve(m_headBytes + m_head.fields.size() * 4 + 64);
    out.append(m_head.method).append(" ").append(m_head.target).append(" HTTP/1.1\r\n");
    for (const auto &[name, value] : m_head.fields) {
        if (!isHopByHop(name))
            out.append(name).append(": ").append(value).append("\r\n");
    }
    return out.append("\r\n");
}

} // namespace sluice
