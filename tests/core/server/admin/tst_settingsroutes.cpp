// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/SettingsRoutes.h"

#include "FakeExchange.h"
#include "settings/Schema.h"

#include <fstream>
#include <sstream>
#include <thread>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace std::string_literals;

using Fields = std::vector<std::string>;

class tst_SettingsRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void getAnswersEverySetting();
    void secretsAreMasked();
    void schemaDescribesEverySetting();
    void patchTakesEveryForm_data();
    void patchTakesEveryForm();
    void patchAnswersOldAndNew();
    void patchThatChangesNothing();
    void patchIsRefused_data();
    void patchIsRefused();
    void patchIsAllOrNothing();
    void revisionsAreCompared_data();
    void revisionsAreCompared();
    void concurrentPatches();
    void hugePatches();
    void viewerMayOnlyRead();
    void undo();
    void undoIsRefused_data();
    void undoIsRefused();
    void saveAndReload();
    void saveWithoutAFile();
    void brokenReload();
    void auditPages();
    void parametersAreChecked_data();
    void parametersAreChecked();
};

namespace {

struct Reply
{
    int status = 0;
    QJsonObject body;
    std::string tag;

    QJsonValue setting(const char *key) const
    {
        return body[QStringLiteral("settings")][QString::fromLatin1(key)];
    }
    QJsonValue member(const char *name) const { return body[QString::fromLatin1(name)]; }
    std::string text(const char *name) const { return member(name).toString().toStdString(); }
};

struct Fixture
{
    explicit Fixture(const Settings &initial = {}, const SettingsSource &source = {})
        : store(initial, source)
    {
        (void)store.setDescriptorLimit(256, 64);
        store.markRunning();
        authorisation.apply(initial);
        routes.addTo(router);
    }

    Reply run(const std::string &method, const std::string &path, const std::string &body = {},
              Fields fields = {})
    {
        fields.emplace_back("Content-Type: application/json");
        FakeExchange exchange(method, path, fields, body);
        router.handle(exchange);
        Reply reply{exchange.given()->status, {}, exchange.field("ETag")};
        reply.body = QJsonDocument::fromJson(QByteArray::fromStdString(exchange.given()->body)).object();
        return reply;
    }

    Reply patch(const std::string &body, const Fields &fields = {})
    {
        return run("PATCH", "/api/v1/settings", body, fields);
    }

    SettingsStore store;
    SettingsRoutes routes{store};
    Strangers strangers;
    AttemptLimit attempts;
    AdminAuthorisation authorisation{strangers, attempts};
    AdminRouter router{authorisation};
};

struct ConfigFile
{
    explicit ConfigFile(const std::string &content) { write(content); }
    std::string path() const { return directory.filePath(QStringLiteral("sluice.toml")).toStdString(); }
    void write(const std::string &content) const { std::ofstream(path()) << content; }
    std::string read() const
    {
        std::ostringstream content;
        content << std::ifstream(path()).rdbuf();
        return content.str();
    }
    QTemporaryDir directory;
};

} // namespace

void tst_SettingsRoutes::getAnswersEverySetting()
{
    Fixture fixture;
    const Reply reply = fixture.run("GET", "/api/v1/settings");
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.member("revision").toInteger(), 1);
    QCOMPARE(reply.tag, "\"1\""s);
    QCOMPARE(reply.member("settings").toObject().size(), static_cast<qsizetype>(schema().size()));
    QCOMPARE(reply.setting("timeouts.heartbeat"), QJsonValue(QStringLiteral("15s")));
    QCOMPARE(reply.setting("pool.max_streams"), QJsonValue(QStringLiteral("auto")));
    QCOMPARE(reply.setting("history.count"), QJsonValue(1000));
    QCOMPARE(reply.setting("drain.rate"), QJsonValue(1000));
    QCOMPARE(reply.setting("cors.allow_credentials"), QJsonValue(false));
    QCOMPARE(reply.setting("auth.admin_token"), QJsonValue(QString()));
}

