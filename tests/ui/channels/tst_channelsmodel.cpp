// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChannelsModel.h"
#include "TestPublish.h"

#include "ui/support/TestEngine.h"

#include <QTest>

#include <cmath>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int patience = 60'000;

QVariant at(const ChannelsModel &model, int row, ChannelsModel::Role role)
{
    return model.data(model.index(row), role);
}

} // namespace

class tst_ChannelsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsRealChannels();
    void tellsTheSlowest();
    void publishesAsAPublisherDoes();
    void saysWhatCannotBePublished();
    void asksForTheTokenThatIsNeeded();
    void tellsThatNobodyAnswers();
};

void tst_ChannelsModel::followsRealChannels()
{
    TestEngine engine;
    QVERIFY2(engine.start({{QStringLiteral("history.count"), QStringLiteral("4")}}),
             qPrintable(engine.error()));
    QCOMPARE(engine.openStreams(QStringLiteral("alpha"), 2), 2);
    for (int i = 0; i < 2; ++i)
        QVERIFY(engine.publish(QStringLiteral("alpha"), QStringLiteral("x")));
    QVERIFY(engine.publish(QStringLiteral("beta"), QStringLiteral("y")));
    EngineLink link;
    ChannelsModel model;
    model.setRefreshInterval(100);
    link.connectTo(engine.url(), engine.token());
    model.setLink(&link);
    model.setVisibleRange(0, 20);
    model.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, patience);
    QCOMPARE(at(model, 0, ChannelsModel::NameRole).toString(), QStringLiteral("alpha")); // most streams first
    QCOMPARE(at(model, 0, ChannelsModel::StreamsRole).toInt(), 2);
    QCOMPARE(at(model, 0, ChannelsModel::HistoryEventsRole).toInt(), 2);
    QTRY_COMPARE_WITH_TIMEOUT(model.historyCount(), 4.0, patience);
    QCOMPARE(at(model, 0, ChannelsModel::HistoryUsedRole).toDouble(), 0.5);
    QCOMPARE(at(model, 0, ChannelsModel::PolicyRole).toString(), QStringLiteral("disconnect"));
    QVERIFY(std::isnan(at(model, 0, ChannelsModel::PausedRole).toDouble()));
    QTRY_VERIFY_WITH_TIMEOUT(at(model, 0, ChannelsModel::RatesRole).value<QList<double>>().size() >= 3,
                             patience);
    QCOMPARE(model.factsAt(0).value(QStringLiteral("name")).toString(), QStringLiteral("alpha"));
    QCOMPARE(model.factsAt(7), QVariantMap());

    model.setQuery(QStringLiteral("be"));
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, patience);
    QCOMPARE(at(model, 0, ChannelsModel::NameRole).toString(), QStringLiteral("beta"));
    model.setOnlyPaused(true);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 0, patience);
    model.setOnlyPaused(false);
    model.setQuery({});
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 2, patience);
    model.sortBy(QStringLiteral("name"));
    model.sortBy(QStringLiteral("name"));
    QTRY_COMPARE_WITH_TIMEOUT(at(model, 0, ChannelsModel::NameRole).toString(), QStringLiteral("beta"),
                              patience);
}

