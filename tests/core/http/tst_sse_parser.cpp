// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The parser against the standard, section 9.2: every row is fed whole, cut in two at every byte, and byte by
// byte, and rows written with LF run with CR and CRLF too.
#include "http/SseParser.h"

#include <QTest>

#include <vector>

using namespace sluice;

namespace {

struct Outcome
{
    std::string events; ///< "type|data|id;" for each
    std::string lastEventId;
    long long retry = -1;
    bool failed = false;

    bool operator==(const Outcome &) const = default;
};

Outcome parse(std::string_view bytes, const std::vector<std::size_t> &cuts, SseParser &parser)
{
    std::vector<SseEvent> events;
    Outcome outcome;
    std::size_t begin = 0;
    const auto feed = [&](std::size_t end) {
        outcome.failed = !parser.feed(bytes.substr(begin, end - begin), events).has_value();
        begin = end;
    };
    for (const std::size_t cut : cuts)
        feed(cut);
    feed(bytes.size());
    for (const SseEvent &event : events)
        outcome.events += event.type + '|' + event.data + '|' + event.lastEventId + ';';
    outcome.lastEventId = parser.lastEventId();
    if (parser.retry())
        outcome.retry = parser.retry()->count();
    return outcome;
}

Outcome parse(std::string_view bytes, const std::vector<std::size_t> &cuts)
{
    SseParser parser;
    return parse(bytes, cuts, parser);
}

} // namespace

class tst_SseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheStandard_data();
    void followsTheStandard();
    void lineEndsMix_data();
    void lineEndsMix();
    void dispatchesBeforeTheLineFeedOfCrLf();
    void boundsLines();
    void boundsData();
    void skipsWhatIsTooLarge_data();
    void skipsWhatIsTooLarge();
    void failsUntilRestart();
    void restartsCleanly();
    void keepsTheIdOverARestart();
    void countsLines();
};

