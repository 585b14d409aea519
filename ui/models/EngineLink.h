// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The console's link to the one engine it looks at: asks the admin API, follows its snapshots over losses and
// restarts, and always says how fresh they are. Owned by the window; GUI thread only.
#pragma once

#include "SnapshotStore.h"

#include "client/AdminClient.h"
#include "client/AdminSubscription.h"

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <memory>

namespace sluice {

class EngineLink : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString name READ name NOTIFY targetChanged)
    Q_PROPERTY(QUrl url READ url NOTIFY targetChanged)
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QString reason READ reason NOTIFY stateChanged)
    Q_PROPERTY(bool live READ isLive NOTIFY stateChanged)
    Q_PROPERTY(double secondsSinceSnapshot READ secondsSinceSnapshot NOTIFY freshnessChanged)
    Q_PROPERTY(QString version READ version NOTIFY engineChanged)
    Q_PROPERTY(QString role READ role NOTIFY engineChanged)
    Q_PROPERTY(bool mayOperate READ mayOperate NOTIFY engineChanged)
    Q_PROPERTY(bool embedded READ isEmbedded NOTIFY engineChanged)
    Q_PROPERTY(QUrl publicUrl READ publicUrl NOTIFY engineChanged)
    Q_PROPERTY(qint64 localPid READ localPid NOTIFY engineChanged)
    Q_PROPERTY(sluice::SnapshotStore *snapshots READ snapshots CONSTANT)

public:
    enum class State {
        Idle,         ///< no engine was chosen
        Connecting,   ///< until the first answer
        Live,         ///< snapshots come
        Stale,        ///< connected, but two snapshots are overdue
        Lost,         ///< the engine does not answer; tried again by itself
        Refused,      ///< the token is wrong, or the role too low
        Incompatible, ///< it is no engine, or one that speaks another version of the API
    };
    Q_ENUM(State)

    /** The API's versions that the console speaks. */
    static constexpr int oldestApi = 1;
    static constexpr int newestApi = 1;

    explicit EngineLink(QObject *parent = nullptr);
    ~EngineLink() override;

    /** Looks at another engine from now on; what was shown is forgotten. */
    Q_INVOKABLE void connectTo(const QUrl &url, const QString &token, const QString &name = {});

    /** Reads the time from elsewhere, for tests: seconds that also pass while the machine sleeps. Before
     * connectTo(). */
    void setClock(std::function<double()> secondsSinceBoot) { m_clock = std::move(secondsSinceBoot); }

    /** Tries again at once instead of after the pause. */
    Q_INVOKABLE void retryNow();

    /** Looks at no engine. */
    Q_INVOKABLE void disconnectFromEngine();

    QString name() const { return m_name; }
    QUrl url() const { return m_url; }
    State state() const { return m_state; }
    /** What is wrong and what to do, for people; empty while live. */
    QString reason() const { return m_reason; }
    bool isLive() const { return m_state == State::Live; }
    /** Age of the newest snapshot in seconds; negative before the first. */
    double secondsSinceSnapshot() const;
    QString version() const { return m_version; }
    /** Whom the engine takes us for: "viewer" or "operator"; empty before it said so. */
    QString role() const { return m_role; }
    bool mayOperate() const { return m_role == QLatin1String("operator"); }
    /** Whether the engine is a part of this process: it must not exit by itself. */
    bool isEmbedded() const { return m_isEmbedded; }
    /** Where streams and publishers connect to; empty when the engine does not say. */
    QUrl publicUrl() const { return m_publicUrl; }
    /** The engine's process where it runs on this machine; else 0. */
    qint64 localPid() const { return m_localPid; }
    SnapshotStore *snapshots() { return &m_snapshots; }

    /** Asks the admin API; @p handler is called once, later, unless the link or @p context goes away or
     * looks at another engine before. With no engine chosen it is called with an error at once. */
    void send(const AdminRequest &request, QObject *context, AdminClient::Handler handler);

    /** A client of its own for the engine that is looked at now, for what is to be asked of it although the
     * console turns away; null when none is looked at. */
    std::unique_ptr<AdminClient> partingClient() const;

    /** Tells whoever keeps the journal that the operator did something to the engine; @p tone is one of
     * Theme.tone()'s names. */
    void announce(const QString &title, const QString &detail, const QString &tone);

Q_SIGNALS:
    void targetChanged();
    /** The engine that is looked at now will be another one, or none: the last moment to ask it something. */
    void leaving();
    void stateChanged();
    void freshnessChanged();
    void engineChanged();
    /** The engine is there, for the first time or again: what was read from it before may be old. */
    void established();
    void snapshotReceived(const QJsonObject &snapshot);
    void auditReceived(const QJsonObject &entry);
    void drainReceived(const QJsonObject &progress);
    /** See announce(). */
    void operated(const QString &title, const QString &detail, const QString &tone);

private:
    void greet();
    void takeVersion(const AdminClient::Result &result);
    void fetchHistory();
    void follow();
    void stopFollowing();
    void takeSnapshot(const QJsonObject &snapshot);
    void onSubscription(SseClient::State state, const QString &reason);
    QString reasonFor(const AdminError &error) const;
    void enter(State state, const QString &reason = {});
    void tryLater();
    void checkFreshness();

    QString m_name;
    QUrl m_url;
    State m_state = State::Idle;
    QString m_reason;
    QString m_version;
    QString m_role;
    bool m_isEmbedded = false;
    QUrl m_publicUrl;
    qint64 m_localPid = 0;
    SnapshotStore m_snapshots;
    std::unique_ptr<AdminClient> m_client;
    std::unique_ptr<AdminSubscription> m_subscription;
    bool m_hasToken = false;
    bool m_isGreeted = false;   // its version is right and its past is here: snapshots count
    int m_greeting = 0;         // numbers the greetings, for answers that come too late
    QList<QJsonObject> m_early; // snapshots that came before the greeting was over
    std::function<double()> m_clock;
    double m_snapshotAt = -1; // seconds since boot
    double m_greetedAt = -1;  // seconds since boot
    double m_interval = 10.0; // seconds between snapshots, as the engine last said
    QTimer m_freshness;
    QTimer m_retry;
    int m_attempts = 0;
};

} // namespace sluice
