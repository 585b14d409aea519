// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminAuthorisation.h"

#include "FakeExchange.h"

#include <QTest>

using namespace sluice;

Q_DECLARE_METATYPE(sluice::Role)

class tst_AdminAuthorisation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokens_data();
    void tokens();
    void withoutTokensThisMachineOnly();
    void aViewerTokenAloneGivesNobodyElseLess();
    void wrongTokensAreLimitedAndRightOnesAreNot();
    void foreignPages_data();
    void foreignPages();
    void rightTokensComeByAnyName();
    void healthIsOpen();
    void changesNeedJson_data();
    void changesNeedJson();
    void whoIsWritten_data();
    void whoIsWritten();

private:
    AdminAuthorisation make(const std::string &adminToken, const std::string &viewerToken);

    Strangers m_strangers;
    std::optional<AttemptLimit> m_attempts; ///< of the last that was made
};

AdminAuthorisation tst_AdminAuthorisation::make(const std::string &adminToken, const std::string &viewerToken)
{
    m_attempts.emplace();
    AdminAuthorisation authorisation(m_strangers, *m_attempts);
    Settings settings;
    settings.auth_admin_token = adminToken;
    settings.auth_viewer_token = viewerToken;
    settings.listen_allowed_hosts = "console.example";
    authorisation.apply(settings);
    return authorisation;
}

namespace {

const std::string json = "Content-Type: application/json";

int statusOf(AdminAuthorisation &authorisation, const FakeExchange &exchange, Role needed)
{
    const auto caller = authorisation.judge(exchange, needed, Clock::now());
    return caller ? 200 : caller.error().status;
}

} // namespace

void tst_AdminAuthorisation::tokens_data()
{
    QTest::addColumn<std::string>("field");
    QTest::addColumn<Role>("needed");
    QTest::addColumn<int>("status");
    QTest::newRow("operator reads") << std::string("Bearer boss") << Role::Viewer << 200;
    QTest::newRow("operator writes") << std::string("bearer boss") << Role::Operator << 200;
    QTest::newRow("viewer reads") << std::string("Bearer eyes") << Role::Viewer << 200;
    QTest::newRow("viewer writes") << std::string("Bearer eyes") << Role::Operator << 403;
    QTest::newRow("wrong") << std::string("Bearer bos") << Role::Viewer << 401;
    QTest::newRow("empty") << std::string("Bearer ") << Role::Viewer << 401;
    QTest::newRow("none") << std::string() << Role::Viewer << 401;
    QTest::newRow("other scheme") << std::string("Basic boss") << Role::Viewer << 401;
}

void tst_AdminAuthorisation::tokens()
{
    QFETCH(const std::string, field);
    QFETCH(const Role, needed);
    QFETCH(const int, status);
    auto authorisation = make("boss", "eyes");
    std::vector<std::string> fields{json};
    if (!field.empty())
        fields.push_back("Authorization: " + field);
    const FakeExchange exchange("POST", "/x", fields);
    const auto caller = authorisation.judge(exchange, needed, Clock::now());
    QCOMPARE(caller ? 200 : caller.error().status, status);
    if (status == 401) {
        QCOMPARE(caller.error().fields.back().first, std::string("WWW-Authenticate"));
        QVERIFY(caller.error().fields.back().second.starts_with("Bearer"));
    }
    if (status == 403)
        QVERIFY(caller.error().body.find("operator") != std::string::npos); // the role it needs
    // An unset viewer token is no empty password.
    auto withoutViewer = make("boss", "");
    QCOMPARE(statusOf(withoutViewer, FakeExchange("GET", "/x", {"Authorization: Bearer "}), Role::Viewer),
             401);
    QCOMPARE(statusOf(withoutViewer, FakeExchange("GET", "/x"), Role::Viewer), 401);
}

void tst_AdminAuthorisation::withoutTokensThisMachineOnly()
{
    auto authorisation = make("", "");
    FakeExchange exchange("POST", "/x", {json});
    QCOMPARE(statusOf(authorisation, exchange, Role::Operator), 200);
    exchange.setClient({127, 3, 2, 1});
    QCOMPARE(statusOf(authorisation, exchange, Role::Operator), 200);
    exchange.setClient({192, 0, 2, 1});
    QCOMPARE(statusOf(authorisation, exchange, Role::Viewer), 403);
}

void tst_AdminAuthorisation::aViewerTokenAloneGivesNobodyElseLess()
{
    auto authorisation = make("", "eyes");
    QCOMPARE(statusOf(authorisation, FakeExchange("POST", "/x", {json}), Role::Operator), 200);
    const FakeExchange viewer("POST", "/x", {json, "Authorization: Bearer eyes"});
    QCOMPARE(statusOf(authorisation, viewer, Role::Operator), 403);
    QCOMPARE(statusOf(authorisation, viewer, Role::Viewer), 200);
    // Who mistyped it is not made an operator.
    QCOMPARE(statusOf(authorisation, FakeExchange("GET", "/x", {"Authorization: Bearer eye"}), Role::Viewer),
             401);
}

