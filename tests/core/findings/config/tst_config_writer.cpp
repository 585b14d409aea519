// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the generated configurations say for given settings, and what cannot be written. Real programs read
// them in tests/integration: tst_nginx, tst_haproxy, tst_generated_configs.
#include "findings/config/ConfigWriter.h"

#include "findings/config/SettingsAnswerReader.h"
#include "findings/plan/Planner.h"
#include "settings/SettingChanges.h"

#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

ConfigRequest requestWith(const std::vector<SettingChange> &changes)
{
    ConfigRequest request;
    request.settings = withChanges(Settings(), changes).value();
    return request;
}

std::string textOf(ConfigKind kind, const ConfigRequest &request)
{
    const auto config = ConfigWriter::write(kind, request);
    return config ? config->text : "error: " + config.error().message;
}

bool holds(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

/** The lines that are neither empty nor a comment. */
QStringList directives(const std::string &text)
{
    QStringList lines;
    for (const QString &line : QString::fromStdString(text).split(QLatin1Char('\n'))) {
        const QString trimmed = line.trimmed();
        if (!trimmed.isEmpty() && !trimmed.startsWith(QLatin1Char('#')) &&
            !trimmed.startsWith(QLatin1String("//")))
            lines << trimmed;
    }
    return lines;
}

} // namespace

class tst_ConfigWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsWhole_data();
    void everyKindIsWhole();
    void everyDirectiveHasAReason_data();
    void everyDirectiveHasAReason();
    void timeoutsFollowTheHeartbeat();
    void headersAreSentWhereTheyAreTaken();
    void linkLocalAddressesAreNotForProxies();
    void sizesFollowThePool();
    void anUnboundedPool();
    void engineIsCalledByItsOwnName();
    void publishIsNotOpen();
    void browsersComeBack();
    void addresses();
    void notes();
    void otherProxiesFollowTheSettings();
    void otherProxiesKeepPublishShut();
    void otherProxiesCallBrowsersBack();
    void partOfNginx();
    void tokensStaySecret_data();
    void tokensStaySecret();
    void impossible_data();
    void impossible();
    void originIsOneLine();
    void readsAnEnginesAnswer();
};

void tst_ConfigWriter::everyKindIsWhole_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QStringList>("lines");
    const auto row = [](ConfigKind kind, const QStringList &lines) {
        const ConfigKindInfo &info = configKinds()[static_cast<std::size_t>(kind)];
        QCOMPARE(info.kind, kind);
        QTest::newRow(std::string(info.name).c_str()) << static_cast<int>(kind) << lines;
    };
    const auto words = [](std::initializer_list<const char *> all) {
        QStringList lines;
        for (const char *line : all)
            lines << QString::fromLatin1(line);
        return lines;
    };
    row(ConfigKind::Nginx,
        words({"proxy_http_version 1.1;", "proxy_set_header Connection \"\";", "proxy_buffering off;",
               "chunked_transfer_encoding on;", "proxy_cache off;", "gzip off;", "proxy_read_timeout 3600s;",
               "proxy_send_timeout 3600s;", "server 127.0.0.1:8080;", "keepalive 64;",
               "keepalive_timeout 56250ms;", "listen 80 backlog=4096;",
               "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
               "proxy_set_header Forwarded \"\";", "send_timeout 30s;", "client_max_body_size 1048576;",
               "worker_connections 24000;"}));
    row(ConfigKind::Haproxy,
        words({"timeout server 3600s", "timeout client 3600s", "option http-no-delay", "option forwardfor",
               "http-request del-header Forwarded", "bind :80", "backlog 4096", "timeout http-request 10s",
               "http-reuse safe", "option httpchk GET /healthz",
               "server engine 127.0.0.1:8080 check inter 1s fall 2 rise 1 pool-purge-delay 56250ms",
               "maxconn 12000"}));
    row(ConfigKind::Apache,
        words({"ThreadsPerChild 512", "ServerLimit 24", "MaxRequestWorkers 12288", "ListenBackLog 4096",
               "<VirtualHost *:80>", "Timeout 30", "RequestReadTimeout header=10",
               "RequestHeader unset Forwarded", "LimitRequestBody 1048576",
               "ProxyPass /stream http://127.0.0.1:8080/stream flushpackets=on timeout=3600 ttl=56 "
               "connectiontimeout=5 retry=0"}));
    row(ConfigKind::Caddy, words({"http://:80 {", "read_header 10s", "reverse_proxy 127.0.0.1:8080 {",
                                  "header_up Host {upstream_hostport}", "header_up -Forwarded",
                                  "keepalive 56250ms", "read_timeout 3600s", "max_size 1048576"}));
    row(ConfigKind::Varnish,
        words({".host = \"127.0.0.1\";", ".port = \"8080\";", ".host_header = \"127.0.0.1:8080\";",
               "return (pipe);", "set bereq.http.Connection = \"close\";", "unset req.http.Forwarded;"}));
    row(ConfigKind::Systemd, words({"[Service]", "LimitNOFILE=13312", "TimeoutStopSec=45s"}));
    row(ConfigKind::Limits, words({"*       hard    nofile  13312", "root    hard    nofile  13312"}));
    row(ConfigKind::Sysctl, words({"net.core.somaxconn = 4096", "net.ipv4.tcp_max_syn_backlog = 8192",
                                   "fs.nr_open = 1048576", "fs.file-max = 2097152"}));
    row(ConfigKind::NodeAgent,
        words({"keepAlive: true,", "maxSockets: Infinity,", "maxFreeSockets: 256,", "timeout: 0,",
               "server.keepAliveTimeout = 75000;", "server.headersTimeout = 85000;",
               "server.requestTimeout = 0;", "export const sluiceReadTimeout = 3600000;",
               "export const sluiceUrl = 'http://127.0.0.1:8080';"}));
    row(ConfigKind::Prometheus, words({"scrape_interval: 15s", "- job_name: sluice", "metrics_path: /metrics",
                                       "- targets: ['127.0.0.1:9180']"}));
}

