// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Publishes one event by hand, over the public listener as any publisher would, and tells what the engine
// answered. The token is kept in memory only. GUI thread only.
#pragma once

#include "http/HttpClient.h"

#include <QObject>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace sluice {

class TestPublish : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString url MEMBER url NOTIFY inputChanged)
    Q_PROPERTY(QString channel MEMBER channel NOTIFY inputChanged)
    Q_PROPERTY(QString event MEMBER event NOTIFY inputChanged)
    Q_PROPERTY(QString eventId MEMBER eventId NOTIFY inputChanged)
    Q_PROPERTY(QString data MEMBER data NOTIFY inputChanged)
    Q_PROPERTY(QString token MEMBER token NOTIFY inputChanged)
    Q_PROPERTY(QString inputProblem READ inputProblem NOTIFY inputChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed)
    Q_PROPERTY(bool succeeded READ hasSucceeded NOTIFY changed)
    Q_PROPERTY(bool wantsToken READ wantsToken NOTIFY changed)
    Q_PROPERTY(QString result READ result NOTIFY changed)

public:
    explicit TestPublish(QObject *parent = nullptr);
    ~TestPublish() override;

    QString url; ///< of the public listener, such as http://127.0.0.1:8080
    QString channel;
    QString event;   ///< its name; empty: the default, "message"
    QString eventId; ///< the publisher's own; empty: the engine gives one
    QString data;
    QString token;

    /** What cannot be sent as it is; empty: all can. */
    QString inputProblem() const;
    Q_INVOKABLE void send();
    /** Forgets the last answer. */
    Q_INVOKABLE void dismiss();

    bool isBusy() const { return m_busy; }
    bool hasSucceeded() const { return m_succeeded; }
    /** The engine refused for want of a token, or for a wrong one. */
    bool wantsToken() const { return m_wantsToken; }
    /** What came of the last one in words; empty before. */
    QString result() const { return m_result; }

Q_SIGNALS:
    void inputChanged();
    void changed();

private:
    void take(const HttpClient::Result &result);

    std::unique_ptr<HttpClient> m_client;
    bool m_busy = false;
    bool m_succeeded = false;
    bool m_wantsToken = false;
    QString m_result;
};

} // namespace sluice
