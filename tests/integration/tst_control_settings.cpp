// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// sluicectl's settings commands against a real engine: get, set, undo, save, reload, audit, schema, and
// tokens.
#include "support/ControlRun.h"
#include "support/EngineTest.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

using namespace sluice::integration;

namespace {

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(QLatin1Char(' '));
}

} // namespace

class tst_ControlSettings : public EngineTest
{
    Q_OBJECT

private Q_SLOTS:
    void getsAndSets();
    void refusesAllOrNothing();
    void mindsTheRevision();
    void undoes();
    void audits();
    void describes();
    void savesAndReloads();
    void needsTheToken();

private:
    ControlRun run(const char *line) { return control(adminPort(), words(line)); }
};

void tst_ControlSettings::getsAndSets()
{
    const ControlRun set = run("set pool.max_streams=150 timeouts.heartbeat=5s");
    QVERIFY2(set.status == 0, set.err.constData());
    QVERIFY2(set.out.contains("pool.max_streams = 150\n"), set.out.constData());
    QCOMPARE(run("get pool.max_streams").out, QByteArray("150\n"));
    QCOMPARE(run("get timeouts.heartbeat").out, QByteArray("5s\n"));
    const QJsonObject json = run("get timeouts.heartbeat pool.* --json").json();
    QVERIFY(json.value(QLatin1String("revision")).toInt() > 0);
    const QJsonObject settings = json.value(QLatin1String("settings")).toObject();
    QCOMPARE(settings.value(QLatin1String("timeouts.heartbeat")).toString(), QStringLiteral("5s"));
    QVERIFY(settings.size() > 5);
    const QJsonObject answer = run("set drain.rate=500 --json").json();
    QVERIFY(answer.value(QLatin1String("settings")).toObject().contains(QLatin1String("drain.rate")));
    QCOMPARE(run("get no.such").status, 1);
}

void tst_ControlSettings::refusesAllOrNothing()
{
    const QByteArray before = run("get --json").out;
    for (const char *line : {"set timeouts.keep_alive=1s", "set drain.rate=700 pool.max_streams=x",
                             "set no.such=1", "set listen.backlog=9999999"}) {
        const ControlRun refused = run(line);
        QVERIFY2(refused.status == 1, refused.err.constData());
        QVERIFY2(refused.err.contains("said no: 4"), refused.err.constData());
        QVERIFY(refused.out.isEmpty());
    }
    QCOMPARE(run("get --json").out, before);
    const ControlRun rule = run("set timeouts.keep_alive=1s");
    QVERIFY2(rule.err.contains("timeouts.keep_alive") && rule.err.contains("1s"), rule.err.constData());
}

void tst_ControlSettings::mindsTheRevision()
{
    const int revision = run("get --json").json().value(QLatin1String("revision")).toInt();
    QCOMPARE(run("set drain.rate=600").status, 0);
    const ControlRun stale =
        control(adminPort(), words("set drain.rate=601 --revision") << QString::number(revision));
    QCOMPARE(stale.status, 1);
    QVERIFY2(stale.err.contains("409"), stale.err.constData());
    QCOMPARE(run("get drain.rate").out, QByteArray("600\n"));
}

void tst_ControlSettings::undoes()
{
    const QByteArray before = run("get drain.grace").out;
    QCOMPARE(run("set drain.grace=7s").status, 0);
    QCOMPARE(run("get drain.grace").out, QByteArray("7s\n"));
    const ControlRun undone = run("undo --why mistake");
    QVERIFY2(undone.status == 0, undone.err.constData());
    QCOMPARE(run("get drain.grace").out, before);
    QVERIFY(!run("undo --json").json().isEmpty());
}

void tst_ControlSettings::audits()
{
    QCOMPARE(control(adminPort(), words("set drain.rate=321 --why") << QStringLiteral("a reason")).status, 0);
    const ControlRun audit = run("audit --utc");
    QVERIFY2(audit.out.contains("drain.rate") && audit.out.contains("321") && audit.out.contains("a reason"),
             audit.out.constData());
    const QJsonArray entries = run("audit --json --limit 3").json().value(QLatin1String("entries")).toArray();
    QVERIFY(!entries.isEmpty());
    QVERIFY(entries.last().toObject().contains(QLatin1String("who")));
}

void tst_ControlSettings::describes()
{
    const ControlRun schema = run("schema");
    QVERIFY(schema.out.contains("pool.overload_mode"));
    QVERIFY2(schema.out.contains("auto,status,soft"), schema.out.left(4000).constData());
    QVERIFY(run("schema --json").json().value(QLatin1String("settings")).toArray().size() > 50);
}

void tst_ControlSettings::savesAndReloads()
{
    const ControlRun noFile = run("save");
    QVERIFY2(noFile.status == 1, noFile.out.constData());
    QVERIFY(!noFile.err.isEmpty());

    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("sluice.toml"));
    const auto write = [&path](const QByteArray &text) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write("# mine\n[drain]\nrate = 200\n"));
    SluicedProcess::Options options;
    options.arguments = {QStringLiteral("--config"), path};
    SluicedProcess own(options);
    START_ENGINE(own);
    QCOMPARE(control(own.adminPort(), words("get drain.rate")).out, QByteArray("200\n"));
    QCOMPARE(control(own.adminPort(), words("set drain.rate=250")).status, 0);
    const ControlRun saved = control(own.adminPort(), words("save"));
    QVERIFY2(saved.status == 0 && saved.out.contains(path.toUtf8()), saved.err.constData());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("250"));

    QVERIFY(write("[drain]\nrate = 300\n"));
    QCOMPARE(control(own.adminPort(), words("reload")).status, 0);
    QCOMPARE(control(own.adminPort(), words("get drain.rate")).out, QByteArray("300\n"));
    QVERIFY(write("[drain\n"));
    const ControlRun broken = control(own.adminPort(), words("reload"));
    QVERIFY2(broken.status == 1 && broken.err.contains("sluice.toml"), broken.err.constData());
    QCOMPARE(control(own.adminPort(), words("get drain.rate")).out, QByteArray("300\n"));
}

void tst_ControlSettings::needsTheToken()
{
    SluicedProcess::Options options;
    options.settings = {QStringLiteral("auth.admin_token=correct-horse-battery"),
                        QStringLiteral("auth.viewer_token=only-for-looking-at")};
    SluicedProcess own(options);
    START_ENGINE(own);
    const auto as = [&own](const char *line, const char *token) {
        return control(own.adminPort(), words(line) << QStringLiteral("--token") << QString::fromUtf8(token));
    };
    const ControlRun without = control(own.adminPort(), words("get drain.rate"));
    QCOMPARE(without.status, 1);
    QVERIFY2(without.err.contains("401") && without.err.contains("--token-file"), without.err.constData());
    QCOMPARE(as("get drain.rate", "only-for-looking-at").status, 0);
    const ControlRun viewer = as("set drain.rate=5", "only-for-looking-at");
    QCOMPARE(viewer.status, 1);
    QVERIFY2(viewer.err.contains("403"), viewer.err.constData());
    QCOMPARE(as("set drain.rate=5", "correct-horse-battery").status, 0);
}

QTEST_GUILESS_MAIN(tst_ControlSettings)
#include "tst_control_settings.moc"
