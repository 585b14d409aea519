// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Ends streams through the engine, the named ones or all that fit, may block their clients for a while, and
// tells what came of it. Many are ended in pieces, between which it can be stopped. GUI thread only.
#pragma once

#include "StreamsModel.h"

namespace sluice {

class StreamKicker : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EngineLink *link MEMBER link NOTIFY linkChanged)
    Q_PROPERTY(QString reason MEMBER reason NOTIFY reasonChanged)
    Q_PROPERTY(int blockSeconds MEMBER blockSeconds NOTIFY blockSecondsChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed)
    Q_PROPERTY(double kicked READ kicked NOTIFY changed)
    Q_PROPERTY(double gone READ gone NOTIFY changed)
    Q_PROPERTY(bool pending READ isPending NOTIFY changed)
    Q_PROPERTY(QString result READ result NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)

public:
    /** Ids in one request: they must fit into the head of a request. */
    static constexpr int mostAtOnce = 400;

    using QObject::QObject;

    QPointer<EngineLink> link;
    QString reason;       ///< in the operator's words; the ends and the log keep it
    int blockSeconds = 0; ///< for how long the clients are answered 204; 0: not at all

    /** Ends what is selected in @p streams. */
    Q_INVOKABLE void endSelected(sluice::StreamsModel *streams);
    /** Ends one stream. */
    Q_INVOKABLE void endOne(double id);
    void endIds(const QList<qint64> &ids);
    /** Ends all that fit; without a filter: all. */
    void endMatching(const QUrlQuery &filter);
    /** Ends no more of them; those that were told have ended. */
    Q_INVOKABLE void cancel();
    /** Forgets the result. */
    Q_INVOKABLE void dismiss();

    bool isBusy() const { return m_busy; }
    /** Streams that were ended, as far as is known. */
    double kicked() const { return static_cast<double>(m_kicked); }
    /** Streams that had ended before. */
    double gone() const { return static_cast<double>(m_gone); }
    /** A worker has not looked yet. */
    bool isPending() const { return m_pending; }
    /** What came of it in words; empty before. */
    QString result() const { return m_result; }
    /** Why it was not done, or not wholly; empty: it was. */
    QString problem() const { return m_problem; }

Q_SIGNALS:
    void linkChanged();
    void reasonChanged();
    void blockSecondsChanged();
    void changed();
    /** It is done, or has failed. */
    void finished();

private:
    enum class Journalled { Yes, No };

    void begin();
    void next();
    void send(QUrlQuery query);
    void take(const AdminClient::Result &result);
    void abandon();
    void finish(Journalled journalled = Journalled::Yes);

    QList<qint64> m_waiting;
    bool m_busy = false;
    qint64 m_requested = 0;
    qint64 m_kicked = 0;
    qint64 m_gone = 0;
    bool m_pending = false;
    QSet<QString> m_blocked;
    QString m_result;
    QString m_problem;
};

} // namespace sluice
