// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One request of a check on a connection of its own, and the record of all that came of it, in bounded time
// and memory whatever the server does. A QObject of its owner's thread.
#pragma once

#include "base/Clock.h"
#include "findings/check/CheckRecord.h"
#include "http/HttpRequest.h"
#include "http/HttpResponseParser.h"
#include "http/SseParser.h"

#include <QHostAddress>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>

namespace sluice {

class CheckExchange : public QObject
{
    Q_OBJECT

public:
    struct Plan
    {
        HttpRequest request;
        QHostAddress address;             ///< of the request's host
        Milliseconds headTimeout{10'000}; ///< from connecting to the whole head
        Milliseconds streamTime{
            0}; ///< how long an event stream is read; 0: until stop(). Other answers get a glance
    };

    /** @p epoch is when the times of the record begin. */
    CheckExchange(Plan plan, Instant epoch, QObject *parent = nullptr);
    ~CheckExchange() override;

    /** Connects and asks. */
    void start();

    /** Ends it, as the check's own doing; finished() follows at once unless it was finished. */
    void stop();

    bool isFinished() const { return m_isFinished; }

    /** What came so far; while it goes on, it ends now. */
    StreamRecord record() const;

Q_SIGNALS:
    void headReceived();
    void eventReceived(const sluice::SseEvent &event);

    /** Once, always. */
    void finished();

private:
    void onConnected();
    void onReadyRead();
    void onDisconnected();
    void onError(QAbstractSocket::SocketError error);
    void onDeadline();
    void takeHead();
    void takeBody(std::string_view body);
    bool parse(std::string_view body, StreamRecord::Arrival &arrival);
    void takeEvent(const SseEvent &event);
    void finish(StreamRecord::End end, const std::string &problem = {});
    double now() const;

    const Plan m_plan;
    const Instant m_epoch;
    QTcpSocket m_socket;
    QTimer m_deadline;
    HttpResponseParser m_response;
    SseParser m_parser;
    StreamRecord m_record;
    bool m_isFinished = false;
};

} // namespace sluice
