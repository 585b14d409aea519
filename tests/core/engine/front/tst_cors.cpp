// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Cors.h"

#include <QTest>

#include <algorithm>

using namespace sluice;

class tst_Cors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fields_data();
    void fields();
    void preflight();
    void preflightRepeatsWhatIsAsked_data();
    void preflightRepeatsWhatIsAsked();
    void fieldsAreAddedOnce();
    void headAndAnswerSayTheSame();
    void autoIsWhereTheListenerIs();
    void publishingHasAListOfItsOwn();
    void brokenSettingsAllowNobody();
};

namespace {

RequestHead from(const std::string &origin)
{
    RequestHead head;
    head.method = "GET";
    if (!origin.empty())
        head.fields.emplace_back("origin", origin);
    return head;
}

std::string fieldOf(const Cors::Fields &fields, std::string_view name)
{
    std::string all;
    for (const auto &[key, value] : fields)
        if (key == name)
            all += all.empty() ? value : '|' + value;
    return all;
}

Cors made(const std::string &origins, bool credentials = false, Reach reach = Reach::ThisMachine)
{
    Settings settings;
    settings.cors_allow_origin = origins;
    settings.cors_allow_credentials = credentials;
    Cors cors;
    cors.apply(settings, reach);
    return cors;
}

} // namespace

void tst_Cors::fields_data()
{
    QTest::addColumn<std::string>("allowed");
    QTest::addColumn<bool>("credentials");
    QTest::addColumn<std::string>("origin");
    QTest::addColumn<std::string>("allow");
    QTest::addColumn<std::string>("vary");
    QTest::addColumn<std::string>("withCredentials");
    const std::string none;
    const std::string app = "https://app.example";
    const std::string list = "https://app.example,http://b.example";
    QTest::newRow("any") << std::string("*") << false << app << std::string("*") << none << none;
    QTest::newRow("any, no origin") << std::string("*") << false << none << std::string("*") << none << none;
    QTest::newRow("nobody") << none << false << app << none << none << none;
    QTest::newRow("listed") << list << false << app << app << std::string("Origin") << none;
    QTest::newRow("listed, credentials")
        << list << true << app << app << std::string("Origin") << std::string("true");
    QTest::newRow("not listed") << list << true << std::string("https://evil.example") << none
                                << std::string("Origin") << none;
    QTest::newRow("listed, no origin") << list << true << none << none << std::string("Origin") << none;
    QTest::newRow("null") << list << true << std::string("null") << none << std::string("Origin") << none;
}

void tst_Cors::fields()
{
    QFETCH(const std::string, allowed);
    QFETCH(const bool, credentials);
    QFETCH(const std::string, origin);
    QFETCH(const std::string, allow);
    QFETCH(const std::string, vary);
    QFETCH(const std::string, withCredentials);
    const Cors::Fields fields = made(allowed, credentials).fields(from(origin));
    QCOMPARE(fieldOf(fields, "Access-Control-Allow-Origin"), allow);
    QCOMPARE(fieldOf(fields, "Vary"), vary);
    QCOMPARE(fieldOf(fields, "Access-Control-Allow-Credentials"), withCredentials);
    QCOMPARE(fieldOf(fields, "Access-Control-Expose-Headers"),
             std::string(allow.empty() ? "" : "Sluice-Gap, Sluice-First-Id, Retry-After"));
}

void tst_Cors::preflight()
{
    const Answer answer = made("https://app.example").preflight(from("https://app.example"));
    QCOMPARE(answer.status, 204);
    QCOMPARE(fieldOf(answer.fields, "Access-Control-Allow-Methods"), std::string("GET, HEAD"));
    QVERIFY(fieldOf(answer.fields, "Access-Control-Allow-Headers").find("Last-Event-ID") !=
            std::string::npos);
    QCOMPARE(fieldOf(answer.fields, "Access-Control-Allow-Origin"), std::string("https://app.example"));
    const Answer stranger = made("https://app.example").preflight(from("https://evil.example"));
    QCOMPARE(fieldOf(stranger.fields, "Access-Control-Allow-Origin"), std::string());
}

