// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "AgeHistogram.h"

#include "Format.h"

#include "findings/diagnosis/AgeCluster.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>
#include <array>

namespace sluice {

namespace {

constexpr auto kInterval = std::chrono::seconds(4);

/** A proxy's usual timeouts, 30 s, 60 s, 5 min, stand in the midst of a bar of their own. */
struct Bar
{
    double from; ///< seconds
    const char *label;
};
constexpr std::array<Bar, 14> kBars{{{0, "<1s"},
                                     {1, "1s"},
                                     {2, "2s"},
                                     {5, "5s"},
                                     {11, "15s"},
                                     {20, "30s"},
                                     {40, "45s"},
                                     {55, "60s"},
                                     {65, "90s"},
                                     {115, "2m"},
                                     {240, "5m"},
                                     {360, "10m"},
                                     {900, "30m"},
                                     {3000, "1h+"}}};

std::size_t barOf(double age)
{
    const auto above = std::upper_bound(kBars.begin(), kBars.end(), age,
                                        [](double value, const Bar &bar) { return value < bar.from; });
    return static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, above - kBars.begin()) - 1);
}

/** As the engine's rule needs it: how old, when, and whether the other side ended it. */
EndRecord recordOf(const QJsonObject &end)
{
    const double age = end.value(QLatin1String("age_seconds")).toDouble();
    const QDateTime ended =
        QDateTime::fromString(end.value(QLatin1String("ended")).toString(), Qt::ISODateWithMs);
    EndRecord record;
    record.ended = Instant(Milliseconds(ended.toMSecsSinceEpoch()));
    record.opened =
        record.ended - std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(age));
    const QString cause = end.value(QLatin1String("cause")).toString();
    for (std::size_t i = 0; i < causeCount; ++i) {
        const std::string_view name = causeName(static_cast<Cause>(i));
        if (cause == QLatin1StringView(name.data(), static_cast<qsizetype>(name.size())))
            record.cause = static_cast<Cause>(i);
    }
    return record;
}

} // namespace

AgeHistogram::AgeHistogram(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(kInterval);
    connect(&m_timer, &QTimer::timeout, this, &AgeHistogram::look);
}

void AgeHistogram::setEnds(EndsModel *ends)
{
    if (ends == m_ends)
        return;
    if (m_ends)
        m_ends->disconnect(this);
    m_ends = ends;
    if (m_ends) {
        connect(m_ends, &PagedModel::activeChanged, this, &AgeHistogram::follow);
        connect(m_ends, &PagedModel::linkChanged, this, &AgeHistogram::follow);
        connect(m_ends, &EndsModel::queryChanged, this, &AgeHistogram::follow);
        connect(m_ends, &PagedModel::forgotten, this, &AgeHistogram::forget);
        // The rows and the bars are of the same engine, from the same moment on.
        connect(m_ends, &PagedModel::loadedChanged, this, &AgeHistogram::follow);
    }
    Q_EMIT endsChanged();
    follow();
}

void AgeHistogram::forget()
{
    m_bars.clear();
    m_count = 0;
    m_clustered = false;
    m_finding.clear();
    Q_EMIT changed();
}

void AgeHistogram::follow()
{
    if (!m_ends || !m_ends->isActive() || !m_ends->link()) {
        m_timer.stop();
        return;
    }
    m_timer.start();
    look();
}

void AgeHistogram::look()
{
    if (m_ends->isFrozen() && m_count > 0)
        return;
    AdminRequest request;
    request.path = QStringLiteral("disconnects");
    request.query = m_ends->filter();
    request.query.addQueryItem(QStringLiteral("limit"), QString::number(mostEnds));
    m_ends->link()->send(request, this, [this, asked = m_ends->filter()](const AdminClient::Result &result) {
        if (result && m_ends && asked == m_ends->filter())
            take(result->json);
    });
}

void AgeHistogram::take(const QJsonObject &answer)
{
    const QJsonArray list = answer.value(QLatin1String("disconnects")).toArray();
    std::array<int, kBars.size()> counts{};
    std::vector<EndRecord> records;
    records.reserve(static_cast<std::size_t>(list.size()));
    for (const auto &each : list) {
        records.push_back(recordOf(each.toObject()));
        ++counts[barOf(std::chrono::duration<double>(records.back().age()).count())];
    }
    const auto cluster = AgeCluster::of(records);
    const int highest = std::max(1, *std::max_element(counts.begin(), counts.end()));
    m_bars.clear();
    for (std::size_t i = 0; i < kBars.size(); ++i) {
        const bool isCluster = cluster && barOf(cluster->age) == i;
        const QString from = Format::duration(kBars[i].from);
        const QString range = i + 1 < kBars.size()
                                  ? tr("%1 to %2").arg(from, Format::duration(kBars[i + 1].from))
                                  : tr("%1 and older").arg(from);
        m_bars.append(QVariantMap{{QStringLiteral("label"), QString::fromLatin1(kBars[i].label)},
                                  {QStringLiteral("range"), range},
                                  {QStringLiteral("count"), counts[i]},
                                  {QStringLiteral("share"), static_cast<double>(counts[i]) / highest},
                                  {QStringLiteral("isCluster"), isCluster}});
    }
    m_count = static_cast<int>(list.size());
    m_clustered = cluster.has_value();
    if (cluster)
        m_finding =
            tr("%1 of %2 ends that the other side made came at an age of %3: a timeout between here and "
               "the clients, most likely a proxy's.")
                .arg(cluster->count)
                .arg(cluster->among)
                .arg(Format::brief(cluster->age, Format::Seconds));
    else
        m_finding = m_count == 0 ? tr("No ends to judge by.")
                                 : tr("No age stands out: nothing between here and the clients cuts streams "
                                      "after a fixed time.");
    Q_EMIT changed();
}

} // namespace sluice
