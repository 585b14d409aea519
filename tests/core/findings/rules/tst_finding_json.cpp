// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Findings as JSON: of each set the object that API v1 had is still in it, word for word, and so are the
// members that all sets share; and an engine that knows v1 only is still understood.
#include "findings/rules/FindingJson.h"

#include <QJsonDocument>
#include <QTest>

using namespace sluice;

namespace {

QJsonObject object(const char *text)
{
    QJsonParseError error{};
    const QJsonObject parsed = QJsonDocument::fromJson(text, &error).object();
    if (error.error != QJsonParseError::NoError)
        qFatal("%s: %s", text, qPrintable(error.errorString()));
    return parsed;
}

QString lost(const QJsonValue &expected, const QJsonValue &json, const QString &at = {});

QString lostOfObject(const QJsonObject &expected, const QJsonObject &json, const QString &at)
{
    QString all;
    for (auto member = expected.begin(); member != expected.end(); ++member)
        all += lost(member.value(), json.value(member.key()), at + QLatin1Char('/') + member.key());
    return all;
}

QString lostOfArray(const QJsonArray &expected, const QJsonArray &json, const QString &at)
{
    QString all = expected.size() == json.size() ? QString() : at + QLatin1String(" has another length\n");
    for (qsizetype i = 0; i < expected.size(); ++i)
        all += lost(expected[i], json[i], at + QLatin1Char('/') + QString::number(i));
    return all;
}

/** What of the expected is not in there, a line each; what is there besides is not said. */
QString lost(const QJsonValue &expected, const QJsonValue &json, const QString &at)
{
    if (expected.isObject() && json.isObject())
        return lostOfObject(expected.toObject(), json.toObject(), at);
    if (expected.isArray() && json.isArray())
        return lostOfArray(expected.toArray(), json.toArray(), at);
    return expected == json ? QString() : at + QLatin1Char('\n');
}

struct Case
{
    FindingSet set;
    Finding finding;
    const char *v1;
    const char *shared;
};

const std::vector<Case> &cases()
{
    static const std::vector<Case> all{
        {FindingSet::Diagnosis,
         {"pool-saturation",
          Severity::Critical,
          "10 of 10 streams are open (100 %), and 2 were refused in the last 60 s",
          {{"pool_utilization_percent", 99.87654}, {"sluice_refusals_total", 2.0, 60}},
          {},
          {{{}, "sluicectl set pool.max_streams=16"}}},
         R"({"rule": "pool-saturation", "severity": "critical",
             "summary": "10 of 10 streams are open (100 %), and 2 were refused in the last 60 s",
             "evidence": [{"metric": "pool_utilization_percent", "value": 99.87654},
                          {"metric": "sluice_refusals_total", "value": 2, "window_seconds": 60}],
             "action": "sluicectl set pool.max_streams=16"})",
         R"({"rule": "pool-saturation",
             "evidence": [{"name": "pool_utilization_percent"},
                          {"name": "sluice_refusals_total"}],
             "cause": "", "remedies": [{"line": "sluicectl set pool.max_streams=16"}]})"},
        {FindingSet::Check,
         {"connection",
          Severity::Critical,
          "Connection is close: the connection ends with the stream",
          {{"Connection", "close"}, {"head_seconds", 0.0123456}},
          "keep-alive is off",
          {{"nginx", "keepalive_timeout 75s;"}, {"haproxy", "option http-keep-alive"}}},
         R"({"name": "connection", "severity": "error",
             "summary": "Connection is close: the connection ends with the stream",
             "evidence": [{"name": "Connection", "value": "close"}, {"name": "head_seconds", "value": 0.012}],
             "cause": "keep-alive is off",
             "remedies": [{"where": "nginx", "line": "keepalive_timeout 75s;"},
                          {"where": "haproxy", "line": "option http-keep-alive"}]})",
         R"({"rule": "connection"})"},
        {FindingSet::Doctor,
         {"accept-queue",
          Severity::Notice,
          "128; needed: 4,096",
          {{"value", "128"}, {"needed", "4,096"}},
          "the kernel cuts listen.backlog to it",
          {{{}, "sysctl -w net.core.somaxconn=4096"},
           {{}, "/etc/sysctl.d/60-sluice.conf: net.core.somaxconn = 4096"}}},
         R"({"name": "accept-queue", "severity": "notice", "value": "128", "needed": "4,096",
             "reason": "the kernel cuts listen.backlog to it",
             "remedies": ["sysctl -w net.core.somaxconn=4096",
                          "/etc/sysctl.d/60-sluice.conf: net.core.somaxconn = 4096"]})",
         R"({"rule": "accept-queue", "summary": "128; needed: 4,096",
             "evidence": [{"name": "value", "value": "128"}, {"name": "needed", "value": "4,096"}],
             "cause": "the kernel cuts listen.backlog to it"})"}};
    return all;
}

} // namespace