void tst_AdminAuthorisation::wrongTokensAreLimitedAndRightOnesAreNot()
{
    auto authorisation = make("boss", "eyes");
    const FakeExchange wrong("GET", "/x", {"Authorization: Bearer guess"});
    const Instant now = Clock::now();
    for (int i = 0; i < AttemptLimit::burst; ++i)
        QCOMPARE(authorisation.judge(wrong, Role::Viewer, now).error().status, 401);
    const auto limited = authorisation.judge(wrong, Role::Viewer, now);
    QCOMPARE(limited.error().status, 429);
    QCOMPARE(limited.error().fields.back().first, std::string("Retry-After"));
    QVERIFY(std::stoi(limited.error().fields.back().second) > 0);
    // Neither the right token nor none is affected, from the same address.
    const FakeExchange right("GET", "/x", {"Authorization: Bearer eyes"});
    QVERIFY(authorisation.judge(right, Role::Viewer, now));
    QCOMPARE(authorisation.judge(FakeExchange("GET", "/x"), Role::Viewer, now).error().status, 401);
    FakeExchange elsewhere("GET", "/x", {"Authorization: Bearer guess"});
    elsewhere.setClient({127, 0, 0, 2});
    QCOMPARE(authorisation.judge(elsewhere, Role::Viewer, now).error().status, 401);
    QCOMPARE(authorisation.judge(wrong, Role::Viewer, now + AttemptLimit::refill).error().status, 401);
    // Who has guessed at the public listener has guessed.
    ClientAddress guesser = elsewhere.client();
    guesser.bytes[15] = 9;
    for (int i = 0; i < AttemptLimit::burst; ++i)
        m_attempts->failed(guesser, now);
    FakeExchange ofGuesser("GET", "/x", {"Authorization: Bearer guess"});
    ofGuesser.setClient({127, 0, 0, 9});
    QCOMPARE(authorisation.judge(ofGuesser, Role::Viewer, now).error().status, 429);
}

