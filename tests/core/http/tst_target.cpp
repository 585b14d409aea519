// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/Target.h"

#include <QTest>

using namespace sluice;
using namespace std::string_literals;

using Segments = std::vector<std::string>;
using Query = std::vector<std::pair<std::string, std::string>>;

class tst_Target : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void path_data();
    void path();
    void query_data();
    void query();
    void badEscape_data();
    void badEscape();
    void everyByteRoundTrips();
    void parameters();
};

void tst_Target::path_data()
{
    QTest::addColumn<std::string>("raw");
    QTest::addColumn<Segments>("segments");
    const auto row = [](const std::string &raw, const Segments &segments) {
        QTest::newRow(raw.c_str()) << raw << segments;
    };
    row("/", {});
    row("*", {"*"});
    row("/stream", {"stream"});
    row("/stream/", {"stream", ""});
    row("/stream//", {"stream", "", ""});
    row("//stream/a", {"", "stream", "a"});
    row("/stream/a?b", {"stream", "a"});
    row("/?", {});
    row("?a=b", {});
    // A slash that was encoded parts nothing.
    row("/stream/a%2Fb", {"stream", "a/b"});
    row("/stream/a%2fb", {"stream", "a/b"});
    // Nothing is normalised: what the client wrote is judged.
    row("/stream/..", {"stream", ".."});
    row("/stream/../publish", {"stream", "..", "publish"});
    row("/stream/%2e%2E", {"stream", ".."});
    row("/./stream", {".", "stream"});
    row("/STREAM/A", {"STREAM", "A"});
    row("/stream/a%00b", {"stream", "a\0b"s});
    row("/stream/a+b", {"stream", "a+b"});
    row("/stream/%2525", {"stream", "%25"}); // once
    row("/stream/\xc3\xbc", {"stream", "\xc3\xbc"});
    row("/stream/%C3%BC", {"stream", "\xc3\xbc"});
    row("/stream/%ff", {"stream", "\xff"});
    row("/stream/a;b=c", {"stream", "a;b=c"});
    row("http://h", {});
    row("http://h/", {});
    row("http://h:80/stream/a?b=c", {"stream", "a"});
    row("HTTPS://h/stream", {"stream"});
    row("http://h?channel=/x", {});
    row("/stream/http://h/x", {"stream", "http:", "", "h", "x"});
}

void tst_Target::path()
{
    QFETCH(const std::string, raw);
    QFETCH(const Segments, segments);
    const auto target = Target::parse(raw);
    QVERIFY(target.has_value());
    QCOMPARE(target->segments, segments);
}

void tst_Target::query_data()
{
    QTest::addColumn<std::string>("raw");
    QTest::addColumn<Query>("query");
    const auto row = [](const std::string &raw, const Query &query) {
        QTest::newRow(raw.c_str()) << raw << query;
    };
    row("/a", {});
    row("/a?", {});
    row("/a?b", {{"b", ""}});
    row("/a?b=", {{"b", ""}});
    row("/a?=b", {{"", "b"}});
    row("/a?b=c&d=e", {{"b", "c"}, {"d", "e"}});
    row("/a?&&b=c&", {{"b", "c"}});
    row("/a?b=c=d", {{"b", "c=d"}});
    row("/a?b=c?d", {{"b", "c?d"}});
    row("/a?b=c+d%2Be", {{"b", "c d+e"}});
    row("/a?b+c=d", {{"b c", "d"}});
    row("/a?b%3Dc=d%26e", {{"b=c", "d&e"}});
    row("/a?b=%00%0d%0A", {{"b", "\0\r\n"s}});
    row("/a?b=/c", {{"b", "/c"}});
    row("http://h?b=c", {{"b", "c"}});
    row("http://h?b=/c", {{"b", "/c"}});
    row("/a?u=http://h/", {{"u", "http://h/"}});
}

void tst_Target::query()
{
    QFETCH(const std::string, raw);
    QFETCH(const Query, query);
    const auto target = Target::parse(raw);
    QVERIFY(target.has_value());
    QCOMPARE(target->query, query);
}

void tst_Target::badEscape_data()
{
    QTest::addColumn<std::string>("raw");
    QTest::addColumn<std::string>("named");
    const auto row = [](const std::string &raw, const std::string &named) {
        QTest::newRow(raw.c_str()) << raw << "'" + named + "'";
    };
    row("/%", "%");
    row("/stream/a#b", "#");
    row("/a%2", "%2");
    row("/a%/b", "%");
    row("/%zz", "%zz");
    row("/%2x", "%2x");
    row("/%x2", "%x2");
    row("/% 2", "% 2");
    row("/%+1", "%+1");
    row("/%%41", "%%4");
    row("/a?b=%", "%");
    row("/a?%g0=b", "%g0");
    row("/a?b=c&d=%4", "%4");
}

void tst_Target::badEscape()
{
    QFETCH(const std::string, raw);
    QFETCH(const std::string, named);
    const auto target = Target::parse(raw);
    QVERIFY(!target);
    QCOMPARE(int(target.error().kind), int(Error::Kind::Input));
    QVERIFY2(target.error().message.find(named) != std::string::npos, target.error().message.c_str());
}

void tst_Target::everyByteRoundTrips()
{
    for (unsigned byte = 0; byte < 256; ++byte) {
        for (const char *format : {"%%%02x", "%%%02X"}) {
            char escape[4];
            qsnprintf(escape, sizeof escape, format, byte);
            const std::string expected(1, static_cast<char>(byte));
            const auto target = Target::parse("/x" + std::string(escape) + "?q=" + escape);
            QVERIFY(target.has_value());
            QCOMPARE(target->segments, Segments{"x" + expected});
            QCOMPARE(target->parameter("q").value(), expected);
        }
    }
}

void tst_Target::parameters()
{
    const Target target = Target::parse("/stream?channel=a&x=1&channel=b&channel=&Channel=c").value();
    QCOMPARE(target.parameters("channel"), (Segments{"a", "b", ""}));
    QCOMPARE(target.parameter("channel").value(), "a"s);
    QCOMPARE(target.parameter("Channel").value(), "c"s);
    QVERIFY(!target.parameter("chan"));
    QVERIFY(target.parameters("none").empty());
}

QTEST_APPLESS_MAIN(tst_Target)
#include "tst_target.moc"