void tst_ConfigWriter::everyKindIsWhole()
{
    QFETCH(int, kind);
    QFETCH(QStringList, lines);
    // An odd number, so that it is no default of anybody's.
    ConfigRequest request = requestWith({{"pool.max_streams", "10667", {}}});
    request.origin = "a test";
    const std::string text = textOf(static_cast<ConfigKind>(kind), request);
    const QStringList found = directives(text);
    for (const QString &line : lines)
        QVERIFY2(found.contains(line),
                 qPrintable(line + QLatin1String(" is not in\n") + QString::fromStdString(text)));
    QVERIFY2(holds(text, "from a test"), text.c_str());
    // No placeholder was left, no licence of ours is in it, no line is cut.
    static const QRegularExpression placeholder(QStringLiteral("@[A-Z_ ]+@"));
    QVERIFY2(!QString::fromStdString(text).contains(placeholder), text.c_str());
    QVERIFY(!holds(text, "SPDX"));
    QVERIFY(text.ends_with('\n') && !text.ends_with("\n\n"));
    QVERIFY2(!holds(text, "\n\n\n"), text.c_str());
}

void tst_ConfigWriter::everyDirectiveHasAReason_data()
{
    QTest::addColumn<int>("kind");
    for (const ConfigKindInfo &info : configKinds())
        QTest::newRow(std::string(info.name).c_str()) << static_cast<int>(info.kind);
}

/** Each group of lines begins with a comment. */
void tst_ConfigWriter::everyDirectiveHasAReason()
{
    QFETCH(int, kind);
    const std::string text = textOf(static_cast<ConfigKind>(kind), ConfigRequest());
    int comments = 0;
    int others = 0;
    for (const QString &line : QString::fromStdString(text).split(QLatin1Char('\n'))) {
        const QString trimmed = line.trimmed();
        if (trimmed.startsWith(QLatin1Char('#')) || trimmed.startsWith(QLatin1String("//")) ||
            trimmed.startsWith(QLatin1String("/**")))
            ++comments;
        else if (!trimmed.isEmpty() && trimmed != QLatin1String("}"))
            ++others;
    }
    QVERIFY2(comments * 2 >= others, text.c_str());
}