void tst_SettingsRoutes::secretsAreMasked()
{
    Settings settings;
    settings.auth_viewer_token = "sesame";
    Fixture fixture(settings);
    QCOMPARE(fixture.run("GET", "/api/v1/settings").setting("auth.viewer_token"),
             QJsonValue(QStringLiteral("***")));
}

void tst_SettingsRoutes::schemaDescribesEverySetting()
{
    Fixture fixture;
    const QJsonArray all = fixture.run("GET", "/api/v1/settings/schema").member("settings").toArray();
    QCOMPARE(all.size(), static_cast<qsizetype>(schema().size()));
    QHash<QString, QJsonObject> byKey;
    for (const QJsonValue &one : all) {
        for (const char *member : {"key", "group", "name", "type", "default", "apply", "help", "rules"})
            QVERIFY2(one[QString::fromLatin1(member)] != QJsonValue(QJsonValue::Undefined), member);
        byKey.insert(one[QStringLiteral("key")].toString(), one.toObject());
    }
    const QJsonObject heartbeat = byKey[QStringLiteral("timeouts.heartbeat")];
    QCOMPARE(heartbeat[QStringLiteral("type")], QJsonValue(QStringLiteral("duration")));
    QCOMPARE(heartbeat[QStringLiteral("unit")], QJsonValue(QStringLiteral("ms, s, min, h, d")));
    QCOMPARE(heartbeat[QStringLiteral("min")], QJsonValue(QStringLiteral("100ms")));
    QCOMPARE(heartbeat[QStringLiteral("apply")], QJsonValue(QStringLiteral("live")));
    QVERIFY(
        heartbeat[QStringLiteral("rules")].toArray().contains(QStringLiteral("keep-alive-covers-heartbeat")));
    const QJsonObject policy = byKey[QStringLiteral("backpressure.policy")];
    QCOMPARE(policy[QStringLiteral("choices")].toArray().size(), 4);
    QVERIFY(!policy.contains(QStringLiteral("min")));
    QCOMPARE(byKey[QStringLiteral("engine.workers")][QStringLiteral("apply")],
             QJsonValue(QStringLiteral("restart")));
    QCOMPARE(byKey[QStringLiteral("history.count")][QStringLiteral("max")], QJsonValue(10000000));
}

void tst_SettingsRoutes::patchTakesEveryForm_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("text");
    QTest::newRow("number") << R"({"pool.max_streams": 150})"s
                            << "pool.max_streams"s
                            << "150"s;
    QTest::newRow("number as text") << R"({"pool.max_streams": "150"})"s
                                    << "pool.max_streams"s
                                    << "150"s;
    QTest::newRow("number with an exponent") << R"({"history.count": 2e3})"s
                                             << "history.count"s
                                             << "2000"s;
    QTest::newRow("rate") << R"({"drain.rate": 0.5})"s
                          << "drain.rate"s
                          << "0.5"s;
    QTest::newRow("duration") << R"({"timeouts.heartbeat": "10s"})"s
                              << "timeouts.heartbeat"s
                              << "10s"s;
    QTest::newRow("zero needs no unit") << R"({"drain.grace": 0})"s
                                        << "drain.grace"s
                                        << "0"s;
    QTest::newRow("size") << R"({"publish.max_body": "2MiB"})"s
                          << "publish.max_body"s
                          << "2MiB"s;
    QTest::newRow("choice") << R"({"drain.order": "random"})"s
                            << "drain.order"s
                            << "random"s;
    QTest::newRow("text with an escape") << R"({"diagnosis.probe_url": "http://b\u00fccher.example"})"s
                                         << "diagnosis.probe_url"s
                                         << "http://b\xC3\xBC"
                                            "cher.example"s;
    QTest::newRow("flag") << R"({"cors.allow_origin": "https://a", "cors.allow_credentials": true})"s
                          << "cors.allow_credentials"s
                          << "true"s;
    QTest::newRow("flag as text")
        << R"({"cors.allow_origin": "https://a", "cors.allow_credentials": "true"})"s
        << "cors.allow_credentials"s
        << "true"s;
}

