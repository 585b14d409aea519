// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What may be typed for a setting, held to the schema of this release; and
// which changes are risky.
#include "SettingRisk.h"
#include "SettingSpec.h"

#include "server/admin/SettingsJson.h"

#include <QTest>

using namespace sluice;

namespace {

SettingSpec specOf(std::string_view key)
{
    return SettingSpec::fromJson(settingsjson::description(*findSetting(key).value()));
}

} // namespace

class TestSettingSpec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySettingOfTheSchemaIsUnderstood()
    {
        for (const SettingInfo &info : schema()) {
            const SettingSpec spec = SettingSpec::fromJson(settingsjson::description(info));
            QVERIFY2(spec.type != SettingSpec::Type::Unknown, qPrintable(spec.key));
            QCOMPARE(spec.key, QString::fromUtf8(info.key.data(), static_cast<qsizetype>(info.key.size())));
            QVERIFY2(!spec.help.isEmpty(), qPrintable(spec.key));
            QCOMPARE(spec.isLive, info.apply == SettingApply::Live);
            const auto normalized = spec.normalized(spec.defaultText);
            QVERIFY2(normalized.has_value(), qPrintable(spec.key));
            // As the value in force is told when nobody changed it.
            QCOMPARE(spec.defaultText, QString::fromStdString(valueText(Settings(), info)));
        }
    }

    void typing_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("shortest"); // empty: it is refused
        QTest::addColumn<QString>("says");
        QTest::newRow("duration") << QByteArray("timeouts.heartbeat") << "60s"
                                  << "1min"
                                  << "";
        QTest::newRow("no unit") << QByteArray("timeouts.heartbeat") << "60"
                                 << ""
                                 << "unit is missing";
        QTest::newRow("wrong unit") << QByteArray("timeouts.heartbeat") << "60m"
                                    << ""
                                    << "unit is unknown";
        QTest::newRow("too short") << QByteArray("timeouts.heartbeat") << "1ms"
                                   << ""
                                   << "100ms to 1h";
        QTest::newRow("too long") << QByteArray("timeouts.heartbeat") << "2h"
                                  << ""
                                  << "out of range";
        QTest::newRow("nothing") << QByteArray("timeouts.heartbeat") << "  "
                                 << ""
                                 << "100ms to 1h";
        QTest::newRow("size") << QByteArray("publish.max_body") << " 2048KiB "
                              << "2MiB"
                              << "";
        QTest::newRow("fraction") << QByteArray("publish.max_body") << "1.5MiB"
                                  << ""
                                  << "not a size";
        QTest::newRow("count") << QByteArray("pool.max_channels") << "10000000"
                               << "10000000"
                               << "";
        QTest::newRow("sign") << QByteArray("pool.max_channels") << "-1"
                              << ""
                              << "not a count";
        QTest::newRow("auto") << QByteArray("pool.max_streams") << "auto"
                              << "auto"
                              << "";
        QTest::newRow("auto's range") << QByteArray("pool.max_streams") << "0"
                                      << ""
                                      << "or auto";
        QTest::newRow("rate") << QByteArray("pool.connect_rate") << "1000000"
                              << "1000000"
                              << "";
        QTest::newRow("part of a rate") << QByteArray("pool.connect_rate") << "0.50"
                                        << "0.5"
                                        << "";
        QTest::newRow("flag") << QByteArray("cors.allow_credentials") << "true"
                              << "true"
                              << "";
        QTest::newRow("no flag") << QByteArray("cors.allow_credentials") << "yes"
                                 << ""
                                 << "true or false";
        QTest::newRow("choice") << QByteArray("pool.overload_mode") << "soft"
                                << "soft"
                                << "";
        QTest::newRow("no choice") << QByteArray("pool.overload_mode") << "hard"
                                   << ""
                                   << "auto, status, soft";
        QTest::newRow("text") << QByteArray("cors.allow_origin") << "https://a.example"
                              << "https://a.example"
                              << "";
    }
    void typing()
    {
        QFETCH(const QByteArray, key);
        QFETCH(const QString, typed);
        QFETCH(const QString, shortest);
        QFETCH(const QString, says);
        const auto normalized = specOf(key.toStdString()).normalized(typed);
        QCOMPARE(normalized.has_value(), !shortest.isEmpty());
        if (normalized)
            QCOMPARE(*normalized, shortest);
        else
            QVERIFY2(normalized.error().contains(says), qPrintable(normalized.error()));
    }

    void aTypeOfTheFutureIsTyped()
    {
        const SettingSpec spec = SettingSpec::fromJson({{QStringLiteral("key"), QStringLiteral("a.b")},
                                                        {QStringLiteral("type"), QStringLiteral("moon")}});
        QCOMPARE(spec.type, SettingSpec::Type::Unknown);
        QCOMPARE(spec.normalized(QStringLiteral("full")).value_or(QString()), QStringLiteral("full"));
    }

    void figuresCompare()
    {
        QCOMPARE(specOf("timeouts.heartbeat").figure(QStringLiteral("2s")).value_or(0), 2000.0);
        QCOMPARE(specOf("publish.max_body").figure(QStringLiteral("1KiB")).value_or(0), 1024.0);
        QVERIFY(!specOf("pool.max_streams").figure(QStringLiteral("auto")));
        QVERIFY(!specOf("pool.overload_mode").figure(QStringLiteral("soft")));
    }

    void theTableOfRisksNamesLiveSettings()
    {
        const QStringList keys = riskyKeys();
        QVERIFY(!keys.isEmpty());
        for (const QString &key : keys) {
            const auto info = findSetting(key.toStdString());
            QVERIFY2(info.has_value(), qPrintable(key));
            QVERIFY2((*info)->apply == SettingApply::Live, qPrintable(key));
        }
        QCOMPARE(QSet<QString>(keys.begin(), keys.end()).size(), keys.size());
    }

    void risks_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<bool>("isRisky");
        QTest::newRow("lower cap") << QByteArray("pool.max_streams") << "200"
                                   << "100" << true;
        QTest::newRow("raised cap") << QByteArray("pool.max_streams") << "100"
                                    << "200" << false;
        QTest::newRow("cap instead of auto") << QByteArray("pool.max_streams") << "auto"
                                             << "100" << true;
        QTest::newRow("auto instead of cap") << QByteArray("pool.max_streams") << "100"
                                             << "auto" << false;
        QTest::newRow("rate on") << QByteArray("pool.connect_rate") << "0"
                                 << "100" << true;
        QTest::newRow("rate off") << QByteArray("pool.connect_rate") << "100"
                                  << "0" << false;
        QTest::newRow("timeout") << QByteArray("timeouts.write_stall") << "1min"
                                 << "20s" << true;
        QTest::newRow("longer timeout") << QByteArray("timeouts.write_stall") << "20s"
                                        << "1min" << false;
        QTest::newRow("heartbeat") << QByteArray("timeouts.heartbeat") << "15s"
                                   << "50s" << true;
        QTest::newRow("mode") << QByteArray("pool.overload_mode") << "auto"
                              << "status" << true;
        QTest::newRow("no change") << QByteArray("pool.overload_mode") << "auto"
                                   << "auto" << false;
        QTest::newRow("harmless") << QByteArray("log.end_rate") << "20"
                                  << "1" << false;
    }
    void risks()
    {
        QFETCH(const QByteArray, key);
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QFETCH(const bool, isRisky);
        QCOMPARE(!riskOf(specOf(key.toStdString()), before, after).isEmpty(), isRisky);
    }
};

QTEST_GUILESS_MAIN(TestSettingSpec)
#include "tst_settingspec.moc"
