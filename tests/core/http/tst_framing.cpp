// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/Framing.h"

#include <algorithm>

#include <QTest>

using namespace sluice;
using namespace std::string_literals;

class tst_Framing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fields_data();
    void fields();
    void nameAndRetry();
    void everyLineIsAField();
    void idFields();
    void retryLine();
    void chunk_data();
    void chunk();
    void chunkSizes();
    void emptyPayloadIsNoChunk();
    void constants();
};

void tst_Framing::fields_data()
{
    QTest::addColumn<std::string>("data");
    QTest::addColumn<std::string>("fields");
    const auto row = [](const char *name, const std::string &data, const std::string &fields) {
        QTest::newRow(name) << data << fields;
    };
    row("word", "hello", "data: hello\n");
    row("empty", "", "data: \n");
    row("leading blank", " x", "data:  x\n");
    row("only a blank", " ", "data:  \n");
    row("trailing blank", "x ", "data: x \n");
    row("LF", "a\nb", "data: a\ndata: b\n");
    row("CR", "a\rb", "data: a\ndata: b\n");
    row("CRLF", "a\r\nb", "data: a\ndata: b\n");
    row("LF CR", "a\n\rb", "data: a\ndata: \ndata: b\n");
    row("CR CR LF", "a\r\r\nb", "data: a\ndata: \ndata: b\n");
    row("trailing LF", "a\n", "data: a\ndata: \n");
    row("trailing CR", "a\r", "data: a\ndata: \n");
    row("trailing CRLF", "a\r\n", "data: a\ndata: \n");
    row("leading LF", "\na", "data: \ndata: a\n");
    row("only LF", "\n", "data: \ndata: \n");
    row("only CRLF", "\r\n", "data: \ndata: \n");
    row("empty lines", "a\n\n\nb", "data: a\ndata: \ndata: \ndata: b\n");
    row("colon", ": no comment", "data: : no comment\n");
    row("fields inside", "x\nid: 1\nretry: 2\n\ndata: y",
        "data: x\ndata: id: 1\ndata: retry: 2\ndata: \ndata: data: y\n");
    row("NUL", "a\0b"s, "data: a\0b\n"s);
    row("UTF-8", "\xc3\xbc\xe2\x80\xa8\xc2\x85", "data: \xc3\xbc\xe2\x80\xa8\xc2\x85\n");
}

void tst_Framing::fields()
{
    QFETCH(const std::string, data);
    QFETCH(const std::string, fields);
    Event event;
    event.data = data;
    QCOMPARE(framing::fields(event), fields);
}

void tst_Framing::nameAndRetry()
{
    Event event;
    event.data = "x";
    event.name = "tick tock";
    QCOMPARE(framing::fields(event), "event: tick tock\ndata: x\n"s);
    event.retry = 0;
    QCOMPARE(framing::fields(event), "event: tick tock\nretry: 0\ndata: x\n"s);
    event.name.clear();
    event.retry = 4294967295U;
    QCOMPARE(framing::fields(event), "retry: 4294967295\ndata: x\n"s);
    event.id = "not here"; // the log writes it
    QCOMPARE(framing::fields(event), "retry: 4294967295\ndata: x\n"s);
}

/** All texts of up to six of CR, LF, blank and a letter: no line but data lines, and the text comes back. */
void tst_Framing::everyLineIsAField()
{
    const std::string alphabet = "\r\n a";
    for (int length = 0; length <= 6; ++length) {
        for (int code = 0; code < (1 << (2 * length)); ++code) {
            std::string data;
            for (int i = 0; i < length; ++i)
                data += alphabet[static_cast<std::size_t>(code >> (2 * i)) & 3U];
            Event event;
            event.data = data;
            std::string expected = data;
            for (std::size_t at = 0; (at = expected.find("\r\n", at)) != std::string::npos;)
                expected.erase(at, 1);
            std::replace(expected.begin(), expected.end(), '\r', '\n');

            std::string back;
            std::string_view rest;
            const std::string fields = framing::fields(event);
            for (rest = fields; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
                QVERIFY(rest.starts_with("data: "));
                back.append(rest.substr(6, rest.find('\n') - 6)).push_back('\n');
            }
            back.pop_back();
            QCOMPARE(back, expected);
            QVERIFY(fields.find('\r') == std::string::npos);
        }
    }
}

void tst_Framing::idFields()
{
    QCOMPARE(framing::idFields("abc-1"), "id: abc-1\n\n"s);
    QCOMPARE(framing::idFields("a.b"), "id: a.b\n\n"s);
    QCOMPARE(framing::idFields("abc-1").size(), framing::idFieldsSize(5));
    QCOMPARE(framing::idLine("abc-1"), "id: abc-1\n"s);
}

void tst_Framing::retryLine()
{
    QCOMPARE(framing::retryLine(0), "retry: 0\n"s);
    QCOMPARE(framing::retryLine(3'600'000), "retry: 3600000\n"s);
}

void tst_Framing::chunk_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<std::string>("prefix");
    const auto row = [](int size, const std::string &digits) {
        QTest::addRow("%d", size) << size << digits + "\r\n";
    };
    row(1, "1");
    row(9, "9");
    row(10, "a");
    row(15, "f");
    row(16, "10");
    row(17, "11");
    row(255, "ff");
    row(256, "100");
    row(4095, "fff");
    row(4096, "1000");
    row(65535, "ffff");
    row(65536, "10000");
    row(1048575, "fffff");
    row(1048576, "100000");
}

void tst_Framing::chunk()
{
    QFETCH(const int, size);
    QFETCH(const std::string, prefix);
    const std::string payload(static_cast<std::size_t>(size), 'x');
    const std::string framed = framing::chunk(payload);
    QVERIFY(framed == prefix + payload + "\r\n");
    QCOMPARE(framing::chunkPrefixSize(payload.size()), prefix.size());
    QCOMPARE(framing::chunkOverhead(payload.size()), framed.size() - payload.size());
    std::string appended = "before";
    framing::appendChunk(appended, payload);
    QVERIFY(appended == "before" + framed);
}

void tst_Framing::chunkSizes()
{
    for (std::size_t size = 1; size < 5000; ++size)
        QCOMPARE(framing::chunk(std::string(size, 'x')).size(), size + framing::chunkOverhead(size));
}

/** "0\r\n\r\n" in the middle would end the stream. */
void tst_Framing::emptyPayloadIsNoChunk()
{
    QCOMPARE(framing::chunk({}), ""s);
    std::string out = "x";
    framing::appendChunk(out, {});
    QCOMPARE(out, "x"s);
}

void tst_Framing::constants()
{
    QCOMPARE(std::string(framing::lastChunk), "0\r\n\r\n"s);
    QCOMPARE(std::string(framing::heartbeat), ":\n"s); // a comment, and never an event, not even an empty one
}

QTEST_APPLESS_MAIN(tst_Framing)
#include "tst_framing.moc"