void tst_SseParser::followsTheStandard_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("events");
    QTest::addColumn<QByteArray>("lastEventId");
    QTest::addColumn<int>("retry");
    const auto row = [](const char *name, const QByteArray &stream, const QByteArray &events,
                        const QByteArray &lastEventId = "",
                        int retry = -1) { QTest::newRow(name) << stream << events << lastEventId << retry; };
    row("nothing", "", "");
    row("only blank lines", "\n\n\n", "");
    row("one event", "data: hello\n\n", "message|hello|;");
    row("no space after the colon", "data:hello\n\n", "message|hello|;");
    row("only one space is removed", "data:  hello\n\n", "message| hello|;");
    row("a tab is data", "data:\thello\n\n", "message|\thello|;");
    row("two lines", "data: a\ndata: b\n\n", "message|a\nb|;");
    row("data that ends with a newline", "data: a\ndata:\n\n", "message|a\n|;");
    row("colon in the value", "data: a:b: c\n\n", "message|a:b: c|;");
    row("data without a colon", "data\n\n", "message||;");
    row("two of them", "data\ndata\n\n", "message|\n|;");
    row("empty data", "data:\n\n", "message||;");
    row("three events", "data\n\ndata\ndata\n\ndata:test\n\n", "message||;message|\n|;message|test|;");
    row("comment", ": note\ndata: a\n:\n:::\n\n", "message|a|;");
    row("event name", "event: tick\ndata: a\n\ndata: b\n\n", "tick|a|;message|b|;");
    row("empty event name", "event: tick\nevent:\ndata: a\n\n", "message|a|;");
    row("last event name wins", "event: a\nevent: b\ndata: x\n\n", "b|x|;");
    row("event without data", "event: tick\n\ndata: b\n\n", "message|b|;");
    row("id", "id: 1\ndata: a\n\ndata: b\n\n", "message|a|1;message|b|1;", "1");
    row("id alone moves the cursor", "id: 7\n\n", "", "7");
    row("empty id clears", "id: 1\ndata: a\n\nid\ndata: b\n\n", "message|a|1;message|b|;", "");
    row("id with NUL is ignored", QByteArray("id: 1\n\nid: 2\0x\ndata: a\n\n", 24), "message|a|1;", "1");
    row("NUL in data stays", QByteArray("data: \0\n\n", 9), QByteArray("message|\0|;", 11));
    row("id of an unfinished event", "id: 1\ndata: a\n\nid: 2\ndata: b\n", "message|a|1;", "1");
    row("unfinished line", "data: a\n\ndata: b", "message|a|;");
    row("one blank line is missing", "data: a\n", "");
    row("retry", "retry: 2500\n\n", "", "", 2500);
    row("retry acts without a blank line", "retry: 10\n", "", "", 10);
    row("retry with a sign", "retry: -1\nretry: +1\n\n", "");
    row("retry with text", "retry: 10s\nretry: 1e3\nretry: 0x10\nretry: 1 \n\n", "");
    row("empty retry", "retry: 5\nretry:\nretry\n\n", "", "", 5);
    row("retry with zeros", "retry: 007\n\n", "", "", 7);
    row("retry beyond every number", "retry: 99999999999999999999999999\n\n", "", "", 2147483647);
    row("unknown fields", "foo: bar\nDATA: x\n data: y\ndata : z\ndata: a\n\n", "message|a|;");
    row("byte order mark",
        "\xEF\xBB\xBF"
        "data: a\n\n",
        "message|a|;");
    row("second byte order mark is data",
        "\xEF\xBB\xBF\xEF\xBB\xBF"
        "data: a\n\ndata: b\n\n",
        "message|b|;");
    row("byte order mark later", "data: \xEF\xBB\xBF\n\n", "message|\xEF\xBB\xBF|;");
    row("half a byte order mark",
        "\xEF\xBB"
        "data: a\n\ndata: b\n\n",
        "message|b|;");
    row("only a byte order mark", "\xEF\xBB\xBF", "");
    row("byte order mark, then a line end", "\xEF\xBB\xBF\ndata: a\n\n", "message|a|;");
    row("UTF-8", "data: \xE2\x82\xAC\xF0\x9F\x98\x80\n\n", "message|\xE2\x82\xAC\xF0\x9F\x98\x80|;");
    row("invalid UTF-8", "event: \x80\nid: \xFF\ndata: a\xC3\ndata: \xE2\x82z\n\n",
        "\xEF\xBF\xBD|a\xEF\xBF\xBD\n\xEF\xBF\xBDz|\xEF\xBF\xBD;", "\xEF\xBF\xBD");
    row("sequence that is torn by a line end is not joined", "data: \xE2\ndata: \x82\xAC\n\n",
        "message|\xEF\xBF\xBD\n\xEF\xBF\xBD\xEF\xBF\xBD|;");
}

void tst_SseParser::followsTheStandard()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, events);
    QFETCH(QByteArray, lastEventId);
    QFETCH(int, retry);
    for (const QByteArray &lineEnd : {QByteArray("\n"), QByteArray("\r"), QByteArray("\r\n")}) {
        const std::string bytes = QByteArray(stream).replace("\n", lineEnd).toStdString();
        const Outcome whole = parse(bytes, {});
        QCOMPARE(QByteArray::fromStdString(whole.events), events);
        QCOMPARE(QByteArray::fromStdString(whole.lastEventId), lastEventId);
        QCOMPARE(whole.retry, retry);
        QVERIFY(!whole.failed);
        std::vector<std::size_t> everyByte;
        for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
            everyByte.push_back(cut);
            QVERIFY2(parse(bytes, {cut}) == whole, qPrintable(QStringLiteral("cut at %1").arg(cut)));
        }
        QVERIFY(parse(bytes, everyByte) == whole);
    }
}

void tst_SseParser::lineEndsMix_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::newRow("LF CR") << QByteArray("data: a\n\rdata: b\n\r");
    QTest::newRow("CR LF LF") << QByteArray("data: a\r\n\ndata: b\r\n\n");
    QTest::newRow("CR CR LF") << QByteArray("data: a\r\r\ndata: b\r\r\n");
    QTest::newRow("LF CR LF") << QByteArray("data: a\n\r\ndata: b\n\r\n");
    QTest::newRow("CR LF CR") << QByteArray("data: a\r\n\rdata: b\r\n\r");
}

