// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/ProxyHeader.h"

#include <QTest>

#include <array>

#include <arpa/inet.h>

using namespace sluice;
using namespace std::string_literals;

using State = ProxyHeader::State;

class tst_ProxyHeader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void named_data();
    void named();
    void malformed_data();
    void malformed();
    void somethingElse_data();
    void somethingElse();
    void waitsForTheEnd();
    void isToldFromRequests();
};

namespace {

const std::string signature("\r\n\r\n\0\r\nQUIT\n", 12);

std::string word(std::size_t value)
{
    return {static_cast<char>(value >> 8), static_cast<char>(value & 0xff)};
}

/** A header of version 2. */
std::string binary(int versionAndCommand, int family, const std::string &rest)
{
    return signature + static_cast<char>(versionAndCommand) + static_cast<char>(family) + word(rest.size()) +
           rest;
}

const std::string addresses4 = "\xc0\x00\x02\x07\xc6\x33\x64\x01"s + word(56324) + word(443);
const std::string addresses6 =
    "\x20\x01\x0d\xb8"s + std::string(11, '\0') + '\x07' + std::string(15, '\0') + '\x01' + word(1) + word(2);

std::string extra(int type, const std::string &value)
{
    return static_cast<char>(type) + word(value.size()) + value;
}

/** "192.0.2.7 56324"; "-" where the header names nobody. */
std::string sourceOf(const ProxyHeader &header)
{
    if (!header.source())
        return "-";
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET6, header.source()->bytes.data(), text.data(), text.size());
    return text.data() + " "s + std::to_string(header.source()->port);
}

/** What became of @p bytes that come in pieces of @p step. */
std::string outcome(const std::string &bytes, std::size_t step)
{
    ProxyHeader header;
    std::size_t used = 0;
    for (std::size_t at = 0; at < bytes.size() && header.state() == State::Reading; at += step)
        used += header.feed(std::string_view(bytes).substr(at, step));
    switch (header.state()) {
    case State::Reading:
        return "reading";
    case State::Complete:
        return sourceOf(header) + ", " + std::to_string(used);
    case State::NoHeader:
        return "none";
    case State::Malformed:
        return "malformed: " + header.error();
    }
    return {};
}

} // namespace

void tst_ProxyHeader::named_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("source");
    const auto row = [](const char *name, const std::string &bytes, const std::string &source) {
        QTest::newRow(name) << bytes << source;
    };
    row("TCP4", "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n", "::ffff:192.0.2.7 56324");
    row("TCP6", "PROXY TCP6 2001:DB8::7 ::1 1 65535\r\n", "2001:db8::7 1");
    row("TCP6, mapped", "PROXY TCP6 ::ffff:192.0.2.7 ::ffff:198.51.100.1 0 0\r\n", "::ffff:192.0.2.7 0");
    row("TCP6, longest",
        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 "
        "65535\r\n",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff1 65535");
    row("UNKNOWN", "PROXY UNKNOWN\r\n", "-");
    row("UNKNOWN, worst case",
        "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 "
        "65535\r\n",
        "-");
    row("UNKNOWN, anything", "PROXY UNKNOWN \n \x01 no addresses\r\n", "-");
    row("v2 TCP4", binary(0x21, 0x11, addresses4), "::ffff:192.0.2.7 56324");
    row("v2 TCP6", binary(0x21, 0x21, addresses6), "2001:db8::7 1");
    row("v2 LOCAL", binary(0x20, 0x00, ""), "-");
    row("v2 LOCAL with addresses", binary(0x20, 0x11, addresses4), "-");
    row("v2 LOCAL of no family that there is", binary(0x20, 0xff, "abc"), "-");
    row("v2 UNSPEC", binary(0x21, 0x00, "anything"), "-");
    row("v2 UDP", binary(0x21, 0x12, addresses4), "-");
    row("v2 Unix", binary(0x21, 0x31, std::string(216, 'u')), "-");
    row("v2 with extras", binary(0x21, 0x11, addresses4 + extra(0x02, "host.example") + extra(0x04, "")),
        "::ffff:192.0.2.7 56324");
    // The sum is skipped like any extra, right or wrong.
    row("v2 with a checksum", binary(0x21, 0x21, addresses6 + extra(0x03, "\1\2\3\4")), "2001:db8::7 1");
    row("v2 with extras that are none", binary(0x21, 0x11, addresses4 + "\xff"), "::ffff:192.0.2.7 56324");
    row("v2 Unix with extras", binary(0x21, 0x31, std::string(216, 'u') + extra(0xe0, "x")), "-");
    row("v2, longest", binary(0x21, 0x11, addresses4 + std::string(ProxyHeader::longestBinary - 28, 'x')),
        "::ffff:192.0.2.7 56324");
}

