// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/RequestGuard.h"

#include <QTest>

using namespace sluice;
using namespace std::string_literals;

using State = RequestGuard::State;

/** Small limits, so that every request around them can be cut at every byte. */
constexpr RequestGuard::Limits smallLimits{.head = 200, .target = 60, .body = 20};

constexpr RequestGuard::Limits withBody(std::size_t body)
{
    RequestGuard::Limits limits = smallLimits;
    limits.body = body;
    return limits;
}

class tst_RequestGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stopsBehindTheHead();
    void accepted_data();
    void accepted();
    void refused_data();
    void refused();
    void headLimitIsExact();
    void targetLimitIsExact();
    void targetIsTakenApartOnce();
    void bodyLimitIsExact_data();
    void bodyLimitIsExact();
    void bodyLimitChangesWithReset();
    void defaultLimits();
    void extrasOfAChunkedBodyAreBounded();
    void pipelined();
    void takesNothingOnceDone();
    void emptyLinesFirst();
    void states();
    void expectation_data();
    void expectation();
    void fieldsByName();
    void canonicalDropsTheFraming();
    void canonicalOfAPublish();
};

namespace {

/** Everything that must not depend on how the bytes were cut. */
struct Outcome
{
    State state = State::Idle;
    int status = 0; ///< of a refusal
    std::size_t used = 0;
    std::string canonical;
    std::string method;
    std::string target;
    std::string body;
    bool keepAlive = false;
    int minorVersion = 0;

    bool operator==(const Outcome &) const = default;
};

Outcome outcomeOf(const RequestGuard &guard, std::size_t used)
{
    Outcome outcome;
    outcome.state = guard.state();
    if (guard.state() == State::Refused)
        outcome.status = guard.refusal().status;
    if (guard.state() == State::Complete) {
        outcome.used = used;
        outcome.canonical = guard.canonical();
        outcome.method = guard.head().method;
        outcome.target = guard.head().target;
        outcome.body = guard.body();
        outcome.keepAlive = guard.head().keepAlive;
        outcome.minorVersion = guard.head().minorVersion;
    }
    return outcome;
}

/** Feeds @p bytes in pieces that end at @p cuts; each piece is a copy of its own, so that a sanitizer sees
 * any look behind it. */
Outcome fed(const std::string &bytes, const std::vector<std::size_t> &cuts)
{
    RequestGuard guard(smallLimits);
    std::size_t used = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
        const std::size_t end = i < cuts.size() ? cuts[i] : bytes.size();
        const std::vector<char> piece(bytes.begin() + static_cast<std::ptrdiff_t>(begin),
                                      bytes.begin() + static_cast<std::ptrdiff_t>(end));
        used += guard.feed({piece.data(), piece.size()});
        begin = end;
    }
    return outcomeOf(guard, used);
}

std::vector<std::size_t> everyByte(std::size_t size)
{
    std::vector<std::size_t> cuts;
    for (std::size_t i = 1; i < size; ++i)
        cuts.push_back(i);
    return cuts;
}

std::string post(const std::string &fields, const std::string &body)
{
    return "POST /publish/a HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

std::string chunked(const std::string &body)
{
    return post("Transfer-Encoding: chunked\r\n", body);
}

std::string padded(std::string head, std::size_t size)
{
    head += "X: ";
    head.append(size - head.size() - 4, 'x');
    return head + "\r\n\r\n";
}

} // namespace