void tst_SettingsRoutes::patchTakesEveryForm()
{
    QFETCH(const std::string, body);
    QFETCH(const std::string, key);
    QFETCH(const std::string, text);
    Fixture fixture;
    const Reply reply = fixture.patch(body);
    QVERIFY2(reply.status == 200, reply.text("detail").c_str());
    QCOMPARE(valueText(*fixture.store.settings(), *findSetting(key).value()), text);
}

void tst_SettingsRoutes::patchAnswersOldAndNew()
{
    Fixture fixture;
    const Reply reply = fixture.patch(R"({"pool.max_streams": 150, "history.count": 1000, "why": "a test"})",
                                      {"Sluice-User: alice"});
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.tag, "\"2\""s);
    QCOMPARE(reply.member("revision").toInteger(), 2);
    const QJsonArray changed = reply.member("changed").toArray();
    QCOMPARE(changed.size(), 1); // the other one was 1000 already
    QCOMPARE(changed[0][QStringLiteral("key")], QJsonValue(QStringLiteral("pool.max_streams")));
    QCOMPARE(changed[0][QStringLiteral("old")], QJsonValue(QStringLiteral("auto")));
    QCOMPARE(changed[0][QStringLiteral("new")], QJsonValue(150));
    QCOMPARE(reply.setting("pool.max_streams"), QJsonValue(150));
    const AuditEntry entry = fixture.store.newestAudit(1).front();
    QCOMPARE(entry.note.who, "operator@127.0.0.1 (alice)"s);
    QCOMPARE(entry.note.why, "a test"s);
}

void tst_SettingsRoutes::patchThatChangesNothing()
{
    Fixture fixture;
    for (const char *body : {"", "{}", R"({"timeouts.heartbeat": "15000ms"})"}) {
        const Reply reply = fixture.patch(body);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.member("revision").toInteger(), 1);
        QVERIFY(reply.member("changed").toArray().isEmpty());
    }
}

void tst_SettingsRoutes::patchIsRefused_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("rule");
    QTest::addColumn<std::string>("field");
    QTest::addColumn<QJsonArray>("values");
    const auto row = [](const char *name, const char *body, int status, const char *rule = "",
                        const char *field = "", const QJsonArray &values = {}) {
        QTest::newRow(name) << std::string(body) << status << std::string(rule) << std::string(field)
                            << values;
    };
    row("no JSON", "pool.max_streams=150", 400);
    row("half of it", R"({"pool.max_streams": 150)", 400);
    row("an array", "[1]", 422);
    row("a name twice", R"({"history.count": 5, "history.count": 6})", 400);
    row("a name twice, written differently", R"({"history.count": 5, "history\u002ecount": 6})", 400);
    row("why is no text", R"({"why": 5})", 400);
    row("revision is no number", R"({"revision": "x", "history.count": 5})", 400);
    row("revision is a fraction", R"({"revision": 1.5, "history.count": 5})", 400);
    row("revision 0", R"({"revision": 0, "history.count": 5})", 400);
    row("unknown", R"({"pool.max_stream": 5})", 422, "unknown-setting", "pool.max_stream");
    row("nested", R"({"pool": {"max_streams": 5}})", 422, "unknown-setting", "pool");
    row("null", R"({"pool.max_streams": null})", 422, "setting-type", "pool.max_streams",
        {QStringLiteral("null")});
    row("array", R"({"pool.max_streams": [5]})", 422, "setting-type", "pool.max_streams",
        {QStringLiteral("an array")});
    row("number for text", R"({"cors.allow_origin": 5})", 422, "setting-type", "cors.allow_origin",
        {QStringLiteral("a number")});
    row("number for a flag", R"({"cors.allow_credentials": 1})", 422, "setting-type",
        "cors.allow_credentials", {QStringLiteral("a number")});
    row("flag for a number", R"({"history.count": true})", 422, "setting-type", "history.count",
        {QStringLiteral("true or false")});
    row("no unit", R"({"timeouts.heartbeat": 15})", 422, "setting-type", "timeouts.heartbeat",
        {QStringLiteral("15")});
    row("fraction", R"({"history.count": 1.5})", 422, "setting-type", "history.count",
        {QStringLiteral("1.5")});
    row("negative", R"({"history.count": -1})", 422, "setting-type", "history.count", {QStringLiteral("-1")});
    row("beyond 64 bits", R"({"history.count": 1e300})", 422, "setting-type", "history.count",
        {QStringLiteral("1e+300")});
    row("range", R"({"history.count": 10000001})", 422, "setting-range", "history.count",
        {QStringLiteral("10000001")});
    row("choice", R"({"drain.order": "newest"})", 422, "setting-range", "drain.order",
        {QStringLiteral("newest")});
    row("restart", R"({"engine.workers": 2})", 422, "restart-only", "engine.workers",
        {QStringLiteral("2"), QStringLiteral("auto")});
    row("rule", R"({"timeouts.heartbeat": "40s"})", 422, "keep-alive-covers-heartbeat", "timeouts.heartbeat",
        {QStringLiteral("75s"), QStringLiteral("40s")});
    row("descriptors", R"({"pool.max_streams": 193})", 422, "pool-fits-descriptors", "pool.max_streams",
        {QStringLiteral("193"), QStringLiteral("192")});
    row("why in two lines", R"({"history.count": 5, "why": "a\nb"})", 422, "printable-note", "why");
}

