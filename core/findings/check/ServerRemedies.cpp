// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/check/ServerRemedies.h"

#include "findings/check/CheckRules.h"

#include <algorithm>
#include <cctype>

namespace sluice::remedies {

namespace {

struct KnownServer
{
    std::string_view mark; ///< in Server or Via, in small letters
    std::string_view name;
    std::string_view buffers; ///< the line; empty: the general ones have to do
    std::string_view compresses;
    std::string_view cutsSilent;
};

constexpr KnownServer knownServers[] = {
    {"apache", "apache", "ProxyPass /stream http://127.0.0.1:8080/stream flushpackets=on",
     "SetEnvIfNoCase Request_URI \"^/stream\" no-gzip=1 # for mod_deflate, and no-brotli=1 for mod_brotli",
     "ProxyPass /stream http://127.0.0.1:8080/stream flushpackets=on timeout=3600"},
    {"caddy", "caddy", "# take away: buffer_responses (response_buffers since 2.7), within reverse_proxy { }",
     "@other not path /stream/*  and then: encode @other gzip",
     "transport http { read_timeout 1h } # within reverse_proxy { }; and no servers { timeouts { write } }"},
    {"varnish", "varnish",
     "sub vcl_recv { if (req.url ~ \"^/stream\") { return (pipe); } } sub vcl_pipe { set "
     "bereq.http.Connection = "
     "\"close\"; }",
     "sub vcl_backend_response { if (beresp.http.Content-Type ~ \"text/event-stream\") { set beresp.do_gzip "
     "= "
     "false; } }",
     "varnishd -p pipe_timeout=3600"},
    {"squid", "squid", "# take away: the adaptation (icap_service, ecap_service) of this path",
     "# take away: the adaptation (icap_service, ecap_service) of this path", "read_timeout 1 day"},
    {"lighttpd", "lighttpd", "server.stream-response-body = 2",
     "deflate.mimetypes without \"text/event-stream\" (nor \"text/\")", ""},
    {"envoy", "envoy", "no buffer filter (envoy.filters.http.buffer) on this route",
     "compressor: content_type without text/event-stream", "route: { timeout: 0s, idle_timeout: 0s }"},
    {"cloudflare", "cloudflare", "", "a compression rule: off for text/event-stream",
     "100 s cannot be changed on most plans: sluicectl set timeouts.heartbeat=15s"},
};

/** Whether a product of Server, or of Via and its comments (RFC 9110 10.2.4, 7.6.3), has that name; a host
 * that is called so has not. */
bool namesProduct(std::string_view said, std::string_view name)
{
    constexpr std::string_view between = " \t,()";
    while (!said.empty()) {
        const std::string_view word = said.substr(0, said.find_first_of(between));
        if (word.substr(0, word.find('/')) == name)
            return true;
        said.remove_prefix(std::min(said.size(), word.size() + 1));
    }
    return false;
}

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string productsOf(const HttpHead &head)
{
    std::string said;
    for (const char *field : {"Server", "Via"})
        said += lowered(check::fieldOf(head, field).value_or(std::string())) + ' ';
    return said;
}

} // namespace

Remedies withServersOwn(Remedies general, Trouble trouble, const HttpHead &head)
{
    const std::string said = productsOf(head);
    for (const KnownServer &known : knownServers) {
        if (!namesProduct(said, known.mark))
            continue;
        const std::string_view line = trouble == Trouble::Buffers      ? known.buffers
                                      : trouble == Trouble::Compresses ? known.compresses
                                                                       : known.cutsSilent;
        if (!line.empty())
            general.insert(general.begin(), Remedy{std::string(known.name), std::string(line)});
        break;
    }
    return general;
}

Remedies withServersOwn(Remedies general, Trouble trouble, const CheckRecord &record,
                        const StreamRecord &stream)
{
    const std::size_t lines = general.size();
    Remedies own = withServersOwn(std::move(general), trouble, stream.head);
    return own.size() > lines || !record.head ? own
                                              : withServersOwn(std::move(own), trouble, record.head->head);
}

bool endsAsIfComplete(const HttpHead &head)
{
    return namesProduct(productsOf(head), "caddy");
}

} // namespace sluice::remedies
