// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A real Prometheus on a free port of 127.0.0.1, in a folder of its own, with whatever configuration a test
// gives it, and its HTTP API. Owned by the test; stopped with it. Test thread only.

#include "PortLease.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace sluice::integration {

class PrometheusProcess
{
public:
    PrometheusProcess() = default;
    ~PrometheusProcess();
    PrometheusProcess(const PrometheusProcess &) = delete;
    PrometheusProcess &operator=(const PrometheusProcess &) = delete;

    /** Writes a file that the configuration names and returns its path; empty when it cannot. */
    QString write(const QString &name, const QByteArray &text) const;

    /** Starts it and waits until it is ready; false when it is not, and output() says why. */
    bool start(const QByteArray &configuration);

    void stop();

    /** What it wrote to its standard output and error. */
    QByteArray output() const;

    /** `data` of the answer to GET /api/v1/`what`; empty when there is none. */
    QJsonObject api(const QByteArray &what) const;

    /** The value of a query that has one result; empty when it has none or several. */
    QString value(const QByteArray &query) const;

    /** The names of the alerts that fire now. */
    QStringList firing() const;

private:
    PortLease m_lease;
    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace sluice::integration