void tst_SettingsRoutes::patchIsRefused()
{
    QFETCH(const std::string, body);
    QFETCH(const int, status);
    QFETCH(const std::string, rule);
    QFETCH(const std::string, field);
    QFETCH(const QJsonArray, values);
    Fixture fixture;
    const Reply reply = fixture.patch(body);
    QCOMPARE(reply.status, status);
    QVERIFY(!reply.text("detail").empty());
    QCOMPARE(reply.text("rule"), rule);
    QCOMPARE(reply.text("field"), field);
    QCOMPARE(reply.member("values").toArray(), values);
    QCOMPARE(fixture.store.version().revision, std::uint64_t{1});
}

/** Two that are right alone and wrong together, and the other way round. */
void tst_SettingsRoutes::patchIsAllOrNothing()
{
    Fixture fixture;
    QCOMPARE(fixture.patch(R"({"timeouts.keep_alive": "36s"})").status, 200);
    QCOMPARE(fixture.patch(R"({"timeouts.heartbeat": "15s", "timeouts.headers": "38s"})").status, 200);
    const Reply refused = fixture.patch(R"({"timeouts.heartbeat": "18s", "timeouts.keep_alive": "35s"})");
    QCOMPARE(refused.status, 422);
    QCOMPARE(refused.member("values").toArray(), (QJsonArray{QStringLiteral("35s"), QStringLiteral("18s")}));
    QCOMPARE(fixture.store.version().revision, std::uint64_t{3});
    QCOMPARE(fixture.patch(R"({"timeouts.heartbeat": "18s"})").status, 200);
    QCOMPARE(fixture.patch(R"({"timeouts.heartbeat": "60s"})").status, 422);
    QCOMPARE(fixture
                 .patch(R"({"timeouts.heartbeat": "60s", "timeouts.keep_alive": "120s",
                               "timeouts.headers": "130s", "timeouts.write_stall": "60s"})")
                 .status,
             200);
    const Reply several = fixture.patch(R"({"history.cuont": 5, "timeouts.heartbeat": 5})");
    QCOMPARE(several.member("violations").toArray().size(), 2);
}