void tst_ConfigWriter::timeoutsFollowTheHeartbeat()
{
    ConfigRequest request = requestWith({{"timeouts.heartbeat", "500ms", {}},
                                         {"timeouts.keep_alive", "2s", {}},
                                         {"timeouts.headers", "11s", {}},
                                         {"timeouts.write_stall", "1500ms", {}}});
    request.readTimeout = 2s;
    const std::string nginx = textOf(ConfigKind::Nginx, request);
    QVERIFY2(holds(nginx, "proxy_read_timeout 2s;") && holds(nginx, "send_timeout 1500ms;") &&
                 holds(nginx, "keepalive_timeout 1500ms;"),
             nginx.c_str());
    const std::string haproxy = textOf(ConfigKind::Haproxy, request);
    QVERIFY2(holds(haproxy, "timeout server 2s\n") && holds(haproxy, "timeout client 2s\n"), haproxy.c_str());
    QVERIFY(holds(textOf(ConfigKind::NodeAgent, request), "server.keepAliveTimeout = 2000;"));
    // Four heartbeats of twenty minutes are more than an hour.
    request = requestWith({{"timeouts.heartbeat", "20min", {}},
                           {"timeouts.keep_alive", "40min", {}},
                           {"timeouts.headers", "1h", {}},
                           {"timeouts.write_stall", "1h", {}}});
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "proxy_read_timeout 4800s;"));
}

void tst_ConfigWriter::headersAreSentWhereTheyAreTaken()
{
    ConfigRequest request = requestWith({});
    for (const ConfigKind kind : {ConfigKind::Nginx, ConfigKind::Haproxy, ConfigKind::NodeAgent})
        QVERIFY(!holds(textOf(kind, request), "PROXY") && !holds(textOf(kind, request), "send-proxy"));
    request = requestWith({{"pool.proxy_protocol", "true", {}}, {"pool.trusted_proxies", "127.0.0.1", {}}});
    const std::string haproxy = textOf(ConfigKind::Haproxy, request);
    QVERIFY2(holds(haproxy, "pool-purge-delay 56250ms send-proxy-v2\n"), haproxy.c_str());
    const std::string nginx = textOf(ConfigKind::Nginx, request);
    for (const char *line :
         {"    server unix:/run/sluice-nginx.sock;\n", "    listen unix:/run/sluice-nginx.sock;\n",
          "        proxy_pass 127.0.0.1:8080;\n", "        proxy_protocol on;\n",
          "        proxy_set_header Host 127.0.0.1:8080;\n", "        proxy_timeout 3600s;\n"})
        QVERIFY2(holds(nginx, line), nginx.c_str());
    request.part = ConfigRequest::Part::Http;
    const std::string part = textOf(ConfigKind::Nginx, request);
    QVERIFY2(holds(part, "# and the stream { }") && !holds(part, "proxy_protocol on"), part.c_str());
    QVERIFY(holds(textOf(ConfigKind::NodeAgent, request), "sends no PROXY header"));
}

/** Proxies cannot connect to one; for what does not connect it is an address like any. */
void tst_ConfigWriter::linkLocalAddressesAreNotForProxies()
{
    ConfigRequest request = requestWith(
        {{"listen.public", "[fe80::1%eth0]:8080", {}}, {"auth.publish_token", "a-token-of-the-test", {}}});
    for (const ConfigKindInfo &info : configKinds()) {
        const auto text = ConfigWriter::write(info.kind, request);
        const bool isProxy = info.kind != ConfigKind::Systemd && info.kind != ConfigKind::Limits &&
                             info.kind != ConfigKind::Sysctl && info.kind != ConfigKind::Prometheus;
        QVERIFY2(text.has_value() != isProxy, std::string(info.name).c_str());
        if (isProxy)
            QVERIFY2(text.error().message.find("without a zone") != std::string::npos,
                     text.error().message.c_str());
    }
}

void tst_ConfigWriter::sizesFollowThePool()
{
    ConfigRequest request = requestWith({{"pool.max_streams", "100000", {}}, {"engine.workers", "2", {}}});
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "worker_connections 225000;"));
    QVERIFY(holds(textOf(ConfigKind::Haproxy, request), "maxconn 112500\n"));
    const QString unit = QString::fromStdString(textOf(ConfigKind::Systemd, request));
    const qint64 limit =
        unit.section(QLatin1String("LimitNOFILE="), 1).section(QLatin1Char('\n'), 0, 0).toLongLong();
    QVERIFY2(limit >= Planner::descriptorLimitFor(100'000, 2) && limit < 140'000, qPrintable(unit));
    const std::string kernel = textOf(ConfigKind::Sysctl, request);
    QVERIFY2(holds(kernel, "\nnet.ipv4.ip_local_port_range = 1024 65535\n"), kernel.c_str());
    QVERIFY(holds(textOf(ConfigKind::Sysctl, requestWith({{"pool.max_streams", "1000", {}}})),
                  "\n#net.ipv4.ip_local_port_range"));
}

