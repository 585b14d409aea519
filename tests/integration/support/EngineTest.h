// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Base of the tests that share one engine between their functions: starts it, checks after each function that
// it is alive and its sums are right, and stops it at the end. Qt Test calls the slots.

#include "Http.h"
#include "Metrics.h"
#include "Publisher.h"
#include "SluicedProcess.h"
#include "StreamClient.h"

#include <QTest>

#include <memory>

/** Starts an engine of a test function's own, or fails with what it wrote to stderr. */
#define START_ENGINE(engine) QVERIFY2((engine).start(), (engine).standardError().constData())

namespace sluice::integration {

class EngineTest : public QObject
{
    Q_OBJECT

public:
    explicit EngineTest(SluicedProcess::Options options = SluicedProcess::Options())
        : m_engine(std::make_unique<SluicedProcess>(std::move(options)))
    {
    }

protected:
    SluicedProcess &engine() { return *m_engine; }
    quint16 port() const { return m_engine->publicPort(); }
    quint16 adminPort() const { return m_engine->adminPort(); }
    /** A channel that no other function of this test uses. */
    QByteArray freshChannel() { return "ch-" + QByteArray::number(++m_channels); }

protected Q_SLOTS:
    void initTestCase() { START_ENGINE(*m_engine); }

    void cleanup()
    {
        QVERIFY2(m_engine->isRunning(), m_engine->standardError().constData());
        const QString broken = brokenBalance(adminPort());
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
    }

    void cleanupTestCase() { QVERIFY2(m_engine->stop(), m_engine->standardError().constData()); }

private:
    std::unique_ptr<SluicedProcess> m_engine;
    int m_channels = 0;
};

} // namespace sluice::integration