void tst_SettingsRoutes::revisionsAreCompared_data()
{
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<std::string>("member");
    QTest::addColumn<int>("status");
    QTest::newRow("none") << Fields{} << ""s << 200;
    QTest::newRow("any") << Fields{"If-Match: *"} << ""s << 200;
    QTest::newRow("field") << Fields{"If-Match: \"2\""} << ""s << 200;
    QTest::newRow("member") << Fields{} << ", \"revision\": 2"s << 200;
    QTest::newRow("both") << Fields{"If-Match: \"2\""} << ", \"revision\": 2"s << 200;
    QTest::newRow("stale field") << Fields{"If-Match: \"1\""} << ""s << 409;
    QTest::newRow("stale member") << Fields{} << ", \"revision\": 1"s << 409;
    QTest::newRow("one to come") << Fields{} << ", \"revision\": 3"s << 409;
    QTest::newRow("they differ") << Fields{"If-Match: \"2\""} << ", \"revision\": 1"s << 400;
    QTest::newRow("no quotes") << Fields{"If-Match: 2"} << ""s << 400;
    QTest::newRow("weak") << Fields{"If-Match: W/\"2\""} << ""s << 400;
    QTest::newRow("no number") << Fields{"If-Match: \"x\""} << ""s << 400;
    QTest::newRow("a lone quote") << Fields{"If-Match: \""} << ""s << 400;
}

void tst_SettingsRoutes::revisionsAreCompared()
{
    QFETCH(const Fields, fields);
    QFETCH(const std::string, member);
    QFETCH(const int, status);
    Fixture fixture;
    QCOMPARE(fixture.patch(R"({"history.count": 5})").status, 200);
    const Reply reply = fixture.patch(R"({"history.count": 6)" + member + "}", fields);
    QCOMPARE(reply.status, status);
    QCOMPARE(fixture.store.settings()->history_count, std::int64_t{status == 200 ? 6 : 5});
    if (status == 409) {
        QCOMPARE(reply.member("revision").toInteger(), 2);
        QVERIFY(reply.member("expected_revision").toInteger() != 2);
        QVERIFY(!reply.text("detail").empty());
    }
}

/** The store is asked by the admin thread and by SIGHUP's: here two routers stand for them. */
void tst_SettingsRoutes::concurrentPatches()
{
    Fixture fixture;
    for (int round = 0; round < 100; ++round) {
        const std::string known = std::to_string(fixture.store.version().revision);
        const auto change = [&](int value) {
            SettingsRoutes routes(fixture.store);
            Strangers strangers;
            AttemptLimit attempts;
            AdminAuthorisation authorisation(strangers, attempts);
            authorisation.apply({});
            AdminRouter router(authorisation);
            routes.addTo(router);
            FakeExchange exchange("PATCH", "/api/v1/settings", {"Content-Type: application/json"},
                                  R"({"history.count": )" + std::to_string(value) + R"(, "revision": )" +
                                      known + "}");
            router.handle(exchange);
            return exchange.given()->status;
        };
        int other = 0;
        std::thread thread([&] { other = change(2 * round + 1); });
        const int mine = change(2 * round + 2);
        thread.join();
        QCOMPARE(std::min(mine, other), 200);
        QCOMPARE(std::max(mine, other), 409);
    }
}