/** "auto" on a machine that gives a million descriptors is no plan for a proxy. */
void tst_ConfigWriter::anUnboundedPool()
{
    ConfigRequest request;
    QVERIFY(holds(textOf(ConfigKind::Systemd, request), "LimitNOFILE=1048576\n"));
    const auto hasNote = [](const ConfigRequest &one) {
        const auto config = ConfigWriter::write(ConfigKind::Nginx, one);
        for (const std::string &note : config->notes)
            if (holds(note, "pool.max_streams is auto"))
                return true;
        return false;
    };
    QVERIFY(hasNote(request));
    QVERIFY(holds(textOf(ConfigKind::Haproxy, request), "maxconn 73728\n"));
    request.maxStreams = 1'027'604;
    QVERIFY(hasNote(request));
    QVERIFY(holds(textOf(ConfigKind::Haproxy, request), "maxconn 73728\n"));
    request.maxStreams = 19'600; // what a running engine has made of "auto"
    QVERIFY(!hasNote(request));
    QVERIFY(holds(textOf(ConfigKind::Haproxy, request), "maxconn 22050\n"));
}

/** On loopback the engine answers to names that it knows alone. */
void tst_ConfigWriter::engineIsCalledByItsOwnName()
{
    const ConfigRequest request;
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "proxy_set_header Host 127.0.0.1:8080;"));
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "proxy_set_header X-Forwarded-Host $http_host;"));
    QVERIFY(holds(textOf(ConfigKind::Haproxy, request), "http-request set-header Host 127.0.0.1:8080"));
    QVERIFY(holds(textOf(ConfigKind::Haproxy, request),
                  "http-request set-header X-Forwarded-Host %[req.hdr(Host)]"));
}

/** The engine lets its own machine publish without a token, and the proxy is on it. */
void tst_ConfigWriter::publishIsNotOpen()
{
    ConfigRequest request;
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "deny all;"));
    QVERIFY(holds(textOf(ConfigKind::Haproxy, request), "deny_status 403 if is_publish"));
    request.settings.auth_publish_token = "correct-horse-battery";
    QVERIFY(!holds(textOf(ConfigKind::Nginx, request), "deny all;"));
    QVERIFY(!holds(textOf(ConfigKind::Haproxy, request), "deny_status 403"));
}

void tst_ConfigWriter::browsersComeBack()
{
    ConfigRequest request =
        requestWith({{"pool.overload_retry", "1500ms", {}}, {"cors.allow_origin", "*", {}}});
    std::string nginx = textOf(ConfigKind::Nginx, request);
    QVERIFY2(holds(nginx, "return 200 \"retry: 1500\\n\";") &&
                 holds(nginx, "add_header Access-Control-Allow-Origin \"*\";"),
             nginx.c_str());
    QVERIFY(holds(textOf(ConfigKind::Haproxy, request), "string \"retry: 1500\\n\" if is_stream is_away"));

    request = requestWith({{"cors.allow_origin", "https://one.example, https://two.example:8443", {}},
                           {"cors.allow_credentials", "true", {}}});
    nginx = textOf(ConfigKind::Nginx, request);
    QVERIFY2(holds(nginx, "\"https://two.example:8443\" $http_origin;") &&
                 holds(nginx, "add_header Access-Control-Allow-Origin $sluice_origin;") &&
                 holds(nginx, "add_header Access-Control-Allow-Credentials true;") &&
                 !holds(nginx, "Origin \"*\""),
             nginx.c_str());
    const std::string haproxy = textOf(ConfigKind::Haproxy, request);
    QVERIFY2(holds(haproxy, "-m str https://one.example https://two.example:8443\n") &&
                 holds(haproxy, "hdr Access-Control-Allow-Credentials true"),
             haproxy.c_str());

    // By default this machine's own pages; with stars, the names below one.
    request = requestWith({{"cors.allow_origin", "auto, https://*.example.com, https://one.example", {}}});
    nginx = textOf(ConfigKind::Nginx, request);
    QVERIFY2(holds(nginx, "\"~*^https://[^/:]+[.]example[.]com$\" $http_origin;") &&
                 holds(nginx, "\"https://one.example\" $http_origin;") && holds(nginx, "?localhost|127[.]"),
             nginx.c_str());
    QVERIFY2(holds(textOf(ConfigKind::Haproxy, request), "-m reg ^https://[^/:]+[.]example[.]com$ "),
             textOf(ConfigKind::Haproxy, request).c_str());
    request.settings.listen_public = "0.0.0.0:8080";
    request.settings.auth_publish_token = "correct-horse-battery";
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "Access-Control-Allow-Origin \"*\";"));

    request = requestWith({{"pool.overload_mode", "status", {}}});
    QVERIFY(!holds(textOf(ConfigKind::Nginx, request), "sluice_away"));
    QVERIFY(!holds(textOf(ConfigKind::Haproxy, request), "is_away"));
}

