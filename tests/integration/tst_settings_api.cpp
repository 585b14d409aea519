// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Settings of a running engine full of streams, changed over the admin API, by its file and by SIGHUP: what
// is live takes effect, what is wrong changes nothing, and no stream is lost to any of it.

#include "support/Bystander.h"
#include "support/EngineTest.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <QSet>

#include <csignal>
#include <thread>

#include <sys/stat.h>

using namespace sluice::integration;
using namespace std::chrono_literals;

class tst_settings_api : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loweredCapDropsNobodyAndRaisedOneAdmits();
    void heartbeatIsLive();
    void refusalsNameRuleFieldAndValues();
    void concurrentPatches();
    void undoIsLive();
    void auditIsStreamed();
    void tokenFilesAtTheStart_data();
    void tokenFilesAtTheStart();
    void tokensOfFilesAreReadAtReload();
    void saveKeepsComments();
    void readOnlyFile();
    void hangupReadsTheFile();
    void hangupWithABrokenFile();
    void hangupWithoutAFile();
    void restartOnlyDifferencesAreNamed();
};

namespace {

constexpr int ok = 200;

SluicedProcess::Options options(const QStringList &settings, const QStringList &arguments = {},
                                int descriptorLimit = 0)
{
    SluicedProcess::Options options;
    options.settings = settings;
    options.arguments = arguments;
    options.descriptorLimit = descriptorLimit;
    return options;
}

struct Json
{
    int status = 0;
    QJsonObject body;
    QByteArray raw;

    QJsonValue member(const char *name) const { return body[QString::fromLatin1(name)]; }
    QJsonValue setting(const char *key) const { return member("settings")[QString::fromLatin1(key)]; }
};

Json call(const SluicedProcess &engine, const QByteArray &method, const QByteArray &path,
          const QByteArray &body = {}, QList<QByteArray> fields = {})
{
    if (method != "GET")
        fields << "Content-Type: application/json";
    const HttpReply reply = exchange(engine.adminPort(), request(method, "/api/v1/" + path, fields,
                                                                 method == "GET" ? QByteArray() : body + ""));
    return {reply.status, QJsonDocument::fromJson(reply.body).object(), reply.body};
}

Json patch(const SluicedProcess &engine, const QByteArray &body, const QList<QByteArray> &fields = {})
{
    return call(engine, "PATCH", "settings", body, fields);
}

QJsonValue settingNow(const SluicedProcess &engine, const char *key)
{
    return call(engine, "GET", "settings").setting(key);
}

/** A configuration file and an engine on it. */
class Configured
{
public:
    explicit Configured(const QByteArray &content, const QStringList &settings = {})
    {
        write(content);
        engine = std::make_unique<SluicedProcess>(options(settings, {QStringLiteral("--config"), path()}));
    }

    QString path() const { return m_folder.filePath(QStringLiteral("sluice.toml")); }

    void write(const QByteArray &content) const
    {
        QFile file(path());
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path()));
    }

    QByteArray read() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<SluicedProcess> engine;

private:
    QTemporaryDir m_folder;
};

} // namespace

