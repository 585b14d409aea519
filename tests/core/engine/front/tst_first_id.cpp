// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/FirstId.h"

#include <QTest>

using namespace sluice;

using Fields = std::vector<std::pair<std::string, std::string>>;

class tst_FirstId : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void askers_data();
    void askers();
    void wordGoesBefore();
    void unknownWord();
    void lines_data();
    void lines();
};

namespace {

const std::string chromium = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
                             "Chrome/156.0.0.0 Safari/537.36";
const std::string firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

RequestHead asking(const Fields &fields)
{
    RequestHead head;
    head.fields = fields;
    return head;
}

} // namespace

/** Chromium's, Node's and curl's as they were seen, less what says nothing; the others' as their sources or
 * manuals have it. */
void tst_FirstId::askers_data()
{
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<bool>("isBlock");
    const std::string stream = "text/event-stream";
    const auto row = [](const char *name, const Fields &fields, bool isBlock) {
        QTest::newRow(name) << fields << isBlock;
    };
    row("Chromium's EventSource",
        {{"Host", "x"},
         {"Pragma", "no-cache"},
         {"Cache-Control", "no-cache"},
         {"User-Agent", chromium},
         {"Accept", stream},
         {"Sec-Fetch-Mode", "cors"},
         {"Sec-Fetch-Dest", "empty"}},
        true);
    row("an older one", {{"Cache-Control", "no-cache"}, {"User-Agent", chromium}, {"Accept", stream}}, true);
    row("Firefox's EventSource",
        {{"User-Agent", firefox}, {"Accept", stream}, {"Pragma", "no-cache"}, {"Cache-Control", "no-cache"}},
        true);
    row("an EventSource over HTTP/2 or HAProxy",
        {{"user-agent", firefox}, {"accept", stream}, {"cache-control", "no-cache"}}, true);
    row("undici's EventSource",
        {{"host", "x"},
         {"accept", stream},
         {"sec-fetch-mode", "cors"},
         {"user-agent", "undici"},
         {"pragma", "no-cache"},
         {"cache-control", "no-cache"}},
        true);
    row("Node's EventSource", {{"accept", stream}, {"user-agent", "node"}, {"cache-control", "no-cache"}},
        true);
    row("sluicectl", {{"User-Agent", "sluice/1.0"}, {"Accept", stream}, {"Cache-Control", "no-cache"}}, true);

    row("fetch-event-source",
        {{"User-Agent", chromium},
         {"accept", stream},
         {"Sec-Fetch-Mode", "cors"},
         {"Sec-Fetch-Dest", "empty"}},
        false);
    row("fetch-event-source, the developer tools disable the cache",
        {{"Pragma", "no-cache"}, {"Cache-Control", "no-cache"}, {"User-Agent", chromium}, {"accept", stream}},
        false);
    row("fetch() with cache: no-cache",
        {{"Cache-Control", "max-age=0"}, {"User-Agent", chromium}, {"Accept", stream}}, false);
    row("a navigation",
        {{"Cache-Control", "no-cache"}, {"User-Agent", chromium}, {"Accept", "text/html,*/*;q=0.8"}}, false);
    row("launchdarkly-eventsource", {{"Cache-Control", "no-cache"}, {"Accept", stream}}, false);
    row("httpx-sse",
        {{"User-Agent", "python-httpx/0.28.1"}, {"Accept", stream}, {"Cache-Control", "no-store"}}, false);
    row("openai", {{"User-Agent", "OpenAI/Python 1.109.1"}, {"Accept", "application/json"}}, false);
    row("r3labs/sse",
        {{"User-Agent", "Go-http-client/1.1"}, {"Accept", stream}, {"Cache-Control", "no-cache"}}, false);
    row("Deno's EventSource", {{"accept", stream}, {"user-agent", "Deno/2.0.0"}}, false);
    row("curl", {{"User-Agent", "curl/7.88.1"}, {"Accept", "*/*"}}, false);
    row("nothing", {}, false);
}

void tst_FirstId::askers()
{
    QFETCH(const Fields, fields);
    QFETCH(const bool, isBlock);
    QCOMPARE(firstIdOf(asking(fields), "auto").value() == FirstId::Block, isBlock);
}

void tst_FirstId::wordGoesBefore()
{
    const RequestHead curl = asking({{"Accept", "*/*"}});
    const RequestHead browser =
        asking({{"User-Agent", firefox}, {"Accept", "text/event-stream"}, {"Cache-Control", "no-cache"}});
    for (const RequestHead &head : {curl, browser}) {
        QVERIFY(firstIdOf(head, "block").value() == FirstId::Block);
        QVERIFY(firstIdOf(head, "with-event").value() == FirstId::WithEvent);
    }
}

void tst_FirstId::unknownWord()
{
    for (const char *word : {"", "Block", "none", "with_event"}) {
        const auto answer = firstIdOf(asking({}), word);
        QVERIFY(!answer);
        QCOMPARE(answer.error().message,
                 "first_id is '" + std::string(word) + "', not one of auto, block, with-event");
    }
}

void tst_FirstId::lines_data()
{
    QTest::addColumn<bool>("isBlock");
    QTest::addColumn<bool>("isChunked");
    QTest::addColumn<int>("retry");
    QTest::addColumn<std::string>("gap");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *name, bool isBlock, bool isChunked, int retry, const char *gap,
                        const char *expected) {
        QTest::newRow(name) << isBlock << isChunked << retry << std::string(gap) << std::string(expected);
    };
    row("block", true, false, 0, "", "id: e-1\n\n");
    row("with event", false, false, 0, "", "id: e-1\n");
    row("block, retry", true, false, 2500, "", "retry: 2500\nid: e-1\n\n");
    row("with event, retry", false, false, 2500, "", "retry: 2500\nid: e-1\n");
    // A gap is an event, and its block has the id.
    row("block, gap", true, false, 7, "event: gap\ndata: {}\n",
        "retry: 7\nevent: gap\ndata: {}\nid: e-1\n\n");
    row("with event, gap", false, false, 0, "event: gap\ndata: {}\n", "event: gap\ndata: {}\nid: e-1\n\n");
    row("block, chunked", true, true, 0, "", "9\r\nid: e-1\n\n\r\n");
    row("with event, chunked", false, true, 100, "", "13\r\nretry: 100\nid: e-1\n\r\n");
}

void tst_FirstId::lines()
{
    QFETCH(const bool, isBlock);
    QFETCH(const bool, isChunked);
    QFETCH(const int, retry);
    QFETCH(const std::string, gap);
    QFETCH(const std::string, expected);
    const FirstLines lines{isBlock ? FirstId::Block : FirstId::WithEvent,
                           isChunked ? BodyFraming::Chunked : BodyFraming::Plain, Milliseconds(retry)};
    QCOMPARE(firstLines(lines, gap, "e-1"), expected);
}

QTEST_APPLESS_MAIN(tst_FirstId)
#include "tst_first_id.moc"
