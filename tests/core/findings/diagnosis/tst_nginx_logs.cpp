// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Lines of nginx 1.22's error log, and of the access log that sluicectl config nginx sets up: what each
// means, and that a client cannot write one.

#include "findings/diagnosis/NginxErrorLog.h"
#include "findings/diagnosis/NginxTimingLog.h"

#include <QTest>

using namespace sluice;

class tst_nginx_logs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void faults_data();
    void faults();
    void times_data();
    void times();
    void nothingOfDamagedLines();
};

namespace {

const QByteArray stamp = "2026/01/31 14:05:09 ";
const QByteArray who = ", client: 127.0.0.1, server: , request: \"GET /stream/a HTTP/1.1\", upstream: "
                       "\"http://127.0.0.1:8080/stream/a\", host: \"127.0.0.1\"";

QByteArray listed(std::span<const double> values)
{
    QByteArray text;
    for (const double value : values)
        text += (text.isEmpty() ? "" : " ") + QByteArray::number(value);
    return text;
}

} // namespace

void tst_nginx_logs::faults_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("kind");
    const auto row = [](const char *name, const QByteArray &line, const char *kind) {
        QTest::newRow(name) << stamp + line << QByteArray(kind);
    };
    row("workers", "[alert] 71#71: 20 worker_connections are not enough", "worker-connections");
    row("workers, of a request",
        "[alert] 71#71: *9 20 worker_connections are not enough while connecting to upstream" + who,
        "worker-connections");
    row("workers, a warning before",
        "[warn] 71#71: 20 worker_connections are not enough, reusing connections", "");
    row("read timeout",
        "[error] 71#71: *7 upstream timed out (110: Connection timed out) while reading upstream" + who,
        "upstream-read-timeout");
    row("answer timeout",
        "[error] 71#71: *7 upstream timed out (110: Connection timed out) while reading response header from "
        "upstream" +
            who,
        "upstream-answer-timeout");
    row("send timeout",
        "[error] 71#71: *7 upstream timed out (110: Connection timed out) while sending request to upstream" +
            who,
        "upstream-answer-timeout");
    row("connect timeout",
        "[error] 71#71: *7 upstream timed out (110: Connection timed out) while connecting to upstream" + who,
        "upstream-connect-timeout");
    row("closed", "[error] 71#71: *7 upstream prematurely closed connection while reading upstream" + who,
        "upstream-closed");
    row("closed before the head",
        "[error] 71#71: *7 upstream prematurely closed connection while reading response header from "
        "upstream" +
            who,
        "upstream-closed");
    row("reset",
        "[error] 71#71: *7 recv() failed (104: Connection reset by peer) while reading response header from "
        "upstream" +
            who,
        "upstream-closed");
    row("reset of the stream",
        "[error] 71#71: *7 readv() failed (104: Connection reset by peer) while reading upstream" + who,
        "upstream-closed");
    row("reset by the client",
        "[info] 71#71: *7 recv() failed (104: Connection reset by peer) while reading client request "
        "headers" +
            who,
        "");
    row("refused",
        "[error] 71#71: *7 connect() failed (111: Connection refused) while connecting to upstream" + who,
        "upstream-refused");
    row("refused by a socket",
        "[error] 71#71: *7 connect() to unix:/run/s failed (111: Connection refused) while connecting to "
        "upstream" +
            who,
        "upstream-refused");
    row("no route",
        "[error] 71#71: *7 connect() failed (113: No route to host) while connecting to upstream" + who,
        "upstream-unreachable");
    row("nobody left", "[error] 71#71: *7 no live upstreams while connecting to upstream" + who,
        "upstream-unreachable");
    row("no port",
        "[crit] 71#71: *7 connect() to 127.0.0.1:8080 failed (99: Cannot assign requested address) while "
        "connecting to upstream" +
            who,
        "ports");
    row("no descriptor to accept", "[crit] 71#71: accept4() failed (24: Too many open files)", "descriptors");
    row("no descriptor to connect",
        "[alert] 71#71: *7 socket() failed (24: Too many open files) while connecting to upstream" + who,
        "descriptors");
    row("a client's words",
        "[error] 71#71: *7 open() \"/srv/upstream timed out (110: x) while reading upstream\" failed (2: No "
        "such file or directory)" +
            who,
        "");
    row("a client's words in the request",
        "[info] 71#71: *7 client sent invalid request, client: 127.0.0.1, server: , request: \"GET "
        "/[alert] 1#1: 20 worker_connections are not enough HTTP/1.1\"",
        "");
    row("a client's words at an upstream's fault",
        "[error] 71#71: *7 upstream timed out (110: Connection timed out) while reading response header from "
        "upstream, client: 127.0.0.1, server: , request: \"GET /while reading upstream HTTP/1.1\"",
        "upstream-answer-timeout");
    row("another", "[notice] 71#71: signal process started", "");
    row("nothing", "", "");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("no stamp") << QByteArray("20 worker_connections are not enough") << QByteArray();
    QTest::newRow("not of nginx") << QByteArray("Jan 31 14:05:09 host nginx: upstream timed out (110")
                                  << QByteArray();
}