void tst_SseParser::lineEndsMix()
{
    QFETCH(QByteArray, stream);
    const std::string bytes = stream.toStdString();
    for (std::size_t first = 0; first <= bytes.size(); ++first)
        for (std::size_t second = first; second <= bytes.size(); ++second)
            QCOMPARE(parse(bytes, {first, second}).events, std::string("message|a|;message|b|;"));
}

void tst_SseParser::dispatchesBeforeTheLineFeedOfCrLf()
{
    SseParser parser;
    std::vector<SseEvent> events;
    QVERIFY(parser.feed("data: a\r\n\r", events).has_value());
    QCOMPARE(events.size(), 1U); // the LF that may follow must not be waited for
    QVERIFY(parser.feed("\ndata: b\r\n\r\n", events).has_value());
    QCOMPARE(events.size(), 2U);
    QCOMPARE(events[1].data, std::string("b"));
}

void tst_SseParser::boundsLines()
{
    const SseParser::Limits limits{20, 1000};
    const std::string fits = "data: 12345678901234\n\n"; // a line of 20
    const std::string over = "data: 123456789012345\n\n";
    for (std::size_t cut = 0; cut <= fits.size(); ++cut) {
        SseParser parser(limits);
        QCOMPARE(parse(fits, {cut}, parser).events, std::string("message|12345678901234|;"));
    }
    for (std::size_t cut = 0; cut <= over.size(); ++cut) {
        SseParser parser(limits);
        const Outcome outcome = parse("data: x\n\n" + over, {cut}, parser);
        QVERIFY(outcome.failed);
        QCOMPARE(outcome.events, std::string("message|x|;")); // what came before is kept
    }
    SseParser endless(limits);
    std::vector<SseEvent> events;
    QVERIFY(endless.feed(std::string(20, ':'), events).has_value());
    const auto error = endless.feed(":", events);
    QVERIFY(!error.has_value());
    QVERIFY2(error.error().message.find("20 bytes") != std::string::npos, error.error().message.c_str());
}

void tst_SseParser::boundsData()
{
    const SseParser::Limits limits{100, 10}; // the line ends count: they are kept too
    SseParser fits(limits);
    QCOMPARE(parse("data: 1234\ndata: 5678\n\n", {}, fits).events, std::string("message|1234\n5678|;"));
    SseParser over(limits);
    const Outcome outcome = parse("data: 1234\ndata: 56789\n\n", {}, over);
    QVERIFY(outcome.failed);
    QVERIFY(outcome.events.empty());
}

void tst_SseParser::skipsWhatIsTooLarge_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("events");
    QTest::addColumn<int>("skipped");
    const auto row = [](const char *name, const std::string &bytes, const char *events, int skipped) {
        QTest::newRow(name) << bytes << std::string(events) << skipped;
    };
    const std::string line = "data: " + std::string(30, 'x') + "\n";
    row("a line", line + "id: 7\n\nid: 8\ndata: b\n\n", "message|b|8;", 1);
    row("an id before", "id: 7\n" + line + "\ndata: b\n\n", "message|b|7;", 1);
    row("many lines", "data: 1234\ndata: 5678\ndata: 90\nid: 7\n\ndata: b\n\n", "message|b|7;", 1);
    row("lines behind it", line + "data: c\nevent: e\nid: 7\n\ndata: b\n\n", "message|b|7;", 1);
    row("two in a row", line + "\n" + line + "\ndata: b\n\n", "message|b|;", 2);
    row("two lines of one", line + line + "\ndata: b\n\n", "message|b|;", 1);
    row("a comment", "data: a\n:" + std::string(30, 'x') + "\n\n", "message|a|;", 0);
    row("an unknown field", std::string(30, 'x') + "\ndata: a\n\ndata: b\n\n", "message|b|;", 1);
    row("CR LF", "data: " + std::string(30, 'x') + "\r\nid: 7\r\n\r\ndata: b\r\n\r\n", "message|b|7;", 1);
}

