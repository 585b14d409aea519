// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/config/ConfigWriter.h"

#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "findings/config/AwayAnswer.h"
#include "findings/config/ConfigTemplate.h"
#include "findings/plan/Planner.h"
#include "settings/ListenAddress.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr std::array kKinds{
    ConfigKindInfo{ConfigKind::Nginx, "nginx", "/etc/nginx/nginx.conf", "nginx as the proxy in front"},
    ConfigKindInfo{ConfigKind::Haproxy, "haproxy", "/etc/haproxy/haproxy.cfg",
                   "HAProxy as the proxy in front"},
    ConfigKindInfo{ConfigKind::Apache, "apache", "/etc/apache2/sites-available/sluice.conf",
                   "Apache httpd as the proxy in front"},
    ConfigKindInfo{ConfigKind::Caddy, "caddy", "/etc/caddy/Caddyfile", "Caddy as the proxy in front"},
    ConfigKindInfo{ConfigKind::Varnish, "varnish", "/etc/varnish/sluice.vcl", "Varnish in front"},
    ConfigKindInfo{ConfigKind::Systemd, "systemd", "/etc/systemd/system/sluiced.service.d/60-sluice.conf",
                   "descriptors and stop time of the service"},
    ConfigKindInfo{ConfigKind::Limits, "limits", "/etc/security/limits.d/60-sluice.conf",
                   "descriptors of engines that a shell starts"},
    ConfigKindInfo{ConfigKind::Sysctl, "sysctl", "/etc/sysctl.d/60-sluice.conf",
                   "queues, descriptors and ports of the kernel"},
    ConfigKindInfo{ConfigKind::NodeAgent, "node-agent", "sluice-agent.mjs",
                   "http.Agent and server timeouts of a Node.js proxy"},
    ConfigKindInfo{ConfigKind::Prometheus, "prometheus", "/etc/prometheus/prometheus.yml",
                   "Prometheus scraping the engine"},
};

// Streams are rarely silent for so long by design, so that a heartbeat that somebody raises later still fits.
constexpr milliseconds usualReadTimeout = 1h;
constexpr int heartbeatsPerTimeout = 4;

// Short requests at one time, beside the streams: an eighth, as the engine's own idle connections.
constexpr std::int64_t otherShare = 8;
constexpr std::int64_t leastOthers = 512;

// What a process holds besides connections: logs, listeners, its own pipes.
constexpr std::int64_t ownDescriptors = 256;

// What the shipped unit gives: "auto" fits itself to it.
constexpr std::int64_t unitDescriptors = 1'048'576;
constexpr std::int64_t mostWorkers = 64;
constexpr std::int64_t roundTo = 1024;

// An engine that is told to stop has its drain, and a moment for what comes before and after it.
constexpr milliseconds stopMargin = 13s;

constexpr std::int64_t leastQueue = 4096;
constexpr std::int64_t leastTracked = 262'144;
constexpr std::int64_t usualPorts = 28'232; // 32768 to 60999
constexpr std::int64_t leastScrapeSeconds = 15;

// Apache's event MPM: threads of a child. Varnish: its pools of threads, unless it is told another number.
constexpr std::int64_t apacheThreads = 512;
constexpr std::int64_t varnishPools = 2;

struct HostAndPort
{
    std::string host; ///< empty: none was given
    std::uint16_t port = 0;
};

/** "HOST:PORT" or "PORT"; the host may be a name, an IPv4 address or an IPv6 address in brackets. */
tl::expected<HostAndPort, Error> parseHostAndPort(const std::string &what, const std::string &text)
{
    const auto refuse = [&](const char *rule) {
        return tl::unexpected(inputError(what + " is " + quotedText(text) + ", but must be " + rule));
    };
    const auto colon = text.rfind(':');
    const std::string host = colon == std::string::npos ? std::string() : text.substr(0, colon);
    const auto port = parseCount(colon == std::string::npos ? text : text.substr(colon + 1));
    constexpr std::int64_t lastPort = 65'535;
    if (!port || *port < 1 || *port > lastPort)
        return refuse("ADDRESS:PORT or PORT, with a port from 1 to 65535");
    const bool isBracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    const std::string_view inside =
        isBracketed ? std::string_view(host).substr(1, host.size() - 2) : std::string_view(host);
    const std::string_view allowed = isBracketed ? "0123456789abcdefABCDEF:."
                                                 : "abcdefghijklmnopqrstuvwxyz"
                                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                   "0123456789.-_*";
    if (isBracketed && inside.find('%') != std::string_view::npos)
        return refuse("without a zone: proxies cannot connect to a link-local address; give another");
    if (inside.find_first_not_of(allowed) != std::string_view::npos ||
        (host.empty() && colon != std::string::npos))
        return refuse("an address, or a name of letters, digits, '.', '-', and a port; IPv6 in brackets");
    return HostAndPort{host, static_cast<std::uint16_t>(*port)};
}

