// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/plan/PlanReport.h"

#include "base/text/Figures.h"
#include "base/text/JsonValues.h"
#include "base/text/TextTable.h"
#include "base/text/Units.h"

#include <QJsonArray>

namespace sluice {

namespace {

double secondsOf(std::chrono::milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

QJsonObject loadJson(const PlanLoad &load)
{
    return {{QStringLiteral("clients"), static_cast<qint64>(load.clients)},
            {QStringLiteral("stream_duration_seconds"), secondsOf(load.streamDuration)},
            {QStringLiteral("timeout_window_seconds"), secondsOf(load.window())},
            {QStringLiteral("events_per_second_and_stream"), load.eventRate},
            {QStringLiteral("event_bytes"), static_cast<qint64>(load.eventSize)},
            {QStringLiteral("channels"), static_cast<qint64>(load.channels)},
            {QStringLiteral("other_connections"), static_cast<qint64>(load.otherConnections)},
            {QStringLiteral("slow_percent"), load.slowPercent},
            {QStringLiteral("headroom_percent"), load.headroomPercent}};
}

QJsonObject shortfallJson(const PlanShortfall &one)
{
    return {{QStringLiteral("figure"), jsonText(one.figure)},
            {QStringLiteral("limit"), jsonText(one.limit)},
            {QStringLiteral("needed"), one.needed},
            {QStringLiteral("available"), one.available},
            {QStringLiteral("message"), jsonText(one.message)},
            {QStringLiteral("remedy"), jsonText(one.remedy)}};
}

} // namespace

std::string loadText(const PlanLoad &load)
{
    std::string words = countText(static_cast<double>(load.clients)) + " clients, a stream of " +
                        spanText(load.streamDuration) + " from each every " + spanText(load.window());
    if (load.eventRate > 0)
        words += "; events of " + bytesText(static_cast<double>(load.eventSize)) + " at " +
                 rateText(load.eventRate) + " on each stream";
    else
        words += "; no events, heartbeats only";
    return words + "; " + countText(static_cast<double>(load.channels)) +
           (load.channels == 1 ? " channel" : " channels");
}

std::string planValueText(double value, PlanUnit unit)
{
    switch (unit) {
    case PlanUnit::Count:
        return countText(value);
    case PlanUnit::PerSecond:
        return rateText(value);
    case PlanUnit::Bytes:
        return bytesText(value);
    case PlanUnit::BytesPerSecond:
        return bytesText(value) + "/s";
    case PlanUnit::Seconds:
        return spanText(value);
    case PlanUnit::Cores:
        return QByteArray::number(value, 'f', 2).toStdString();
    }
    return {};
}

std::string planText(const Plan &plan, const PlanLoad &load)
{
    TextTable table({{"NEEDED"}, {"VALUE", TextTable::Align::Right}, {"WHY"}});
    for (const PlanFigure &figure : plan.figures)
        table.add({std::string(figure.title), planValueText(figure.value, figure.unit), figure.reason});
    std::string out = loadText(load) + "\n\n" + table.text();
    if (!plan.fits())
        out += "\nDoes not fit:\n";
    for (const PlanShortfall &one : plan.shortfalls)
        out += "  " + one.message + "\n    mend: " + one.remedy + "\n";
    if (!plan.advice.empty())
        out += "\nTo think about:\n";
    for (const std::string &one : plan.advice)
        out += "  " + one + "\n";
    return out + "\nsluicectl set pool.max_streams=" + formatCount(plan.maxStreams) + "\n";
}

QJsonObject planJson(const Plan &plan, const PlanLoad &load)
{
    QJsonObject figures;
    QJsonObject reasons;
    for (const PlanFigure &figure : plan.figures) {
        figures.insert(jsonText(figure.name), figure.value);
        reasons.insert(jsonText(figure.name), jsonText(figure.reason));
    }
    QJsonArray shortfalls;
    for (const PlanShortfall &one : plan.shortfalls)
        shortfalls.append(shortfallJson(one));
    QJsonArray advice;
    for (const std::string &one : plan.advice)
        advice.append(jsonText(one));
    return {{QStringLiteral("load"), loadJson(load)},
            {QStringLiteral("fits"), plan.fits()},
            {QStringLiteral("figures"), figures},
            {QStringLiteral("reasons"), reasons},
            {QStringLiteral("shortfalls"), shortfalls},
            {QStringLiteral("advice"), advice},
            {QStringLiteral("settings"),
             QJsonObject{{QStringLiteral("pool.max_streams"), static_cast<qint64>(plan.maxStreams)}}}};
}

} // namespace sluice
