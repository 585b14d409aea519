// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An engine of the console's own, in threads of its process: on free ports of the loopback interface, with a
// random token, the demo feed and a small audience for it. Seen like any other, through its admin API. Owned
// by the EngineChooser; GUI thread only.
#pragma once

#include "DemoAudience.h"

#include "client/AdminClient.h"
#include "server/ServerThread.h"

#include <QObject>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace sluice {

class EmbeddedEngine : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the EngineChooser has it")
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY runningChanged)
    Q_PROPERTY(QUrl publicUrl READ publicUrl NOTIFY runningChanged)

public:
    explicit EmbeddedEngine(QObject *parent = nullptr);
    ~EmbeddedEngine() override;

    bool isRunning() const { return m_server != nullptr; }

    /** Why it could not start, for people. */
    QString problem() const { return m_problem; }

    /** Of its admin listener and of its public one; empty while it does not run. */
    QUrl url() const { return m_url; }
    QUrl publicUrl() const { return m_publicUrl; }

    /** The operator's token; a new one at each start. */
    QString token() const { return m_token; }

    /** Starts it, unless it runs; false: see problem(). */
    bool start();

    /** Ends it and its streams, in two seconds at most. */
    void stop();

    /** Asks how many streams it has besides those of its own demo audience; streamsCounted() tells, within a
     * second. */
    Q_INVOKABLE void countStreams();

Q_SIGNALS:
    void runningChanged();
    /** 0 also when it did not say. */
    void streamsCounted(int count);

private:
    std::unique_ptr<ServerThread> m_server;
    std::unique_ptr<AdminClient> m_client;
    std::unique_ptr<DemoAudience> m_audience;
    QString m_problem;
    QString m_token;
    QUrl m_url;
    QUrl m_publicUrl;
};

} // namespace sluice
