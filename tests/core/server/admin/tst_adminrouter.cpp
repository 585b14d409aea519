// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminRouter.h"

#include "FakeExchange.h"

#include <QTest>

using namespace sluice;

class tst_AdminRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void routes_data();
    void routes();
    void aRefusedCallerReachesNoHandler();
    void whoeverIsRefusedHasNoBodyKept();
    void theHandlerSeesTheCall();
    void aStreamMayTakeTheConnection();
    void everyAnswerIsForbiddenToCaches();
};

namespace {

const std::string json = "Content-Type: application/json";

/** A router with a few routes, each answering its own name. */
struct Fixture
{
    Strangers strangers;
    AttemptLimit attempts;
    AdminAuthorisation authorisation{strangers, attempts};
    AdminRouter router{authorisation};

    explicit Fixture(const std::string &token = {})
    {
        Settings settings;
        settings.auth_admin_token = token;
        authorisation.apply(settings);
        const auto named = [](std::string name) {
            return [name](const AdminCall &call) { return Answer::text(200, name + call.parameter); };
        };
        router.add("GET", "/things", Role::Viewer, named("list"));
        router.add("DELETE", "/things", Role::Operator, named("clear"));
        router.add("GET", "/things/{id}", Role::Viewer, named("get "));
        router.add("DELETE", "/things/{id}", Role::Operator, named("delete "));
        router.add("POST", "/things/{id}/undo", Role::Operator, named("undo "));
        router.add("GET", "/health", Role::Open, named("health"));
    }

    FakeExchange run(FakeExchange exchange)
    {
        router.handle(exchange);
        return exchange;
    }
};

} // namespace

void tst_AdminRouter::routes_data()
{
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::string>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("expected"); ///< the body, or for 405 and OPTIONS the Allow field
    const auto row = [](const char *method, const char *path, int status, const char *expected) {
        QTest::addRow("%s %s", method, path)
            << std::string(method) << std::string(path) << status << std::string(expected);
    };
    row("GET", "/things", 200, "list");
    row("HEAD", "/things", 200, "list"); // the connection drops the body
    row("DELETE", "/things", 200, "clear");
    row("GET", "/things?x=1", 200, "list");
    row("GET", "/things/7", 200, "get 7");
    row("GET", "/things/a%3Ab", 200, "get a:b");
    row("GET", "//things", 404, "");
    row("GET", "/things//7", 404, "");
    row("DELETE", "/things/", 404, ""); // one whose name was left out is not all of them
    row("OPTIONS", "*", 204, "GET, HEAD, POST, PATCH, DELETE, OPTIONS");
    row("OPTIONS", "/", 204, "GET, HEAD, POST, PATCH, DELETE, OPTIONS");
    row("DELETE", "/things/7", 200, "delete 7");
    row("POST", "/things/7/undo", 200, "undo 7");
    row("GET", "/health", 200, "health");
    row("POST", "/things", 405, "GET, HEAD, DELETE, OPTIONS");
    row("PATCH", "/things/7", 405, "GET, HEAD, DELETE, OPTIONS");
    row("GET", "/things/7/undo", 405, "POST, OPTIONS");
    row("OPTIONS", "/things/7/undo", 204, "POST, OPTIONS");
    row("OPTIONS", "/things", 204, "GET, HEAD, DELETE, OPTIONS");
    row("GET", "/things/", 404, "");
    row("GET", "/", 404, "");
    row("GET", "/thing", 404, "");
    row("GET", "/things/7/redo", 404, "");
    row("GET", "/things/7/undo/8", 404, "");
    row("OPTIONS", "/nothing", 404, "");
    row("get", "/things", 405, "GET, HEAD, DELETE, OPTIONS");
}

void tst_AdminRouter::routes()
{
    QFETCH(const std::string, method);
    QFETCH(const std::string, path);
    QFETCH(const int, status);
    QFETCH(const std::string, expected);
    Fixture fixture;
    const FakeExchange done = fixture.run(FakeExchange(method, path, {json}));
    QVERIFY(done.given());
    QCOMPARE(done.given()->status, status);
    if (status == 200)
        QCOMPARE(done.given()->body, expected);
    else
        QCOMPARE(done.field("Allow"), expected);
    if (status >= 400)
        QCOMPARE(done.given()->contentType, std::string("application/problem+json"));
    QVERIFY(done.field("Access-Control-Allow-Origin").empty());
}

