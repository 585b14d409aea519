// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Overload.h"

#include <QTest>

#include <optional>
#include <set>

using namespace sluice;

class tst_Overload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void browsers_data();
    void browsers();
    void eventSourceOfNodeIsToldSoftly();
    void statuses_data();
    void statuses();
    void soft_data();
    void soft();
    void delaysAreSpread();
};

namespace {

/** One request, and what it is answered. */
class FakeExchange final : public Exchange
{
public:
    const RequestHead &head() const override { return request; }
    const Target &target() const override { return m_target; }
    const std::string &body() const override { return request.target; }
    const ClientAddress &client() const override { return m_client; }
    void answer(const Answer &) override { QFAIL("a refusal must close"); }
    void answerLater(const Answer &, DirtyInbox::Wait) override { QFAIL("nothing was published"); }
    void answerAndClose(const Answer &answer) override { answered = answer; }
    void answerAndClose(std::string bytes) override { raw = std::move(bytes); }
    void answerHead(std::string) override { QFAIL("no HEAD was asked"); }
    Handover handOver() override { return {}; }

    RequestHead request;
    std::optional<Answer> answered;
    std::string raw;

private:
    Target m_target;
    ClientAddress m_client;
};

Overload made(const std::string &mode, Milliseconds retry = Milliseconds(3000))
{
    Settings settings;
    settings.pool_overload_mode = mode;
    settings.pool_overload_retry = retry;
    Overload overload;
    overload.apply(settings);
    return overload;
}

std::string fieldOf(const Answer &answer, std::string_view name)
{
    for (const auto &[key, value] : answer.fields)
        if (key == name)
            return value;
    return {};
}

/** The delay that a soft refusal names; -1 where it is no soft refusal. */
int retryOf(const std::string &raw)
{
    const auto at = raw.find("retry: ");
    return at == std::string::npos ? -1 : std::stoi(raw.substr(at + 7));
}

} // namespace

void tst_Overload::browsers_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("value");
    QTest::addColumn<bool>("isBrowser");
    const auto row = [](const char *name, const char *value, bool isBrowser) {
        QTest::addRow("%s: %s", name, value) << std::string(name) << std::string(value) << isBrowser;
    };
    row("Origin", "https://a.example", true);
    row("ORIGIN", "null", true);
    row("Sec-Fetch-Mode", "cors", false); // Node's fetch sends it too
    row("Sec-Fetch-Site", "cross-site", false);
    row("sec-fetch-dest", "empty", true);
    row("User-Agent", "Mozilla/5.0 (X11)", true);
    row("user-agent", "Mozilla/5.0", true);
    row("User-Agent", "Mozilla", false);
    row("User-Agent", "Bot (Mozilla/5.0)", false);
    row("User-Agent", "curl/8.0", false);
    row("X-User-Agent", "Mozilla/5.0", false);
    row("Origins", "https://a.example", false);
    row("Sec-Ch-Ua", "x", false);
}

void tst_Overload::browsers()
{
    QFETCH(const std::string, name);
    QFETCH(const std::string, value);
    QFETCH(const bool, isBrowser);
    RequestHead head;
    head.fields = {{"Host", "x"}, {name, value}};
    QCOMPARE(isFromBrowser(head), isBrowser);
    for (const char *mode : {"auto", "status", "soft"}) {
        FakeExchange exchange;
        exchange.request = head;
        made(mode).refuse(exchange, Refusal::PoolFull, Cors());
        const bool soft = mode == std::string("soft") || (mode == std::string("auto") && isBrowser);
        QCOMPARE(exchange.answered.has_value(), !soft);
        QCOMPARE(exchange.raw.empty(), !soft);
    }
}

/** Node's EventSource gives up at a status as a browser's does. */
void tst_Overload::eventSourceOfNodeIsToldSoftly()
{
    FakeExchange exchange;
    exchange.request.fields = {
        {"accept", "text/event-stream"}, {"user-agent", "undici"}, {"cache-control", "no-cache"}};
    made("auto").refuse(exchange, Refusal::PoolFull, Cors());
    QVERIFY(!exchange.answered && retryOf(exchange.raw) > 0);
}

