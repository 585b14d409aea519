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
    void ambiguous_data();
    void ambiguous();
    void rawControlsAreRefused();
    void forms();
    void names();
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
    row("/stream", {"stream"});
    row("/stream/", {"stream", ""});
    row("/stream//", {"stream", "", ""});
    row("//stream/a", {"", "stream", "a"});
    row("/stream/a?b", {"stream", "a"});
    row("/?", {});
    row("/STREAM/A", {"STREAM", "A"});
    // Dots that are no dot segments.
    row("/stream/a..b", {"stream", "a..b"});
    row("/stream/...", {"stream", "..."});
    row("/stream/%2ehidden", {"stream", ".hidden"});
    row("/stream/a;..", {"stream", "a;.."});
    row("/a%2Eb", {"a.b"});
    row("/stream/a+b", {"stream", "a+b"});
    row("/stream/100%25", {"stream", "100%"});
    row("/stream/%25zz", {"stream", "%zz"}); // decoded once, and no second time could be
    row("/stream/\xc3\xbc", {"stream", "\xc3\xbc"});
    row("/stream/%C3%BC", {"stream", "\xc3\xbc"});
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
    row("/a?b=/c", {{"b", "/c"}});
    // Nobody looks for a path in a query.
    row("/a?b=%2Fc/../%5c\\", {{"b", "/c/../\\\\"}});
    row("/a?b=%2525", {{"b", "%25"}});
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

/** What two readers could take in two ways, and what of it the error names. */
void tst_Target::ambiguous_data()
{
    QTest::addColumn<std::string>("raw");
    QTest::addColumn<std::string>("named");
    const auto row = [](const std::string &raw, const std::string &named) {
        QTest::newRow(raw.c_str()) << raw << named;
    };
    for (const char *slash : {"%2f", "%2F", "%5c", "%5C"}) {
        row("/publish/.."s + slash + "stream", slash);
        row("/stream/a"s + slash + "b", slash);
        row("/stream/"s + slash, slash);
        row("/"s + slash + "stream", slash);
        row("http://h/a"s + slash, slash);
    }
    row("/stream\\a", "\\");
    row("\\stream", "http URL");
    row("/\\h/stream", "\\");
    for (const char *dots : {".", "..", "%2e", "%2E", "%2e%2e", "%2E.", ".%2e"}) {
        row("/"s + dots, "dot segment");
        row("/stream/"s + dots, "dot segment");
        row("/stream/"s + dots + "/publish", "dot segment");
        row("/"s + dots + "/stream", "dot segment");
        row("/"s + dots + "?a=b", "dot segment");
        row("/stream/"s + dots + ";a=b/x", "dot segment");
        row("/stream/"s + dots + "%3ba", "dot segment");
    }
    for (const char *twice : {"%252f", "%252F", "%252e%252e", "%2500", "%255c", "%25%32%66"})
        row("/stream/"s + twice, "an escape within an escape");
    for (const char *control : {"%00", "%01", "%09", "%0a", "%0D", "%1f", "%7F"}) {
        row("/stream/a"s + control, control);
        row("/"s + control, control);
        row("/a?b="s + control, control);
        row("/a?"s + control + "=b", control);
    }
    for (const char *text : {"%ff", "a%80", "%c3", "%c0%af", "%c0%80", "%e0%80%af", "%c1%9c", "%ed%a0%80",
                             "%f4%90%80%80", "\xff", "\xc0\xaf"}) {
        row("/stream/"s + text, "UTF-8");
        row("/a?b="s + text, "UTF-8");
    }
    row("/a#", "#");
    row("/a?b#c", "#");
    row("http://h#c", "#");
    row("", "http URL");
    row("?a=b", "http URL");
    row("stream/a", "http URL");
    row("**", "http URL");
    row("*/stream", "http URL");
    row("h:80", "http URL");
    row("ftp://h/stream", "http URL");
    row("javascript://h/stream", "http URL");
    row("http:///stream", "host");
    row("http://:80/stream", "host");
    row("http://user@h/stream", "host");
    row("http://u:p@h/stream", "host");
    row("http://h%2f/stream", "host");
    row("http://h\\x/stream", "host");
    row("http:/stream", "http URL");
    row("//", ""); // names nothing, and everybody agrees
}

void tst_Target::ambiguous()
{
    QFETCH(const std::string, raw);
    QFETCH(const std::string, named);
    const auto target = Target::parse(raw);
    QCOMPARE(target.has_value(), named.empty());
    if (target)
        return;
    QCOMPARE(int(target.error().kind), int(Error::Kind::Input));
    QVERIFY2(target.error().message.find(named) != std::string::npos, target.error().message.c_str());
}

void tst_Target::rawControlsAreRefused()
{
    for (int byte = 0; byte < 256; ++byte) {
        const auto c = static_cast<char>(byte);
        const bool isBad = byte <= 0x20 || byte == 0x7f || byte >= 0x80 || c == '#' || c == '%';
        QCOMPARE(Target::parse("/a?b="s + c).has_value(), !isBad);
        QCOMPARE(Target::parse("/a"s + c).has_value(), !isBad && c != '\\');
    }
}

void tst_Target::forms()
{
    QCOMPARE(int(Target::parse("/a")->form), int(Target::Form::Origin));
    QVERIFY(Target::parse("/a")->authority.empty());
    QCOMPARE(int(Target::parse("*")->form), int(Target::Form::Asterisk));
    QCOMPARE(int(Target::parse("/*")->form), int(Target::Form::Origin));
    const Target absolute = Target::parse("http://[::1]:8080/a?b=c").value();
    QCOMPARE(int(absolute.form), int(Target::Form::Absolute));
    QCOMPARE(absolute.authority, "[::1]:8080"s);
}

void tst_Target::names()
{
    using Names = std::vector<std::string_view>;
    for (const char *raw : {"/stream/a", "//stream/a", "/stream//a", "/stream/a/", "///stream///a//"})
        QCOMPARE(Target::parse(raw)->names(), (Names{"stream", "a"}));
    QVERIFY(Target::parse("/")->names().empty());
    QVERIFY(Target::parse("//")->names().empty());
}

void tst_Target::everyByteRoundTrips()
{
    for (unsigned byte = 0; byte < 256; ++byte) {
        for (const char *format : {"%%%02x", "%%%02X"}) {
            char escape[4];
            qsnprintf(escape, sizeof escape, format, byte);
            const auto c = static_cast<char>(byte);
            const std::string expected(1, c);
            const bool isText = byte >= 0x20 && byte < 0x7f;
            const auto inPath = Target::parse("/x" + std::string(escape));
            QCOMPARE(inPath.has_value(), isText && c != '/' && c != '\\');
            if (inPath)
                QCOMPARE(inPath->segments, Segments{"x" + expected});
            const auto inQuery = Target::parse("/x?q=" + std::string(escape));
            QCOMPARE(inQuery.has_value(), isText);
            if (inQuery)
                QCOMPARE(inQuery->parameter("q").value(), expected);
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