void tst_SettingsRoutes::hugePatches()
{
    Fixture fixture;
    QCOMPARE(fixture.patch("{\"why\": \"" + std::string(70'000, 'x') + "\"}").status, 413);
    std::string many = "{";
    for (int i = 0; i < 1'500; ++i)
        many += "\"a" + std::to_string(i) + "\":1,";
    many.back() = '}';
    const Reply reply = fixture.patch(many);
    QCOMPARE(reply.status, 422);
    QCOMPARE(reply.text("rule"), "bounded-changes"s);
    std::string some = "{";
    for (int i = 0; i < 900; ++i)
        some += "\"a" + std::to_string(i) + "\":1,";
    some.back() = '}';
    const Reply unknown = fixture.patch(some);
    QCOMPARE(unknown.status, 422);
    QCOMPARE(unknown.member("violations").toArray().size(), 20);
    QCOMPARE(unknown.member("violations_total").toInteger(), 900);
    QCOMPARE(fixture.patch("{\"why\": " + std::string(2'000, '[') + std::string(2'000, ']') + "}").status,
             400);
}

void tst_SettingsRoutes::viewerMayOnlyRead()
{
    Settings settings;
    settings.auth_admin_token = "operators";
    settings.auth_viewer_token = "viewers";
    Fixture fixture(settings);
    const Fields viewer{"Authorization: Bearer viewers"};
    QCOMPARE(fixture.run("GET", "/api/v1/settings", {}, viewer).status, 200);
    QCOMPARE(fixture.run("GET", "/api/v1/settings/schema", {}, viewer).status, 200);
    QCOMPARE(fixture.run("GET", "/api/v1/audit", {}, viewer).status, 200);
    QCOMPARE(fixture.patch(R"({"history.count": 5})", viewer).status, 403);
    for (const char *path : {"undo", "save", "reload"})
        QCOMPARE(fixture.run("POST", "/api/v1/settings/"s + path, {}, viewer).status, 403);
    QCOMPARE(fixture.patch(R"({"history.count": 5})").status, 401);
    QCOMPARE(fixture.store.version().revision, std::uint64_t{1});
    QCOMPARE(fixture.patch(R"({"history.count": 5})", {"Authorization: Bearer operators"}).status, 200);
}

void tst_SettingsRoutes::undo()
{
    Fixture fixture;
    QCOMPARE(fixture.patch(R"({"history.count": 5})").status, 200);
    QCOMPARE(fixture.patch(R"({"drain.rate": 5})").status, 200);
    const Reply last = fixture.run("POST", "/api/v1/settings/undo");
    QCOMPARE(last.status, 200);
    QCOMPARE(last.setting("drain.rate"), QJsonValue(1000));
    QCOMPARE(last.member("revision").toInteger(), 4);
    const Reply given = fixture.run("POST", "/api/v1/settings/undo", R"({"revision": 2, "why": "too few"})",
                                    {"If-Match: \"4\""});
    QCOMPARE(given.status, 200);
    QCOMPARE(given.setting("history.count"), QJsonValue(1000));
    const QJsonArray entries = fixture.run("GET", "/api/v1/audit").member("entries").toArray();
    QCOMPARE(entries.last()[QStringLiteral("undoes")], QJsonValue(2));
    QCOMPARE(entries.last()[QStringLiteral("why")], QJsonValue(QStringLiteral("too few")));
    QCOMPARE(fixture.run("POST", "/api/v1/settings/undo").status, 409); // nothing is left
}

void tst_SettingsRoutes::undoIsRefused_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<int>("status");
    QTest::newRow("changed again") << R"({"revision": 2})"s << Fields{} << 409;
    QTest::newRow("unknown") << R"({"revision": 77})"s << Fields{} << 404;
    QTest::newRow("stale") << "{}"s << Fields{"If-Match: \"2\""} << 409;
    QTest::newRow("unknown member") << R"({"force": true})"s << Fields{} << 400;
    QTest::newRow("no JSON") << "2"s << Fields{} << 400;
}

void tst_SettingsRoutes::undoIsRefused()
{
    QFETCH(const std::string, body);
    QFETCH(const Fields, fields);
    QFETCH(const int, status);
    Fixture fixture;
    QCOMPARE(fixture.patch(R"({"history.count": 5})").status, 200);
    QCOMPARE(fixture.patch(R"({"history.count": 6})").status, 200);
    const Reply reply = fixture.run("POST", "/api/v1/settings/undo", body, fields);
    QCOMPARE(reply.status, status);
    QVERIFY(!reply.text("detail").empty());
    QCOMPARE(fixture.store.settings()->history_count, std::int64_t{6});
}

void tst_SettingsRoutes::saveAndReload()
{
    const ConfigFile file("[history]\ncount = 5 # five\n");
    const SettingsSource source{file.path(), {}};
    Fixture fixture(source.load()->settings, source);
    QCOMPARE(fixture.patch(R"({"history.count": 6})").status, 200);
    const Reply saved = fixture.run("POST", "/api/v1/settings/save");
    QCOMPARE(saved.status, 200);
    QCOMPARE(saved.text("file"), file.path());
    QCOMPARE(saved.member("saved").toObject(), (QJsonObject{{QStringLiteral("history.count"), 6}}));
    QCOMPARE(file.read(), "[history]\ncount = 6 # five\n"s);
    file.write("[history]\ncount = 7\n[engine]\nworkers = 3\n");
    const Reply reloaded = fixture.run("POST", "/api/v1/settings/reload");
    QCOMPARE(reloaded.status, 200);
    QCOMPARE(reloaded.setting("history.count"), QJsonValue(7));
    QCOMPARE(reloaded.member("at_restart").toArray(), (QJsonArray{QStringLiteral("engine.workers")}));
    QCOMPARE(reloaded.member("revision").toInteger(), 3);
}

void tst_SettingsRoutes::saveWithoutAFile()
{
    Fixture fixture;
    const Reply reply = fixture.run("POST", "/api/v1/settings/save");
    QCOMPARE(reply.status, 503);
    QVERIFY(reply.text("detail").find("--config") != std::string::npos);
}

void tst_SettingsRoutes::brokenReload()
{
    const ConfigFile file("[history]\ncount = 5\n");
    const SettingsSource source{file.path(), {}};
    Fixture fixture(source.load()->settings, source);
    file.write("[history]\ncount = \"x\"\n");
    const Reply reply = fixture.run("POST", "/api/v1/settings/reload");
    QCOMPARE(reply.status, 422);
    QVERIFY(reply.text("detail").find("sluice.toml:2") != std::string::npos);
    QCOMPARE(fixture.store.settings()->history_count, std::int64_t{5});
}

void tst_SettingsRoutes::auditPages()
{
    Fixture fixture;
    for (int i = 1; i <= 5; ++i)
        QCOMPARE(fixture.patch(R"({"history.count": )" + std::to_string(i) + "}").status, 200);
    const auto revisions = [&](const std::string &query) {
        std::vector<qint64> numbers;
        const QJsonArray entries = fixture.run("GET", "/api/v1/audit" + query).member("entries").toArray();
        for (const QJsonValue &entry : entries)
            numbers.push_back(entry[QStringLiteral("revision")].toInteger());
        return numbers;
    };
    QCOMPARE(revisions(""), (std::vector<qint64>{2, 3, 4, 5, 6}));
    QCOMPARE(revisions("?limit=2"), (std::vector<qint64>{5, 6}));
    QCOMPARE(revisions("?since=3"), (std::vector<qint64>{4, 5, 6}));
    QCOMPARE(revisions("?since=3&limit=1"), (std::vector<qint64>{4}));
    QVERIFY(revisions("?since=6").empty());
    const QJsonValue entry = fixture.run("GET", "/api/v1/audit?limit=1").member("entries").toArray().first();
    QVERIFY(QDateTime::fromString(entry[QStringLiteral("when")].toString(), Qt::ISODateWithMs).isValid());
    QVERIFY(entry[QStringLiteral("when")].toString().endsWith(QLatin1Char('Z')));
    QVERIFY(entry[QStringLiteral("monotonic_seconds")].toDouble() > 0);
    QCOMPARE(entry[QStringLiteral("old")], QJsonValue(4));
    QCOMPARE(entry[QStringLiteral("new")], QJsonValue(5));
    QCOMPARE(entry[QStringLiteral("who")], QJsonValue(QStringLiteral("operator@127.0.0.1")));
}

void tst_SettingsRoutes::parametersAreChecked_data()
{
    QTest::addColumn<std::string>("path");
    QTest::newRow("settings") << "settings?x=1"s;
    QTest::newRow("schema") << "settings/schema?x=1"s;
    QTest::newRow("audit") << "audit?x=1"s;
    QTest::newRow("since") << "audit?since=x"s;
    QTest::newRow("negative") << "audit?since=-1"s;
    QTest::newRow("no limit") << "audit?limit=0"s;
    QTest::newRow("large limit") << "audit?limit=1001"s;
}

void tst_SettingsRoutes::parametersAreChecked()
{
    QFETCH(const std::string, path);
    Fixture fixture;
    QCOMPARE(fixture.run("GET", "/api/v1/" + path).status, 400);
}

QTEST_APPLESS_MAIN(tst_SettingsRoutes)
#include "tst_settingsroutes.moc"
