// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/Event.h"

#include <QTest>

using namespace sluice;
using namespace std::string_literals;

class tst_Event : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publisherIds();
    void channelNames();
    void names_data();
    void names();
    void ids();
    void data_data();
    void data();
};

namespace {

bool isIn(char c, std::string_view extra)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           extra.find(c) != std::string_view::npos;
}

} // namespace

void tst_Event::publisherIds()
{
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        QCOMPARE(isPublisherId(std::string(1, c)), isIn(c, "_:-"));
        QCOMPARE(isPublisherId("a"s + c + "b"), isIn(c, "_:-"));
    }
    QVERIFY(!isPublisherId(""));
    QVERIFY(isPublisherId(std::string(64, 'x')));
    QVERIFY(!isPublisherId(std::string(65, 'x')));
}

void tst_Event::channelNames()
{
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        QCOMPARE(isChannelName("a"s + c + "b"), isIn(c, "._:@-"));
        QCOMPARE(isChannelName(std::string(1, c)), isIn(c, "_:@-"));
    }
    QVERIFY(!isChannelName(""));
    QVERIFY(isChannelName(std::string(128, 'x')));
    QVERIFY(!isChannelName(std::string(129, 'x')));
    QVERIFY(!isChannelName(std::string(300, 'x')));
    QVERIFY(!isChannelName("."));
    QVERIFY(!isChannelName(".."));
    QVERIFY(!isChannelName(".a"));
    QVERIFY(isChannelName("a.."));
}

void tst_Event::names_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char *name, const std::string &text, bool isGood) {
        QTest::newRow(name) << text << isGood;
    };
    row("none", "", true);
    row("word", "tick", true);
    row("blanks and colon", " a: b ", true);
    row("UTF-8", "gr\xc3\xbc\xc3\x9f", true);
    row("256 bytes", std::string(256, 'n'), true);
    row("257 bytes", std::string(257, 'n'), false);
    row("CR", "a\rb", false);
    row("LF", "a\nb", false);
    row("LF first", "\na", false);
    row("LF last", "a\n", false);
    row("NUL", "a\0b"s, false);
    row("invalid UTF-8", "a\xff", false);
}

void tst_Event::names()
{
    QFETCH(const std::string, name);
    QFETCH(const bool, isGood);
    Event event;
    event.name = name;
    event.data = "x";
    const auto checked = event.check();
    QCOMPARE(checked.has_value(), isGood);
    if (!isGood) {
        QCOMPARE(int(checked.error().kind), int(Error::Kind::Input));
        QVERIFY(checked.error().message.find("event name") != std::string::npos);
    }
}

void tst_Event::ids()
{
    Event event;
    event.data = "x";
    QVERIFY(event.check()); // none: the log gives one
    event.id = "a:B_c-9";
    QVERIFY(event.check());
    for (const std::string &bad :
         {"a.b"s, "a b"s, "a\nb"s, "a\r"s, "\0"s, "\xc3\xbc"s, std::string(65, 'x')}) {
        event.id = bad;
        const auto checked = event.check();
        QVERIFY(!checked);
        QVERIFY(checked.error().message.find("event id") != std::string::npos);
    }
}

void tst_Event::data_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char *name, const std::string &text, bool isGood) {
        QTest::newRow(name) << text << isGood;
    };
    row("empty", "", true);
    row("any line end and NUL", "a\rb\nc\r\nd\0"s, true);
    row("BOM", "\xef\xbb\xbfx", true);
    row("two bytes", "\xc2\x80", true);
    row("three bytes", "\xe0\xa0\x80\xef\xbf\xbf", true);
    row("four bytes", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", true);
    row("lone continuation", "\x80", false);
    row("overlong slash", "\xc0\xaf", false);
    row("overlong NUL", "\xe0\x80\x80", false);
    row("overlong of four", "\xf0\x80\x80\x80", false);
    row("surrogate", "\xed\xa0\x80", false);
    row("pair of surrogates", "\xed\xa0\x80\xed\xb0\x80", false);
    row("above U+10FFFF", "\xf4\x90\x80\x80", false);
    row("five bytes", "\xf8\x88\x80\x80\x80", false);
    row("cut at the end", "abc\xe2\x82", false);
    row("cut in the middle", "\xe2\x82 x", false);
    row("0xff", "\xff", false);
    row("Latin-1", "gr\xfc\xdf", false);
    row("bad last byte of a long text", std::string(5000, 'a') + '\x80', false);
}

void tst_Event::data()
{
    QFETCH(const std::string, text);
    QFETCH(const bool, isGood);
    Event event;
    event.data = text;
    QCOMPARE(event.check().has_value(), isGood);
}

QTEST_APPLESS_MAIN(tst_Event)
#include "tst_event.moc"