void tst_AdminAuthorisation::foreignPages_data()
{
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::vector<std::string>>("fields");
    QTest::addColumn<int>("status");
    using Fields = std::vector<std::string>;
    const auto row = [](const char *name, const char *method, const Fields &fields, int status) {
        QTest::newRow(name) << std::string(method) << fields << status;
    };
    row("rebound name", "POST", {"Host: evil.example:9180"}, 421);
    row("rebound name reads", "GET", {"Host: evil.example:9180"}, 421);
    row("rebound name with its origin", "POST", {"Host: evil.example", "Origin: http://evil.example"}, 421);
    row("allowed name", "POST", {"Host: console.example", "Origin: https://console.example"}, 200);
    row("other origin", "POST", {"Origin: https://evil.example"}, 403);
    row("other origin reads", "GET", {"Origin: https://evil.example"}, 403);
    row("other port of this machine", "POST", {"Origin: http://127.0.0.1:3000"}, 403);
    row("opaque origin", "POST", {"Origin: null"}, 403);
    row("own origin", "POST", {"Origin: http://127.0.0.1:9180"}, 200);
    row("origin that begins like ours", "POST", {"Origin: http://127.0.0.1:9180.evil.example"}, 403);
    row("cross-site", "POST", {"Sec-Fetch-Site: cross-site"}, 403);
    row("same-site", "POST", {"Sec-Fetch-Site: same-site"}, 403);
    row("unheard of", "POST", {"Sec-Fetch-Site: other"}, 403);
    row("cross-site picture", "GET", {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"}, 403);
    row("cross-site link", "GET", {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"}, 200);
    row("cross-site form", "POST", {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"}, 403);
    row("same-origin", "POST", {"Sec-Fetch-Site: same-origin", "Origin: http://127.0.0.1:9180"}, 200);
    row("another address of this machine", "POST", {"Host: 10.1.2.3:9180"}, 200);
    row("no Host, as of HTTP/1.0", "GET", {"Host: "}, 200);
    row("typed", "GET", {"Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate"}, 200);
    row("no browser", "POST", {}, 200);
}

void tst_AdminAuthorisation::foreignPages()
{
    QFETCH(const std::string, method);
    QFETCH(std::vector<std::string>, fields);
    QFETCH(const int, status);
    fields.push_back(json);
    auto open = make("", "");
    const FakeExchange exchange(method, "/x", fields);
    const auto counted = [this] {
        return std::pair(m_strangers.count(Refusal::UnknownHost), m_strangers.count(Refusal::ForeignOrigin));
    };
    auto expected = counted();
    expected.first += status == 421 ? 1 : 0;
    expected.second += status == 403 ? 1 : 0;
    QCOMPARE(statusOf(open, exchange, method == "GET" ? Role::Viewer : Role::Operator), status);
    QVERIFY(counted() == expected);
}

/** As Prometheus comes by the name that its targets are listed with: no page has a token by itself. */
void tst_AdminAuthorisation::rightTokensComeByAnyName()
{
    auto authorisation = make("boss", "eyes");
    const std::string named = "Host: sluice.prod.example:9180";
    const auto status = [&](const std::vector<std::string> &fields) {
        return statusOf(authorisation, FakeExchange("GET", "/x", fields), Role::Viewer);
    };
    QCOMPARE(status({named, "Authorization: Bearer eyes"}), 200);
    QCOMPARE(status({named, "Authorization: Bearer boss"}), 200);
    QCOMPARE(status({named, "Authorization: Bearer guess"}), 421);
    QCOMPARE(status({named}), 421);
    QCOMPARE(m_strangers.last(Refusal::UnknownHost)->name, std::string("sluice.prod.example:9180"));
    QVERIFY(m_strangers.last(Refusal::UnknownHost)->listener == Stranger::Listener::Admin);
    // A role is what it was.
    QCOMPARE(statusOf(authorisation, FakeExchange("POST", "/x", {json, named, "Authorization: Bearer eyes"}),
                      Role::Operator),
             403);
}

void tst_AdminAuthorisation::healthIsOpen()
{
    auto authorisation = make("boss", "eyes");
    FakeExchange probe("GET", "/healthz", {"Host: 10.1.2.3:9180", "Sec-Fetch-Site: cross-site"});
    probe.setClient({10, 0, 0, 1});
    QCOMPARE(statusOf(authorisation, probe, Role::Open), 200);
}

void tst_AdminAuthorisation::changesNeedJson_data()
{
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char *method, const char *type, const char *body, int status) {
        QTest::addRow("%s %s '%s'", method, type, body)
            << std::string(method) << std::string(type) << std::string(body) << status;
    };
    row("POST", "application/json", "{}", 200);
    row("POST", "Application/JSON ; charset=utf-8", "{}", 200);
    row("POST", "application/json", "", 200);
    row("POST", "", "", 415); // what a form of another site can send
    row("POST", "text/plain", "{}", 415);
    row("POST", "application/x-www-form-urlencoded", "a=b", 415);
    row("POST", "application/jsonx", "{}", 415);
    row("POST", "text/plain; application/json", "{}", 415);
    row("PATCH", "", "{}", 415);
    row("PATCH", "application/json", "{}", 200);
    row("DELETE", "", "", 200); // no page can send it unasked, and there is nothing to have a type
    row("DELETE", "text/plain", "x", 415);
    row("GET", "", "", 200);
    row("HEAD", "", "", 200);
}

void tst_AdminAuthorisation::changesNeedJson()
{
    QFETCH(const std::string, method);
    QFETCH(const std::string, type);
    QFETCH(const std::string, body);
    QFETCH(const int, status);
    auto authorisation = make("", "");
    std::vector<std::string> fields;
    if (!type.empty())
        fields.push_back("Content-Type: " + type);
    QCOMPARE(statusOf(authorisation, FakeExchange(method, "/x", fields, body), Role::Operator), status);
}

void tst_AdminAuthorisation::whoIsWritten_data()
{
    QTest::addColumn<std::string>("user");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("who");
    const auto row = [](const char *name, const std::string &user, int status, const std::string &who) {
        QTest::newRow(name) << user << status << who;
    };
    row("none", "", 200, "operator@127.0.0.1");
    row("name", "ada@ops", 200, "operator@127.0.0.1 (ada@ops)");
    row("words", "Ada Lovelace", 200, "operator@127.0.0.1 (Ada Lovelace)");
    row("letters of the world", "Åsa Łukasz", 200, "operator@127.0.0.1 (Åsa Łukasz)");
    row("the engine's own word", "SIGHUP", 200, "operator@127.0.0.1 (SIGHUP)");
    row("somebody else", "operator@10.0.0.1", 200, "operator@127.0.0.1 (operator@10.0.0.1)");
    row("longest", std::string(64, 'a'), 200, "operator@127.0.0.1 (" + std::string(64, 'a') + ')');
    row("too long", std::string(65, 'a'), 400, "");
    row("a bracket", "a) operator@10.0.0.1 (b", 200, "operator@127.0.0.1 (a) operator@10.0.0.1 (b)");
    row("beyond the basic plane", "ada \U0001F600", 200, "operator@127.0.0.1 (ada \U0001F600)");
    row("line separator", "a\u2028SIGHUP", 400, "");
    row("written from the right", "a\u202eb", 400, "");
    row("C1", "a\u009bb", 400, "");
    row("tag", "a\U000E0041b", 400, "");
    row("control", "a\tb", 400, "");
    row("escape", "a\x1b[31m", 400, "");
    row("not UTF-8", "a\xff", 400, "");
}

void tst_AdminAuthorisation::whoIsWritten()
{
    QFETCH(const std::string, user);
    QFETCH(const int, status);
    QFETCH(const std::string, who);
    auto authorisation = make("", "");
    std::vector<std::string> fields{json};
    if (!user.empty())
        fields.push_back("Sluice-User: " + user);
    const auto caller = authorisation.judge(FakeExchange("POST", "/x", fields), Role::Operator, Clock::now());
    QCOMPARE(caller ? 200 : caller.error().status, status);
    if (status == 200)
        QCOMPARE(caller->who, who);
}

QTEST_APPLESS_MAIN(tst_AdminAuthorisation)
#include "tst_adminauthorisation.moc"
