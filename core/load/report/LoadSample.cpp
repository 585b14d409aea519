// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/report/LoadSample.h"

#include "base/text/JsonValues.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {

namespace {

constexpr int kDecimals = 3;

std::string number(double value)
{
    return QByteArray::number(value, 'f', kDecimals).toStdString();
}

std::string number(std::optional<double> value)
{
    return value ? number(*value) : std::string();
}

} // namespace

std::string_view phaseName(LoadPhase phase)
{
    switch (phase) {
    case LoadPhase::Connecting:
        return "connecting";
    case LoadPhase::Settling:
        return "settling";
    case LoadPhase::Holding:
        return "holding";
    case LoadPhase::Publishing:
        return "publishing";
    case LoadPhase::Finishing:
        return "finishing";
    case LoadPhase::Finished:
        return "finished";
    case LoadPhase::Interrupted:
        return "interrupted";
    }
    return {};
}

std::string LoadSample::toJsonLine() const
{
    const std::string_view phaseText = phaseName(phase);
    const QJsonObject object{
        {QStringLiteral("type"), QStringLiteral("progress")},
        {QStringLiteral("elapsed_seconds"), elapsedSeconds},
        {QStringLiteral("left_seconds"), jsonNumber(leftSeconds)},
        {QStringLiteral("phase"),
         QString::fromLatin1(phaseText.data(), static_cast<qsizetype>(phaseText.size()))},
        {QStringLiteral("asked"), qint64{asked}},
        {QStringLiteral("connected"), qint64{connected}},
        {QStringLiteral("refused"), qint64{refused}},
        {QStringLiteral("connect_errors"), qint64{connectErrors}},
        {QStringLiteral("published"), jsonNumber(published)},
        {QStringLiteral("publish_errors"), jsonNumber(publishErrors)},
        {QStringLiteral("publish_rate"), publishRate},
        {QStringLiteral("delivered"), jsonNumber(delivered)},
        {QStringLiteral("delivery_rate"), deliveryRate},
        {QStringLiteral("p50_ms"), jsonNumber(p50)},
        {QStringLiteral("p99_ms"), jsonNumber(p99)},
        {QStringLiteral("p50_all_ms"), jsonNumber(p50All)},
        {QStringLiteral("p99_all_ms"), jsonNumber(p99All)},
        {QStringLiteral("drops"), qint64{drops}},
        {QStringLiteral("gaps"), jsonNumber(gaps)},
        {QStringLiteral("duplicates"), jsonNumber(duplicates)},
        {QStringLiteral("churned"), qint64{churned}},
        {QStringLiteral("returned"), qint64{returned}},
        {QStringLiteral("away"), qint64{away}},
        {QStringLiteral("rss_kib"), rssKib ? QJsonValue(qint64{*rssKib}) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("cpu_percent"), jsonNumber(cpuPercent)},
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

std::vector<std::string> LoadSample::csvColumns()
{
    return {
        "elapsed_seconds", "phase",          "asked",        "connected", "refused",       "connect_errors",
        "published",       "publish_errors", "publish_rate", "delivered", "delivery_rate", "p50_ms",
        "p99_ms",          "p50_all_ms",     "p99_all_ms",   "drops",     "gaps",          "duplicates",
        "churned",         "returned",       "away",         "rss_kib",   "cpu_percent"};
}

std::vector<std::string> LoadSample::toCsv() const
{
    return {number(elapsedSeconds),
            std::string(phaseName(phase)),
            std::to_string(asked),
            std::to_string(connected),
            std::to_string(refused),
            std::to_string(connectErrors),
            std::to_string(published),
            std::to_string(publishErrors),
            number(publishRate),
            std::to_string(delivered),
            number(deliveryRate),
            number(p50),
            number(p99),
            number(p50All),
            number(p99All),
            std::to_string(drops),
            std::to_string(gaps),
            std::to_string(duplicates),
            std::to_string(churned),
            std::to_string(returned),
            std::to_string(away),
            rssKib ? std::to_string(*rssKib) : std::string(),
            number(cpuPercent)};
}

} // namespace sluice