/** nginx and HAProxy both know s and ms. */
std::string timeText(milliseconds time)
{
    return time % 1s == 0ms ? std::to_string(time / 1s) + "s" : std::to_string(time.count()) + "ms";
}

/** For who takes whole seconds only; what is longer than none stays longer than none. */
std::int64_t wholeSeconds(milliseconds time)
{
    return std::max<std::int64_t>(time / 1s, 1);
}

std::int64_t roundedUp(std::int64_t number)
{
    return (number + roundTo - 1) / roundTo * roundTo;
}

/** A text of somebody else's on a comment line of ours. */
std::string onOneLine(std::string text)
{
    for (char &c : text)
        if (static_cast<unsigned char>(c) < ' ')
            c = '?';
    return text;
}

/** Makes one text: reads the request into a template's values. */
class Writing
{
public:
    explicit Writing(const ConfigRequest &request)
        : m_request(request)
        , m_settings(request.settings)
    {
    }

    tl::expected<ConfigText, Error> write(ConfigKind kind)
    {
        return check(kind).and_then([&]() -> tl::expected<ConfigText, Error> {
            sizeUp();
            setCommon(kind);
            ConfigText out;
            out.text = textOf(kind);
            out.notes = std::move(m_notes);
            return out;
        });
    }

private:
    tl::expected<void, Error> check(ConfigKind kind);
    void sizeUp();
    void setCommon(ConfigKind kind);
    void setTimeouts();
    void setOtherProxies();
    void setNotes(ConfigKind kind);
    std::string textOf(ConfigKind kind);
    std::string nginx();
    static bool isProxy(ConfigKind kind)
    {
        return kind == ConfigKind::Nginx || kind == ConfigKind::Haproxy || kind == ConfigKind::Apache ||
               kind == ConfigKind::Caddy || kind == ConfigKind::Varnish || kind == ConfigKind::NodeAgent;
    }

    const ConfigRequest &m_request;
    const Settings &m_settings;
    ConfigTemplate m_template;
    std::vector<std::string> m_notes;
    HostAndPort m_engine;
    HostAndPort m_listen;
    std::string m_admin;
    milliseconds m_readTimeout{0};
    std::int64_t m_streams = 0;
    std::int64_t m_others = 0;
    std::int64_t m_descriptors = 0; ///< of the engine
};

/** The address of a listener as others see it: an engine that listens everywhere is asked for here. */
tl::expected<HostAndPort, Error> reachable(const std::string &key, const std::string &address)
{
    const auto parsed = ListenAddress::parse(address);
    if (!parsed)
        return tl::unexpected(inputError(key + ": " + parsed.error().message));
    if (parsed->port == 0)
        return tl::unexpected(
            inputError(key + " is " + quotedText(address) +
                       ", any free port: others must know it, so give it a port, or --engine ADDRESS:PORT"));
    ListenAddress here = *parsed;
    if (here.host == QHostAddress(QHostAddress::AnyIPv4) || here.host == QHostAddress(QHostAddress::Any))
        here.host = QHostAddress(QHostAddress::LocalHost);
    else if (here.host == QHostAddress(QHostAddress::AnyIPv6))
        here.host = QHostAddress(QHostAddress::LocalHostIPv6);
    return parseHostAndPort(key, here.text());
}

std::string addressText(const HostAndPort &address)
{
    return address.host + ":" + std::to_string(address.port);
}

