// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/LoadJob.h"

#include "load/run/LoadEvent.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {

namespace {

using std::chrono::milliseconds;

struct Number
{
    const char *key;
    std::uint32_t LoadOptions::*member;
};

constexpr Number kNumbers[] = {
    {"clients", &LoadOptions::clients},
    {"channels", &LoadOptions::channels},
    {"publishers", &LoadOptions::publishers},
    {"stalled", &LoadOptions::stalled},
    {"slow", &LoadOptions::slow},
    {"spike", &LoadOptions::spike},
    {"slowRate", &LoadOptions::slowRate},
    {"size", &LoadOptions::size},
    {"connectsAtOnce", &LoadOptions::connectsAtOnce},
};

struct Span
{
    const char *key;
    milliseconds LoadOptions::*member;
};

constexpr Span kSpans[] = {{"away", &LoadOptions::away}, {"headTimeout", &LoadOptions::headTimeout}};

std::uint32_t number(const QJsonValue &value)
{
    return static_cast<std::uint32_t>(value.toInteger());
}

} // namespace

std::string LoadJob::toLine() const
{
    QJsonObject object;
    for (const Number &field : kNumbers)
        object.insert(QLatin1StringView(field.key), qint64{options.*field.member});
    for (const Span &span : kSpans)
        object.insert(QLatin1StringView(span.key), static_cast<qint64>((options.*span.member).count()));
    object.insert(QStringLiteral("url"), QString::fromStdString(options.url));
    object.insert(QStringLiteral("churn"), options.churn);
    object.insert(QStringLiteral("comeBack"), options.dropped == LoadOptions::Dropped::ComeBack);
    object.insert(QStringLiteral("first"), qint64{share.first});
    object.insert(QStringLiteral("step"), qint64{share.step});
    object.insert(QStringLiteral("sources"), qint64{sources});
    object.insert(QStringLiteral("run"), qint64{run});
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

std::optional<LoadJob> LoadJob::read(std::string_view line)
{
    const QJsonObject object =
        QJsonDocument::fromJson(QByteArray(line.data(), static_cast<qsizetype>(line.size()))).object();
    LoadJob job;
    for (const Number &field : kNumbers) {
        if (!object.contains(QLatin1StringView(field.key)))
            return std::nullopt;
        job.options.*field.member = number(object[QLatin1StringView(field.key)]);
    }
    for (const Span &span : kSpans)
        job.options.*span.member = milliseconds(object[QLatin1StringView(span.key)].toInteger());
    job.options.url = object[QStringLiteral("url")].toString().toStdString();
    job.options.churn = object[QStringLiteral("churn")].toDouble();
    if (object[QStringLiteral("comeBack")].toBool())
        job.options.dropped = LoadOptions::Dropped::ComeBack;
    job.share = {number(object[QStringLiteral("first")]), number(object[QStringLiteral("step")])};
    job.sources = number(object[QStringLiteral("sources")]);
    job.run = number(object[QStringLiteral("run")]);
    if (job.share.step == 0 || job.options.size < LoadEventFormat::kMinimumSize)
        return std::nullopt;
    return job;
}

} // namespace sluice
