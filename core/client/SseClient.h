// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Follows one event stream for as long as it is wanted: strict about answers, resumes by Last-Event-ID,
// reconnects with back-off and jitter, follows redirects. A QObject of its owner's thread; http only.
#pragma once

#include "base/Clock.h"
#include "base/Error.h"
#include "client/ReconnectDelay.h"
#include "http/HttpResponseParser.h"
#include "http/SseParser.h"

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice {

class SseClient : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QByteArray token;        ///< bearer token; empty: none
        std::string lastEventId; ///< where to resume at first; empty: at the stream's beginning
        std::chrono::milliseconds headTimeout{30'000}; ///< from connecting to the whole response head
        ReconnectDelay::Options delay;
        /** A stream that brings nothing for so long, no comment either, is taken for dead; 0: never. */
        std::chrono::milliseconds idleTimeout{0};
        SseParser::Limits limits;
        SseParser::Oversize oversize = SseParser::Oversize::Fail; ///< where it fails, the client stops
        int maxRedirects = 5;                                     ///< in one attempt
    };

    enum class State {
        Idle,       ///< not started
        Connecting, ///< until the response head is in
        Open,       ///< events may come
        Waiting,    ///< lost, will connect again by itself
        Stopped,    ///< for good: stop(), 204, or an answer that no retry mends
    };
    Q_ENUM(State)

    explicit SseClient(const Options &options, QObject *parent = nullptr);
    ~SseClient() override;

    /** Begins to follow; a URL that is no http URL stops the client at once, with the reason. */
    void start(const QUrl &url);

    /** Closes; no signal follows but stateChanged(). */
    void stop();

    State state() const { return m_state; }

    /** The id of the last event received, where the next attempt resumes. */
    const std::string &lastEventId() const { return m_parser.lastEventId(); }

    /** The head of the answer that opened the stream; valid while open. */
    const HttpHead &head() const { return m_response.head(); }

Q_SIGNALS:
    void eventReceived(const sluice::SseEvent &event);

    /** An event is larger than the limits and is skipped; follows the events before it. */
    void eventSkipped();

    /** @p reason is for people: why the stream is lost or stopped, empty for Connecting and Open. */
    void stateChanged(sluice::SseClient::State state, const QString &reason);

    /** Follows the state Waiting: when the next attempt begins. */
    void reconnectScheduled(std::chrono::milliseconds delay);

private:
    void connectTo(const QUrl &url);
    void onConnected();
    void onReadyRead();
    void onDisconnected();
    void onError(QAbstractSocket::SocketError error);
    void connectFurther(std::uint64_t attempt);
    void takeHead();
    void takeBody(std::string_view body);
    void takeRedirect();
    void refuse(unsigned status);
    void loseStream(const std::string &reason, std::chrono::milliseconds atLeast = {});
    void stopFor(const std::string &reason);
    void closeSocket();
    void enter(State state, const std::string &reason = {});

    Options m_options;
    State m_state = State::Idle;
    QUrl m_url;     // what start() was given
    QUrl m_current; // where redirects led
    int m_redirects = 0;
    std::uint64_t m_attempt =
        0; // tells a connection from the one that a receiver of a signal began meanwhile
    QTcpSocket m_socket;
    QList<QHostAddress> m_further; // where this attempt goes when the host's own addresses do not answer
    bool m_isConnected = false;    // in this attempt
    QTimer m_headDeadline;
    QTimer m_idleDeadline;
    Instant m_openedAt;
    QTimer m_reconnect;
    HttpResponseParser m_response;
    SseParser m_parser;
    ReconnectDelay m_delay;
};

} // namespace sluice