tl::expected<void, Error> Writing::check(ConfigKind kind)
{
    // A zone is in the way of who would connect to it alone.
    const bool isAway = !isProxy(kind) && m_settings.listen_public.find('%') != std::string::npos;
    const auto engine = m_request.engine.empty()
                            ? (isAway ? HostAndPort() : reachable("listen.public", m_settings.listen_public))
                            : parseHostAndPort("the engine's address", m_request.engine);
    if (!engine)
        return tl::unexpected(engine.error());
    if (engine->host.empty() && !isAway)
        return tl::unexpected(inputError("the engine's address is " + quotedText(m_request.engine) +
                                         ", but must be ADDRESS:PORT"));
    m_engine = *engine;
    const auto admin = ListenAddress::parse(m_settings.listen_admin);
    if (!admin)
        return tl::unexpected(inputError("listen.admin: " + admin.error().message));
    m_admin = admin->text();
    const auto listen = parseHostAndPort("the proxy's address", m_request.listen);
    if (!listen)
        return tl::unexpected(listen.error());
    m_listen = *listen;
    const std::string &logs = m_request.logDirectory;
    if (logs.empty() || logs.front() != '/' || logs.find_first_of(" \t\r\n;{}\"'$#\\") != std::string::npos)
        return tl::unexpected(
            inputError("the directory of the logs is " + quotedText(logs) +
                       ", but must be an absolute path without spaces, quotes and any of ; { } $ # \\"));
    const milliseconds heartbeat = m_settings.timeouts_heartbeat;
    m_readTimeout =
        m_request.readTimeout.value_or(std::max(usualReadTimeout, heartbeatsPerTimeout * heartbeat));
    if (m_readTimeout <= heartbeat)
        return tl::unexpected(inputError("the read timeout is " + formatDuration(m_readTimeout) +
                                         ", but must be above timeouts.heartbeat, " +
                                         formatDuration(heartbeat) + ": else every idle stream is cut"));
    return {};
}

void Writing::sizeUp()
{
    const std::int64_t bound = m_settings.pool_max_streams;
    m_streams = bound > 0 ? bound
                          : std::min(m_request.maxStreams.value_or(ConfigWriter::usualStreams),
                                     ConfigWriter::usualStreams);
    m_others = std::max(leastOthers, m_streams / otherShare);
    const std::int64_t workers = m_settings.engine_workers > 0 ? m_settings.engine_workers : mostWorkers;
    const std::int64_t idle = m_settings.pool_max_idle_connections > 0 ? m_settings.pool_max_idle_connections
                                                                       : m_streams / otherShare;
    m_descriptors =
        bound > 0 ? roundedUp(Planner::descriptorLimitFor(bound + idle, workers)) : unitDescriptors;
}

void Writing::setCommon(ConfigKind kind)
{
    ConfigTemplate &page = m_template;
    page.set("ORIGIN", onOneLine(m_request.origin));
    page.set("STREAMS", m_streams);
    page.set("WORKER_CONNECTIONS", 2 * (m_streams + m_others));
    page.set("WORKER_DESCRIPTORS", 2 * (m_streams + m_others) + ownDescriptors);
    page.set("MAX_CONNECTIONS", m_streams + m_others);
    page.set("NODE_DESCRIPTORS", 2 * (m_streams + m_others) + ownDescriptors);
    page.set("DESCRIPTORS", m_descriptors);
    page.set("PROCESS_DESCRIPTORS", std::max(unitDescriptors, m_descriptors));
    page.set("SYSTEM_DESCRIPTORS", 2 * std::max(unitDescriptors, m_descriptors));
    page.setIf("BOUNDED", m_settings.pool_max_streams > 0);
    page.setIf("UNBOUNDED", m_settings.pool_max_streams == 0);
    page.set("ENGINE", addressText(m_engine));
    page.set("LOGS", m_request.logDirectory);
    page.set("BACKLOG", m_settings.listen_backlog);
    page.set("QUEUE", std::max(leastQueue, m_settings.listen_backlog));
    page.set("SYN_QUEUE", 2 * std::max(leastQueue, m_settings.listen_backlog));
    page.set("PORTS_PREFIX", m_streams + m_others > usualPorts ? "" : "#");
    page.set("CONNTRACK", std::max(leastTracked, 4 * m_streams));
    page.set("MAX_BODY", m_settings.publish_max_body);
    const std::string port = std::to_string(m_listen.port);
    if (kind == ConfigKind::Haproxy)
        page.set("LISTEN", m_listen.host + ":" + port);
    else
        page.set("LISTEN", m_listen.host.empty() ? port : m_listen.host + ":" + port);
    page.setIf("PROXY_HEADER", m_settings.pool_proxy_protocol);
    page.set("UPSTREAM",
             m_settings.pool_proxy_protocol ? "unix:/run/sluice-nginx.sock" : addressText(m_engine));
    page.set("SEND_PROXY", m_settings.pool_proxy_protocol ? " send-proxy-v2" : "");
    page.setIf("OPEN_PUBLISH", m_settings.auth_publish_token.empty());
    page.setIf("TOKEN", !m_settings.auth_admin_token.empty());
    page.set("ADMIN", m_admin);
    setTimeouts();
    setOtherProxies();
    setAwayAnswer(page, m_settings);
    setNotes(kind);
}