/** However it is cut, and not a byte of what is behind it. */
void tst_ProxyHeader::named()
{
    QFETCH(const std::string, bytes);
    QFETCH(const std::string, source);
    const std::string expected = source + ", " + std::to_string(bytes.size());
    for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{13}, bytes.size()}) {
        QCOMPARE(outcome(bytes, step), expected);
        QCOMPARE(outcome(bytes + "GET / HTTP/1.1\r\n\r\n", step), expected);
    }
    QCOMPARE(outcome(bytes + bytes, 2 * bytes.size()), expected);
}

void tst_ProxyHeader::malformed_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("reason");
    const auto row = [](const char *name, const std::string &bytes, const std::string &reason) {
        QTest::newRow(name) << bytes << reason;
    };
    const auto line = [](const std::string &rest) { return "PROXY " + rest + "\r\n"; };
    row("no family", line(""), "'' is not TCP4");
    row("small letters", line("tcp4 192.0.2.7 192.0.2.1 1 2"), "'tcp4' is not TCP4");
    row("UDP4", line("UDP4 192.0.2.7 192.0.2.1 1 2"), "'UDP4' is not TCP4");
    row("UNKNOWN and more", line("UNKNOWNX"), "'UNKNOWNX'");
    row("two blanks", line("TCP4  192.0.2.7 192.0.2.1 1 2"), "source ''");
    row("IPv6 as TCP4", line("TCP4 ::1 ::1 1 2"), "source '::1' is no IPv4 address");
    row("IPv4 as TCP6", line("TCP6 192.0.2.7 192.0.2.1 1 2"), "source '192.0.2.7' is no IPv6 address");
    row("zero in front", line("TCP4 192.0.02.7 192.0.2.1 1 2"), "source '192.0.02.7'");
    row("three numbers", line("TCP4 192.0.2 192.0.2.1 1 2"), "source '192.0.2'");
    row("zone", line("TCP6 fe80::1%lo ::1 1 2"), "source 'fe80::1%lo'");
    row("a name", line("TCP4 localhost 192.0.2.1 1 2"), "source 'localhost'");
    row("NUL in the address", "PROXY TCP4 192.0.2.7\0 192.0.2.1 1 2\r\n"s, "source '192.0.2.7#'");
    row("destination", line("TCP4 192.0.2.7 x 1 2"), "destination 'x'");
    row("no ports", line("TCP4 192.0.2.7 192.0.2.1"), "two ports");
    row("one port", line("TCP4 192.0.2.7 192.0.2.1 1"), "two ports");
    row("three ports", line("TCP4 192.0.2.7 192.0.2.1 1 2 3"), "two ports");
    row("blank at the end", line("TCP4 192.0.2.7 192.0.2.1 1 2 "), "two ports");
    row("port of six digits", line("TCP4 192.0.2.7 192.0.2.1 65536 2"), "two ports");
    row("port with a zero in front", line("TCP4 192.0.2.7 192.0.2.1 01 2"), "two ports");
    row("negative port", line("TCP4 192.0.2.7 192.0.2.1 -1 2"), "two ports");
    row("CR within", line("TCP4 192.0.2.7 192.0.2.1 1\r 2"), "two ports");
    row("LF alone", "PROXY TCP4 192.0.2.7 192.0.2.1 1 2\nGET / HTTP/1.1\r\n", "ends without CR");
    row("without end", "PROXY TCP4 " + std::string(96, '1'), "no end within 107 bytes");
    row("UNKNOWN without end", "PROXY UNKNOWN " + std::string(93, '\n'), "no end within 107 bytes");
    row("version 1 in version 2", binary(0x11, 0x11, addresses4), "version is 1");
    row("version 3", binary(0x31, 0x11, addresses4), "version is 3");
    row("command 2", binary(0x22, 0x11, addresses4), "command is 2");
    row("family 4", binary(0x21, 0x41, std::string(300, 'x')), "family 4");
    row("transport 3", binary(0x21, 0x13, addresses4), "transport 3");
    row("short IPv4", binary(0x21, 0x11, addresses4.substr(1)), "11 bytes for addresses of 12");
    row("short IPv6", binary(0x21, 0x21, addresses4), "12 bytes for addresses of 36");
    row("short Unix", binary(0x21, 0x31, std::string(215, 'x')), "215 bytes for addresses of 216");
    row("no addresses", binary(0x21, 0x11, ""), "0 bytes for addresses of 12");
    row("too long", binary(0x21, 0x11, addresses4 + std::string(ProxyHeader::longestBinary - 27, 'x')),
        "at most 4096");
    row("LOCAL, too long", binary(0x20, 0x00, std::string(65535, 'x')), "at most 4096");
}

