// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/CrowdFiguresText.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {

namespace {

using Counts = LoadStreams::Counts;
using Reasons = std::map<std::string, std::uint32_t>;
using Clock = CrowdFigures::Clock;

struct Count
{
    const char *key;
    std::uint32_t Counts::*member;
};

constexpr Count kCounts[] = {
    {"decided", &Counts::decided},
    {"connected", &Counts::connected},
    {"open", &Counts::open},
    {"refused", &Counts::refused},
    {"connectErrors", &Counts::connectErrors},
    {"drops", &Counts::drops},
    {"slowEnded", &Counts::slowEnded},
    {"churned", &Counts::churned},
    {"returned", &Counts::returned},
    {"returnFailures", &Counts::returnFailures},
    {"away", &Counts::away},
    {"left", &Counts::left},
};

struct Total
{
    const char *key;
    std::uint64_t CrowdFigures::*member;
};

constexpr Total kTotals[] = {
    {"delivered", &CrowdFigures::delivered},
    {"duplicates", &CrowdFigures::duplicates},
    {"skipped", &CrowdFigures::skipped},
    {"owed", &CrowdFigures::owed},
};

QJsonValue number(std::uint64_t value)
{
    return QJsonValue(static_cast<qint64>(value));
}

std::uint64_t number(const QJsonValue &value)
{
    return static_cast<std::uint64_t>(value.toInteger());
}

QJsonValue moment(Clock::time_point time)
{
    const std::chrono::nanoseconds since = time.time_since_epoch();
    return QJsonValue(static_cast<qint64>(since.count()));
}

Clock::time_point moment(const QJsonValue &value)
{
    return Clock::time_point(std::chrono::nanoseconds(value.toInteger()));
}

QJsonObject reasonsJson(const Reasons &reasons)
{
    QJsonObject object;
    for (const auto &[reason, count] : reasons)
        object.insert(QString::fromStdString(reason), qint64{count});
    return object;
}

Reasons readReasons(const QJsonObject &object)
{
    Reasons reasons;
    for (auto at = object.begin(); at != object.end(); ++at)
        reasons[at.key().toStdString()] = static_cast<std::uint32_t>(at.value().toInteger());
    return reasons;
}

QJsonArray doubtsJson(const std::vector<DoubtfulPublish> &doubts)
{
    QJsonArray array;
    for (const DoubtfulPublish &doubt : doubts)
        array.append(QJsonArray{number(doubt.skipped), number(doubt.owners), doubt.seen});
    return array;
}

std::vector<DoubtfulPublish> readDoubts(const QJsonArray &array)
{
    std::vector<DoubtfulPublish> doubts;
    doubts.reserve(static_cast<std::size_t>(array.size()));
    for (const auto &value : array) {
        const QJsonArray doubt = value.toArray();
        doubts.push_back({number(doubt.at(0)), number(doubt.at(1)), doubt.at(2).toBool()});
    }
    return doubts;
}

} // namespace

std::string toLine(const CrowdStatus &status)
{
    const CrowdFigures &figures = status.figures;
    QJsonObject object;
    for (const Count &count : kCounts)
        object.insert(QLatin1StringView(count.key), number(figures.counts.*count.member));
    for (const Total &total : kTotals)
        object.insert(QLatin1StringView(total.key), number(figures.*total.member));
    object.insert(QStringLiteral("replayed"), number(figures.counts.replayed));
    object.insert(QStringLiteral("failures"), reasonsJson(figures.failures));
    object.insert(QStringLiteral("dropReasons"), reasonsJson(figures.dropReasons));
    object.insert(QStringLiteral("doubts"), doubtsJson(figures.doubts));
    object.insert(QStringLiteral("lastDecision"), moment(figures.lastDecision));
    if (figures.lastDelivery)
        object.insert(QStringLiteral("lastDelivery"), moment(*figures.lastDelivery));
    object.insert(QStringLiteral("latencies"), QString::fromStdString(figures.latencies.toText()));
    object.insert(QStringLiteral("hasAll"), status.hasAll);
    object.insert(QStringLiteral("isFinal"), status.isFinal);
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

std::optional<CrowdStatus> readCrowdStatus(std::string_view line)
{
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray(line.data(), static_cast<qsizetype>(line.size())));
    const QJsonObject object = document.object();
    CrowdStatus status;
    CrowdFigures &figures = status.figures;
    for (const Count &count : kCounts)
        figures.counts.*count.member =
            static_cast<std::uint32_t>(number(object[QLatin1StringView(count.key)]));
    for (const Total &total : kTotals)
        figures.*total.member = number(object[QLatin1StringView(total.key)]);
    figures.counts.replayed = number(object[QStringLiteral("replayed")]);
    figures.failures = readReasons(object[QStringLiteral("failures")].toObject());
    figures.dropReasons = readReasons(object[QStringLiteral("dropReasons")].toObject());
    figures.doubts = readDoubts(object[QStringLiteral("doubts")].toArray());
    figures.lastDecision = moment(object[QStringLiteral("lastDecision")]);
    if (object.contains(QStringLiteral("lastDelivery")))
        figures.lastDelivery = moment(object[QStringLiteral("lastDelivery")]);
    status.hasAll = object[QStringLiteral("hasAll")].toBool();
    status.isFinal = object[QStringLiteral("isFinal")].toBool();
    if (!figures.latencies.addText(object[QStringLiteral("latencies")].toString().toStdString()))
        return std::nullopt;
    return status;
}

} // namespace sluice