void tst_ChannelsModel::tellsTheSlowest()
{
    TestEngine engine;
    QVERIFY2(engine.start({{QStringLiteral("backpressure.high_water_mark"), QStringLiteral("16MiB")},
                           {QStringLiteral("history.total_bytes"), QStringLiteral("256MiB")}}),
             qPrintable(engine.error()));
    QCOMPARE(engine.openStreams(QStringLiteral("alpha"), 1), 1); // nobody reads it
    EngineLink link;
    ChannelsModel model;
    model.setRefreshInterval(100);
    link.connectTo(engine.url(), engine.token());
    model.setLink(&link);
    model.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, patience);
    const QString large(400'000, QLatin1Char('x'));
    for (int i = 0; i < 25; ++i)
        QVERIFY(engine.publish(QStringLiteral("alpha"), large));
    QTRY_COMPARE_WITH_TIMEOUT(at(model, 0, ChannelsModel::BlockedRole).toInt(), 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(at(model, 0, ChannelsModel::BacklogRole).toDouble() > 400'000, patience);
}

void tst_ChannelsModel::publishesAsAPublisherDoes()
{
    TestEngine engine;
    QVERIFY2(engine.start(), qPrintable(engine.error()));
    QCOMPARE(engine.openStreams(QStringLiteral("alpha"), 2), 2);
    TestPublish publisher;
    publisher.url = engine.publicUrl().toString();
    publisher.channel = QStringLiteral("alpha");
    publisher.event = QStringLiteral("a+b c");
    publisher.eventId = QStringLiteral("mine-1");
    publisher.data = QStringLiteral("two\nlines \u00e9");
    QCOMPARE(publisher.inputProblem(), QString());
    publisher.send();
    QVERIFY(publisher.isBusy());
    QTRY_VERIFY_WITH_TIMEOUT(!publisher.isBusy(), patience);
    QVERIFY2(publisher.hasSucceeded(), qPrintable(publisher.result()));
    QVERIFY2(publisher.result().contains(QLatin1String("mine-1")), qPrintable(publisher.result()));
    QVERIFY2(publisher.result().contains(QLatin1String("2 streams")), qPrintable(publisher.result()));
    // The same id is not taken twice.
    publisher.send();
    QTRY_VERIFY_WITH_TIMEOUT(!publisher.isBusy(), patience);
    QVERIFY2(publisher.result().contains(QLatin1String("in history already")),
             qPrintable(publisher.result()));
}

void tst_ChannelsModel::saysWhatCannotBePublished()
{
    TestPublish publisher;
    publisher.channel = QStringLiteral("alpha");
    QVERIFY(publisher.inputProblem().contains(QLatin1String("public listener")));
    publisher.url = QStringLiteral("https://example.org");
    QVERIFY(!publisher.inputProblem().isEmpty());
    publisher.url = QStringLiteral("http://127.0.0.1:1");
    QCOMPARE(publisher.inputProblem(), QString());
    publisher.channel = QStringLiteral(".hidden");
    QVERIFY(publisher.inputProblem().contains(QLatin1String("channel")));
    publisher.channel = QStringLiteral("ok");
    publisher.eventId = QStringLiteral("no spaces");
    QVERIFY(publisher.inputProblem().contains(QLatin1String("id")));
    publisher.send();
    QVERIFY(!publisher.isBusy());
}

void tst_ChannelsModel::asksForTheTokenThatIsNeeded()
{
    TestEngine engine;
    QVERIFY2(engine.start({{QStringLiteral("auth.publish_token"), QStringLiteral("let-me-publish-1")}}),
             qPrintable(engine.error()));
    TestPublish publisher;
    publisher.url = engine.publicUrl().toString();
    publisher.channel = QStringLiteral("alpha");
    publisher.send();
    QTRY_VERIFY_WITH_TIMEOUT(!publisher.isBusy(), patience);
    QVERIFY(publisher.wantsToken());
    QVERIFY(!publisher.hasSucceeded());
    publisher.token = QStringLiteral("let-me-publish-1");
    publisher.send();
    QTRY_VERIFY_WITH_TIMEOUT(!publisher.isBusy(), patience);
    QVERIFY2(publisher.hasSucceeded(), qPrintable(publisher.result()));
}

void tst_ChannelsModel::tellsThatNobodyAnswers()
{
    TestEngine engine; // never started: its port is free
    TestPublish publisher;
    publisher.url = engine.publicUrl().toString();
    publisher.channel = QStringLiteral("alpha");
    publisher.send();
    QTRY_VERIFY_WITH_TIMEOUT(!publisher.isBusy(), patience);
    QVERIFY(!publisher.hasSucceeded());
    QVERIFY(!publisher.result().isEmpty());
}

QTEST_GUILESS_MAIN(tst_ChannelsModel)
#include "tst_channelsmodel.moc"