void tst_settings_api::loweredCapDropsNobodyAndRaisedOneAdmits()
{
    SluicedProcess engine(
        options({QStringLiteral("pool.max_streams=3"), QStringLiteral("pool.overload_mode=status")}));
    START_ENGINE(engine);
    std::vector<std::unique_ptr<StreamClient>> streams;
    for (int i = 0; i < 3; ++i)
        streams.push_back(std::make_unique<StreamClient>(engine.publicPort(), "/stream/a"));
    QCOMPARE(StreamClient(engine.publicPort(), "/stream/a").head().status, 503);

    QCOMPARE(patch(engine, R"({"pool.max_streams": 1})").status, ok);
    QCOMPARE(StreamClient(engine.publicPort(), "/stream/a").head().status, 503);
    Publisher publisher(engine.publicPort());
    QCOMPARE(publisher.publish("a", "still here").status, 202);
    for (const auto &stream : streams)
        QCOMPARE(stream->nextData(1), QList<QByteArray>{"still here"});

    QCOMPARE(patch(engine, R"({"pool.max_streams": 4})").status, ok);
    StreamClient fourth(engine.publicPort(), "/stream/a"); // at once: no tick has to pass
    QVERIFY(fourth.isOpen());
    QCOMPARE(StreamClient(engine.publicPort(), "/stream/a").head().status, 503);
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::heartbeatIsLive()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    StreamClient stream(engine.publicPort(), "/stream/a");
    QVERIFY(stream.isOpen());
    const int before = stream.reader().comments();
    QCOMPARE(patch(engine, R"({"timeouts.heartbeat": "200ms"})").status, ok);
    // The default is 15 s: three within Patience can only be the new ones.
    QVERIFY(stream.readUntil([&] { return stream.reader().comments() >= before + 3; }));
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::refusalsNameRuleFieldAndValues()
{
    SluicedProcess engine(options({}, {}, 256));
    START_ENGINE(engine);
    const Json rule = patch(engine, R"({"history.count": 5, "timeouts.heartbeat": "40s"})");
    QCOMPARE(rule.status, 422);
    QCOMPARE(rule.member("rule").toString(), QStringLiteral("keep-alive-covers-heartbeat"));
    QCOMPARE(rule.member("field").toString(), QStringLiteral("timeouts.heartbeat"));
    QCOMPARE(rule.member("values").toArray(), (QJsonArray{QStringLiteral("75s"), QStringLiteral("40s")}));
    const Json pool = patch(engine, R"({"pool.max_streams": 100000})");
    QCOMPARE(pool.status, 422);
    QCOMPARE(pool.member("rule").toString(), QStringLiteral("pool-fits-descriptors"));
    QVERIFY2(pool.raw.contains("256"), pool.raw.constData());
    QCOMPARE(pool.member("values").toArray().size(), 2);
    QCOMPARE(pool.member("values").toArray().first().toString(), QStringLiteral("100000"));
    QVERIFY(pool.member("values").toArray().last().toString().toInt() <= 192);
    QCOMPARE(patch(engine, "nonsense").status, 400);
    QCOMPARE(patch(engine, "{\"why\": \"" + QByteArray(100'000, 'x') + "\"}").status, 413);
    QCOMPARE(settingNow(engine, "history.count"), QJsonValue(1000));
    QCOMPARE(call(engine, "GET", "settings").member("revision").toInteger(), 1);
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::concurrentPatches()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    for (int round = 0; round < 10; ++round) {
        const qint64 known = call(engine, "GET", "settings").member("revision").toInteger();
        const QList<QByteArray> match{"If-Match: \"" + QByteArray::number(known) + '"'};
        const auto body = [round](int offset) {
            return "{\"history.count\": " + QByteArray::number(2 * round + offset) + "}";
        };
        Json other;
        std::thread thread([&] { other = patch(engine, body(1), match); });
        const Json mine = patch(engine, body(2), match);
        thread.join();
        QCOMPARE(std::min(mine.status, other.status), ok);
        QCOMPARE(std::max(mine.status, other.status), 409);
        const Json &refused = mine.status == 409 ? mine : other;
        QCOMPARE(refused.member("expected_revision").toInteger(), known);
        QCOMPARE(refused.member("revision").toInteger(), known + 1);
        const Json &won = mine.status == 409 ? other : mine;
        QCOMPARE(settingNow(engine, "history.count"), won.setting("history.count"));
    }
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::undoIsLive()
{
    SluicedProcess engine(options({QStringLiteral("pool.overload_mode=status")}));
    START_ENGINE(engine);
    StreamClient stream(engine.publicPort(), "/stream/a");
    QCOMPARE(patch(engine, R"({"pool.max_streams": 1, "why": "a mistake"})", {"Sluice-User: alice"}).status,
             ok);
    QCOMPARE(StreamClient(engine.publicPort(), "/stream/a").head().status, 503);
    const Json undone = call(engine, "POST", "settings/undo", "{}");
    QCOMPARE(undone.status, ok);
    QCOMPARE(undone.setting("pool.max_streams"), QJsonValue(QStringLiteral("auto")));
    QVERIFY(StreamClient(engine.publicPort(), "/stream/a").isOpen());
    const QJsonArray audit = call(engine, "GET", "audit").member("entries").toArray();
    QCOMPARE(audit.size(), 2);
    QCOMPARE(audit[0][QStringLiteral("who")].toString(), QStringLiteral("operator@127.0.0.1 (alice)"));
    QCOMPARE(audit[0][QStringLiteral("why")].toString(), QStringLiteral("a mistake"));
    QCOMPARE(audit[1][QStringLiteral("undoes")].toInteger(), 2);
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::auditIsStreamed()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    StreamClient events(engine.adminPort(), "/api/v1/events?only=audit");
    QVERIFY(events.isOpen());
    QCOMPARE(patch(engine, R"({"history.count": 5, "drain.rate": 7, "why": "a test"})").status, ok);
    QSet<QString> keys;
    for (int i = 0; i < 2; ++i) {
        const auto event = events.next();
        QVERIFY(event);
        QCOMPARE(event->name, QByteArray("audit"));
        const QJsonObject entry = QJsonDocument::fromJson(event->data).object();
        QCOMPARE(entry[QStringLiteral("revision")].toInteger(), 2);
        QCOMPARE(entry[QStringLiteral("why")].toString(), QStringLiteral("a test"));
        QCOMPARE(entry[QStringLiteral("old")], QJsonValue(1000)); // both have the same default
        keys.insert(entry[QStringLiteral("key")].toString());
    }
    QCOMPARE(keys, (QSet<QString>{QStringLiteral("history.count"), QStringLiteral("drain.rate")}));
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::tokenFilesAtTheStart_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("starts");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("read by all") << QByteArray("sesame\n") << 0644 << true << QByteArray("warning");
    QTest::newRow("empty") << QByteArray() << 0600 << false << QByteArray("is empty");
    QTest::newRow("written by all") << QByteArray("sesame\n") << 0666 << false << QByteArray("mode 0666");
    QTest::newRow("no token") << QByteArray("open sesame\n") << 0600 << false << QByteArray("visible ASCII");
}

void tst_settings_api::tokenFilesAtTheStart()
{
    QFETCH(const QByteArray, content);
    QFETCH(const int, mode);
    QFETCH(const bool, starts);
    QFETCH(const QByteArray, said);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("token"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    file.close();
    QCOMPARE(::chmod(qPrintable(path), static_cast<mode_t>(mode)), 0);
    SluicedProcess engine(options({QStringLiteral("auth.admin_token_file=") + path}));
    if (starts) {
        START_ENGINE(engine);
        QCOMPARE(call(engine, "GET", "settings", {}, {"Authorization: Bearer sesame"}).status, ok);
        QVERIFY2(engine.stop(), engine.standardError().constData());
    } else {
        QVERIFY(engine.launch());
        QVERIFY(engine.waitForEnd());
        QCOMPARE(engine.exitCode(), 2);
    }
    const QByteArray log = engine.standardError();
    QVERIFY2(log.contains(said), log.constData());
    QVERIFY2(log.contains("auth.admin_token_file") && !log.contains("sesame"), log.constData());
}

void tst_settings_api::tokensOfFilesAreReadAtReload()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("token"));
    const auto write = [&path](const QByteArray &token) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(token) == token.size());
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    };
    write("sesame-one\n");
    SluicedProcess engine(options({QStringLiteral("auth.admin_token_file=") + path}));
    START_ENGINE(engine);
    const QList<QByteArray> first{"Authorization: Bearer sesame-one"};
    const QList<QByteArray> second{"Authorization: Bearer sesame-two"};
    QCOMPARE(call(engine, "GET", "settings").status, 401);
    const Json settings = call(engine, "GET", "settings", {}, first);
    QCOMPARE(settings.status, ok);
    QVERIFY2(!settings.raw.contains("sesame-one"), settings.raw.constData());
    write("sesame-two\n");
    const Json reloaded = call(engine, "POST", "settings/reload", "{}", first);
    QCOMPARE(reloaded.status, ok);
    QVERIFY2(!reloaded.raw.contains("sesame-two"), reloaded.raw.constData());
    QVERIFY(eventually([&] { return call(engine, "GET", "settings", {}, second).status == ok; }));
    QCOMPARE(call(engine, "GET", "settings", {}, first).status, 401);
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::saveKeepsComments()
{
    const Configured configured(
        "# Ours.\n[history] # short\ncount = 5 # five\n\n[pool]\n#max_streams = \"auto\"\n");
    SluicedProcess &engine = *configured.engine;
    START_ENGINE(engine);
    QCOMPARE(patch(engine, R"({"history.count": 6, "pool.max_streams": 150, "drain.rate": 0.5})").status, ok);
    const Json saved = call(engine, "POST", "settings/save", "{}");
    QVERIFY2(saved.status == ok, saved.raw.constData());
    QCOMPARE(saved.member("saved").toObject().size(), 3);
    QCOMPARE(configured.read(), QByteArray("# Ours.\n[history] # short\ncount = 6 # five\n\n[pool]\n"
                                           "max_streams = 150\n\n[drain]\nrate = 0.5\n"));
    QVERIFY2(engine.stop(), engine.standardError().constData());

    SluicedProcess next(options({}, {QStringLiteral("--config"), configured.path()}));
    START_ENGINE(next);
    QCOMPARE(settingNow(next, "pool.max_streams"), QJsonValue(150));
    QCOMPARE(settingNow(next, "drain.rate"), QJsonValue(0.5));
    QVERIFY2(next.stop(), next.standardError().constData());
}

void tst_settings_api::readOnlyFile()
{
    const Configured configured("[history]\ncount = 5\n");
    SluicedProcess &engine = *configured.engine;
    START_ENGINE(engine);
    QCOMPARE(patch(engine, R"({"history.count": 6})").status, ok);
    QVERIFY(QFile::setPermissions(configured.path(), QFile::ReadOwner));
    const Json refused = call(engine, "POST", "settings/save", "{}");
    QCOMPARE(refused.status, 503);
    QVERIFY2(refused.raw.contains("sluice.toml"), refused.raw.constData());
    QCOMPARE(configured.read(), QByteArray("[history]\ncount = 5\n"));
    QCOMPARE(settingNow(engine, "history.count"), QJsonValue(6)); // nothing is lost
    QVERIFY(QFile::setPermissions(configured.path(), QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(call(engine, "POST", "settings/save", "{}").status, ok);
    QCOMPARE(configured.read(), QByteArray("[history]\ncount = 6\n"));
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::hangupReadsTheFile()
{
    const Configured configured("[history]\ncount = 5\n", {QStringLiteral("history.age=2min")});
    SluicedProcess &engine = *configured.engine;
    START_ENGINE(engine);
    Bystander bystander(engine.publicPort());
    configured.write("[history]\ncount = 7\nage = \"3min\"\n");
    engine.signal(SIGHUP);
    QVERIFY2(eventually([&] { return settingNow(engine, "history.count") == QJsonValue(7); }),
             engine.standardError().constData());
    QCOMPARE(settingNow(engine, "history.age"), QJsonValue(QStringLiteral("2min"))); // --set stays on top
    const QJsonValue entry = call(engine, "GET", "audit").member("entries").toArray().last();
    QCOMPARE(entry[QStringLiteral("key")].toString(), QStringLiteral("history.count"));
    QVERIFY(entry[QStringLiteral("who")].toString().contains(QStringLiteral("SIGHUP")));
    QCOMPARE(bystander.complaint(), QString());
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::hangupWithABrokenFile()
{
    const Configured configured("[history]\ncount = 5\n");
    SluicedProcess &engine = *configured.engine;
    START_ENGINE(engine);
    Bystander bystander(engine.publicPort());
    configured.write("[history]\ncount = 7\nage = \"3\"\n");
    engine.signal(SIGHUP);
    QVERIFY(eventually([&] { return engine.standardError().contains("sluice.toml:3"); }));
    QCOMPARE(settingNow(engine, "history.count"), QJsonValue(5));
    QCOMPARE(call(engine, "GET", "settings").member("revision").toInteger(), 1);
    configured.write("[history]\ncount = 7\n");
    engine.signal(SIGHUP); // it still listens
    QVERIFY(eventually([&] { return settingNow(engine, "history.count") == QJsonValue(7); }));
    QCOMPARE(bystander.complaint(), QString());
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::hangupWithoutAFile()
{
    SluicedProcess engine;
    START_ENGINE(engine);
    QCOMPARE(patch(engine, R"({"history.count": 6})").status, ok);
    engine.signal(SIGHUP);
    engine.signal(SIGHUP);
    QThread::msleep(200); // nothing is to happen; a change would come at once
    QVERIFY(engine.isRunning());
    QCOMPARE(settingNow(engine, "history.count"), QJsonValue(6));
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

void tst_settings_api::restartOnlyDifferencesAreNamed()
{
    const Configured configured("[history]\ncount = 5\n");
    SluicedProcess &engine = *configured.engine;
    START_ENGINE(engine);
    configured.write("[history]\ncount = 5\n[engine]\nworkers = 7\n");
    const Json reloaded = call(engine, "POST", "settings/reload", "{}");
    QCOMPARE(reloaded.status, ok);
    QVERIFY2(reloaded.member("at_restart").toArray() == QJsonArray{QStringLiteral("engine.workers")},
             reloaded.raw.constData());
    QVERIFY(reloaded.member("changed").toArray().isEmpty());
    engine.signal(SIGHUP);
    QVERIFY(eventually([&] { return engine.standardError().contains("engine.workers"); }));
    QVERIFY2(engine.stop(), engine.standardError().constData());
}

QTEST_MAIN(tst_settings_api)
#include "tst_settings_api.moc"
