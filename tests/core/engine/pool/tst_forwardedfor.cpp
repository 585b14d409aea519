// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pool/ForwardedFor.h"

#include <QTest>

using namespace sluice;

class tst_ForwardedFor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodeAddress_data();
    void nodeAddress();
    void xForwardedFor_data();
    void xForwardedFor();
    void forwarded_data();
    void forwarded();
    void both_data();
    void both();
    void longListsEnd();
};

namespace {

constexpr const char *nobody = "";

const TrustedProxies proxies("10.0.0.0/8, 2001:db8:ffff::/48, 192.0.2.99");

std::string clientOf(const char *peer, std::string_view xForwardedFor, std::string_view forwarded)
{
    return forwarded::clientOf(*ClientAddress::parse(peer), {xForwardedFor, forwarded}, proxies).text();
}

void row(const char *name, const char *peer, const char *field, const char *client)
{
    QTest::newRow(name) << std::string(peer) << std::string(field) << std::string(client);
}

void columns()
{
    QTest::addColumn<std::string>("peer");
    QTest::addColumn<std::string>("field");
    QTest::addColumn<std::string>("client");
}

} // namespace

void tst_ForwardedFor::nodeAddress_data()
{
    QTest::addColumn<std::string>("node");
    QTest::addColumn<std::string>("address");
    const auto node = [](const char *text, const char *address) {
        QTest::newRow(*text != 0 ? text : "empty") << std::string(text) << std::string(address);
    };
    node("192.0.2.1", "192.0.2.1");
    node("192.0.2.1:80", "192.0.2.1:80");
    node("192.0.2.1:_hidden", "192.0.2.1");
    node("192.0.2.1:", nobody);
    node("192.0.2.1:65536", nobody);
    node("192.0.2.1:-1", nobody);
    node("192.0.2.1:80:80", nobody);
    node("2001:db8::1", "2001:db8::1");
    node("[2001:db8::1]", "2001:db8::1");
    node("[2001:db8::1]:443", "[2001:db8::1]:443");
    node("[2001:db8::1]:_p", "2001:db8::1");
    node("[2001:db8::1", nobody);
    node("[2001:db8::1]443", nobody);
    node("[192.0.2.1]", nobody);
    node("[]", nobody);
    node("::ffff:192.0.2.1", "192.0.2.1");
    node("fe80::1%eth0", nobody);
    node("unknown", nobody);
    node("_hidden", nobody);
    node("localhost", nobody);
    node("192.0.2.256", nobody);
    node("3232235521", nobody);
    node("0x7f.1", nobody);
    node("192.0.2.1 evil", nobody);
    node("", nobody);
    node("\"192.0.2.1\"", nobody);
}

void tst_ForwardedFor::nodeAddress()
{
    QFETCH(const std::string, node);
    QFETCH(const std::string, address);
    const auto parsed = forwarded::nodeAddress(node);
    QCOMPARE(parsed ? parsed->text() : std::string(), address);
}

void tst_ForwardedFor::xForwardedFor_data()
{
    columns();
    row("no proxy, no field", "203.0.113.5", "", "203.0.113.5");
    row("an untrusted peer is the client", "203.0.113.5", "198.51.100.1", "203.0.113.5");
    row("an untrusted peer cannot name a proxy", "203.0.113.5", "198.51.100.1, 10.0.0.1", "203.0.113.5");
    row("one proxy", "10.0.0.1", "198.51.100.1", "198.51.100.1");
    row("one proxy over IPv6", "2001:db8:ffff::1", "2001:db8::7", "2001:db8::7");
    row("a chain of proxies", "10.0.0.1", "198.51.100.1, 192.0.2.99, 10.9.9.9", "198.51.100.1");
    row("a spoofed left part", "10.0.0.1", "127.0.0.1, 1.1.1.1, 198.51.100.1", "198.51.100.1");
    row("a spoofed proxy on the left", "10.0.0.1", "1.1.1.1, 10.0.0.7, 198.51.100.1", "198.51.100.1");
    row("nothing from a trusted peer", "10.0.0.1", "", "10.0.0.1");
    row("all are trusted: the leftmost", "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3");
    row("garbage: the proxy that told it", "10.0.0.1", "198.51.100.1, rubbish", "10.0.0.1");
    row("garbage behind a hop", "10.0.0.1", "198.51.100.1, rubbish, 10.0.0.2", "10.0.0.2");
    row("unknown", "10.0.0.1", "198.51.100.1, unknown", "10.0.0.1");
    row("empty items are no items", "10.0.0.1", ", 198.51.100.1, , ,\t", "198.51.100.1");
    row("only commas", "10.0.0.1", ",,,", "10.0.0.1");
    row("no blanks", "10.0.0.1", "1.1.1.1,198.51.100.1", "198.51.100.1");
    row("port", "10.0.0.1", "1.1.1.1, 198.51.100.1:4711", "198.51.100.1:4711");
    row("brackets and port", "10.0.0.1", "[2001:db8::7]:80", "[2001:db8::7]:80");
    row("a trusted hop with a port", "10.0.0.1", "198.51.100.1, 10.0.0.2:99", "198.51.100.1");
    row("mapped addresses are IPv4", "10.0.0.1", "198.51.100.1, ::ffff:10.0.0.2", "198.51.100.1");
    row("an open quote on the left", "10.0.0.1", "\"1.1.1.1, 198.51.100.1", "198.51.100.1");
    // As two lines of the field are joined.
    row("several lines", "10.0.0.1", "1.1.1.1, 2.2.2.2, 198.51.100.1, 10.0.0.2", "198.51.100.1");
}