void tst_ProxyHeader::malformed()
{
    QFETCH(const std::string, bytes);
    QFETCH(const std::string, reason);
    const std::string whole = outcome(bytes, bytes.size());
    QVERIFY2(whole.starts_with("malformed: "), whole.c_str());
    QVERIFY2(whole.find(reason) != std::string::npos, whole.c_str());
    QCOMPARE(outcome(bytes, 1), whole);
}

void tst_ProxyHeader::somethingElse_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::newRow("request") << "GET / HTTP/1.1\r\nHost: a\r\n\r\n"s;
    QTest::newRow("a method like it") << "PROPFIND / HTTP/1.1\r\n"s;
    QTest::newRow("POST") << "POST /publish/a HTTP/1.1\r\n"s;
    QTest::newRow("blank") << " PROXY TCP4 192.0.2.7 192.0.2.1 1 2\r\n"s;
    QTest::newRow("small letters") << "proxy TCP4 192.0.2.7 192.0.2.1 1 2\r\n"s;
    QTest::newRow("tab") << "PROXY\tTCP4 192.0.2.7 192.0.2.1 1 2\r\n"s;
    QTest::newRow("empty lines and a request") << "\r\n\r\nGET / HTTP/1.1\r\n"s;
    QTest::newRow("signature, but for its end") << signature.substr(0, 11) + "\r";
    QTest::newRow("TLS") << "\x16\x03\x01\x02"s;
}

void tst_ProxyHeader::somethingElse()
{
    QFETCH(const std::string, bytes);
    QCOMPARE(outcome(bytes, bytes.size()), "none"s);
    QCOMPARE(outcome(bytes, 1), "none"s);
}

void tst_ProxyHeader::waitsForTheEnd()
{
    for (const std::string &bytes :
         {"PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"s,
          binary(0x21, 0x11, addresses4 + extra(0x02, "host.example")), binary(0x20, 0x00, "skipped")})
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QCOMPARE(outcome(bytes.substr(0, size), 3), "reading"s);
}

void tst_ProxyHeader::isToldFromRequests()
{
    for (const std::string &header : {"PROXY TCP4"s, "PROX"s, "PROXY"s, signature, signature.substr(0, 5)})
        QVERIFY2(ProxyHeader::isBegunBy(header), header.c_str());
    for (const std::string &other : {""s, "PRO"s, "P"s, "PROPFIND"s, "PROXIMATE"s, "PROXY/"s, "\r\n\r\n"s,
                                     "\r\n\r\nGET"s, "GET / HTTP/1.1"s, " PROXY "s})
        QVERIFY2(!ProxyHeader::isBegunBy(other), other.c_str());
}

QTEST_APPLESS_MAIN(tst_ProxyHeader)
#include "tst_proxyheader.moc"
