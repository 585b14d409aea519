// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/check/CheckReport.h"

#include "base/text/JsonValues.h"
#include "findings/check/CheckRules.h"
#include "findings/rules/FindingJson.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice {

namespace {

QString endName(StreamRecord::End end)
{
    constexpr std::array<std::string_view, 7> names{"open",    "clean",    "cut",     "not-connected",
                                                    "no-head", "not-http", "too-long"};
    return jsonText(names[static_cast<std::size_t>(end)]);
}

/** Milliseconds are as exact as this is. */
double rounded(double seconds)
{
    constexpr double thousand = 1000;
    return std::round(seconds * thousand) / thousand;
}

QJsonObject streamJson(const StreamRecord &stream)
{
    QJsonObject fields;
    for (const auto &[name, value] : stream.head.fields)
        fields.insert(jsonText(name), jsonText(check::fieldOf(stream.head, name).value_or(value)));
    return {{QStringLiteral("url"), jsonText(stream.url)},
            {QStringLiteral("status"), static_cast<int>(stream.head.status)},
            {QStringLiteral("fields"), fields},
            {QStringLiteral("head_seconds"),
             stream.headAt ? QJsonValue(rounded(*stream.headAt - stream.startedAt)) : QJsonValue()},
            {QStringLiteral("age_seconds"), rounded(stream.age())},
            {QStringLiteral("silence_seconds"), rounded(stream.silence())},
            {QStringLiteral("end"), endName(stream.end)},
            {QStringLiteral("problem"), jsonText(stream.problem)},
            {QStringLiteral("bytes"), static_cast<double>(stream.bodyBytes)},
            {QStringLiteral("events"), static_cast<double>(stream.eventCount)},
            {QStringLiteral("comments"), static_cast<double>(stream.comments)}};
}

} // namespace

bool CheckReport::isReached() const
{
    return std::any_of(record.streams.begin(), record.streams.end(),
                       [](const StreamRecord &stream) { return stream.connectedAt.has_value(); });
}

QJsonObject checkJson(const CheckReport &report)
{
    QJsonArray streams;
    for (const StreamRecord &stream : report.record.streams)
        streams.append(streamJson(stream));
    return {{QStringLiteral("url"), jsonText(report.record.url)},
            {QStringLiteral("verdict"), jsonText(severityName(worstOf(report.findings), FindingSet::Check))},
            {QStringLiteral("interrupted"), report.record.isInterrupted},
            {QStringLiteral("findings"), findingsJson(report.findings, FindingSet::Check)},
            {QStringLiteral("streams"), streams}};
}

} // namespace sluice