void tst_ConfigWriter::addresses()
{
    ConfigRequest request;
    request.settings.listen_public = "0.0.0.0:9000";
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "server 127.0.0.1:9000;"));
    request.settings.listen_public = "[::]:9000";
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "server [::1]:9000;"));
    request.engine = "engine-1.example:8080";
    request.listen = "127.0.0.1:8081";
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "server engine-1.example:8080;"));
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "listen 127.0.0.1:8081 backlog"));
    QVERIFY(holds(textOf(ConfigKind::Haproxy, request), "bind 127.0.0.1:8081\n"));
    QVERIFY(holds(textOf(ConfigKind::NodeAgent, request), "'http://engine-1.example:8080'"));
    request.listen = "[::1]:8081";
    QVERIFY(holds(textOf(ConfigKind::Haproxy, request), "bind [::1]:8081\n"));
}

void tst_ConfigWriter::notes()
{
    const auto notesOf = [](ConfigKind kind, const ConfigRequest &request) {
        std::string all;
        const auto config = ConfigWriter::write(kind, request);
        for (const std::string &note : config->notes)
            all += note + "\n";
        return all;
    };
    ConfigRequest request = requestWith({{"pool.max_streams", "1000", {}}});
    QVERIFY(holds(notesOf(ConfigKind::Nginx, request), "sluicectl set pool.trusted_proxies=127.0.0.1"));
    QVERIFY(holds(textOf(ConfigKind::Nginx, request), "# Note: pool.trusted_proxies is empty"));
    QVERIFY(holds(textOf(ConfigKind::NodeAgent, request), "// Note: pool.trusted_proxies is empty"));
    request.engine = "10.0.0.5:8080";
    QVERIFY(holds(notesOf(ConfigKind::Haproxy, request), "pool.trusted_proxies=ADDRESS-OF-THIS-PROXY"));
    request = requestWith({{"pool.max_streams", "1000", {}}, {"pool.trusted_proxies", "127.0.0.1", {}}});
    QCOMPARE(notesOf(ConfigKind::Nginx, request), std::string());
    request.readTimeout = 20s;
    QVERIFY(holds(notesOf(ConfigKind::Nginx, request), "less than two heartbeats"));
    QCOMPARE(notesOf(ConfigKind::Systemd, request), std::string());
    request.settings.listen_admin = "0.0.0.0:9180";
    QVERIFY(holds(notesOf(ConfigKind::Prometheus, request), "put that machine's name in place of"));
}

void tst_ConfigWriter::otherProxiesFollowTheSettings()
{
    ConfigRequest request = requestWith({{"pool.max_streams", "100000", {}},
                                         {"timeouts.heartbeat", "500ms", {}},
                                         {"timeouts.keep_alive", "2s", {}},
                                         {"timeouts.headers", "11s", {}},
                                         {"timeouts.write_stall", "1500ms", {}}});
    request.readTimeout = 2500ms;
    request.listen = "[::1]:8081";
    request.engine = "[fd00::5]:9000";
    const std::string apache = textOf(ConfigKind::Apache, request);
    for (const char *part :
         {"MaxRequestWorkers 112640\n", "Timeout 2\n", "timeout=3 ttl=1 ", "\nListen [::1]:8081\n",
          "<VirtualHost [::1]:8081>", "http://[fd00::5]:9000/stream "})
        QVERIFY2(holds(apache, part), apache.c_str());
    const std::string caddy = textOf(ConfigKind::Caddy, request);
    for (const char *part : {"read_timeout 2500ms\n", "keepalive 1500ms\n", "bind [::1]\n", "http://:8081 {",
                             "reverse_proxy [fd00::5]:9000 {"})
        QVERIFY2(holds(caddy, part), caddy.c_str());
    const std::string varnish = textOf(ConfigKind::Varnish, request);
    for (const char *part : {"-a [::1]:8081 ", "-p pipe_timeout=3 ", "-p backend_idle_timeout=1 ",
                             "-p thread_pool_max=56250 ", ".host = \"fd00::5\";", ".port = \"9000\";"})
        QVERIFY2(holds(varnish, part), varnish.c_str());

    request = requestWith({{"pool.proxy_protocol", "true", {}}, {"pool.trusted_proxies", "127.0.0.1", {}}});
    QVERIFY(
        holds(textOf(ConfigKind::Apache, request), "# Note: pool.proxy_protocol is on, and Apache sends no"));
    QVERIFY(holds(textOf(ConfigKind::Caddy, request), "proxy_protocol v2\n"));
    QVERIFY(holds(textOf(ConfigKind::Varnish, request), ".proxy_header = 2;"));
}