void tst_ForwardedFor::xForwardedFor()
{
    QFETCH(const std::string, peer);
    QFETCH(const std::string, field);
    QFETCH(const std::string, client);
    QCOMPARE(clientOf(peer.c_str(), field, {}), client);
}

void tst_ForwardedFor::forwarded_data()
{
    columns();
    row("plain", "10.0.0.1", "for=198.51.100.1", "198.51.100.1");
    row("untrusted peer", "203.0.113.5", "for=198.51.100.1", "203.0.113.5");
    row("case and parameters", "10.0.0.1", "By=10.0.0.1;FOR=198.51.100.1;proto=https;host=a.example",
        "198.51.100.1");
    row("quoted", "10.0.0.1", "for=\"198.51.100.1:4711\"", "198.51.100.1:4711");
    row("quoted IPv6", "10.0.0.1", "for=\"[2001:db8::7]:4711\"", "[2001:db8::7]:4711");
    row("chain", "10.0.0.1", "for=198.51.100.1, for=10.0.0.9;by=10.0.0.1", "198.51.100.1");
    row("spoofed left part", "10.0.0.1", "for=127.0.0.1, for=198.51.100.1", "198.51.100.1");
    row("unknown", "10.0.0.1", "for=198.51.100.1, for=unknown", "10.0.0.1");
    row("obfuscated", "10.0.0.1", "for=198.51.100.1, for=_hidden, for=10.0.0.2", "10.0.0.2");
    row("obfuscated and quoted", "10.0.0.1", "for=\"_hidden\"", "10.0.0.1");
    row("no for", "10.0.0.1", "for=198.51.100.1, by=10.0.0.1;proto=http", "10.0.0.1");
    row("for twice", "10.0.0.1", "for=198.51.100.1;for=1.1.1.1", "10.0.0.1");
    row("an open quote swallows nothing", "10.0.0.1", "for=\"1.1.1.1, for=198.51.100.1", "198.51.100.1");
    row("an open quote alone", "10.0.0.1", "for=\"198.51.100.1", "10.0.0.1");
    row("separators within quotes", "10.0.0.1", "for=198.51.100.1;host=\"a,for=1.1.1.1;b\"", "198.51.100.1");
    row("escaped quotes", "10.0.0.1", "for=198.51.100.1;host=\"a\\\",for=1.1.1.1\"", "198.51.100.1");
    row("an escape in an address", "10.0.0.1", "for=\"198.51.100\\.1\"", "10.0.0.1");
    row("no equals sign", "10.0.0.1", "198.51.100.1", "10.0.0.1");
    row("blanks around", "10.0.0.1", " for = 198.51.100.1 ; proto=http ,", "198.51.100.1");
    row("empty for", "10.0.0.1", "for=", "10.0.0.1");
    row("a name that begins so", "10.0.0.1", "forx=1.1.1.1;for=198.51.100.1", "198.51.100.1");
}

void tst_ForwardedFor::forwarded()
{
    QFETCH(const std::string, peer);
    QFETCH(const std::string, field);
    QFETCH(const std::string, client);
    QCOMPARE(clientOf(peer.c_str(), {}, field), client);
}

void tst_ForwardedFor::both_data()
{
    QTest::addColumn<std::string>("x");
    QTest::addColumn<std::string>("standard");
    QTest::addColumn<std::string>("client");
    const auto add = [](const char *name, const char *x, const char *standard, const char *client) {
        QTest::newRow(name) << std::string(x) << std::string(standard) << std::string(client);
    };
    add("agree", "198.51.100.1", "for=198.51.100.1", "198.51.100.1");
    add("agree but for the port", "198.51.100.1", "for=\"198.51.100.1:9\"", "198.51.100.1:9");
    // A proxy that writes only one of them passes the other on as the client made it up.
    add("a made-up Forwarded", "198.51.100.1", "for=1.1.1.1", "10.0.0.1");
    add("a made-up X-Forwarded-For", "1.1.1.1", "for=198.51.100.1", "10.0.0.1");
    add("a made-up field that cannot be read", "198.51.100.1", "for=unknown", "10.0.0.1");
    add("an empty one is none", "198.51.100.1", " ", "198.51.100.1");
}

void tst_ForwardedFor::both()
{
    QFETCH(const std::string, x);
    QFETCH(const std::string, standard);
    QFETCH(const std::string, client);
    QCOMPARE(clientOf("10.0.0.1", x, standard), client);
}

/** 16 KiB of trusted hops, or of anything else, costs a few of them. */
void tst_ForwardedFor::longListsEnd()
{
    std::string hops = "198.51.100.1";
    for (int i = 0; i < 100; ++i)
        hops += ", 10.0.0." + std::to_string(i);
    QCOMPARE(clientOf("10.0.0.1", hops, {}), std::string("10.0.0.68")); // 32 hops from the right
    QCOMPARE(clientOf("10.0.0.1", std::string(1 << 20, ','), {}), std::string("10.0.0.1"));
    QCOMPARE(clientOf("10.0.0.1", {}, std::string(1 << 20, '\\') + '"'), std::string("10.0.0.1"));
    QCOMPARE(clientOf("10.0.0.1", {}, std::string(1 << 20, '"')), std::string("10.0.0.1"));
    QCOMPARE(clientOf("10.0.0.1", {}, std::string(1 << 20, ';')), std::string("10.0.0.1"));
}

QTEST_APPLESS_MAIN(tst_ForwardedFor)
#include "tst_forwardedfor.moc"
