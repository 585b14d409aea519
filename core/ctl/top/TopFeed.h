// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Keeps a TopModel as new as the engine lets it: asks for everything that is on the screen, again when all
// has been answered, also after a restart of the engine. Owned by the command; main thread.
#pragma once

#include "ctl/commands/Session.h"
#include "ctl/top/TopModel.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace sluice {

class TopFeed : public QObject
{
    Q_OBJECT

public:
    TopFeed(Session &session, TopModel &model, std::chrono::milliseconds every);

    /** Asks at once and from now on. */
    void start();

    /** Asks at once, because what is wanted has changed. */
    void refresh();

    /** The error of the last round; nothing when all was answered. */
    const std::optional<AdminError> &error() const { return m_error; }

    /** Every answer of the last round, as it came. */
    const QJsonObject &answers() const { return m_answers; }

Q_SIGNALS:
    /** Everything that was asked for is in the model, or why it is not. */
    void updated();

private:
    void ask(const char *path, const QUrlQuery &query, std::function<void(const QJsonObject &answer)> take);
    void askForMetrics();
    void take(const AdminClient::Result &result, const std::function<void(const AdminAnswer &answer)> &use);
    void finishRound();

    Session &m_session;
    TopModel &m_model;
    QTimer m_timer;
    int m_open = 0; // requests without an answer
    std::optional<AdminError> m_error;
    QJsonObject m_answers;
};

} // namespace sluice