void Writing::setTimeouts()
{
    ConfigTemplate &page = m_template;
    page.set("HEARTBEAT", timeText(m_settings.timeouts_heartbeat));
    page.set("READ_TIMEOUT", timeText(m_readTimeout));
    page.set("READ_TIMEOUT_MS", m_readTimeout.count());
    page.set("KEEP_ALIVE", timeText(m_settings.timeouts_keep_alive));
    page.set("KEEP_ALIVE_MS", m_settings.timeouts_keep_alive.count());
    page.set("HEADERS_MS", m_settings.timeouts_headers.count());
    page.set("UPSTREAM_IDLE", timeText(m_settings.timeouts_keep_alive * 3 / 4));
    page.set("HEAD_READ", timeText(m_settings.timeouts_head_read));
    page.set("WRITE_STALL", timeText(m_settings.timeouts_write_stall));
    page.set("RETRY_MS", m_settings.pool_overload_retry.count());
    page.set("DRAIN_GRACE", timeText(m_settings.drain_grace));
    page.set("DRAIN_DEADLINE", timeText(m_settings.drain_deadline));
    page.set("STOP_SECONDS",
             (m_settings.drain_grace + m_settings.drain_deadline + stopMargin + 999ms) / 1000ms);
    page.set("METRICS_INTERVAL", timeText(m_settings.metrics_interval));
    page.set("SCRAPE_INTERVAL",
             std::max(leastScrapeSeconds, std::int64_t{(m_settings.metrics_interval + 999ms) / 1000ms}));
}

/** What Apache, Caddy and Varnish want written in their own ways. */
void Writing::setOtherProxies()
{
    ConfigTemplate &page = m_template;
    const std::string port = std::to_string(m_listen.port);
    const std::string_view engine = m_engine.host;
    page.set("ENGINE_HOST",
             std::string(engine.starts_with('[') ? engine.substr(1, engine.size() - 2) : engine));
    page.set("ENGINE_PORT", m_engine.port);
    const std::string host = m_listen.host == "*" ? std::string() : m_listen.host;
    page.set("LISTEN_HOST", host);
    page.set("LISTEN_PORT", port);
    page.setIf("BOUND", !host.empty());
    page.setIf("OWN_LISTEN", m_request.listen != "80");
    page.setIf("USUAL_LISTEN", m_request.listen == "80");
    page.set("APACHE_HOST", (host.empty() ? "*" : host) + ":" + port);
    page.set("VARNISH_LISTEN", host + ":" + port);

    const std::int64_t connections = m_streams + m_others;
    const std::int64_t children = (connections + apacheThreads - 1) / apacheThreads;
    page.set("APACHE_THREADS", apacheThreads);
    page.set("APACHE_CHILDREN", children);
    page.set("APACHE_WORKERS", children * apacheThreads);
    page.set("VARNISH_THREADS", (connections + varnishPools - 1) / varnishPools);

    // Rounded down, but for the timeouts that must not be too short.
    page.set("READ_TIMEOUT_S", wholeSeconds(m_readTimeout + 999ms));
    page.set("HEAD_READ_S", wholeSeconds(m_settings.timeouts_head_read + 999ms));
    page.set("WRITE_STALL_S", wholeSeconds(m_settings.timeouts_write_stall + 999ms));
    page.set("UPSTREAM_IDLE_S", wholeSeconds(m_settings.timeouts_keep_alive * 3 / 4));
}

