// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A real engine for tests of the console, in threads of the test's process, on ports that stay its own when
// it is stopped and started again; with clients and a publisher. For C++ and QML tests; test thread only.
#pragma once

#include "integration/support/PortLease.h"
#include "server/ServerThread.h"

#include <QObject>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QUrl>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

namespace sluice::test {

class TestEngine : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QUrl url READ url CONSTANT)
    Q_PROPERTY(QUrl publicUrl READ publicUrl CONSTANT)
    Q_PROPERTY(QString token READ token CONSTANT)
    Q_PROPERTY(QString viewerToken READ viewerToken CONSTANT)
    Q_PROPERTY(QString scratchPath READ scratchPath CONSTANT)
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged)
    Q_PROPERTY(QString error READ error NOTIFY runningChanged)

public:
    explicit TestEngine(QObject *parent = nullptr);
    ~TestEngine() override;

    /** Of the admin listener and of the public one. */
    QUrl url() const;
    QUrl publicUrl() const;

    /** Of an operator and of a viewer. */
    static QString token() { return QStringLiteral("the-operator-of-this-test"); }
    static QString viewerToken() { return QStringLiteral("the-viewer-of-this-test"); }

    /** A folder for the test's files, gone with the engine. */
    QString scratchPath() const { return m_scratch.path(); }

    bool isRunning() const { return m_server != nullptr; }
    /** Why start() failed. */
    QString error() const { return m_error; }

    /** Starts the engine with these settings (keys and texts) on top of a snapshot every 250 ms; without a
     * demo. */
    Q_INVOKABLE bool start(const QVariantMap &settings = {});

    /** Stops it; its streams end. */
    Q_INVOKABLE void stop();

    /** Opens streams that are then read by nobody's code but the kernel's; how many were admitted. */
    Q_INVOKABLE int openStreams(const QString &channel, int count);

    Q_INVOKABLE void closeStreams();

    /** Publishes one event; false when the engine did not take it. */
    Q_INVOKABLE bool publish(const QString &channel, const QString &data);

Q_SIGNALS:
    void runningChanged();

private:
    std::unique_ptr<QTcpSocket> connectedSocket() const;

    const QTemporaryDir m_scratch;
    const integration::PortLease m_public;
    const integration::PortLease m_admin;
    std::unique_ptr<ServerThread> m_server;
    QString m_error;
    std::vector<std::unique_ptr<QTcpSocket>> m_streams;
};

} // namespace sluice::test