void tst_nginx_logs::faults()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, kind);
    const auto fault = nginxFaultOf({line.data(), static_cast<std::size_t>(line.size())});
    QCOMPARE(QByteArray::fromStdString(fault ? std::string(proxyFaultName(*fault)) : std::string()), kind);
}

void tst_nginx_logs::times_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("connect");
    QTest::addColumn<QByteArray>("header");
    const auto row = [](const char *name, const QByteArray &connect, const QByteArray &header,
                        const char *connects, const char *headers) {
        QTest::newRow(name) << "at=2026-01-31T14:05:09+00:00 client=192.0.2.7 status=200 time=3.204 bytes=48 "
                               "upstream=127.0.0.1:8080 upstream_status=200 connect=" +
                                   connect + " header=" + header + " request=\"GET /stream/a HTTP/1.1\""
                            << QByteArray(connects) << QByteArray(headers);
    };
    row("one", "0.001", "0.005", "0.001", "0.005");
    row("whole", "1", "2", "1", "2");
    row("not answered", "0.001", "-", "0.001", "");
    row("not reached", "-", "-", "none", "");
    row("two servers", "0.001, 0.002", "-, 0.004", "0.001 0.002", "0.004");
    row("a redirect", "0.001 : 0.002", "0.003 : 0.004", "0.001 0.002", "0.003 0.004");
    row("both", "-, 0.5 : 0.25", "- : 0.5, -", "0.5 0.25", "0.5");
    row("not a number", "0.001x", "0.005", "none", "");
    row("negative", "-1", "0.005", "none", "");
    row("infinite", "inf", "0.005", "none", "");
    row("huge", "1e999", "0.005", "none", "");
    row("empty", "", "0.005", "none", "");
    row("dangling", "0.001,", "0.005", "none", "");
    row("blanks", "0.001  0.002", "0.005", "none", "");
    QTest::newRow("a client's words")
        << QByteArray("at=x client=192.0.2.7 status=400 time=0.001 bytes=0 request=\"GET / connect=9.0 "
                      "header=9.0 request=\\x22\"")
        << QByteArray("none") << QByteArray();
    QTest::newRow("the usual format")
        << QByteArray("192.0.2.7 - - [31/Jan/2026:14:05:09 +0000] \"GET / HTTP/1.1\" 200 615 \"-\" \"curl\"")
        << QByteArray("none") << QByteArray();
}

void tst_nginx_logs::times()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, connect);
    QFETCH(const QByteArray, header);
    const auto times = nginxTimesOf({line.data(), static_cast<std::size_t>(line.size())});
    QCOMPARE(times ? listed(times->connect.values()) : QByteArray("none"), connect);
    QCOMPARE(times ? listed(times->header.values()) : QByteArray(), header);
    if (times)
        QCOMPARE(times->requestSeconds, 3.204);
}

/** Every cut and every damaged byte of good lines: an answer or none, never a crash. */
void tst_nginx_logs::nothingOfDamagedLines()
{
    const QByteArray error = stamp +
                             "[error] 71#71: *7 upstream timed out (110: Connection timed out) while reading "
                             "upstream" +
                             who;
    const QByteArray access = "at=x client=192.0.2.7 status=200 time=3.204 bytes=48 upstream=127.0.0.1:8080 "
                              "upstream_status=200 connect=0.001 header=0.002 request=\"GET / HTTP/1.1\"";
    for (const QByteArray &line : {error, access}) {
        for (int at = 0; at < line.size(); ++at) {
            // In memory of exactly its length, so that a sanitizer sees who reads on.
            const std::vector<char> cut(line.begin(), line.begin() + at);
            nginxFaultOf({cut.data(), cut.size()});
            nginxTimesOf({cut.data(), cut.size()});
            for (const char byte : {'\0', '\xff', ' ', '-', '9'}) {
                std::vector<char> damaged(line.begin(), line.end());
                damaged[static_cast<std::size_t>(at)] = byte;
                nginxFaultOf({damaged.data(), damaged.size()});
                nginxTimesOf({damaged.data(), damaged.size()});
            }
        }
    }
    QVERIFY(nginxFaultOf({error.data(), static_cast<std::size_t>(error.size())}).has_value());
    QVERIFY(nginxTimesOf({access.data(), static_cast<std::size_t>(access.size())}).has_value());
}

QTEST_APPLESS_MAIN(tst_nginx_logs)
#include "tst_nginx_logs.moc"
