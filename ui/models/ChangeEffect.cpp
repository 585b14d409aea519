// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChangeEffect.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice {

namespace {

/** A figure that an operator judges a change by. */
struct Watched
{
    const char *column;
    const char *name;
    Format::Unit unit;
    double noise; ///< a difference below this means nothing, in the figure's unit
};

constexpr std::array<Watched, 4> kWatched{{
    {"delivery_latency_p99_seconds", QT_TRANSLATE_NOOP("sluice::ChangeEffect", "p99 delivery"),
     Format::Seconds, 0.5e-3},
    {"loop_lag_max_seconds", QT_TRANSLATE_NOOP("sluice::ChangeEffect", "loop lag"), Format::Seconds, 0.5e-3},
    {"active_streams", QT_TRANSLATE_NOOP("sluice::ChangeEffect", "active streams"), Format::Count, 0.5},
    {"refusals_per_second", QT_TRANSLATE_NOOP("sluice::ChangeEffect", "refusals"), Format::PerSecond, 0.2},
}};

constexpr double kTellingShare = 0.05; // a difference below this share of the figure means nothing
constexpr double kClockSlack = 1; // ms: the snapshot of the change's own instant belongs to what was before

std::vector<double> figuresBetween(const SnapshotStore &store, const char *column, double from, double to)
{
    const auto figures = store.column(QLatin1String(column));
    std::vector<double> found;
    if (figures.empty())
        return found;
    const std::size_t last = store.lowerBound(to);
    for (std::size_t row = store.lowerBound(from); row < last; ++row) {
        if (!std::isnan(figures[row]))
            found.push_back(figures[row]);
    }
    return found;
}

/** The median: one slow second must not pass for the effect. */
double typical(std::vector<double> figures)
{
    const auto middle = figures.begin() + static_cast<std::ptrdiff_t>(figures.size() / 2);
    std::nth_element(figures.begin(), middle, figures.end());
    return *middle;
}

double quartileRange(std::vector<double> figures)
{
    std::sort(figures.begin(), figures.end());
    return figures[figures.size() * 3 / 4] - figures[figures.size() / 4];
}

} // namespace

ChangeEffect ChangeEffect::measured(const SnapshotStore &store, double time, double notBefore,
                                    double notAfter)
{
    ChangeEffect effect;
    if (store.count() == 0)
        return effect;
    const double first = std::max({time - 1000 * longest, notBefore, store.firstTime()});
    const double last = std::min({time + 1000 * longest, notAfter, store.latestTime()});
    effect.m_before = std::max(0.0, (time - first) / 1000);
    effect.m_after = std::max(0.0, (last - time) / 1000);
    if (effect.m_before < shortest || effect.m_after < shortest)
        return effect;
    for (const Watched &watched : kWatched) {
        const auto before = figuresBetween(store, watched.column, first, time + kClockSlack);
        const auto after = figuresBetween(store, watched.column, time + kClockSlack, last + kClockSlack);
        if (before.empty() || after.empty())
            continue;
        Measure measure{tr(watched.name), watched.unit, typical(before), typical(after), false};
        const double difference = std::abs(measure.after - measure.before);
        measure.isChanged =
            difference > std::max({watched.noise, kTellingShare * std::abs(measure.before),
                                   0.5 * std::max(quartileRange(before), quartileRange(after))});
        effect.m_measures.push_back(measure);
    }
    return effect;
}

QString ChangeEffect::text() const
{
    if (!isKnown())
        return m_after < shortest && m_before >= shortest
                   ? tr("The effect is still being measured.")
                   : tr("Too little was recorded to measure an effect.");
    QStringList changed;
    QStringList same;
    for (const Measure &measure : m_measures) {
        if (measure.isChanged)
            changed.append(tr("%1 %2 \u2192 %3")
                               .arg(measure.name, Format::brief(measure.before, measure.unit),
                                    Format::brief(measure.after, measure.unit)));
        else
            same.append(
                tr("%1 as before (%2)").arg(measure.name, Format::brief(measure.after, measure.unit)));
    }
    const QString span =
        std::abs(m_before - m_after) < 1
            ? tr("%1 before and after").arg(Format::duration(m_after))
            : tr("%1 before, %2 after").arg(Format::duration(m_before), Format::duration(m_after));
    return (changed + same).join(QStringLiteral(", ")) + QStringLiteral("; ") + span;
}

} // namespace sluice