void Writing::setNotes(ConfigKind kind)
{
    const bool isHere = m_engine.host.starts_with("127.") || m_engine.host == "[::1]";
    if (isProxy(kind) && m_settings.pool_trusted_proxies.empty())
        m_notes.push_back(
            "pool.trusted_proxies is empty, so the engine takes this proxy for its only client: "
            "sluicectl set pool.trusted_proxies=" +
            std::string(isHere ? "127.0.0.1" : "ADDRESS-OF-THIS-PROXY"));
    if ((kind == ConfigKind::NodeAgent || kind == ConfigKind::Apache) && m_settings.pool_proxy_protocol)
        m_notes.push_back("pool.proxy_protocol is on, and " +
                          std::string(kind == ConfigKind::Apache ? "Apache" : "Node's http.Agent") +
                          " sends no PROXY header: the engine refuses what comes from here");
    if (kind == ConfigKind::Apache && m_settings.pool_overload_mode != "status")
        m_notes.push_back(
            "Apache answers 503 while the engine is away, and a browser's EventSource gives up for "
            "ever at it: pages have to open a new one on \"error\" (readyState 2)");
    if (isProxy(kind) && m_readTimeout < 2 * m_settings.timeouts_heartbeat)
        m_notes.push_back("the read timeout, " + formatDuration(m_readTimeout) +
                          ", is less than two heartbeats: one that is late cuts the stream");
    const std::int64_t bound = m_settings.pool_max_streams;
    const bool isUnbounded = bound == 0 && m_request.maxStreams.value_or(ConfigWriter::usualStreams + 1) >
                                               ConfigWriter::usualStreams;
    const bool saysStreams = isProxy(kind) || kind == ConfigKind::Sysctl;
    if (isUnbounded && saysStreams)
        m_notes.push_back("pool.max_streams is auto, as many as fit; this is made for " +
                          std::to_string(m_streams) +
                          " streams: give --set pool.max_streams=N for another number");
    const auto admin = ListenAddress::parse(m_settings.listen_admin);
    if (kind == ConfigKind::Prometheus && admin && !admin->isLoopback() &&
        (admin->host == QHostAddress(QHostAddress::AnyIPv4) ||
         admin->host == QHostAddress(QHostAddress::Any) ||
         admin->host == QHostAddress(QHostAddress::AnyIPv6)))
        m_notes.push_back(
            "listen.admin is every address of the engine's machine: put that machine's name in place "
            "of " +
            m_admin);
    if (kind == ConfigKind::Prometheus && admin && admin->isLoopback())
        m_notes.push_back("listen.admin is " + m_admin +
                          ", so Prometheus has to run on the engine's machine");
    const char *mark = kind == ConfigKind::NodeAgent ? "// " : "# ";
    std::string comment;
    for (const std::string &note : m_notes)
        comment += (comment.empty() ? "" : "\n") + (mark + ("Note: " + onOneLine(note)));
    m_template.set("NOTES", comment);
}

std::string Writing::nginx()
{
    if (m_request.part == ConfigRequest::Part::Http) {
        m_template.setIf("ALONE", true);
        return m_template.text("nginx-http.conf.in");
    }
    m_template.setIf("ALONE", false);
    ConfigTemplate whole = m_template;
    std::string http = indented(m_template.text("nginx-http.conf.in"), 4);
    while (http.ends_with('\n'))
        http.pop_back();
    whole.set("HTTP", http);
    return whole.text("nginx.conf.in");
}

std::string Writing::textOf(ConfigKind kind)
{
    switch (kind) {
    case ConfigKind::Nginx:
        return nginx();
    case ConfigKind::Haproxy:
        return m_template.text("haproxy.cfg.in");
    case ConfigKind::Apache:
        return m_template.text("apache.conf.in");
    case ConfigKind::Caddy:
        return m_template.text("Caddyfile.in");
    case ConfigKind::Varnish:
        return m_template.text("varnish.vcl.in");
    case ConfigKind::Systemd:
        return m_template.text("systemd.conf.in");
    case ConfigKind::Limits:
        return m_template.text("limits.conf.in");
    case ConfigKind::Sysctl:
        return m_template.text("sysctl.conf.in");
    case ConfigKind::NodeAgent:
        return m_template.text("node-agent.mjs.in");
    case ConfigKind::Prometheus:
        return m_template.text("prometheus.yml.in");
    }
    return {};
}

} // namespace

std::span<const ConfigKindInfo> configKinds()
{
    return kKinds;
}

tl::expected<ConfigText, Error> ConfigWriter::write(ConfigKind kind, const ConfigRequest &request)
{
    return Writing(request).write(kind);
}

} // namespace sluice
