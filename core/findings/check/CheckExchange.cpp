// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/check/CheckExchange.h"

#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "http/EventStreamType.h"

#include <QNetworkProxy>

#include <utility>

namespace sluice {

namespace {

using End = StreamRecord::End;

// Enough for every event that is one, and all the memory that a server can take from us.
constexpr SseParser::Limits kLimits{8 << 20, 16 << 20};
constexpr qint64 kReadBuffer = 256 << 10;
// How long, and how much of, an answer is read that is no event stream: to show how it begins.
constexpr Milliseconds kGlance{400};
constexpr std::uint64_t kGlanceBytes = 4096;
constexpr std::size_t kShownBytes = 160;

} // namespace

CheckExchange::CheckExchange(Plan plan, Instant epoch, QObject *parent)
    : QObject(parent)
    , m_plan(std::move(plan))
    , m_epoch(epoch)
    , m_parser(kLimits)
{
    m_record.url = m_plan.request.url.toString().toStdString();
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_socket.setReadBufferSize(kReadBuffer);
    m_deadline.setSingleShot(true);
    connect(&m_socket, &QTcpSocket::connected, this, &CheckExchange::onConnected);
    connect(&m_socket, &QTcpSocket::readyRead, this, &CheckExchange::onReadyRead);
    connect(&m_socket, &QTcpSocket::disconnected, this, &CheckExchange::onDisconnected);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, &CheckExchange::onError);
    connect(&m_deadline, &QTimer::timeout, this, &CheckExchange::onDeadline);
}

CheckExchange::~CheckExchange()
{
    const QSignalBlocker blocker(m_socket);
    m_isFinished = true;
    m_socket.abort();
}

void CheckExchange::start()
{
    m_record.startedAt = now();
    m_deadline.start(m_plan.headTimeout);
    m_socket.connectToHost(m_plan.address, httpPort(m_plan.request.url));
}

void CheckExchange::stop()
{
    finish(End::Open);
}

StreamRecord CheckExchange::record() const
{
    StreamRecord record = m_record;
    if (!m_isFinished)
        record.endedAt = now();
    return record;
}

double CheckExchange::now() const
{
    return std::chrono::duration<double>(Clock::now() - m_epoch).count();
}

void CheckExchange::onConnected()
{
    m_record.connectedAt = now();
    m_socket.setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    const auto bytes = encodeRequest(m_plan.request);
    if (!bytes)
        return finish(End::NotConnected, bytes.error().message);
    m_socket.write(*bytes);
}

void CheckExchange::onReadyRead()
{
    if (m_isFinished)
        return;
    const QByteArray bytes = m_socket.readAll();
    const std::string_view view(bytes.data(), static_cast<std::size_t>(bytes.size()));
    if (view.empty())
        return;
    if (!m_record.firstByteAt)
        m_record.firstByteAt = now();
    const bool hadHead = m_record.hasHead();
    std::string body;
    const auto fed = m_response.feed(view, body);
    if (!hadHead && m_response.head().status != 0)
        takeHead();
    if (!body.empty() && !m_isFinished)
        takeBody(body);
    if (m_isFinished)
        return;
    if (!fed) {
        if (!m_record.hasHead())
            m_record.bodyBegin = view.substr(0, kShownBytes);
        return finish(m_record.hasHead() ? End::Cut : End::NotHttp, fed.error().message);
    }
    if (m_response.state() == HttpResponseParser::State::Complete)
        finish(End::Clean, "the server ended the answer");
}

void CheckExchange::takeHead()
{
    m_record.headAt = now();
    m_record.head = m_response.head();
    const std::string *type = m_record.head.find("Content-Type");
    const bool isStream =
        m_plan.request.method == "GET" && m_record.head.status == 200 && type && isEventStreamType(*type);
    if (!isStream)
        m_deadline.start(kGlance);
    else if (m_plan.streamTime.count() > 0)
        m_deadline.start(m_plan.streamTime);
    else
        m_deadline.stop();
    Q_EMIT headReceived();
}

void CheckExchange::takeBody(std::string_view body)
{
    StreamRecord::Arrival arrival;
    arrival.at = now();
    arrival.bytes = body.size();
    m_record.lastByteAt = arrival.at;
    m_record.bodyBytes += body.size();
    if (m_record.bodyBegin.size() < kShownBytes)
        m_record.bodyBegin += body.substr(0, kShownBytes - m_record.bodyBegin.size());
    const bool isPlain = m_record.head.find("Content-Encoding") == nullptr;
    const bool isSound = !isPlain || parse(body, arrival);
    if (m_record.arrivals.size() < StreamRecord::mostArrivals)
        m_record.arrivals.push_back(arrival);
    if (!isSound)
        return;
    const bool isGlance = m_deadline.isActive() && m_deadline.intervalAsDuration() == kGlance;
    if (isGlance && m_record.bodyBytes >= kGlanceBytes)
        finish(End::Open);
}

/** False when the parser gave up: the record is finished then. */
bool CheckExchange::parse(std::string_view body, StreamRecord::Arrival &arrival)
{
    const std::uint64_t commentsBefore = m_parser.lines().comments;
    std::vector<SseEvent> events;
    const auto fed = m_parser.feed(body, events);
    const SseParser::Lines &lines = m_parser.lines();
    m_record.fields = lines.fields;
    m_record.comments = lines.comments;
    m_record.unknown = lines.unknown;
    m_record.retry = m_parser.retry();
    arrival.events = static_cast<std::uint32_t>(events.size());
    arrival.comments = static_cast<std::uint32_t>(lines.comments - commentsBefore);
    if (m_record.eventCount == 0 && events.empty())
        m_record.primedId = m_parser.lastEventId();
    for (const SseEvent &event : events) {
        if (m_isFinished)
            return false;
        takeEvent(event);
    }
    m_record.lastEventId = m_parser.lastEventId();
    if (!fed)
        finish(End::TooLong, fed.error().message);
    return fed.has_value();
}

void CheckExchange::takeEvent(const SseEvent &event)
{
    ++m_record.eventCount;
    if (m_record.events.size() == StreamRecord::mostEvents)
        m_record.events.erase(m_record.events.begin());
    m_record.events.push_back({now(), event.type, event.lastEventId});
    Q_EMIT eventReceived(event);
}

void CheckExchange::onDisconnected()
{
    onReadyRead();
    if (m_isFinished)
        return;
    if (!m_record.hasHead())
        return finish(End::Cut, "the connection ended before the head was complete");
    const auto complete = m_response.finish();
    finish(End::Cut, complete ? "the connection ended" : complete.error().message);
}

void CheckExchange::onError(QAbstractSocket::SocketError error)
{
    // The end of the connection is told by disconnected(), after the last bytes.
    if (error == QAbstractSocket::RemoteHostClosedError)
        return;
    finish(m_record.connectedAt ? End::Cut : End::NotConnected, m_socket.errorString().toStdString());
}

void CheckExchange::onDeadline()
{
    if (m_record.hasHead())
        return finish(End::Open);
    const std::string limit = formatDuration(m_plan.headTimeout);
    if (!m_record.connectedAt)
        return finish(End::NotConnected, "no connection within " + limit);
    finish(End::NoHead, m_record.firstByteAt ? "the head of the answer did not end within " + limit
                                             : "no answer within " + limit);
}

void CheckExchange::finish(End end, const std::string &problem)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_record.endedAt = now();
    m_record.end = end;
    m_record.problem = problem;
    m_deadline.stop();
    const QSignalBlocker blocker(m_socket);
    m_socket.abort();
    Q_EMIT finished();
}

} // namespace sluice