/** What does not fit is passed over, however it is cut, and its id counts; nothing of it is kept. */
void tst_SseParser::skipsWhatIsTooLarge()
{
    QFETCH(const std::string, bytes);
    QFETCH(const std::string, events);
    QFETCH(const int, skipped);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        SseParser parser({20, 12}, SseParser::Oversize::Skip);
        const Outcome outcome = parse(bytes, {cut}, parser);
        QVERIFY(!outcome.failed);
        QCOMPARE(outcome.events, events);
        QCOMPARE(parser.skipped(), std::uint64_t(skipped));
    }
    SseParser again({20, 12}, SseParser::Oversize::Skip);
    QVERIFY(!parse(std::string(1000, 'x'), {100, 200, 300}, again).failed); // a line without end
    again.restart();
    QCOMPARE(parse("data: a\n\n", {}, again).events, std::string("message|a|;"));
}

void tst_SseParser::failsUntilRestart()
{
    SseParser parser({5, 5});
    std::vector<SseEvent> events;
    QVERIFY(!parser.feed("too long a line", events).has_value());
    QVERIFY(!parser.feed("\n\n", events).has_value());
    parser.restart();
    QVERIFY(parser.feed("data\n\n", events).has_value());
    QCOMPARE(events.size(), 1U);
}

void tst_SseParser::restartsCleanly()
{
    SseParser parser;
    std::vector<SseEvent> events;
    QVERIFY(parser.feed("\xEF\xBB\xBFretry: 9\nevent: lost\nid: 5\ndata: lost\r", events).has_value());
    parser.restart();
    // Neither the name, nor the id, nor the CR of the old connection may reach into the new one.
    QVERIFY(parser
                .feed("\xEF\xBB\xBF"
                      "data: new\n\n",
                      events)
                .has_value());
    QCOMPARE(events.size(), 1U);
    QCOMPARE(events[0].type, std::string("message"));
    QCOMPARE(events[0].data, std::string("new"));
    QCOMPARE(events[0].lastEventId, std::string());
    QCOMPARE(parser.retry()->count(), 9);
}

void tst_SseParser::keepsTheIdOverARestart()
{
    SseParser parser;
    std::vector<SseEvent> events;
    parser.setLastEventId("40");
    QCOMPARE(parser.lastEventId(), std::string("40"));
    QVERIFY(parser.feed("id: 41\ndata: a\n\nid: 42\ndata: cut", events).has_value());
    parser.restart();
    QCOMPARE(parser.lastEventId(), std::string("41"));
    QVERIFY(parser.feed("data: b\n\n", events).has_value());
    QCOMPARE(events.back().lastEventId, std::string("41"));
}

void tst_SseParser::countsLines()
{
    SseParser parser;
    std::vector<SseEvent> events;
    // Two comments apart, two that are one, four fields, two lines that are nothing.
    QVERIFY(parser.feed(":\n\n:a\n\n:b\n:c\ndata: x\nevent\nid: 1\nretry: 2\n<html>\ndatum: y\n\n", events)
                .has_value());
    QCOMPARE(parser.lines().comments, std::uint64_t(3));
    QCOMPARE(parser.lines().fields, std::uint64_t(4));
    QCOMPARE(parser.lines().unknown, std::uint64_t(2));
    // Heartbeats without blank lines between them, in one read or several; a text over several lines is one.
    QVERIFY(parser.feed(":\n:\n:", events).has_value());
    QVERIFY(parser.feed("\n:\r\n: a\n: b\n: b\nretry: 1\n:\n", events).has_value());
    QCOMPARE(parser.lines().comments, std::uint64_t(3 + 4 + 1 + 1));
    parser.restart();
    QVERIFY(parser.feed(":\n", events).has_value());
    QCOMPARE(parser.lines().comments, std::uint64_t(1));
    parser.restart();
    QCOMPARE(parser.lines().comments + parser.lines().fields + parser.lines().unknown, std::uint64_t(0));
}

QTEST_GUILESS_MAIN(tst_SseParser)
#include "tst_sse_parser.moc"
