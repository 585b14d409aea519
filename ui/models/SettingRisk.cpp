// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SettingRisk.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>

namespace sluice {

namespace {

enum class Move {
    Any,     ///< whatever it becomes
    Lower,   ///< a smaller figure
    Raise,   ///< a larger figure
    Tighten, ///< a smaller figure where 0 and auto mean no limit
};

struct Risk
{
    const char *key;
    Move move;
    const char *why;
};

// The words of one cause are shared by all settings that have it.
constexpr const char *kRefuses = QT_TRANSLATE_NOOP(
    "sluice::SettingRisk", "New streams beyond the lower limit are refused, reconnecting ones too.");
constexpr const char *kRefusesPublishers =
    QT_TRANSLATE_NOOP("sluice::SettingRisk", "Publishers beyond the lower limit are refused.");
constexpr const char *kForgets = QT_TRANSLATE_NOOP(
    "sluice::SettingRisk", "Events that are forgotten do not come back: clients resume with a gap.");
constexpr const char *kCutsRequests =
    QT_TRANSLATE_NOOP("sluice::SettingRisk", "Slow clients and publishers are cut off earlier.");
constexpr const char *kEndsSlow =
    QT_TRANSLATE_NOOP("sluice::SettingRisk", "Streams of slow clients may end, or lose events, at once.");

constexpr std::array kRisks{
    Risk{"pool.max_streams", Move::Tighten, kRefuses},
    Risk{"pool.max_streams_per_client", Move::Tighten, kRefuses},
    Risk{"pool.max_streams_per_channel", Move::Tighten, kRefuses},
    Risk{"pool.connect_rate", Move::Tighten, kRefuses},
    Risk{"pool.connect_rate_burst", Move::Tighten, kRefuses},
    Risk{"pool.client_connect_rate", Move::Tighten, kRefuses},
    Risk{"pool.client_connect_rate_burst", Move::Tighten, kRefuses},
    Risk{"pool.max_idle_connections", Move::Tighten, kRefuses},
    Risk{"pool.max_channels", Move::Lower,
         QT_TRANSLATE_NOOP("sluice::SettingRisk", "Channels beyond the lower limit cannot be made.")},
    Risk{"pool.trusted_proxies", Move::Any,
         QT_TRANSLATE_NOOP("sluice::SettingRisk",
                           "Who counts as a client changes: all clients of a proxy may become one.")},
    Risk{"pool.proxy_protocol", Move::Any,
         QT_TRANSLATE_NOOP(
             "sluice::SettingRisk",
             "Whoever does not connect as it says is refused: the proxy has to change with it.")},
    Risk{"pool.overload_mode", Move::Any,
         QT_TRANSLATE_NOOP("sluice::SettingRisk",
                           "A browser that is refused with a status never tries again.")},
    Risk{"timeouts.heartbeat", Move::Raise,
         QT_TRANSLATE_NOOP("sluice::SettingRisk",
                           "A proxy ends streams that are silent for longer than its read timeout.")},
    Risk{"timeouts.keep_alive", Move::Lower, kCutsRequests},
    Risk{"timeouts.headers", Move::Lower, kCutsRequests},
    Risk{"timeouts.head_read", Move::Lower, kCutsRequests},
    Risk{"timeouts.body", Move::Lower, kCutsRequests},
    Risk{"timeouts.linger", Move::Lower,
         QT_TRANSLATE_NOOP("sluice::SettingRisk", "Clients that read slowly may lose the last event.")},
    Risk{"timeouts.write_stall", Move::Lower, kEndsSlow},
    Risk{"timeouts.max_age", Move::Tighten,
         QT_TRANSLATE_NOOP("sluice::SettingRisk", "Streams that are older already end soon.")},
    Risk{"publish.max_body", Move::Lower, kRefusesPublishers},
    Risk{"publish.allow_origin", Move::Any,
         QT_TRANSLATE_NOOP("sluice::SettingRisk", "Pages whose origin is not listed may no longer publish.")},
    Risk{"publish.channel_rate", Move::Tighten, kRefusesPublishers},
    Risk{"publish.channel_rate_burst", Move::Tighten, kRefusesPublishers},
    Risk{"history.count", Move::Lower, kForgets},
    Risk{"history.bytes", Move::Lower, kForgets},
    Risk{"history.age", Move::Lower, kForgets},
    Risk{"history.total_bytes", Move::Lower, kForgets},
    Risk{"backpressure.high_water_mark", Move::Lower, kEndsSlow},
    Risk{"backpressure.policy", Move::Any, kEndsSlow},
    Risk{"backpressure.channel_policies", Move::Any, kEndsSlow},
    Risk{"backpressure.longest_pause", Move::Lower, kEndsSlow},
    Risk{"backpressure.min_drain_rate", Move::Raise, kEndsSlow},
    Risk{"pump.slice", Move::Raise,
         QT_TRANSLATE_NOOP("sluice::SettingRisk",
                           "Longer slices hold up connects and everything else of a worker.")},
    Risk{"cors.allow_origin", Move::Any,
         QT_TRANSLATE_NOOP("sluice::SettingRisk", "Pages whose origin is not listed lose their streams.")},
    Risk{"cors.allow_credentials", Move::Any,
         QT_TRANSLATE_NOOP("sluice::SettingRisk", "Pages that send cookies may lose their streams.")},
    Risk{"listen.allowed_hosts", Move::Any,
         QT_TRANSLATE_NOOP("sluice::SettingRisk",
                           "A console that reaches the engine by a name that is not listed is locked out.")},
};

/** No limit, whether it is written 0 or auto, is above every limit. */
double limitOf(const SettingSpec &spec, const QString &text)
{
    const double figure = spec.figure(text).value_or(0);
    return figure > 0 ? figure : std::numeric_limits<double>::infinity();
}

bool isMove(const SettingSpec &spec, Move move, const QString &before, const QString &after)
{
    const double from = spec.figure(before).value_or(0);
    const double to = spec.figure(after).value_or(0);
    switch (move) {
    case Move::Any:
        return before != after;
    case Move::Lower:
        return to < from;
    case Move::Raise:
        return to > from;
    case Move::Tighten:
        return limitOf(spec, after) < limitOf(spec, before);
    }
    return false;
}

} // namespace

QString riskOf(const SettingSpec &spec, const QString &before, const QString &after)
{
    const auto *const risk = std::find_if(kRisks.begin(), kRisks.end(), [&spec](const Risk &candidate) {
        return spec.key == QLatin1String(candidate.key);
    });
    if (risk == kRisks.end() || !isMove(spec, risk->move, before, after))
        return {};
    return QCoreApplication::translate("sluice::SettingRisk", risk->why);
}

QStringList riskyKeys()
{
    QStringList keys;
    keys.reserve(static_cast<qsizetype>(kRisks.size()));
    for (const Risk &risk : kRisks)
        keys.append(QLatin1String(risk.key));
    return keys;
}

} // namespace sluice