void tst_Cors::preflightRepeatsWhatIsAsked_data()
{
    QTest::addColumn<std::string>("asked");
    QTest::addColumn<std::string>("allowed");
    const std::string own = "Last-Event-ID, Cache-Control";
    QTest::newRow("nothing") << std::string() << own;
    QTest::newRow("a token") << std::string("authorization") << own + ", authorization";
    QTest::newRow("a trace") << std::string("traceparent,tracestate, baggage")
                             << own + ", traceparent, tracestate, baggage";
    QTest::newRow("in capitals") << std::string("X-Requested-With") << own + ", X-Requested-With";
    QTest::newRow("its own") << std::string("last-event-id, CACHE-CONTROL, x") << own + ", x";
    QTest::newRow("twice") << std::string("x, X ,x") << own + ", x";
    QTest::newRow("empty ones") << std::string(",, ,x,") << own + ", x";
    QTest::newRow("every mark") << std::string("!#$%&'*+-.^_`|~9") << own + ", !#$%&'*+-.^_`|~9";
    QTest::newRow("no names") << std::string("a b, a:b, \"a\", a/b, (a), \xc3\xbc, x") << own + ", x";
    QTest::newRow("64 letters") << std::string(64, 'n') << own + ", " + std::string(64, 'n');
    QTest::newRow("65 letters") << std::string(65, 'n') + ",x" << own + ", x";
    std::string many;
    std::string first;
    for (int i = 0; i < 100; ++i) {
        many += "n" + std::to_string(i) + ',';
        first += i < 32 ? ", n" + std::to_string(i) : std::string();
    }
    QTest::newRow("many") << many << own + first;
}

void tst_Cors::preflightRepeatsWhatIsAsked()
{
    QFETCH(const std::string, asked);
    QFETCH(const std::string, allowed);
    RequestHead request = from("https://app.example");
    request.fields.emplace_back("Access-Control-Request-Headers", asked);
    for (const char *origins : {"*", "https://app.example"})
        QCOMPARE(fieldOf(made(origins).preflight(request).fields, "Access-Control-Allow-Headers"), allowed);
    // To a stranger nothing is repeated.
    QCOMPARE(fieldOf(made("https://other.example").preflight(request).fields, "Access-Control-Allow-Headers"),
             std::string("Last-Event-ID, Cache-Control"));
}

void tst_Cors::fieldsAreAddedOnce()
{
    const Cors cors = made("https://app.example", true);
    const RequestHead request = from("https://app.example");
    const Answer once = cors.with(Answer::text(404, "x"), request);
    QCOMPARE(cors.with(once, request).fields, once.fields);
    const Answer preflight = cors.preflight(request);
    QCOMPARE(cors.with(preflight, request).fields, preflight.fields);
}

void tst_Cors::headAndAnswerSayTheSame()
{
    const Cors cors = made("https://app.example", true);
    const RequestHead request = from("https://app.example");
    std::string head;
    cors.appendTo(head, request);
    const Answer answer = cors.with(Answer::text(404, "x"), request);
    QVERIFY(!cors.fields(request).empty());
    for (const auto &[name, value] : cors.fields(request)) {
        QVERIFY(head.find(name + ": " + value + "\r\n") != std::string::npos);
        QCOMPARE(fieldOf(answer.fields, name), value);
    }
}

void tst_Cors::autoIsWhereTheListenerIs()
{
    const auto allowed = [](const char *origin, Reach reach) {
        return fieldOf(made("auto", false, reach).fields(from(origin)), "Access-Control-Allow-Origin");
    };
    QCOMPARE(allowed("http://localhost:5173", Reach::ThisMachine), std::string("http://localhost:5173"));
    QCOMPARE(allowed("https://app.example", Reach::ThisMachine), std::string());
    QCOMPARE(allowed("https://app.example", Reach::Beyond), std::string("*"));
    QCOMPARE(fieldOf(made("auto").fields(from("https://app.example")), "Vary"), std::string("Origin"));
}

void tst_Cors::publishingHasAListOfItsOwn()
{
    Settings settings;
    settings.cors_allow_origin = "https://reader.example";
    settings.publish_allow_origin = "https://writer.example";
    Cors cors;
    cors.applyPublishing(settings);
    QVERIFY(fieldOf(cors.fields(from("https://reader.example")), "Access-Control-Allow-Origin").empty());
    const Answer answer = cors.preflight(from("https://writer.example"), "POST");
    QCOMPARE(fieldOf(answer.fields, "Access-Control-Allow-Origin"), std::string("https://writer.example"));
    QCOMPARE(fieldOf(answer.fields, "Access-Control-Allow-Methods"), std::string("POST"));
    QCOMPARE(fieldOf(answer.fields, "Allow"), std::string("POST, OPTIONS"));
}

void tst_Cors::brokenSettingsAllowNobody()
{
    QVERIFY(made("app.example").fields(from("https://app.example")).empty());
}

QTEST_APPLESS_MAIN(tst_Cors)
#include "tst_cors.moc"
