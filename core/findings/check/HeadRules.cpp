// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/text/QuotedText.h"
#include "findings/check/CheckRemedies.h"
#include "findings/check/CheckRules.h"
#include "http/EventStreamType.h"

#include <charconv>

#include <QUrl>

namespace sluice::check {

namespace {

Finding ok(std::string summary, std::vector<Evidence> evidence)
{
    return {{}, Severity::Ok, std::move(summary), std::move(evidence), {}, {}};
}

/** The seconds of max-age or s-maxage; 0 when there is none. */
long long lifetimeIn(std::string_view cacheControl)
{
    for (const std::string_view directive : {"max-age=", "s-maxage="}) {
        const auto at = cacheControl.find(directive);
        long long seconds = 0;
        if (at != std::string_view::npos) {
            const std::string_view digits = cacheControl.substr(at + directive.size());
            std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
        }
        if (seconds > 0)
            return seconds;
    }
    return 0;
}

std::string causeOf(unsigned status)
{
    if (status == 204)
        return "204 tells every client not to come back: the stream is gone, or this client is blocked";
    if (status == 401 || status == 403)
        return "the stream wants credentials, which a browser's EventSource can only give as cookies or in "
               "the URL";
    if (status == 404 || status == 405)
        return "this path is no stream here: the path is wrong, or the proxy sends it elsewhere";
    if (status == 406)
        return "the server does not offer text/event-stream at this path";
    if (status == 421)
        return "a proxy passes its clients' Host on to a server that does not answer to that name, or the "
               "name of this "
               "URL is not the server's";
    if (status == 429)
        return "a rate limit refuses the stream, and a browser never tries again after it";
    if (status == 502 || status == 504)
        return "the proxy does not reach the server behind it, or not in time";
    if (status == 503)
        return "the server or the proxy has no room for the stream, and a browser never tries again after it";
    if (status >= 500)
        return "the server failed; its log says why";
    return "only status 200 opens a stream; after any other one a browser's EventSource stops for ever";
}

/** The host that a URL names. */
std::string hostOf(const std::string &url)
{
    return QUrl(QString::fromStdString(url)).host(QUrl::FullyEncoded).toStdString();
}

} // namespace

const StreamRecord *openedStream(const CheckRecord &record)
{
    const StreamRecord *stream = answered(record);
    const auto type = stream ? fieldOf(stream->head, "Content-Type") : std::nullopt;
    return type && isEventStreamType(*type) ? stream : nullptr;
}

Outcome reachable(const CheckRecord &record)
{
    const StreamRecord *stream = record.watched();
    if (!stream || (!stream->connectedAt && stream->end == StreamRecord::End::Open))
        return NotObserved{};
    if (stream->connectedAt && stream->end != StreamRecord::End::NotHttp)
        return ok("connected in " + secondsText(*stream->connectedAt - stream->startedAt),
                  {{"connect_seconds", *stream->connectedAt - stream->startedAt}});
    if (stream->end == StreamRecord::End::NotHttp)
        return found(
            Severity::Critical, "what answers does not speak HTTP/1: " + stream->problem,
            {{"problem", stream->problem}, {"first_bytes", quotedText(stream->bodyBegin)}},
            "another service has this port, the port wants TLS, or the head is longer than any head is",
            remedies::unreachable());
    return found(Severity::Critical, "nobody answers: " + stream->problem,
                 {{"problem", stream->problem}, {"waited_seconds", stream->endedAt - stream->startedAt}},
                 "the server is not running, listens elsewhere, or a firewall drops the connection",
                 remedies::unreachable());
}

Outcome redirects(const CheckRecord &record)
{
    if (record.redirects.empty() && record.redirectProblem.empty())
        return NotObserved{};
    std::vector<Evidence> evidence{{"redirects", static_cast<double>(record.redirects.size())}};
    for (const std::string &target : record.redirects)
        evidence.push_back({"location", quotedText(target)});
    if (!record.redirectProblem.empty())
        return found(
            Severity::Critical, "a redirect leads to no stream: " + record.redirectProblem,
            std::move(evidence),
            "a rule that redirects (to https, to a canonical host, to a trailing slash) also fits what "
            "it leads to, or leads astray",
            remedies::redirect());
    return found(Severity::Notice,
                 "redirected " + std::to_string(record.redirects.size()) + " times, at last to " + record.url,
                 std::move(evidence),
                 "each connect and each reconnect costs these round trips, and a redirect to another origin "
                 "needs CORS there",
                 remedies::redirect());
}

Outcome status(const CheckRecord &record)
{
    const StreamRecord *stream = record.watched();
    if (!stream || !stream->hasHead() || !record.redirectProblem.empty())
        return NotObserved{};
    std::vector<Evidence> evidence{{"status", static_cast<double>(stream->head.status)}};
    if (stream->head.status == 200)
        return ok("status 200", std::move(evidence));
    if (fieldOf(stream->head, "Retry-After"))
        evidence.push_back(fieldEvidence(stream->head, "Retry-After"));
    if (!stream->bodyBegin.empty())
        evidence.push_back({"body", quotedText(stream->bodyBegin)});
    const bool isFull = stream->head.status == 503 || stream->head.status == 429;
    return found(Severity::Critical,
                 "status " + std::to_string(stream->head.status) + " instead of 200" +
                     whoAnswers(stream->head),
                 std::move(evidence), causeOf(stream->head.status),
                 isFull                       ? remedies::overload()
                 : stream->head.status == 421 ? remedies::host(hostOf(record.url))
                                              : remedies::refused());
}

Outcome contentType(const CheckRecord &record)
{
    const StreamRecord *stream = answered(record);
    if (!stream)
        return NotObserved{};
    const std::string type = fieldOf(stream->head, "Content-Type").value_or("");
    std::vector<Evidence> evidence{fieldEvidence(stream->head, "Content-Type")};
    if (!isEventStreamType(type)) {
        if (!stream->bodyBegin.empty())
            evidence.push_back({"body", quotedText(stream->bodyBegin)});
        const bool isPage = type.find("html") != std::string::npos;
        const bool looksLikeEvents = stream->fields + stream->comments > 0 && stream->unknown == 0;
        return found(Severity::Critical,
                     "Content-Type is " + (type.empty() ? "missing" : quotedText(type)) +
                         ", so every EventSource gives up",
                     std::move(evidence),
                     isPage ? "a page answers here: an error page, a login, or an application that "
                              "answers every path"
                     : looksLikeEvents ? "the body is an event stream, but nothing says so"
                                       : "this path is no event stream",
                     remedies::contentType());
    }
    const auto charset = type.find("charset=");
    const std::string_view named =
        charset == std::string::npos ? std::string_view() : std::string_view(type).substr(charset + 8);
    if (!named.empty() && !listHolds(named, "utf-8") && !listHolds(named, "\"utf-8\""))
        return found(Severity::Warning,
                     "Content-Type is " + quotedText(type) + ", but event streams are always UTF-8",
                     std::move(evidence), "clients read it as UTF-8 whatever it says, and garble what is not",
                     remedies::contentType());
    return ok("Content-Type is " + type, std::move(evidence));
}

Outcome cacheControl(const CheckRecord &record)
{
    const StreamRecord *stream = openedStream(record);
    if (!stream)
        return NotObserved{};
    const auto value = fieldOf(stream->head, "Cache-Control");
    std::vector<Evidence> evidence{fieldEvidence(stream->head, "Cache-Control")};
    if (const auto expires = fieldOf(stream->head, "Expires"))
        evidence.push_back(fieldEvidence(stream->head, "Expires"));
    const auto bad = [&](Severity severity, std::string summary, std::string cause) {
        return found(severity, std::move(summary), std::move(evidence), std::move(cause),
                     remedies::cacheControl());
    };
    if (!value)
        return bad(
            Severity::Warning, "Cache-Control is missing",
            "a cache on the way may keep the stream, or hold it back until it ends in order to keep it");
    const bool isUncached = listHolds(*value, "no-cache") || listHolds(*value, "no-store");
    const long long lifetime = lifetimeIn(*value);
    if (!isUncached && (lifetime > 0 || listHolds(*value, "public")))
        return bad(Severity::Critical,
                   "Cache-Control is " + quotedText(*value) + ", so caches may keep the stream",
                   "a cache answers a client with the events of another one, or holds the stream back until "
                   "it ends");
    if (!isUncached)
        return bad(Severity::Warning, "Cache-Control is " + quotedText(*value) + " and lacks no-cache",
                   "a cache on the way may keep the stream");
    if (!listHolds(*value, "no-transform"))
        return bad(Severity::Notice, "Cache-Control is " + quotedText(*value) + " and lacks no-transform",
                   "a proxy may compress the stream, and then hold events back until its window is full");
    return ok("Cache-Control is " + *value, std::move(evidence));
}

Outcome connection(const CheckRecord &record)
{
    const StreamRecord *stream = openedStream(record);
    if (!stream)
        return NotObserved{};
    const auto value = fieldOf(stream->head, "Connection");
    std::vector<Evidence> evidence{fieldEvidence(stream->head, "Connection"),
                                   {"http_minor_version", static_cast<double>(stream->head.minorVersion)}};
    const bool isChunked = listHolds(fieldOf(stream->head, "Transfer-Encoding").value_or(""), "chunked");
    if (value && listHolds(*value, "close") && isChunked && stream->head.minorVersion > 0)
        return found(Severity::Notice, "Connection is close: the connection ends with the stream",
                     std::move(evidence),
                     "keep-alive is off, or a proxy such as Varnish pipes the stream: each reconnect needs a "
                     "new connection, but chunks still tell the end of the stream from a cut",
                     remedies::keepAlive());
    if (value && listHolds(*value, "close"))
        return found(
            Severity::Warning, "Connection is close: the connection ends with the stream",
            std::move(evidence),
            "keep-alive is off, or a hop speaks HTTP/1.0, so the end of the stream cannot be told from "
            "a cut, and each reconnect needs a new connection",
            remedies::keepAlive());
    if (value && listHolds(*value, "keep-alive"))
        return ok("Connection is " + *value, std::move(evidence));
    if (stream->head.minorVersion == 0)
        return found(Severity::Warning, "Connection is missing in an answer of HTTP/1.0, which means close",
                     std::move(evidence), "the server, or a hop before it, speaks HTTP/1.0",
                     remedies::keepAlive());
    return found(Severity::Notice, "Connection is missing, which means keep-alive in HTTP/1.1",
                 std::move(evidence),
                 "a proxy such as HAProxy keeps the field to itself, or the server never sends it: old "
                 "clients and proxies on the way may take that for close, and end the stream early",
                 remedies::keepAlive());
}

Outcome transferEncoding(const CheckRecord &record)
{
    const StreamRecord *stream = openedStream(record);
    if (!stream)
        return NotObserved{};
    std::vector<Evidence> evidence{fieldEvidence(stream->head, "Transfer-Encoding")};
    const auto length = fieldOf(stream->head, "Content-Length");
    if (length) {
        evidence.push_back({"Content-Length", *length});
        return found(Severity::Critical,
                     "Content-Length is " + quotedText(*length) + ": the stream ends after so many bytes",
                     std::move(evidence),
                     "something on the way takes the answer for a finished one: it has gathered it before it "
                     "sent it on, or the server answers with what it has and ends",
                     remedies::contentLength());
    }
    const auto value = fieldOf(stream->head, "Transfer-Encoding");
    if (value && listHolds(*value, "chunked"))
        return ok("Transfer-Encoding is " + *value, std::move(evidence));
    return found(
        Severity::Warning,
        "Transfer-Encoding is " + (value ? quotedText(*value) : std::string("missing")) +
            ": the end of the stream is the end of the connection",
        std::move(evidence),
        "the server, or a hop before it, speaks HTTP/1.0 or does not chunk, so a cut looks like an end",
        remedies::contentLength());
}

Outcome xAccelBuffering(const CheckRecord &record)
{
    const StreamRecord *stream = openedStream(record);
    if (!stream)
        return NotObserved{};
    const auto value = fieldOf(stream->head, "X-Accel-Buffering");
    std::vector<Evidence> evidence{fieldEvidence(stream->head, "X-Accel-Buffering")};
    const auto server = fieldOf(stream->head, "Server");
    const bool isNginx = server && server->find("nginx") != std::string::npos;
    if (server)
        evidence.push_back({"Server", *server});
    if (value && listHolds(*value, "yes"))
        return found(Severity::Critical, "X-Accel-Buffering is yes: it asks nginx to buffer the stream",
                     std::move(evidence), "the server, or a proxy before it, sets the field",
                     remedies::acceleration());
    if (value)
        return ok("X-Accel-Buffering is " + *value, std::move(evidence));
    if (isNginx)
        return ok("X-Accel-Buffering is not there, as nginx keeps it to itself", std::move(evidence));
    return found(Severity::Notice, "X-Accel-Buffering is missing", std::move(evidence),
                 "an nginx that is put in front of it would buffer the stream, unless its own configuration "
                 "says otherwise",
                 remedies::acceleration());
}

Outcome httpVersion(const CheckRecord &record)
{
    const StreamRecord *stream = openedStream(record);
    if (!stream)
        return NotObserved{};
    std::vector<Evidence> evidence{{"http_minor_version", static_cast<double>(stream->head.minorVersion)}};
    const auto asked = fieldOf(stream->head, "Sluice-Request-Version");
    if (asked)
        evidence.push_back({"Sluice-Request-Version", *asked});
    if (stream->head.minorVersion == 0)
        return found(Severity::Warning, "the answer is HTTP/1.0", std::move(evidence),
                     "the server or the proxy speaks HTTP/1.0, which has no chunks and no keep-alive",
                     remedies::upstreamVersion());
    if (asked)
        return found(
            Severity::Warning, "a proxy asks the engine in " + quotedText(*asked) + whoAnswers(stream->head),
            std::move(evidence),
            "nginx speaks HTTP/1.0 to what is behind it unless it is told otherwise: each stream costs "
            "a new connection there, and a cut behind the proxy looks like a clean end",
            remedies::upstreamVersion());
    return ok("HTTP/1.1", std::move(evidence));
}

} // namespace sluice::check