void tst_ConfigWriter::otherProxiesKeepPublishShut()
{
    ConfigRequest request;
    const auto isShut = [&request](ConfigKind kind, const char *by) {
        return holds(textOf(kind, request), by);
    };
    QVERIFY(isShut(ConfigKind::Apache, "Require ip 127.0.0.0/8 ::1"));
    QVERIFY(isShut(ConfigKind::Caddy, "respond @strangers 403"));
    QVERIFY(isShut(ConfigKind::Varnish, "client.ip !~ this_machine"));
    request.settings.auth_publish_token = "correct-horse-battery";
    QVERIFY(!isShut(ConfigKind::Apache, "Require ip"));
    QVERIFY(!isShut(ConfigKind::Caddy, "@strangers"));
    QVERIFY(!isShut(ConfigKind::Varnish, "this_machine"));
}

void tst_ConfigWriter::otherProxiesCallBrowsersBack()
{
    ConfigRequest request =
        requestWith({{"pool.overload_retry", "1500ms", {}},
                     {"cors.allow_credentials", "true", {}},
                     {"cors.allow_origin", "https://one.example, https://*.two.example", {}}});
    const char *origins = "(?i)^https://one[.]example$|^https://[^/:]+[.]two[.]example$\"";
    for (const ConfigKind kind : {ConfigKind::Caddy, ConfigKind::Varnish}) {
        const std::string text = textOf(kind, request);
        QVERIFY2(holds(text, origins) && holds(text, "\"retry: 1500\n\"") &&
                     holds(text, "Access-Control-Allow-Credentials"),
                 text.c_str());
    }
    QVERIFY(
        holds(textOf(ConfigKind::Apache, request), "# Note: Apache answers 503 while the engine is away"));
    request = requestWith({{"pool.overload_mode", "status", {}}});
    for (const ConfigKind kind : {ConfigKind::Apache, ConfigKind::Caddy, ConfigKind::Varnish}) {
        const std::string text = textOf(kind, request);
        QVERIFY2(!holds(text, "retry: ") && !holds(text, "503 while"), text.c_str());
    }
}

void tst_ConfigWriter::partOfNginx()
{
    ConfigRequest request = requestWith({{"pool.max_streams", "10667", {}}});
    request.part = ConfigRequest::Part::Http;
    const std::string part = textOf(ConfigKind::Nginx, request);
    const QStringList lines = directives(part);
    QVERIFY2(!holds(part, "\nhttp {") && !holds(part, "\nevents {"), part.c_str());
    QVERIFY2(holds(part, "#   events { worker_connections 24000; }"), part.c_str());
    request.part = ConfigRequest::Part::Whole;
    const QStringList whole = directives(textOf(ConfigKind::Nginx, request));
    for (const QString &line : lines)
        QVERIFY2(whole.contains(line), qPrintable(line));
}

void tst_ConfigWriter::tokensStaySecret_data()
{
    everyDirectiveHasAReason_data();
}

void tst_ConfigWriter::tokensStaySecret()
{
    QFETCH(int, kind);
    ConfigRequest request;
    request.settings.auth_publish_token = request.settings.auth_admin_token =
        request.settings.auth_viewer_token = "correct-horse-battery";
    const std::string text = textOf(static_cast<ConfigKind>(kind), request);
    QVERIFY2(!holds(text, "correct-horse"), text.c_str());
    QCOMPARE(holds(text, "credentials_file: "), static_cast<ConfigKind>(kind) == ConfigKind::Prometheus);
}

