// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One real sluiced, started on ports of its own with the settings a test needs, and looked at from outside:
// exit code, stderr, CPU time, memory, descriptors. Owned by the test; killed with it. Test thread only,
// except for the getters of numbers.

#include "PortLease.h"

#include <QByteArray>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace sluice::integration {

class SluicedProcess
{
public:
    struct Options
    {
        /** `key=value` each, given as `--set`. With no drain.* here and no `--config`, drain.grace is 0. */
        QStringList settings;
        /** Further arguments, e.g. `--demo`. */
        QStringList arguments;
        /** A program and its arguments that end by executing the engine, e.g. one that passes it sockets. */
        QStringList launcher;
        /** `NAME=value` each, on top of the test's own environment. */
        QStringList environment;
        /** RLIMIT_NOFILE of the engine, soft and hard; 0 leaves the machine's. */
        int descriptorLimit = 0;
        /** Ports of an engine that this one replaces or collides with; 0 leases new ones. */
        quint16 publicPort = 0;
        quint16 adminPort = 0;

        /** These settings, and no other option. */
        static Options with(QStringList settings)
        {
            Options options;
            options.settings = std::move(settings);
            return options;
        }
    };

    SluicedProcess();
    explicit SluicedProcess(Options options);
    ~SluicedProcess();
    SluicedProcess(const SluicedProcess &) = delete;
    SluicedProcess &operator=(const SluicedProcess &) = delete;

    /** The program under test. */
    static QString program();

    /** Starts the engine and waits until /readyz answers 200 on both listeners (on the admin one alone with
     * `pool.proxy_protocol=true`); false when it does not. */
    bool start();
    /** Starts the engine without waiting for anything. */
    bool launch();
    /** Sends a signal; the process may or may not end. */
    void signal(int number);
    /** Waits for the end; false when it still runs after Patience. */
    bool waitForEnd();
    /** SIGTERM and wait; false when the engine does not end or its exit code is not 0. */
    bool stop();
    /** SIGKILL and wait. */
    void kill();

    bool isRunning();
    /** Valid after the end; -1 when a signal killed it. */
    int exitCode() const;
    QByteArray standardError() const;
    QByteArray standardOutput() const;

    quint16 publicPort() const { return m_publicPort; }
    quint16 adminPort() const { return m_adminPort; }
    qint64 pid() const { return m_process.processId(); }

    /** User and system time of all its threads, in seconds. */
    double cpuSeconds() const;
    /** Resident memory in bytes. */
    qint64 residentBytes() const;
    /** Number of open descriptors, as /proc counts them. */
    int openDescriptors() const;

private:
    bool isDrainLeftToUs() const;

    Options m_options;
    std::unique_ptr<PortLease> m_publicLease;
    std::unique_ptr<PortLease> m_adminLease;
    quint16 m_publicPort = 0;
    quint16 m_adminPort = 0;
    QTemporaryDir m_folder;
    mutable QProcess m_process;
};

} // namespace sluice::integration
