// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/check/CheckRemedies.h"

#include <algorithm>
#include <cmath>

namespace sluice::remedies {

namespace {

Remedies of(std::string nginx, std::string haproxy, std::string node, std::string sluice)
{
    return {{"nginx", std::move(nginx)},
            {"haproxy", std::move(haproxy)},
            {"node", std::move(node)},
            {"sluice", std::move(sluice)}};
}

/** A heartbeat that comes twice within so many seconds, as the setting is written. */
std::string heartbeatBelow(double seconds)
{
    const auto milliseconds = static_cast<long>(std::floor(seconds * 1000 / 2));
    return milliseconds >= 2000 ? std::to_string(milliseconds / 1000) + "s"
                                : std::to_string(std::max(milliseconds, 100L)) + "ms";
}

std::string secondsText(double seconds)
{
    return std::to_string(std::lround(seconds));
}

} // namespace

Remedies buffering()
{
    return of("proxy_buffering off;", "option http-no-delay",
              "res.flushHeaders(); // then res.write() each event at once, and no compression() before it",
              "nothing to set: it sends X-Accel-Buffering: no; in nginx take away \"proxy_ignore_headers "
              "X-Accel-Buffering;\"");
}

Remedies compression()
{
    return of("gzip off;", "compression type text/html text/css application/json # and no text/event-stream",
              "app.use(compression({ filter: (req, res) => res.getHeader('Content-Type') !== "
              "'text/event-stream' }));",
              "nothing to set: it never compresses, and says Cache-Control: no-transform");
}

Remedies cacheControl()
{
    return of("proxy_cache off; proxy_hide_header Cache-Control; add_header Cache-Control \"no-cache, "
              "no-transform\";",
              "http-response set-header Cache-Control \"no-cache, no-transform\"",
              "res.setHeader('Cache-Control', 'no-cache, no-transform');",
              "nothing to set: it sends Cache-Control: no-cache, no-transform");
}

Remedies contentType()
{
    return of("location /stream { proxy_pass http://127.0.0.1:8080; } # so that this path reaches the stream",
              "use_backend sluice if { path_beg /stream }",
              "res.writeHead(200, { 'Content-Type': 'text/event-stream' });",
              "nothing to set: GET /stream/CHANNEL answers text/event-stream; is the path right?");
}

Remedies contentLength()
{
    return of("chunked_transfer_encoding on; proxy_http_version 1.1;",
              "http-response del-header Content-Length",
              "res.removeHeader('Content-Length'); // res.write() then sends chunks",
              "nothing to set: it sends Transfer-Encoding: chunked to HTTP/1.1");
}

Remedies keepAlive()
{
    return of("keepalive_timeout 75s; proxy_http_version 1.1; proxy_set_header Connection \"\";",
              "option http-keep-alive", "res.setHeader('Connection', 'keep-alive');",
              "nothing to set: it sends Connection: keep-alive to HTTP/1.1");
}

Remedies upstreamVersion()
{
    return of("proxy_http_version 1.1; proxy_set_header Connection \"\";", "option http-keep-alive",
              "new http.Agent({ keepAlive: true }) // speaks HTTP/1.1",
              "nothing to set: it answers in the version that it was asked in");
}

Remedies acceleration()
{
    return of("proxy_buffering off;", "http-response set-header X-Accel-Buffering no",
              "res.setHeader('X-Accel-Buffering', 'no');", "nothing to set: it sends X-Accel-Buffering: no");
}

Remedies unreachable()
{
    return of("server 127.0.0.1:8080; # in upstream { }: is it where the engine listens?",
              "server engine 127.0.0.1:8080 check", "server.listen(8080, '127.0.0.1');",
              "sluiced --listen 127.0.0.1:8080");
}

Remedies refused()
{
    return of("location /stream { proxy_pass http://127.0.0.1:8080; }",
              "use_backend sluice if { path_beg /stream }",
              "res.writeHead(200, { 'Content-Type': 'text/event-stream' });",
              "sluicectl diagnose # says why streams are refused");
}

Remedies overload()
{
    return of("worker_connections 65536;", "maxconn 65536", "server.maxConnections = Infinity;",
              "sluicectl set pool.max_streams=auto pool.overload_mode=auto");
}

Remedies host(const std::string &name)
{
    return of("proxy_set_header Host 127.0.0.1:8080; proxy_set_header X-Forwarded-Host $http_host;",
              "http-request set-header Host 127.0.0.1:8080",
              "http.request(sluiceUrl, { headers: { ...headers, host: sluiceUrl.host } });",
              "sluicectl set listen.allowed_hosts=" + name);
}

Remedies heartbeat()
{
    return of("proxy_read_timeout 3600s; # outlives a silent stream, but nobody notices a dead one",
              "timeout server 1h", "setInterval(() => res.write(':\\n\\n'), 15000);",
              "sluicectl set timeouts.heartbeat=15s");
}

Remedies resume()
{
    return of("proxy_pass_request_headers on; # and no proxy_set_header Last-Event-ID",
              "# take away: http-request del-header Last-Event-ID",
              "const after = req.headers['last-event-id']; // send what came after it first",
              "sluicectl set history.count=1000 history.age=5min");
}

Remedies headMethod()
{
    return of("limit_except GET HEAD { deny all; }",
              "http-request deny if !METH_GET # which means GET and HEAD",
              "if (req.method === 'HEAD') return res.end(); // after the header fields of the stream",
              "nothing to set: HEAD answers the fields of a stream without one");
}

Remedies redirect()
{
    return of("# take away: return 301 / rewrite ... redirect, for this path",
              "# take away: http-request redirect, for this path",
              "// no res.redirect() on the stream's path", "nothing to set: it never redirects");
}

Remedies idleTimeout(double seconds)
{
    return of("proxy_read_timeout 3600s; proxy_send_timeout 3600s;", "timeout server 1h",
              "setInterval(() => res.write(':\\n\\n'), " + secondsText(seconds * 1000 / 2) + ");",
              "sluicectl set timeouts.heartbeat=" + heartbeatBelow(seconds));
}

Remedies ageLimit(double seconds)
{
    return of("proxy_read_timeout 3600s; # and the longest request of what stands before nginx, now " +
                  secondsText(seconds) + " s",
              "timeout server 1h", "server.requestTimeout = 0; server.timeout = 0; req.setTimeout(0);",
              "sluicectl set timeouts.max_age=0");
}

Remedies preflight()
{
    const std::string fields = "Access-Control-Allow-Headers";
    return of("if ($request_method = OPTIONS) { add_header " + fields + " Last-Event-ID; return 204; }",
              "http-after-response set-header " + fields + " Last-Event-ID if { method OPTIONS }",
              "res.setHeader('" + fields + "', 'Last-Event-ID'); // and 204 to OPTIONS",
              "nothing to set: it grants Last-Event-ID to the origins of cors.allow_origin");
}

Remedies cors(const std::string &origin)
{
    return of(
        "add_header Access-Control-Allow-Origin \"" + origin + "\" always; add_header Vary Origin always;",
        "http-response set-header Access-Control-Allow-Origin \"" + origin + "\"",
        "res.setHeader('Access-Control-Allow-Origin', '" + origin + "'); res.setHeader('Vary', 'Origin');",
        "sluicectl set cors.allow_origin=" + origin);
}

} // namespace sluice::remedies