void tst_AdminRouter::aRefusedCallerReachesNoHandler()
{
    Fixture fixture("boss");
    bool called = false;
    fixture.router.add("POST", "/danger", Role::Operator, [&called](const AdminCall &) {
        called = true;
        return Answer::text(200, "");
    });
    QCOMPARE(fixture.run(FakeExchange("POST", "/danger", {json})).given()->status, 401);
    QVERIFY(!called);
    QCOMPARE(fixture.run(FakeExchange("GET", "/health")).given()->status, 200);
    QCOMPARE(
        fixture.run(FakeExchange("POST", "/danger", {json, "Authorization: Bearer boss"})).given()->status,
        200);
    QVERIFY(called);
}

void tst_AdminRouter::whoeverIsRefusedHasNoBodyKept()
{
    Fixture fixture("boss");
    const std::string right = "Authorization: Bearer boss";
    const auto refusal = [&](const char *method, const char *path, const std::vector<std::string> &fields) {
        const BodyTerms terms = fixture.router.beforeBody(FakeExchange(method, path, fields));
        return terms.refusal ? terms.refusal->status : 0;
    };
    QCOMPARE(refusal("DELETE", "/things", {json}), 401);
    QCOMPARE(refusal("DELETE", "/things", {json, "Authorization: Bearer page"}), 401);
    QCOMPARE(refusal("DELETE", "/things", {json, "Host: evil.example"}), 421);
    QCOMPARE(refusal("DELETE", "/things", {json, "Authorization: Bearer page", "Host: evil.example"}), 421);
    QCOMPARE(refusal("DELETE", "/things", {json, right, "Host: evil.example"}), 0);
    QCOMPARE(refusal("POST", "/things/7/undo", {right}), 415);
    QCOMPARE(refusal("POST", "/nothing", {json, right}), 404);
    QCOMPARE(refusal("PUT", "/things", {json, right}), 405);

    const auto limit = [&](const char *method, const char *path) {
        return fixture.router.beforeBody(FakeExchange(method, path, {json, right})).limit;
    };
    QVERIFY(limit("POST", "/things/7/undo") > (1 << 20)); // the listener's own limit is the smaller one
    QCOMPARE(limit("GET", "/things"), BodyTerms::stray);
    QCOMPARE(limit("GET", "/health"), BodyTerms::stray);
    QCOMPARE(limit("OPTIONS", "/things"), BodyTerms::stray);
}

void tst_AdminRouter::theHandlerSeesTheCall()
{
    Fixture fixture;
    fixture.router.add("PATCH", "/seen/{name}", Role::Operator, [](const AdminCall &call) {
        return Answer::text(200, call.parameter + '|' + call.target().parameter("q").value_or("-") + '|' +
                                     call.body() + '|' + call.caller.who);
    });
    const auto done =
        fixture.run(FakeExchange("PATCH", "/seen/me?q=1", {json, "Sluice-User: ada"}, "{\"a\":1}"));
    QCOMPARE(done.given()->body, std::string("me|1|{\"a\":1}|operator@127.0.0.1 (ada)"));
}

void tst_AdminRouter::aStreamMayTakeTheConnection()
{
    Fixture fixture;
    fixture.router.addStream("/live", Role::Viewer, [](const AdminCall &call, Exchange &) {
        return call.target().query.empty() ? std::nullopt : std::optional(Answer::problem(400, "no"));
    });
    QVERIFY(!fixture.run(FakeExchange("GET", "/live")).given());
    QCOMPARE(fixture.run(FakeExchange("GET", "/live?a=b")).given()->status, 400);
}

void tst_AdminRouter::everyAnswerIsForbiddenToCaches()
{
    Fixture fixture;
    fixture.router.add("GET", "/own", Role::Viewer, [](const AdminCall &) {
        return Answer::text(200, "").with("Cache-Control", "no-cache");
    });
    for (const char *path : {"/things", "/health", "/nothing"})
        QCOMPARE(fixture.run(FakeExchange("GET", path)).field("Cache-Control"), std::string("no-store"));
    const auto own = fixture.run(FakeExchange("GET", "/own"));
    QCOMPARE(own.field("Cache-Control"), std::string("no-cache"));
    QCOMPARE(std::count_if(own.given()->fields.begin(), own.given()->fields.end(),
                           [](const auto &field) { return field.first == "Cache-Control"; }),
             1);
}

QTEST_APPLESS_MAIN(tst_AdminRouter)
#include "tst_adminrouter.moc"
