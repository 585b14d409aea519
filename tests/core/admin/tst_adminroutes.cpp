// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// That docs/openapi.json describes every route that is there, with its role, and no other.
#include "admin/AdminRoutes.h"
#include "metrics/Signals.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <unistd.h>

using namespace sluice;

class tst_AdminRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRouteIsDescribed();
    void everyRouteOfTheApiIsGuarded();

private:
    static constexpr std::int64_t descriptors = 1024;

    Engine m_engine{Settings(), descriptors};
    FdBudget m_budget = FdBudget::forAdmin();
    AdminEvents m_events{m_budget};
    Logger m_logger{LogFormat::Text, LogReader::Anybody, STDERR_FILENO};
    Signals m_signals{{[this] { return m_engine.figures(); }, m_engine.endsRings()}, m_logger};
    AdminRoutes m_routes{m_engine,
                         m_signals,
                         m_events,
                         {*ListenAddress::parse("127.0.0.1:8080"), *ListenAddress::parse("127.0.0.1:9180")}};
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

QTEST_GUILESS_MAIN(tst_AdminRoutes)
#include "tst_adminroutes.moc"
