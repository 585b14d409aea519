// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/SseClient.h"

#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "http/EventStreamType.h"
#include "http/HttpRequest.h"
#include "http/LocalHost.h"

#include <QNetworkProxy>

#include <algorithm>
#include <limits>
#include <utility>

namespace sluice {

namespace {

using std::chrono::milliseconds;

// A stream that lasted so long was worth its connect, also when nothing happened on it.
constexpr std::chrono::seconds kWorthwhile{10};
constexpr auto kLongestTimer = milliseconds(std::numeric_limits<int>::max());

bool isRedirect(unsigned status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/** Overload and proxies without a server behind them pass; other refusals would be the same next time. */
bool isTemporary(unsigned status)
{
    return status == 429 || status == 502 || status == 503 || status == 504;
}

/** Retry-After in its form of seconds; the form of a date counts as absent. */
milliseconds retryAfter(const HttpHead &head)
{
    const std::string *field = head.find("Retry-After");
    const auto seconds = field ? parseCount(*field) : tl::unexpected(Error{});
    constexpr std::int64_t longest = 24 * 3600;
    return seconds ? std::chrono::seconds(std::min(*seconds, longest)) : milliseconds(0);
}

bool isSameOrigin(const QUrl &left, const QUrl &right)
{
    return left.host() == right.host() && httpPort(left) == httpPort(right);
}

} // namespace

SseClient::SseClient(const Options &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_parser(options.limits, options.oversize)
    , m_delay(options.delay)
{
    m_parser.setLastEventId(options.lastEventId);
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_headDeadline.setSingleShot(true);
    m_idleDeadline.setSingleShot(true);
    m_reconnect.setSingleShot(true);
    connect(&m_socket, &QTcpSocket::connected, this, &SseClient::onConnected);
    connect(&m_socket, &QTcpSocket::readyRead, this, &SseClient::onReadyRead);
    connect(&m_socket, &QTcpSocket::disconnected, this, &SseClient::onDisconnected);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, &SseClient::onError);
    connect(&m_headDeadline, &QTimer::timeout, this,
            [this] { loseStream("no response head within " + formatDuration(m_options.headTimeout)); });
    connect(&m_idleDeadline, &QTimer::timeout, this,
            [this] { loseStream("nothing came for " + formatDuration(m_options.idleTimeout)); });
    connect(&m_reconnect, &QTimer::timeout, this, [this] {
        m_redirects = 0;
        connectTo(m_url);
    });
}

SseClient::~SseClient()
{
    closeSocket(); // or the socket would tell of its end to an object that is half gone
}

void SseClient::start(const QUrl &url)
{
    closeSocket();
    m_url = url;
    m_redirects = 0;
    connectTo(url);
}

void SseClient::stop()
{
    if (m_state != State::Idle && m_state != State::Stopped)
        stopFor("stopped");
}

void SseClient::connectTo(const QUrl &url)
{
    if (const auto checked = checkHttpUrl(url); !checked)
        return stopFor(checked.error().message);
    m_current = url;
    m_response = HttpResponseParser();
    m_parser.restart();
    const std::uint64_t attempt = ++m_attempt;
    enter(State::Connecting);
    if (m_state != State::Connecting || m_attempt != attempt)
        return; // a receiver of the signal stopped the client, or sent it elsewhere
    m_headDeadline.start(m_options.headTimeout);
    m_further = furtherAddresses(url.host());
    m_isConnected = false;
    m_socket.connectToHost(url.host(), httpPort(url));
}

void SseClient::connectFurther(std::uint64_t attempt)
{
    if (m_state != State::Connecting || m_attempt != attempt || m_further.isEmpty())
        return;       // stopped or sent elsewhere meanwhile
    m_socket.abort(); // it is not connected: nothing is told
    m_socket.connectToHost(m_further.takeFirst(), httpPort(m_current));
}

void SseClient::onConnected()
{
    m_isConnected = true;
    HttpRequest request;
    request.url = m_current;
    // The standard's cache mode "no-store" is sent as no-cache, which older caches know as well.
    request.fields = {{"Accept", "text/event-stream"}, {"Cache-Control", "no-cache"}};
    // A redirect to somebody else must not learn the token.
    if (isSameOrigin(m_url, m_current))
        request.setToken(m_options.token);
    if (!lastEventId().empty())
        request.fields.emplace_back("Last-Event-ID", QByteArray::fromStdString(lastEventId()));
    const auto bytes = encodeRequest(request);
    if (!bytes)
        return stopFor(bytes.error().message);
    m_socket.setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    m_socket.write(*bytes);
}

void SseClient::onReadyRead()
{
    if (m_state != State::Connecting && m_state != State::Open)
        return;
    const QByteArray bytes = m_socket.readAll();
    std::string body;
    const auto fed = m_response.feed({bytes.data(), static_cast<std::size_t>(bytes.size())}, body);
    const bool isHeadIn = m_response.head().status != 0;
    if (isHeadIn && m_state == State::Connecting) {
        takeHead();
        if (m_state != State::Open)
            return; // refused, redirected or stopped: the bytes are nobody's
    }
    if (m_state == State::Open) {
        if (m_options.idleTimeout.count() > 0)
            m_idleDeadline.start(m_options.idleTimeout);
        takeBody(body);
        if (m_state != State::Open)
            return;
    }
    if (!fed)
        loseStream(fed.error().message);
    else if (m_state == State::Open && m_response.state() == HttpResponseParser::State::Complete)
        loseStream("the server ended the stream");
}

void SseClient::takeHead()
{
    m_headDeadline.stop();
    const HttpHead &head = m_response.head();
    if (isRedirect(head.status))
        return takeRedirect();
    if (head.status != 200)
        return refuse(head.status);
    const std::string *contentType = head.find("Content-Type");
    if (contentType == nullptr || !isEventStreamType(*contentType))
        return stopFor("the answer is no event stream: its content type is " +
                       quotedText(contentType ? *contentType : std::string()));
    m_openedAt = Clock::now();
    enter(State::Open);
}

void SseClient::takeRedirect()
{
    const std::string *location = m_response.head().find("Location");
    if (location == nullptr)
        return stopFor("status " + std::to_string(m_response.head().status) + " without a Location");
    if (++m_redirects > m_options.maxRedirects)
        return stopFor("more than " + std::to_string(m_options.maxRedirects) +
                       " redirects, the last one to " + quotedText(*location));
    const QUrl url = m_current.resolved(QUrl(QString::fromStdString(*location)));
    closeSocket();
    connectTo(url);
}

void SseClient::refuse(unsigned status)
{
    if (status == 204)
        return stopFor("status 204: the server asks not to come back");
    const std::string reason = "status " + std::to_string(status);
    if (!isTemporary(status))
        return stopFor(reason);
    loseStream(reason, retryAfter(m_response.head()));
}

void SseClient::takeBody(std::string_view body)
{
    std::vector<SseEvent> events;
    const std::uint64_t skippedBefore = m_parser.skipped();
    const auto fed = m_parser.feed(body, events);
    if (!events.empty())
        m_delay.succeeded();
    if (m_parser.retry())
        m_delay.setRetry(*m_parser.retry());
    for (const SseEvent &event : events) {
        if (m_state != State::Open)
            return; // a receiver of the signal stopped the client
        Q_EMIT eventReceived(event);
    }
    for (std::uint64_t i = skippedBefore; i < m_parser.skipped() && m_state == State::Open; ++i)
        Q_EMIT eventSkipped();
    if (!fed && m_state == State::Open)
        stopFor(fed.error().message); // the same would come again
}

void SseClient::onDisconnected()
{
    const std::uint64_t attempt = m_attempt;
    onReadyRead();
    if (m_attempt != attempt)
        return; // the last bytes led elsewhere: it is not the new connection that ended
    if (m_state == State::Connecting)
        loseStream("the connection ended before the response head was complete");
    else if (m_state == State::Open)
        loseStream("the connection ended");
}

void SseClient::onError(QAbstractSocket::SocketError error)
{
    // The end of the connection is told by disconnected(), after the last bytes.
    if (error == QAbstractSocket::RemoteHostClosedError)
        return;
    if (m_state == State::Connecting && !m_isConnected && !m_further.isEmpty()) {
        // Not from inside the socket's own signal: it is not done with the failure yet.
        const auto again = [this, attempt = m_attempt] { connectFurther(attempt); };
        QMetaObject::invokeMethod(this, again, Qt::QueuedConnection);
        return;
    }
    if (m_state == State::Connecting || m_state == State::Open)
        loseStream(m_socket.errorString().toStdString());
}

void SseClient::loseStream(const std::string &reason, milliseconds atLeast)
{
    closeSocket();
    // Whoever is let in and sent away at once must not come back faster than who is not let in.
    if (m_state == State::Open && Clock::now() - m_openedAt >= kWorthwhile)
        m_delay.succeeded();
    const std::uint64_t attempt = m_attempt;
    const milliseconds delay = std::min(std::max(m_delay.next(), atLeast), kLongestTimer);
    enter(State::Waiting, reason);
    if (m_state != State::Waiting || m_attempt != attempt)
        return; // a receiver of the signal stopped the client, or started it anew
    m_reconnect.start(delay);
    Q_EMIT reconnectScheduled(delay);
}

void SseClient::stopFor(const std::string &reason)
{
    closeSocket();
    enter(State::Stopped, reason);
}

/** Its signals must not come back as a loss. */
void SseClient::closeSocket()
{
    m_headDeadline.stop();
    m_idleDeadline.stop();
    m_reconnect.stop();
    const QSignalBlocker blocker(m_socket);
    m_socket.abort();
}

void SseClient::enter(State state, const std::string &reason)
{
    m_state = state;
    Q_EMIT stateChanged(state, QString::fromStdString(reason));
}

} // namespace sluice