class tst_FindingJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void v1IsStillInIt_data() { rows(); }
    void v1IsStillInIt()
    {
        QFETCH(const int, set);
        const Case &one = cases()[static_cast<std::size_t>(set)];
        const QJsonObject json = findingJson(one.finding, one.set);
        const QString v1 = lost(object(one.v1), json);
        QVERIFY2(v1.isEmpty(), qPrintable(v1));
        const QString shared = lost(object(one.shared), json);
        QVERIFY2(shared.isEmpty(), qPrintable(shared));
    }

    /** That the test above can fail: a member of v1 that is dropped is told of, and so is one that changes.
     */
    void eachMemberOfV1IsMissed_data() { rows(); }
    void eachMemberOfV1IsMissed()
    {
        QFETCH(const int, set);
        const Case &one = cases()[static_cast<std::size_t>(set)];
        const QJsonObject v1 = object(one.v1);
        for (const QString &member : v1.keys()) {
            QJsonObject json = findingJson(one.finding, one.set);
            json.insert(member, QStringLiteral("another"));
            QCOMPARE(lost(v1, json), QLatin1Char('/') + member + QLatin1Char('\n'));
            json.remove(member);
            QCOMPARE(lost(v1, json), QLatin1Char('/') + member + QLatin1Char('\n'));
        }
    }

    void isReadAsItWasWritten_data() { rows(); }
    void isReadAsItWasWritten()
    {
        QFETCH(const int, set);
        const Case &one = cases()[static_cast<std::size_t>(set)];
        const QJsonObject json = findingJson(one.finding, one.set);
        QCOMPARE(findingJson(findingIn(json), one.set), json);
        QVERIFY(findingIn(json).severity == one.finding.severity);
    }

    /** As an engine of an earlier release sends it. */
    void v1AloneIsUnderstood_data() { rows(); }
    void v1AloneIsUnderstood()
    {
        QFETCH(const int, set);
        const Case &one = cases()[static_cast<std::size_t>(set)];
        const Finding read = findingIn(object(one.v1));
        QCOMPARE(read.rule, one.finding.rule);
        QCOMPARE(read.summary, one.finding.summary);
        QCOMPARE(read.cause, one.finding.cause);
        QVERIFY(read.severity == one.finding.severity);
        QCOMPARE(read.remedies.size(), one.finding.remedies.size());
        for (std::size_t i = 0; i < read.remedies.size(); ++i) {
            QCOMPARE(read.remedies[i].where, one.finding.remedies[i].where);
            QCOMPARE(read.remedies[i].line, one.finding.remedies[i].line);
        }
    }

    void severitiesHaveTheWordsOfTheirSet()
    {
        for (const FindingSet set : {FindingSet::Diagnosis, FindingSet::Check, FindingSet::Doctor})
            for (const Severity severity :
                 {Severity::Ok, Severity::Notice, Severity::Warning, Severity::Critical})
                QVERIFY(severityNamed(severityName(severity, set)) == severity);
        QVERIFY(severityName(Severity::Critical, FindingSet::Diagnosis) == "critical");
        QVERIFY(severityName(Severity::Critical, FindingSet::Check) == "error");
        QVERIFY(severityName(Severity::Critical, FindingSet::Doctor) == "error");
        QVERIFY(!severityNamed("healthy"));
        // What a later release may say is not taken for health.
        QVERIFY(findingIn(object(R"({"severity": "disastrous"})")).severity == Severity::Warning);
    }

private:
    static void rows()
    {
        QTest::addColumn<int>("set");
        QTest::newRow("diagnosis") << 0;
        QTest::newRow("check") << 1;
        QTest::newRow("doctor") << 2;
    }
};

QTEST_APPLESS_MAIN(tst_FindingJson)
#include "tst_finding_json.moc"
