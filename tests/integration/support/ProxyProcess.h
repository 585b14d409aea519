// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A real nginx, HAProxy, or other proxy (OtherProxies.h) in front of an engine, on a free port, in a folder
// of its own, with whatever configuration a test gives it. Owned by the test; stopped with it.

#include "PortLease.h"

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace sluice::integration {

class ProxyProcess
{
public:
    enum class Kind { Nginx, Haproxy, Apache, Caddy, Varnish, Squid, Lighttpd };

    explicit ProxyProcess(Kind kind);
    ~ProxyProcess();
    ProxyProcess(const ProxyProcess &) = delete;
    ProxyProcess &operator=(const ProxyProcess &) = delete;

    /** Where the program is; empty when it is not installed. */
    static QString program(Kind kind);

    Kind kind() const { return m_kind; }

    /** The port that the configuration has to listen on. */
    quint16 port() const { return m_lease.port(); }

    /** Where it may write its logs. */
    QString folder() const { return m_folder.path(); }

    /** What the program itself says against a configuration (nginx -t, haproxy -c; none of the others); empty
     * when nothing. */
    QByteArray complaint(const QByteArray &configuration);

    /** Starts it without waiting for anything. */
    void launch(const QByteArray &configuration);

    /** Waits until it accepts connections; false when it does not, and output() says why. */
    bool waitUntilUp();

    /** Starts it and waits until it accepts connections; false when it does not, and output() says why. */
    bool start(const QByteArray &configuration);

    /** Ends it and every connection through it. */
    void stop();

    bool isRunning();
    /** What it wrote to its standard output and error. */
    QByteArray output() const;
    /** The content of a file of folder(). */
    QByteArray log(const QString &name) const;

private:
    QString write(const QByteArray &configuration);
    QStringList arguments(const QString &configuration) const;

    Kind m_kind;
    PortLease m_lease;
    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace sluice::integration
