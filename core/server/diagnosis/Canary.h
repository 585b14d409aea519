// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Publishes a small event on channel sluice-canary now and then and reads it back through
// diagnosis.probe_url, the way clients come, to see how late it arrives and what became of its head on the
// way. Owned by the Diagnostician; its thread only.
#pragma once

#include "client/SseClient.h"
#include "findings/diagnosis/Observation.h"
#include "server/diagnosis/EncodingProbe.h"

#include <QTimer>

#include <memory>

namespace sluice {

class Engine;

class Canary final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::string_view channel = "sluice-canary";

    /** @p engine outlives the canary. */
    explicit Canary(Engine &engine);
    ~Canary() override;

    /** Follows diagnosis.probe_url and diagnosis.probe_interval; cheap where neither changed. */
    void apply(const Settings &settings);

    CanaryReading reading(Instant now) const;

private:
    void open(const std::string &url);
    void publish();
    void onEvent(const SseEvent &event);
    void onState(SseClient::State state, const QString &reason);

    /** Whether the engine has a stream of the canaries' channel open: the probe's, if nobody else follows it.
     */
    bool isAnswered() const;

    /** Adds what the head of the open stream and the encoding probe tell. */
    CanaryReading withHead(CanaryReading reading) const;

    Engine &m_engine;
    std::unique_ptr<SseClient> m_client;
    EncodingProbe m_encoding;
    int m_untilEncoding = 0; ///< canaries until it asks again
    QTimer m_due;
    std::string m_url;
    QString m_reason; ///< why the stream is not open
    SseClient::State m_lastState = SseClient::State::Idle;
    Instant m_askedSince;          ///< when the probe asked for its stream, the first time since it was open
    bool m_isHeadHeldBack = false; ///< the engine answered and the head did not come; until it comes
    std::uint64_t m_sent = 0;      ///< number of the last canary
    std::uint64_t m_arrived = 0;   ///< number of the last that was read
    std::uint64_t m_awaited = 0;   ///< the oldest that is under way
    Instant m_awaitedSince;
    double m_lateness = 0; ///< of m_arrived, seconds
};

} // namespace sluice