void tst_Overload::statuses_data()
{
    QTest::addColumn<int>("refusal");
    QTest::addColumn<int>("status");
    const auto row = [](Refusal refusal, int status) {
        QTest::newRow(std::string(refusalName(refusal)).c_str()) << static_cast<int>(refusal) << status;
    };
    row(Refusal::PoolFull, 503);
    row(Refusal::ChannelLimit, 503);
    row(Refusal::ChannelCap, 503);
    row(Refusal::Draining, 503);
    row(Refusal::ClientCap, 429);
    row(Refusal::RateLimited, 429);
    row(Refusal::Blocked, 204);
}

void tst_Overload::statuses()
{
    QFETCH(const int, refusal);
    QFETCH(const int, status);
    FakeExchange exchange;
    Overload overload = made("status", Milliseconds(2500));
    for (int i = 0; i < 50; ++i) {
        overload.refuse(exchange, static_cast<Refusal>(refusal), Cors());
        QVERIFY(exchange.answered && exchange.raw.empty());
        QCOMPARE(exchange.answered->status, status);
        QCOMPARE(fieldOf(*exchange.answered, "Cache-Control"), std::string("no-store"));
        if (status == 204) {
            QVERIFY(exchange.answered->body.empty() && fieldOf(*exchange.answered, "Retry-After").empty());
            continue;
        }
        const int wait = std::stoi(fieldOf(*exchange.answered, "Retry-After"));
        QVERIFY2(wait >= 3 && wait <= 5, std::to_string(wait).c_str());
        QVERIFY(exchange.answered->body.find(refusalName(static_cast<Refusal>(refusal))) !=
                std::string::npos);
    }
}

void tst_Overload::soft_data()
{
    QTest::addColumn<int>("minorVersion");
    QTest::addColumn<bool>("keepAlive");
    QTest::newRow("HTTP/1.1") << 1 << true;
    QTest::newRow("HTTP/1.1, close") << 1 << false;
    QTest::newRow("HTTP/1.0") << 0 << false;
}

void tst_Overload::soft()
{
    QFETCH(const int, minorVersion);
    QFETCH(const bool, keepAlive);
    FakeExchange exchange;
    exchange.request.minorVersion = minorVersion;
    exchange.request.keepAlive = keepAlive;
    made("soft", Milliseconds(1000)).refuse(exchange, Refusal::RateLimited, Cors());
    const std::string &raw = exchange.raw;
    QVERIFY(raw.starts_with("HTTP/1.1 200 OK\r\n"));
    for (const char *line :
         {"\r\nContent-Type: text/event-stream\r\n", "\r\nConnection: close\r\n",
          "\r\nCache-Control: no-cache, no-transform\r\n", "\r\nX-Accel-Buffering: no\r\n"})
        QVERIFY2(raw.find(line) != std::string::npos, line);
    QVERIFY(raw.find("Content-Length") == std::string::npos);
    QVERIFY(retryOf(raw) >= 1000 && retryOf(raw) <= 2000);
    const std::string body = raw.substr(raw.find("\r\n\r\n") + 4);
    const std::string text = "retry: " + std::to_string(retryOf(raw)) + "\n";
    // "retry: 1234" and a newline are 12 = c bytes: a blank line would be an empty event to many decoders.
    QCOMPARE(body, minorVersion == 0 ? text : "c\r\n" + text + "\r\n0\r\n\r\n");
    QCOMPARE(raw.find("Transfer-Encoding: chunked") != std::string::npos, minorVersion == 1);
}

void tst_Overload::delaysAreSpread()
{
    Overload overload = made("soft", Milliseconds(100));
    std::set<int> delays;
    for (int i = 0; i < 2000; ++i) {
        FakeExchange exchange;
        overload.refuse(exchange, Refusal::PoolFull, Cors());
        delays.insert(retryOf(exchange.raw));
    }
    // From end to end, and about evenly: of 101 possible delays hardly one is never drawn.
    QVERIFY(*delays.begin() >= 100 && *delays.begin() < 110);
    QVERIFY(*delays.rbegin() <= 200 && *delays.rbegin() > 190);
    QVERIFY2(delays.size() > 90, std::to_string(delays.size()).c_str());
}

QTEST_APPLESS_MAIN(tst_Overload)
#include "tst_overload.moc"