void tst_ConfigWriter::impossible_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *field, const char *value, const char *message) {
        QTest::addRow("%s %s", field, value) << QByteArray(field) << QByteArray(value) << QByteArray(message);
    };
    row("listen", "http", "the proxy's address is 'http', but must be ADDRESS:PORT or PORT");
    row("listen", "0", "a port from 1 to 65535");
    row("listen", "65536", "a port from 1 to 65535");
    row("listen", "", "a port from 1 to 65535");
    row("listen", ":80", "the proxy's address is ':80'");
    row("listen", "::1:80", "IPv6 in brackets");
    row("listen", "a;b:80", "the proxy's address is 'a;b:80'");
    row("listen", "a\nb:80", "the proxy's address is 'a\\x");
    row("engine", "8080", "the engine's address is '8080', but must be ADDRESS:PORT");
    row("engine", "a b:8080", "the engine's address is 'a b:8080'");
    row("logs", "logs", "the directory of the logs is 'logs', but must be an absolute path");
    row("logs", "/var/log; rm", "the directory of the logs is");
    row("public", "127.0.0.1:0", "listen.public is '127.0.0.1:0', any free port");
    row("read", "15000", "the read timeout is 15s, but must be above timeouts.heartbeat, 15s");
    row("read", "1", "the read timeout is 1ms");
}

void tst_ConfigWriter::impossible()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, message);
    ConfigRequest request;
    if (field == "listen")
        request.listen = value.toStdString();
    else if (field == "engine")
        request.engine = value.toStdString();
    else if (field == "logs")
        request.logDirectory = value.toStdString();
    else if (field == "public")
        request.settings.listen_public = value.toStdString();
    else
        request.readTimeout = std::chrono::milliseconds(value.toInt());
    for (const ConfigKind kind : {ConfigKind::Nginx, ConfigKind::Haproxy}) {
        const auto config = ConfigWriter::write(kind, request);
        QVERIFY(!config.has_value());
        QCOMPARE(config.error().kind, Error::Kind::Input);
        QVERIFY2(holds(config.error().message, message.toStdString()), config.error().message.c_str());
    }
}

/** Where the settings come from may be a file's name, and a file may be called anything. */
void tst_ConfigWriter::originIsOneLine()
{
    ConfigRequest request;
    request.origin = "x\nload_module evil.so;";
    for (const ConfigKindInfo &info : configKinds())
        QVERIFY(!holds(textOf(info.kind, request), "\nload_module"));
}

void tst_ConfigWriter::readsAnEnginesAnswer()
{
    const QJsonObject answer{
        {QStringLiteral("revision"), 3},
        {QStringLiteral("settings"),
         QJsonObject{{QStringLiteral("timeouts.heartbeat"), QStringLiteral("7s")},
                     {QStringLiteral("pool.max_streams"), 1234},
                     {QStringLiteral("drain.rate"), 12.5},
                     {QStringLiteral("cors.allow_credentials"), true},
                     {QStringLiteral("auth.publish_token"), QStringLiteral("***")},
                     {QStringLiteral("future.setting"), QStringLiteral("of a newer engine")}}}};
    const auto settings = settingsOfAnswer(answer);
    QVERIFY2(settings.has_value(), settings ? "" : settings.error().message.c_str());
    QCOMPARE(settings->timeouts_heartbeat, std::chrono::milliseconds(7s));
    QCOMPARE(settings->pool_max_streams, std::int64_t(1234));
    QCOMPARE(settings->drain_rate, 12.5);
    QVERIFY(settings->cors_allow_credentials && !settings->auth_publish_token.empty());
    QCOMPARE(settings->timeouts_keep_alive, Settings().timeouts_keep_alive);
    QVERIFY(!settingsOfAnswer({}).has_value());
    QVERIFY(!settingsOfAnswer({{QStringLiteral("settings"), 5}}).has_value());
    const QJsonObject broken{{QStringLiteral("settings"),
                              QJsonObject{{QStringLiteral("timeouts.heartbeat"), QStringLiteral("soon")}}}};
    QVERIFY(holds(settingsOfAnswer(broken).error().message, "timeouts.heartbeat"));
}

QTEST_APPLESS_MAIN(tst_ConfigWriter)
#include "tst_config_writer.moc"
