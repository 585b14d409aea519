// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tuning a real engine: what is typed, refused, applied, taken back, kept,
// saved, and what others change meanwhile.
#include "SettingsFilter.h"
#include "Tuning.h"
#include "integration/support/SluicedProcess.h"
#include "settings/Schema.h"
#include "ui/support/TestEngine.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace sluice::test;
using integration::SluicedProcess;

#define TRY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60'000)

namespace {

const QString kCap = QStringLiteral("pool.max_streams");
const QString kEndRate = QStringLiteral("log.end_rate");
const QString kHeartbeat = QStringLiteral("timeouts.heartbeat");

/** Another operator at the same engine. */
class Colleague
{
public:
    explicit Colleague(const QUrl &url)
        : m_client({url, TestEngine::token().toUtf8(), "ann", std::chrono::seconds(60)})
    {
    }

    bool patch(const QJsonObject &changes)
    {
        AdminRequest request;
        request.method = "PATCH";
        request.path = QStringLiteral("settings");
        request.body = changes;
        return m_client.call(request).has_value();
    }

    QString value(const QString &key)
    {
        AdminRequest request;
        request.path = QStringLiteral("settings");
        const auto answer = m_client.call(request);
        return answer ? SettingSpec::textOf(answer->json.value(QLatin1String("settings"))[key]) : QString();
    }

private:
    AdminClient m_client;
};

/** An engine, a link to it and the tuning of it. */
struct Bench
{
    TestEngine engine;
    EngineLink link;
    Tuning tuning;

    SettingsModel &settings() { return *tuning.settings(); }
    PendingChanges &pending() { return *tuning.pending(); }
    SettingsHistory &history() { return *tuning.history(); }
    KeepCountdown &countdown() { return *tuning.countdown(); }

    bool start(const QVariantMap &values = {}, const QString &token = TestEngine::token())
    {
        if (!engine.start(values))
            return false;
        tuning.setLink(&link);
        link.connectTo(engine.url(), token, QStringLiteral("bench"));
        return QTest::qWaitFor(
            [this] {
                return link.isLive() && settings().state() == SettingsModel::State::Ready &&
                       history().isLoaded();
            },
            60'000);
    }

    QString text(const QString &key, int role) const
    {
        const SettingsModel &model = *const_cast<Tuning &>(tuning).settings();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row).data(SettingsModel::KeyRole) == key)
                return model.index(row).data(role).toString();
        }
        return QStringLiteral("(no such setting)");
    }
    QString value(const QString &key) const { return text(key, SettingsModel::ValueRole); }

    bool apply(const QString &key, const QString &typed)
    {
        settings().edit(key, typed);
        pending().apply();
        return QTest::qWaitFor([&] { return pending().state() != PendingChanges::State::Applying; }, 60'000);
    }
};

} // namespace