void tst_RequestGuard::accepted_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("body");
    QTest::addColumn<bool>("keepAlive");
    const auto row = [](const char *name, const std::string &bytes, const std::string &body = {},
                        bool keepAlive = true) { QTest::newRow(name) << bytes << body << keepAlive; };
    row("plain", "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    row("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n");
    row("bare LF ends lines", "GET / HTTP/1.1\nHost: a\n\n");
    row("no blank behind the colon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n");
    row("close", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "", false);
    row("close in a list", "GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n", "", false);
    row("HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\n\r\n", "", false);
    row("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", "", false);
    row("HTTP/1.0 keep-alive", "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
    row("absolute form", "GET http://a/stream/x?y=z HTTP/1.1\r\nHost: a\r\n\r\n");
    row("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    row("bytes above 127", "GET /\xc3\xbc HTTP/1.1\r\nHost: \xc3\xbc\r\n\r\n");
    row("h2c is ignored",
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n");
    row("h2c with a body", post("Upgrade: h2c\r\nConnection: Upgrade\r\nContent-Length: 5\r\n", "hello"),
        "hello");
    row("WebSocket without Connection", "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n");
    row("no length", post("", ""));
    row("length 0", post("Content-Length: 0\r\n", ""));
    row("length", post("Content-Length: 5\r\n", "hello"), "hello");
    row("length with zeros", post("Content-Length: 0005\r\n", "hello"), "hello");
    row("body with CR, LF, NUL", post("Content-Length: 5\r\n", "\r\n\0\n\r"s), "\r\n\0\n\r"s);
    row("body of a GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi", "hi");
    row("chunk", chunked("5\r\nhello\r\n0\r\n\r\n"), "hello");
    row("chunks", chunked("1\r\nh\r\n3\r\nell\r\n1\r\no\r\n0\r\n\r\n"), "hello");
    row("no chunk", chunked("0\r\n\r\n"));
    row("zeros before the size", chunked("0005\r\nhello\r\n000\r\n\r\n"), "hello");
    row("hexadecimal size", chunked("0a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n"),
        "01234567890123456789");
    row("a chunk that looks like the end", chunked("5\r\n0\r\n\r\n\r\n0\r\n\r\n"), "0\r\n\r\n");
    row("extension", chunked("5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n"), "hello");
    row("trailers", chunked("5\r\nhello\r\n0\r\nA: b\r\nC: d\r\n\r\n"), "hello");
    row("trailers that would change the framing",
        chunked("5\r\nhello\r\n0\r\nContent-Length: 3\r\nTransfer-Encoding: gzip\r\n\r\n"), "hello");
    row("Transfer-Encoding: CHUNKED", post("Transfer-Encoding: CHUNKED\r\n", "5\r\nhello\r\n0\r\n\r\n"),
        "hello");
    row("blank behind chunked", post("Transfer-Encoding: chunked \r\n", "5\r\nhello\r\n0\r\n\r\n"), "hello");
    row("HEAD", "HEAD /stream/a HTTP/1.1\r\nHost: a\r\n\r\n");
    row("minor version 9", "GET / HTTP/1.9\r\nHost: a\r\n\r\n");
}

void tst_RequestGuard::accepted()
{
    QFETCH(const std::string, bytes);
    QFETCH(const std::string, body);
    QFETCH(const bool, keepAlive);
    const Outcome whole = fed(bytes, {});
    QCOMPARE(int(whole.state), int(State::Complete));
    QCOMPARE(whole.used, bytes.size());
    QCOMPARE(whole.body, body);
    QCOMPARE(whole.keepAlive, keepAlive);
    QCOMPARE(whole.method, bytes.substr(0, bytes.find(' ')));
    QCOMPARE(whole.target, bytes.substr(whole.method.size() + 1,
                                        bytes.find(' ', whole.method.size() + 1) - whole.method.size() - 1));
    QVERIFY(fed(bytes, everyByte(bytes.size())) == whole);
    for (std::size_t cut = 1; cut < bytes.size(); ++cut)
        QVERIFY2(fed(bytes, {cut}) == whole, std::to_string(cut).c_str());
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        const auto cutOff = fed(bytes.substr(0, cut), {}).state;
        QVERIFY2(cutOff != State::Complete && cutOff != State::Refused, std::to_string(cut).c_str());
    }
    // What follows belongs to the next request, whatever it is.
    for (const std::string &next : {"\0"s, "GET"s, "\r\n"s, "hello"s})
        QVERIFY2(fed(bytes + next, {}) == whole, next.c_str());
}

void tst_RequestGuard::refused_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const std::string &bytes, int status = 400) {
        QTest::newRow(name) << bytes << status;
    };
    row("garbage", "hello\r\n\r\n");
    row("NULs", "\0\0\0\0"s);
    row("TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01"s);
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    row("SSH", "SSH-2.0-OpenSSH_9.2\r\n");
    row("HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505);
    row("HTTP/0.9", "GET /\r\n\r\n", 505);
    row("no version number", "GET / HTTP/x.y\r\nHost: a\r\n\r\n", 505);
    row("another protocol", "GET / SPDY/1.1\r\nHost: a\r\n\r\n");
    row("method in lower case", "get / HTTP/1.1\r\nHost: a\r\n\r\n");
    row("unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n");
    row("CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 405);
    row("NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s);
    row("blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n");
    row("relative target", "GET a HTTP/1.1\r\nHost: a\r\n\r\n");
    row("no Host", "GET / HTTP/1.1\r\nX: a\r\n\r\n");
    row("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
    row("two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n");
    row("field without colon", "GET / HTTP/1.1\r\nHost: a\r\nfoo\r\n\r\n");
    row("field without name", "GET / HTTP/1.1\r\nHost: a\r\n: foo\r\n\r\n");
    row("blank in a name", "GET / HTTP/1.1\r\nHost: a\r\nFoo Bar: x\r\n\r\n");
    row("blank behind a name", "GET / HTTP/1.1\r\nHost: a\r\nFoo : x\r\n\r\n");
    row("blank behind Host", "GET / HTTP/1.1\r\nHost : a\r\n\r\n");
    row("NUL in a name", "GET / HTTP/1.1\r\nHost: a\r\nFo\0o: x\r\n\r\n"s);
    row("NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nFoo: a\0b\r\n\r\n"s);
    row("control in a value", "GET / HTTP/1.1\r\nHost: a\r\nFoo: a\x01b\r\n\r\n");
    row("CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nFoo: a\rb\r\n\r\n");
    row("CR in the request line", "GET / HTTP/1.1\rHost: a\r\n\r\n");
    row("CR without LF ends the head", "GET / HTTP/1.1\r\nHost: a\r\n\rX");
    row("folded field", "GET / HTTP/1.1\r\nHost: a\r\nFoo: a\r\n b\r\n\r\n");
    row("folded by a tab", "GET / HTTP/1.1\r\nHost: a\r\nFoo: a\r\n\tb\r\n\r\n");
    row("folded first field", "GET / HTTP/1.1\r\n Foo: a\r\nHost: a\r\n\r\n");
    row("folded coding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"));
    row("WebSocket", "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n\r\n");
    row("empty length", post("Content-Length:\r\n", "hello"));
    row("negative length", post("Content-Length: -5\r\n", "hello"));
    row("signed length", post("Content-Length: +5\r\n", "hello"));
    row("hexadecimal length", post("Content-Length: 0x5\r\n", "hello"));
    row("word as length", post("Content-Length: five\r\n", "hello"));
    row("length with a unit", post("Content-Length: 5B\r\n", "hello"));
    row("two lengths in one", post("Content-Length: 5, 5\r\n", "hello"));
    row("two numbers", post("Content-Length: 5 5\r\n", "hello"));
    row("repeated length", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"));
    row("two lengths", post("Content-Length: 5\r\ncontent-length: 4\r\n", "hello"));
    row("length of 2^64", post("Content-Length: 18446744073709551616\r\n", ""));
    row("length of 2^64 + 5", post("Content-Length: 18446744073709551621\r\n", "hello"));
    row("length of 30 digits", post("Content-Length: 999999999999999999999999999999\r\n", ""));
    row("blank behind Content-Length", post("Content-Length : 5\r\n", "hello"));
    row("blank behind Transfer-Encoding", post("Transfer-Encoding : chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"));
    row("name that begins as a coding", post("Transfer-Encodings: 5\r\n", ""));
    row("such a name beside the coding",
        post("transfer-encoding-x: 5\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"));
    row("length of 2^64 - 1", post("Content-Length: 18446744073709551615\r\n", ""));
    row("length of 2^63", post("Content-Length: 9223372036854775808\r\n", ""), 413);
    row("length above the limit", post("Content-Length: 21\r\n", ""), 413);
    row("coding and length",
        post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "5\r\nhello\r\n0\r\n\r\n"));
    row("length and coding",
        post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"));
    row("length and empty coding", post("Content-Length: 5\r\nTransfer-Encoding:\r\n", "hello"));
    row("empty coding", post("Transfer-Encoding:\r\n", ""));
    row("gzip", post("Transfer-Encoding: gzip\r\n", ""));
    row("identity", post("Transfer-Encoding: identity\r\n", ""));
    row("xchunked", post("Transfer-Encoding: xchunked\r\n", ""));
    row("chunked twice", post("Transfer-Encoding: chunked, chunked\r\n", ""));
    row("chunked in two fields",
        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
    row("chunked not last", post("Transfer-Encoding: chunked, gzip\r\n", ""));
    row("gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", ""), 501);
    row("gzip, chunked in two fields", post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", ""),
        501);
    row("chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("size is no number", chunked("g\r\nhello\r\n0\r\n\r\n"));
    row("size is missing", chunked("\r\nhello\r\n0\r\n\r\n"));
    row("size is negative", chunked("-5\r\nhello\r\n0\r\n\r\n"));
    row("size is signed", chunked("+5\r\nhello\r\n0\r\n\r\n"));
    row("size has a prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n"));
    row("size behind a blank", chunked(" 5\r\nhello\r\n0\r\n\r\n"));
    row("size of 2^64 + 5", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n"));
    row("garbage behind the size", chunked("5 hello\r\nhello\r\n0\r\n\r\n"));
    row("size ends with LF", chunked("5\nhello\r\n0\r\n\r\n"));
    row("size ends with CR and more", chunked("5\rXhello\r\n0\r\n\r\n"));
    row("NUL in an extension", chunked("5;\0\r\nhello\r\n0\r\n\r\n"s));
    row("data is longer", chunked("4\r\nhello\r\n0\r\n\r\n"));
    row("data is shorter", chunked("6\r\nhello\r\n0\r\n\r\n"));
    row("no line end behind the data", chunked("5\r\nhello0\r\n\r\n"));
    row("two bytes instead of the line end", chunked("5\r\nhelloXY0\r\n\r\n"));
    row("LF behind the data", chunked("5\r\nhello\n0\r\n\r\n"));
    row("CR behind the data", chunked("5\r\nhello\rX0\r\n\r\n"));
    row("trailer without name", chunked("0\r\n: a\r\n\r\n"));
    row("folded trailer", chunked("0\r\n a\r\n\r\n"));
    row("NUL in a trailer", chunked("0\r\nA: \0\r\n\r\n"s));
    row("LF ends a trailer", chunked("0\r\nA: b\n\r\n"));
    row("last chunk ends with LF", chunked("0\r\n\n"));
    row("last chunk ends with CR and more", chunked("0\r\n\rX"));
    row("chunk above the limit", chunked("15\r\n"), 413);
    row("chunks above the limit", chunked("13\r\n0123456789012345678\r\n2\r\n"), 413);
    row("size of 15 digits", chunked("fffffffffffffff\r\n"), 413);
    row("unknown expectation", post("Expect: 200-ok\r\nContent-Length: 5\r\n", ""), 417);
}

void tst_RequestGuard::refused()
{
    QFETCH(const std::string, bytes);
    QFETCH(const int, status);
    const Outcome whole = fed(bytes, {});
    QCOMPARE(int(whole.state), int(State::Refused));
    QCOMPARE(whole.status, status);
    QVERIFY(fed(bytes, everyByte(bytes.size())) == whole);
    for (std::size_t cut = 1; cut < bytes.size(); ++cut)
        QVERIFY2(fed(bytes, {cut}) == whole, std::to_string(cut).c_str());
    RequestGuard guard(smallLimits);
    guard.feed(bytes);
    QVERIFY(!guard.refusal().reason.empty());
    QCOMPARE(guard.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), std::size_t{0}); // never goes on
}

/** Every byte up to the blank line counts, whatever it is made of. */
void tst_RequestGuard::headLimitIsExact()
{
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    while (many.size() + 5 < smallLimits.head)
        many += "A:\r\n";
    const std::string blanks =
        "GET / HTTP/1.1\r\nHost: a\r\nX:" + std::string(smallLimits.head, ' ') + "\r\n\r\n";
    const std::string fits = padded("GET / HTTP/1.1\r\nHost: a\r\n", smallLimits.head);
    const std::string above = padded("GET / HTTP/1.1\r\nHost: a\r\n", smallLimits.head + 1);
    QCOMPARE(fits.size(), smallLimits.head);
    QCOMPARE(int(fed(fits, {}).state), int(State::Complete));
    QCOMPARE(int(fed(fits, everyByte(fits.size())).state), int(State::Complete));
    for (const std::string &tooLarge : {above, blanks, many + "A:\r\n\r\n", many + std::string(400, 'x')}) {
        QCOMPARE(fed(tooLarge, {}).status, 431);
        QCOMPARE(fed(tooLarge, everyByte(tooLarge.size())).status, 431);
    }
    // A body does not count.
    const std::string body = post("Content-Length: 20\r\n" + std::string(), std::string(20, 'x'));
    const std::string fullHead = padded(body.substr(0, body.find("\r\n\r\n") + 2), smallLimits.head);
    QCOMPARE(int(fed(fullHead + std::string(20, 'x'), {}).state), int(State::Complete));
}

void tst_RequestGuard::targetLimitIsExact()
{
    const auto request = [](std::size_t target) {
        return "GET /" + std::string(target - 1, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    const std::string fits = request(smallLimits.target);
    QCOMPARE(int(fed(fits, {}).state), int(State::Complete));
    QCOMPARE(int(fed(fits, everyByte(fits.size())).state), int(State::Complete));
    for (const std::size_t size : {smallLimits.target + 1, smallLimits.head, std::size_t{100'000}}) {
        const std::string above = request(size);
        QCOMPARE(fed(above, {}).status, 414);
        QCOMPARE(fed(above, everyByte(above.size())).status, 414);
    }
}

/** Whoever asks for the target gets it taken apart, and Host says what counts. */
void tst_RequestGuard::targetIsTakenApartOnce()
{
    const auto guarded = [](RequestGuard &guard, const std::string &bytes) {
        guard.reset(withBody(20));
        guard.feed(bytes);
        return guard.state() == State::Complete ? 200 : guard.refusal().status;
    };
    RequestGuard guard(smallLimits);
    QCOMPARE(guarded(guard, "GET /a?b=c HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
    QCOMPARE(guard.target().segments, std::vector<std::string>{"a"});
    QCOMPARE(guard.target().parameter("b").value(), "c"s);
    // RFC 9112 3.2.2: the target's host counts, not the field's.
    QCOMPARE(guarded(guard, "GET http://b:1/a HTTP/1.1\r\nhost: a\r\n\r\n"), 200);
    QCOMPARE(std::string(guard.head().value("host")), "b:1"s);
    QCOMPARE(guard.head().fields.size(), std::size_t{1});
    QCOMPARE(guarded(guard, "GET http://b/a HTTP/1.0\r\n\r\n"), 200);
    QCOMPARE(std::string(guard.head().value("host")), "b"s);
    guard.reset(withBody(20));
    QVERIFY(guard.target().segments.empty());
    // RFC 9112 3.2.4, 3.2.3
    QCOMPARE(guarded(guard, "OPTIONS * HTTP/1.0\r\n\r\n"), 200);
    QCOMPARE(guarded(guard, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    QCOMPARE(guarded(guard, "POST * HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    QCOMPARE(guarded(guard, "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
    QCOMPARE(guarded(guard, "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    // Before anything of the body is taken.
    guard.reset(withBody(20));
    const std::string head = "POST /publish/..%2fx HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
    QCOMPARE(guard.feed(head + "hello"), head.size());
    QCOMPARE(guard.refusal().status, 400);
    QVERIFY2(guard.refusal().reason.find("'%2f'") != std::string::npos, guard.refusal().reason.c_str());
}

void tst_RequestGuard::bodyLimitIsExact_data()
{
    QTest::addColumn<std::string>("fits");
    QTest::addColumn<std::string>("above");
    const std::string twenty(20, 'x');
    QTest::newRow("length") << post("Content-Length: 20\r\n", twenty)
                            << post("Content-Length: 21\r\n", twenty + 'x');
    QTest::newRow("chunk") << chunked("14\r\n" + twenty + "\r\n0\r\n\r\n")
                           << chunked("15\r\n" + twenty + "x\r\n0\r\n\r\n");
    QTest::newRow("chunks") << chunked("13\r\n" + twenty.substr(1) + "\r\n1\r\nx\r\n0\r\n\r\n")
                            << chunked("14\r\n" + twenty + "\r\n1\r\nx\r\n0\r\n\r\n");
}

void tst_RequestGuard::bodyLimitIsExact()
{
    QFETCH(const std::string, fits);
    QFETCH(const std::string, above);
    QCOMPARE(int(fed(fits, {}).state), int(State::Complete));
    QCOMPARE(fed(fits, {}).body.size(), smallLimits.body);
    QCOMPARE(fed(above, {}).status, 413);
    QVERIFY(fed(above, everyByte(above.size())) == fed(above, {}));
}

void tst_RequestGuard::bodyLimitChangesWithReset()
{
    RequestGuard guard(smallLimits);
    guard.reset(withBody(1000));
    const std::string large = post("Content-Length: 1000\r\n", std::string(1000, 'x'));
    guard.feed(large);
    QCOMPARE(int(guard.state()), int(State::Complete));
    guard.reset(withBody(999));
    QVERIFY(guard.body().empty() && guard.head().fields.empty() && guard.head().target.empty());
    guard.feed(large);
    QCOMPARE(guard.refusal().status, 413);
    QVERIFY2(guard.refusal().reason.find("999") != std::string::npos, guard.refusal().reason.c_str());
    guard.reset(withBody(0));
    guard.feed(chunked("1\r\n"));
    QCOMPARE(guard.refusal().status, 413);
    guard.reset(withBody(0));
    guard.feed(chunked("0\r\n\r\n"));
    QCOMPARE(int(guard.state()), int(State::Complete));
}

/** 16 KiB of head, 8 KiB of URL, as protocol.md says. */
void tst_RequestGuard::defaultLimits()
{
    const auto stateOf = [](const std::string &bytes) {
        RequestGuard guard(RequestGuard::Limits{});
        guard.feed(bytes);
        return guard.state() == State::Refused ? guard.refusal().status : 0;
    };
    QCOMPARE(stateOf(padded("GET / HTTP/1.1\r\nHost: a\r\n", 16384)), 0);
    QCOMPARE(stateOf(padded("GET / HTTP/1.1\r\nHost: a\r\n", 16385)), 431);
    QCOMPARE(stateOf("GET /" + std::string(8191, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 0);
    QCOMPARE(stateOf("GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
    QCOMPARE(stateOf(post("Content-Length: 1048576\r\n", "")), 0);
    QCOMPARE(stateOf(post("Content-Length: 1048577\r\n", "")), 413);
}

/** Endless extensions or trailers, or endless digits, end in an answer, not in memory. */
void tst_RequestGuard::extrasOfAChunkedBodyAreBounded()
{
    const std::string endless(1000, 'x');
    std::string drops;
    for (int i = 0; i < 300; ++i)
        drops += "A: b\r\n";
    std::string extensions;
    for (int i = 0; i < 20; ++i)
        extensions += "1;" + std::string(50, 'e') + "\r\nx\r\n";
    for (const std::string &body :
         {"5;" + endless, "0\r\nT: " + endless, "0\r\n" + endless, "0\r\n" + drops, extensions}) {
        const Outcome whole = fed(chunked(body), {});
        QCOMPARE(whole.status, 431);
        QVERIFY(fed(chunked(body), everyByte(chunked(body).size())) == whole);
    }
    QCOMPARE(fed(chunked(std::string(1000, '0')), {}).status, 400);
}

void tst_RequestGuard::pipelined()
{
    const std::vector<std::string> requests{
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n",
        post("Content-Length: 5\r\n", "GET /"),
        chunked("5\r\nhello\r\n0\r\nT: 1\r\n\r\n"),
        "\r\n\r\nGET /2 HTTP/1.0\r\n\r\n",
        chunked("0\r\n\r\n"),
        "HEAD /3 HTTP/1.1\r\nHost: a\r\n\r\n",
    };
    std::string all;
    for (const std::string &request : requests)
        all += request;
    for (std::size_t piece = 1; piece <= all.size(); ++piece) {
        RequestGuard guard(smallLimits);
        std::vector<std::string> seen;
        for (std::size_t at = 0; at < all.size(); at += piece) {
            std::string_view rest = std::string_view(all).substr(at, piece);
            while (!rest.empty()) {
                const std::size_t used = guard.feed(rest);
                QVERIFY(used > 0 || guard.state() == State::Complete);
                rest.remove_prefix(used);
                if (guard.state() == State::Complete) {
                    seen.push_back(guard.canonical());
                    guard.reset(smallLimits);
                }
            }
        }
        QCOMPARE(seen.size(), requests.size());
        for (std::size_t i = 0; i < requests.size(); ++i)
            QCOMPARE(seen[i], fed(requests[i], {}).canonical);
    }
}

void tst_RequestGuard::takesNothingOnceDone()
{
    RequestGuard guard(smallLimits);
    QCOMPARE(guard.feed({}), std::size_t{0});
    const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    QCOMPARE(guard.feed(request + request), request.size());
    QCOMPARE(guard.feed(request), std::size_t{0});
    guard.reset(withBody(0));
    QCOMPARE(guard.feed(request), request.size());
}

/** RFC 9112 2.2: empty lines before a request are ignored, and are no head that has begun. */
void tst_RequestGuard::emptyLinesFirst()
{
    RequestGuard guard(smallLimits);
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(guard.feed("\r\n"), std::size_t{2});
    QCOMPARE(int(guard.state()), int(State::Idle));
    guard.feed("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(int(guard.state()), int(State::Complete));
}

void tst_RequestGuard::states()
{
    RequestGuard guard(smallLimits);
    QCOMPARE(int(guard.state()), int(State::Idle));
    guard.feed("P");
    QCOMPARE(int(guard.state()), int(State::Head));
    guard.feed("OST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r");
    QCOMPARE(int(guard.state()), int(State::Head));
    guard.feed("\n");
    QCOMPARE(int(guard.state()), int(State::Body));
    guard.feed("h");
    QCOMPARE(int(guard.state()), int(State::Body));
    guard.feed("i");
    QCOMPARE(int(guard.state()), int(State::Complete));
    guard.reset(withBody(20));
    QCOMPARE(int(guard.state()), int(State::Idle));
}

void tst_RequestGuard::expectation_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<bool>("expects");
    const auto row = [](const char *name, const std::string &bytes, bool expects) {
        QTest::newRow(name) << bytes << expects;
    };
    row("length", post("Expect: 100-continue\r\nContent-Length: 5\r\n", ""), true);
    row("chunked", post("Expect: 100-Continue\r\nTransfer-Encoding: chunked\r\n", ""), true);
    row("blank behind it", post("Expect: 100-continue \r\nContent-Length: 5\r\n", ""), true);
    row("none", post("Content-Length: 5\r\n", ""), false);
    // RFC 9110 10.1.1: a 100 must not be sent to HTTP/1.0.
    row("HTTP/1.0", "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n", false);
    row("anything in HTTP/1.0", "POST / HTTP/1.0\r\nExpect: tea\r\nContent-Length: 5\r\n\r\n", false);
}

void tst_RequestGuard::expectation()
{
    QFETCH(const std::string, bytes);
    QFETCH(const bool, expects);
    RequestGuard guard(smallLimits);
    guard.feed(bytes);
    QCOMPARE(int(guard.state()), int(State::Body));
    QCOMPARE(guard.takeExpectation(), expects);
    QVERIFY(!guard.takeExpectation()); // once
    guard.reset(withBody(20));
    QVERIFY(!guard.takeExpectation());
}

void tst_RequestGuard::fieldsByName()
{
    RequestGuard guard(RequestGuard::Limits{});
    guard.feed("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/html \r\nX: 1\r\nACCEPT:  text/event-stream\t\r\n"
               "Empty:\r\n\r\n");
    QCOMPARE(int(guard.state()), int(State::Complete));
    const RequestHead &head = guard.head();
    QCOMPARE(std::string(head.value("accept")), "text/html"s);
    QCOMPARE(head.joined("Accept"), "text/html, text/event-stream"s);
    QCOMPARE(std::string(head.value("X")), "1"s);
    QCOMPARE(std::string(head.value("Empty")), ""s);
    QCOMPARE(std::string(head.value("Accep")), ""s);
    QCOMPARE(head.joined("Nothing"), ""s);
    QCOMPARE(head.fields.size(), std::size_t{5});
    QCOMPARE(head.fields[3].first, "ACCEPT"s);
}

void tst_RequestGuard::canonicalDropsTheFraming()
{
    const Outcome outcome =
        fed("POST /p?q HTTP/1.0\r\nTE: x\r\nA: b  \r\nConnection: close\r\nUpgrade: h2c\r\n"
            "Expect: 100-continue\r\nContent-Length: 02\r\n\r\nhi",
            {});
    QCOMPARE(outcome.canonical, "POST /p?q HTTP/1.1\r\nA: b\r\n\r\n"s); // the body stays in the guard
    QCOMPARE(outcome.body, "hi"s);
    QCOMPARE(outcome.minorVersion, 0);
}

void tst_RequestGuard::canonicalOfAPublish()
{
    const Outcome outcome = fed(chunked("2\r\nhe\r\n3;x\r\nllo\r\n0\r\nTrailer: x\r\n\r\n"), {});
    QCOMPARE(outcome.canonical, "POST /publish/a HTTP/1.1\r\nHost: a\r\n\r\n"s);
    QCOMPARE(outcome.body, "hello"s);
}

/** Before a body is kept its owner may be asked, wherever the bytes are cut. */
void tst_RequestGuard::stopsBehindTheHead()
{
    const std::string sized = post("Content-Length: 5\r\n", "hello");
    for (const std::string &bytes : {sized, chunked("5\r\nhello\r\n0\r\n\r\n")}) {
        const std::size_t head = bytes.find("\r\n\r\n") + 4;
        RequestGuard guard(smallLimits);
        QCOMPARE(guard.feed(bytes, RequestGuard::Stop::BehindHead), head);
        QVERIFY(guard.state() == State::Body);
        QVERIFY(guard.body().empty());
        guard.limitBody(5);
        QCOMPARE(guard.feed(std::string_view(bytes).substr(head), RequestGuard::Stop::BehindHead),
                 bytes.size() - head);
        QVERIFY(guard.state() == State::Complete);
        QCOMPARE(guard.body(), std::string("hello"));

        RequestGuard strict(smallLimits);
        strict.feed(bytes, RequestGuard::Stop::BehindHead);
        strict.limitBody(4);
        strict.feed(std::string_view(bytes).substr(head));
        QVERIFY(strict.state() == State::Refused);
        QCOMPARE(strict.refusal().status, 413);
    }
    // Where no body is to come there is nothing to ask.
    RequestGuard guard(smallLimits);
    const std::string plain = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    QCOMPARE(guard.feed(plain, RequestGuard::Stop::BehindHead), plain.size());
    QVERIFY(guard.state() == State::Complete);
    // A higher limit than the guard's own changes nothing.
    RequestGuard own(smallLimits);
    own.feed(sized, RequestGuard::Stop::BehindHead);
    own.limitBody(std::numeric_limits<std::size_t>::max());
    QVERIFY(own.state() == State::Body);
}

QTEST_APPLESS_MAIN(tst_RequestGuard)
#include "tst_requestguard.moc"
