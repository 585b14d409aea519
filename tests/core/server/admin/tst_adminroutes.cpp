// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// That docs/openapi.json describes every route that is there, with its role, and no other.
#include "FakeExchange.h"
#include "server/admin/AdminRoutes.h"
#include "server/snapshots/Signals.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <tuple>

#include <unistd.h>

using namespace sluice;

class tst_AdminRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRouteIsDescribed();
    void everyRouteOfTheApiIsGuarded();
    void anHourOfSnapshotsIsAnswered();

private:
    static constexpr std::int64_t descriptors = 1024;

    Engine m_engine{Settings(), descriptors};
    FdBudget m_budget = FdBudget::forAdmin(24);
    AdminEvents m_events{m_budget};
    Logger m_logger{LogFormat::Text, LogReader::Anybody, STDERR_FILENO};
    Signals m_signals{{[this] { return m_engine.figures(); }, m_engine.endsRings()}, m_logger};
    AdminRoutes m_routes{m_engine, m_signals, m_events, *ListenAddress::parse("127.0.0.1:8080")};
};

void tst_AdminRoutes::everyRouteIsDescribed()
{
    QFile file(QStringLiteral(SLUICE_OPENAPI));
    QVERIFY2(file.open(QIODevice::ReadOnly), SLUICE_OPENAPI);
    QJsonParseError error{};
    const QJsonObject document = QJsonDocument::fromJson(file.readAll(), &error).object();
    QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));

    QStringList described;
    const QJsonObject paths = document[QLatin1String("paths")].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject operations = path.value().toObject();
        for (auto operation = operations.begin(); operation != operations.end(); ++operation)
            described << operation.key().toUpper() + QLatin1Char(' ') + path.key() + QLatin1Char(' ') +
                             operation.value().toObject()[QLatin1String("x-role")].toString();
    }
    QStringList registered;
    for (const AdminRouter::Entry &entry : m_routes.router().entries())
        registered << QString::fromStdString(entry.method + ' ' + entry.pattern + ' ' +
                                             std::string(roleName(entry.needed)));
    described.sort();
    registered.sort();
    QCOMPARE(registered, described);
}

void tst_AdminRoutes::everyRouteOfTheApiIsGuarded()
{
    int open = 0;
    for (const AdminRouter::Entry &entry : m_routes.router().entries()) {
        if (entry.needed == Role::Open)
            ++open;
        else if (entry.method == "GET")
            QCOMPARE(entry.needed, Role::Viewer);
        else
            QCOMPARE(entry.needed, Role::Operator);
    }
    QCOMPARE(open, 2); // /healthz and /readyz
}

/** An hour at the shortest metrics.interval was refused, without `every` and with one of a second. */
void tst_AdminRoutes::anHourOfSnapshotsIsAnswered()
{
    constexpr int taken = 14'400;
    SnapshotHistory &history = m_signals.snapshotter().history();
    const Instant now = Clock::now();
    for (int i = 1; i <= taken; ++i) {
        auto row = std::make_shared<Snapshot>();
        row->interval_seconds = 0.25;
        row->workers = 1;
        row->worker_N_streams = {i};
        history.add(now - std::chrono::milliseconds(250) * (taken - i), row);
    }
    const auto ask = [this](const std::string &query) {
        FakeExchange exchange("GET", "/api/v1/snapshots.csv?" + query);
        m_routes.handle(exchange);
        const Answer &answer = *exchange.given();
        const auto lines = std::count(answer.body.begin(), answer.body.end(), '\n');
        return std::tuple(answer.status, static_cast<int>(lines) - 1, exchange.field("Sluice-Merged"));
    };
    QCOMPARE(ask("since=2h"), std::tuple(200, 3'600, std::string("4")));
    QCOMPARE(ask("since=2h&every=1s"), std::tuple(200, 3'600, std::string("4")));
    QCOMPARE(ask("since=2h&every=10s"), std::tuple(200, 360, std::string("4")));
    const auto [status, rows, merged] = ask("since=10m");
    QCOMPARE(status, 200);
    QVERIFY2(rows > 2'000 && rows <= 2'400, std::to_string(rows).c_str()); // each as it was taken
    QCOMPARE(merged, std::string());
}

QTEST_GUILESS_MAIN(tst_AdminRoutes)
#include "tst_adminroutes.moc"