class TestTuning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitsForAnEngine()
    {
        Tuning tuning;
        QCOMPARE(tuning.settings()->state(), SettingsModel::State::Waiting);
        QVERIFY(!tuning.readOnlyReason().isEmpty());
        QVERIFY(!tuning.pending()->blocker().isEmpty());
        tuning.pending()->apply();
        tuning.undoLast();
        QVERIFY(!tuning.isBusy());
    }

    void showsEverySetting()
    {
        Bench bench;
        QVERIFY2(bench.start({{kCap, 100}}), qPrintable(bench.engine.error()));
        QCOMPARE(static_cast<std::size_t>(bench.settings().rowCount()), schema().size());
        QCOMPARE(bench.value(kCap), QStringLiteral("100"));
        QVERIFY(bench.text(kCap, SettingsModel::RangeRole).contains(QStringLiteral("auto")));
        QCOMPARE(bench.text(QStringLiteral("auth.admin_token"), SettingsModel::ValueRole),
                 QStringLiteral("***"));
        QVERIFY(!bench.text(QStringLiteral("auth.admin_token"), SettingsModel::FixedReasonRole).isEmpty());
        QVERIFY(!bench.text(QStringLiteral("engine.workers"), SettingsModel::FixedReasonRole).isEmpty());
        QVERIFY(bench.text(kCap, SettingsModel::FixedReasonRole).isEmpty());
        // What takes effect at a restart only takes no typing.
        bench.settings().edit(QStringLiteral("engine.workers"), QStringLiteral("7"));
        QCOMPARE(bench.pending().count(), 0);
    }

    void filters()
    {
        Bench bench;
        QVERIFY2(bench.start({{kCap, 100}}), qPrintable(bench.engine.error()));
        SettingsFilter filter;
        filter.setSettings(&bench.settings());
        QCOMPARE(filter.count(), bench.settings().rowCount());
        filter.setWords(QStringLiteral("STREAMS  client"));
        QVERIFY(filter.rowOf(QStringLiteral("pool.max_streams_per_client")) >= 0);
        QCOMPARE(filter.rowOf(kHeartbeat), -1);
        filter.setWords({});
        filter.setShow(SettingsFilter::Show::NotDefault);
        QVERIFY(filter.rowOf(kCap) >= 0);
        QCOMPARE(filter.rowOf(kEndRate), -1);
        filter.setShow(SettingsFilter::Show::Live);
        QCOMPARE(filter.rowOf(QStringLiteral("engine.workers")), -1);
        filter.setShow(SettingsFilter::Show::News);
        QCOMPARE(filter.count(), 0);
        bench.settings().edit(kEndRate, QStringLiteral("7"));
        QCOMPARE(filter.keyAt(0), kEndRate);
    }

    void typesAndApplies()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        bench.settings().edit(kEndRate, QStringLiteral("x"));
        QVERIFY(!bench.text(kEndRate, SettingsModel::ProblemRole).isEmpty());
        QVERIFY(!bench.pending().blocker().isEmpty());
        bench.pending().apply(); // does nothing
        QCOMPARE(bench.pending().state(), PendingChanges::State::Collecting);
        // The value in force is no change.
        bench.settings().edit(kEndRate, QStringLiteral("20"));
        QCOMPARE(bench.pending().count(), 0);

        bench.settings().edit(kEndRate, QStringLiteral(" 30 "));
        QCOMPARE(bench.pending().index(0).data(PendingChanges::OldRole).toString(), QStringLiteral("20"));
        QCOMPARE(bench.pending().index(0).data(PendingChanges::NewRole).toString(), QStringLiteral("30"));
        QCOMPARE(bench.pending().blocker(), QString());
        bench.pending().setWhy(QStringLiteral("more to read"));
        bench.pending().apply();
        TRY(bench.pending().count() == 0 && bench.value(kEndRate) == QLatin1String("30"));
        QCOMPARE(Colleague(bench.engine.url()).value(kEndRate), QStringLiteral("30"));
        QCOMPARE(bench.countdown().state(),
                 KeepCountdown::State::Idle); // it is not risky
        QCOMPARE(bench.settings().changedByOthers(), 0);
        TRY(bench.history().count() == 1);
        QCOMPARE(bench.history().index(0).data(SettingsHistory::WhyRole).toString(),
                 QStringLiteral("more to read"));
        QVERIFY(bench.history()
                    .index(0)
                    .data(SettingsHistory::WhoRole)
                    .toString()
                    .contains(QStringLiteral("console")));
        TRY(bench.settings().changedByOthers() == 0);
    }

    void rulesSpeakAtTheirFields()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        bench.settings().edit(kEndRate, QStringLiteral("30"));
        QVERIFY(bench.apply(kHeartbeat, QStringLiteral("40s"))); // keep_alive is 75 s: too little
        QCOMPARE(bench.pending().state(), PendingChanges::State::Refused);
        QVERIFY(!bench.pending().refusal().isEmpty());
        const QString keepAlive = QStringLiteral("timeouts.keep_alive");
        for (const QString &key : {kHeartbeat, keepAlive})
            QVERIFY2(bench.text(key, SettingsModel::ViolationRole)
                         .contains(QStringLiteral("keep-alive-covers-heartbeat")),
                     qPrintable(bench.text(key, SettingsModel::ViolationRole)));
        QVERIFY(bench.text(kHeartbeat, SettingsModel::ViolationRole).contains(QStringLiteral("75s")));
        // All or nothing.
        QCOMPARE(Colleague(bench.engine.url()).value(kEndRate), QStringLiteral("20"));
        // Another value of one of them may mend it.
        bench.settings().edit(kHeartbeat, QStringLiteral("10s"));
        QCOMPARE(bench.text(keepAlive, SettingsModel::ViolationRole), QString());
        QCOMPARE(bench.pending().state(), PendingChanges::State::Collecting);
        bench.pending().apply();
        TRY(bench.value(kHeartbeat) == QLatin1String("10s"));
        QCOMPARE(bench.value(kEndRate), QStringLiteral("30"));
    }

    void othersChangesAreSeenAndMarked()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        Colleague ann(bench.engine.url());
        QVERIFY(ann.patch({{kEndRate, 40}}));
        TRY(bench.value(kEndRate) == QLatin1String("40"));
        const QString mark = bench.text(kEndRate, SettingsModel::ChangedByRole);
        QVERIFY2(mark.contains(QStringLiteral("ann")) && mark.contains(QStringLiteral("20")),
                 qPrintable(mark));
        QCOMPARE(bench.settings().changedByOthers(), 1);
        bench.settings().acknowledge();
        QCOMPARE(bench.settings().changedByOthers(), 0);
    }

    void stalePendingChangesAreRebased()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        bench.settings().edit(kEndRate, QStringLiteral("30"));
        Colleague ann(bench.engine.url());
        QVERIFY(ann.patch({{kEndRate, 40}, {kHeartbeat, QStringLiteral("14s")}}));
        TRY(bench.pending().state() == PendingChanges::State::Stale &&
            bench.pending().meanwhile().size() == 2);
        const auto entries = bench.pending().meanwhile();
        for (const QVariant &each : entries) {
            const QVariantMap entry = each.toMap();
            QVERIFY(entry.value(QStringLiteral("who")).toString().contains(QStringLiteral("ann")));
            QCOMPARE(entry.value(QStringLiteral("isMine")).toBool(),
                     entry.value(QStringLiteral("key")).toString() == kEndRate);
        }
        // The engine is the judge: nothing is overwritten unseen.
        bench.pending().apply();
        TRY(bench.pending().state() == PendingChanges::State::Stale);
        QCOMPARE(ann.value(kEndRate), QStringLiteral("40"));
        bench.pending().rebase();
        QCOMPARE(bench.pending().index(0).data(PendingChanges::OldRole).toString(), QStringLiteral("40"));
        TRY(bench.pending().blocker().isEmpty());
        bench.pending().apply();
        TRY(bench.value(kEndRate) == QLatin1String("30"));
        QCOMPARE(bench.pending().state(), PendingChanges::State::Collecting);
    }

    void undoesTheLastAndAnyChange()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        QVERIFY(bench.apply(kEndRate, QStringLiteral("30")));
        QVERIFY(bench.apply(QStringLiteral("metrics.history"), QStringLiteral("2h")));
        TRY(bench.history().count() == 2);
        QVERIFY(bench.history().lastUndoable().contains(QStringLiteral("metrics.history")));
        // An older one, while something is typed: that is nobody else's change.
        bench.settings().edit(kHeartbeat, QStringLiteral("12s"));
        bench.tuning.undo(bench.history().index(1).data(SettingsHistory::RevisionRole).toLongLong());
        TRY(bench.value(kEndRate) == QLatin1String("20"));
        QCOMPARE(bench.tuning.outcomeTone(), QStringLiteral("ok"));
        TRY(bench.history().count() == 3);
        QCOMPARE(bench.pending().count(), 1);
        TRY(bench.pending().state() == PendingChanges::State::Collecting &&
            bench.pending().blocker().isEmpty());
        const QModelIndex undone = bench.history().index(2);
        TRY(undone.data(SettingsHistory::UndoneByRole).toLongLong() != 0);
        QVERIFY(!undone.data(SettingsHistory::CanUndoRole).toBool());
        QVERIFY(undone.data(SettingsHistory::UndoReasonRole).toString().contains(kEndRate));

        bench.tuning.undoLast();
        TRY(bench.value(QStringLiteral("metrics.history")) == QLatin1String("1h"));
        TRY(bench.history().lastUndoable().isEmpty());
        bench.tuning.undoLast();
        TRY(bench.tuning.outcomeTone() == QLatin1String("critical"));
        QVERIFY(!bench.tuning.outcomeDetail().isEmpty());
        bench.tuning.dismiss();
        QVERIFY(bench.tuning.outcome().isEmpty());
    }

    void riskyChangesAreTakenBackUnlessKept()
    {
        Bench bench;
        QVERIFY2(bench.start({{kCap, 100}}), qPrintable(bench.engine.error()));
        QCOMPARE(bench.countdown().seconds(), 15);
        bench.settings().edit(kCap, QStringLiteral("50"));
        QVERIFY(bench.pending().isRisky());
        QVERIFY(!bench.text(kCap, SettingsModel::RiskRole).isEmpty());
        bench.countdown().setSeconds(1);
        bench.pending().apply();
        TRY(bench.countdown().state() == KeepCountdown::State::Asking);
        QVERIFY(bench.countdown().text().contains(kCap));
        TRY(bench.countdown().state() == KeepCountdown::State::Idle);
        Colleague ann(bench.engine.url());
        QCOMPARE(ann.value(kCap), QStringLiteral("100"));
        TRY(bench.value(kCap) == QLatin1String("100"));
        QCOMPARE(bench.tuning.outcomeTone(), QStringLiteral("warning"));
        TRY(bench.history().count() == 2);
        QVERIFY(bench.history()
                    .index(0)
                    .data(SettingsHistory::WhyRole)
                    .toString()
                    .contains(QStringLiteral("not kept")));

        bench.countdown().setSeconds(3600);
        QVERIFY(bench.apply(kCap, QStringLiteral("60")));
        QCOMPARE(bench.countdown().state(), KeepCountdown::State::Asking);
        QVERIFY(bench.countdown().secondsLeft() > 3000);
        bench.countdown().keep();
        QCOMPARE(bench.countdown().state(), KeepCountdown::State::Idle);
        QCOMPARE(ann.value(kCap), QStringLiteral("60"));

        // Two in a row are one question, and go together.
        QVERIFY(bench.apply(kCap, QStringLiteral("40")));
        QVERIFY(bench.apply(QStringLiteral("pool.overload_mode"), QStringLiteral("status")));
        QCOMPARE(bench.countdown().revisions().size(), std::size_t{2});
        bench.countdown().takeBack();
        TRY(bench.countdown().state() == KeepCountdown::State::Idle);
        QCOMPARE(ann.value(kCap), QStringLiteral("60"));
        QCOMPARE(ann.value(QStringLiteral("pool.overload_mode")), QStringLiteral("auto"));

        // Taken back elsewhere: there is nothing to ask any more.
        QVERIFY(bench.apply(kCap, QStringLiteral("30")));
        QCOMPARE(bench.countdown().state(), KeepCountdown::State::Asking);
        bench.tuning.undoLast();
        TRY(bench.countdown().state() == KeepCountdown::State::Idle);
        QCOMPARE(ann.value(kCap), QStringLiteral("60"));
    }

    void whatIsOwedIsTakenBackWhenTheEngineIsBack()
    {
        Bench bench;
        QVERIFY2(bench.start({{kCap, 100}}), qPrintable(bench.engine.error()));
        bench.countdown().setSeconds(3600);
        QVERIFY(bench.apply(kCap, QStringLiteral("50")));
        bench.engine.stop();
        TRY(bench.link.state() == EngineLink::State::Lost);
        bench.countdown().takeBack();
        TRY(bench.tuning.outcomeTone() == QLatin1String("critical"));
        QCOMPARE(bench.countdown().state(), KeepCountdown::State::TakingBack);
        // A new process knows nothing of the change: there is nothing left to take
        // back, and it says so.
        QVERIFY2(bench.engine.start({{kCap, 100}}), qPrintable(bench.engine.error()));
        TRY(bench.link.isLive());
        TRY(bench.countdown().state() == KeepCountdown::State::Idle);
        TRY(bench.value(kCap) == QLatin1String("100"));
    }

    void aRestartedEngineIsReadAnew()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        QVERIFY(bench.apply(kEndRate, QStringLiteral("30")));
        bench.settings().edit(kHeartbeat, QStringLiteral("12s"));
        bench.engine.stop();
        TRY(bench.link.state() == EngineLink::State::Lost);
        QVERIFY(!bench.pending().blocker().isEmpty());
        QVERIFY2(bench.engine.start({{kEndRate, 5}}), qPrintable(bench.engine.error()));
        TRY(bench.link.isLive() && bench.value(kEndRate) == QLatin1String("5"));
        TRY(bench.history().count() == 0);
        TRY(bench.pending().state() == PendingChanges::State::Stale);
        QCOMPARE(bench.pending().count(), 1);
        bench.pending().rebase();
        bench.pending().apply();
        TRY(bench.value(kHeartbeat) == QLatin1String("12s"));
    }

    void aViewerReadsOnly()
    {
        Bench bench;
        QVERIFY2(bench.start({}, TestEngine::viewerToken()), qPrintable(bench.engine.error()));
        QVERIFY(bench.tuning.readOnlyReason().contains(QStringLiteral("viewer")));
        bench.settings().edit(kEndRate, QStringLiteral("30"));
        QVERIFY(bench.pending().blocker().contains(QStringLiteral("viewer")));
        bench.pending().apply();
        bench.tuning.undoLast();
        bench.tuning.saveToFile();
        QVERIFY(!bench.tuning.isBusy());
        QCOMPARE(Colleague(bench.engine.url()).value(kEndRate), QStringLiteral("20"));
    }

    void withoutAFileItSaysSo()
    {
        Bench bench;
        QVERIFY2(bench.start(), qPrintable(bench.engine.error()));
        bench.tuning.saveToFile();
        QVERIFY(bench.tuning.isBusy());
        TRY(!bench.tuning.isBusy());
        QCOMPARE(bench.tuning.outcomeTone(), QStringLiteral("critical"));
        QVERIFY2(bench.tuning.outcomeDetail().contains(QStringLiteral("no configuration file")),
                 qPrintable(bench.tuning.outcomeDetail()));
    }

    void savesToTheFileAndRevertsToIt()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("sluice.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[log]\nend_rate = 11 # not too many\n");
        file.close();
        SluicedProcess::Options options;
        options.arguments = QStringList{QStringLiteral("--config"), file.fileName()};
        SluicedProcess engine(options);
        QVERIFY2(engine.start(), engine.standardError().constData());
        EngineLink link;
        Tuning tuning;
        tuning.setLink(&link);
        link.connectTo(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(engine.adminPort())), {});
        TRY(link.isLive() && tuning.settings()->state() == SettingsModel::State::Ready);
        const auto valueNow = [&tuning] { return tuning.settings()->find(kEndRate)->value; };
        QCOMPARE(valueNow(), QStringLiteral("11"));
        const auto apply = [&tuning](const QString &value) {
            tuning.settings()->edit(kEndRate, value);
            tuning.pending()->apply();
        };
        apply(QStringLiteral("12"));
        TRY(valueNow() == QLatin1String("12"));
        tuning.saveToFile();
        TRY(tuning.outcome().contains(file.fileName()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("[log]\nend_rate = 12 # not too many\n"));
        file.close();

        apply(QStringLiteral("13"));
        TRY(valueNow() == QLatin1String("13"));
        tuning.revertToFile();
        TRY(valueNow() == QLatin1String("12"));
        TRY(tuning.outcomeTone() == QLatin1String("ok"));
        QVERIFY(tuning.outcomeDetail().contains(kEndRate));
        QVERIFY2(engine.stop(), engine.standardError().constData());
    }
};

QTEST_GUILESS_MAIN(TestTuning)
#include "tst_tuning.moc"
