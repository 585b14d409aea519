// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/diagnosis/Canary.h"

#include "engine/Engine.h"

#include <algorithm>
#include <charconv>

namespace sluice {

namespace {

// Connecting and asking takes milliseconds; the engine's head is sent at once.
constexpr double headIsLateSeconds = 1;

// What compresses does so for long: one more stream a minute, at the usual interval, is enough.
constexpr int canariesPerEncoding = 6;

double secondsBetween(Instant from, Instant to)
{
    return std::chrono::duration<double>(to - from).count();
}

} // namespace

Canary::Canary(Engine &engine)
    : m_engine(engine)
{
    connect(&m_due, &QTimer::timeout, this, &Canary::publish);
}

Canary::~Canary() = default;

void Canary::apply(const Settings &settings)
{
    if (m_due.intervalAsDuration() != settings.diagnosis_probe_interval)
        m_due.setInterval(settings.diagnosis_probe_interval);
    if (settings.diagnosis_probe_url == m_url)
        return;
    m_url = settings.diagnosis_probe_url;
    m_isHeadHeldBack = false;
    m_client.reset();
    m_encoding.forget();
    m_due.stop();
    m_arrived = m_sent; // canaries of another way count no more
    m_awaited = 0;
    if (!m_url.empty())
        open(m_url);
}

void Canary::open(const std::string &url)
{
    m_reason = QStringLiteral("not connected yet");
    m_client = std::make_unique<SseClient>(SseClient::Options());
    connect(m_client.get(), &SseClient::eventReceived, this, &Canary::onEvent);
    connect(m_client.get(), &SseClient::stateChanged, this, &Canary::onState);
    m_client->start(QUrl(QString::fromStdString(url)));
}

void Canary::onState(SseClient::State state, const QString &reason)
{
    if (state == SseClient::State::Connecting) {
        if (!m_isHeadHeldBack)
            m_askedSince = Clock::now();
    } else {
        m_isHeadHeldBack = state != SseClient::State::Open && m_lastState == SseClient::State::Connecting &&
                           isAnswered() && secondsBetween(m_askedSince, Clock::now()) >= headIsLateSeconds;
    }
    m_lastState = state;
    if (state == SseClient::State::Open) {
        m_reason.clear();
        m_awaited = 0;
        m_untilEncoding = 0;
        publish();
        m_due.start();
        return;
    }
    m_due.stop();
    m_encoding.forget();
    if (!reason.isEmpty())
        m_reason = reason;
    else if (m_reason.isEmpty())
        m_reason = QStringLiteral("no answer yet");
}

void Canary::publish()
{
    if (--m_untilEncoding < 0) {
        m_untilEncoding = canariesPerEncoding - 1;
        m_encoding.ask(QUrl(QString::fromStdString(m_url)));
    }
    const std::string number = std::to_string(++m_sent); // an event borrows its data
    Event event;
    event.data = number;
    if (!m_engine.publish(channel, event))
        return;
    if (m_awaited == 0) {
        m_awaited = m_sent;
        m_awaitedSince = Clock::now();
    }
}

void Canary::onEvent(const SseEvent &event)
{
    std::uint64_t number = 0;
    const char *end = event.data.data() + event.data.size();
    if (std::from_chars(event.data.data(), end, number).ptr != end || number != m_awaited || number == 0)
        return;
    m_lateness = secondsBetween(m_awaitedSince, Clock::now());
    m_arrived = number;
    m_awaited = 0;
}

bool Canary::isAnswered() const
{
    const auto canaries = m_engine.channels().find(channel);
    return canaries && canaries->facts().subscribers > 0;
}

CanaryReading Canary::reading(Instant now) const
{
    if (m_url.empty())
        return {};
    if (m_client->state() != SseClient::State::Open) {
        // The engine has answered the probe, and yet no head has come: it is held back as an event would be.
        const bool isHeld =
            m_isHeadHeldBack || (m_client->state() == SseClient::State::Connecting && isAnswered());
        const double underWay = secondsBetween(m_askedSince, now);
        if (isHeld && underWay >= headIsLateSeconds)
            return {CanaryReading::State::Reading, {}, underWay};
        return {CanaryReading::State::Unreachable, m_reason.toStdString(), 0};
    }
    const double underWay = m_awaited == 0 ? 0 : secondsBetween(m_awaitedSince, now);
    const bool isFirst = m_arrived == 0;
    if (isFirst && underWay < 1)
        return withHead({CanaryReading::State::Waiting, {}, 0});
    return withHead({CanaryReading::State::Reading, {}, std::max(underWay, isFirst ? 0 : m_lateness)});
}

CanaryReading Canary::withHead(CanaryReading reading) const
{
    const HttpHead &head = m_client->head();
    const std::string *version = head.find("Sluice-Request-Version");
    reading.head = CanaryReading::Head{head.minorVersion == 0, version == nullptr ? std::string() : *version};
    reading.encoding = m_encoding.encoding();
    reading.encodingReason = m_encoding.reason();
    return reading;
}

} // namespace sluice
