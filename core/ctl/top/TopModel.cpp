// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/top/TopModel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sluice {

namespace {

constexpr const char *kMonotonic = "time_monotonic_seconds";
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double inPercent = 100;

/** The value of one sample, "name{labels} value" on a line of Prometheus' text. */
double sampleIn(std::string_view text, const std::string &sample)
{
    for (auto at = text.find(sample); at != std::string_view::npos; at = text.find(sample, at + 1)) {
        const std::string_view rest = text.substr(at + sample.size());
        if ((at > 0 && text[at - 1] != '\n') || rest.empty() || rest.front() != ' ')
            continue;
        bool isNumber = false;
        const auto line = rest.substr(1, rest.find('\n') - 1);
        const double value = QByteArray(line.data(), static_cast<qsizetype>(line.size())).toDouble(&isNumber);
        return isNumber ? value : kUnknown;
    }
    return kUnknown;
}

} // namespace

void TopModel::takeSnapshot(const QJsonObject &snapshot)
{
    const QLatin1String monotonic(kMonotonic);
    const double seconds = snapshot.value(monotonic).toDouble() - m_now.value(monotonic).toDouble();
    if (seconds == 0 && !m_now.isEmpty())
        return; // the same one again
    // A clock that went back is another engine's, or the machine's after a restart.
    m_before = m_now;
    m_seconds = m_now.isEmpty() || seconds < 0 ? 0 : seconds;
    m_now = snapshot;
}

double TopModel::figure(const char *name) const
{
    const QJsonValue found = value(name);
    return found.isDouble() ? found.toDouble() : kUnknown;
}

double TopModel::rate(const char *name) const
{
    return rateOf(QLatin1String(name));
}

double TopModel::rateOf(const QString &name) const
{
    const QJsonValue now = m_now.value(name);
    const QJsonValue before = m_before.value(name);
    if (m_seconds <= 0 || !now.isDouble() || !before.isDouble())
        return kUnknown;
    return std::max(0.0, now.toDouble() - before.toDouble()) / m_seconds;
}

std::vector<NamedCount> TopModel::counted(const char *prefix, const char *suffix) const
{
    const QLatin1String begin(prefix);
    const QLatin1String end(suffix);
    std::vector<NamedCount> found;
    for (auto figure = m_now.begin(); figure != m_now.end(); ++figure) {
        const QString &name = figure.key();
        const double total = figure.value().toDouble();
        if (total <= 0 || !name.startsWith(begin) || !name.endsWith(end) ||
            name.size() <= begin.size() + end.size())
            continue;
        QString between = name.mid(begin.size(), name.size() - begin.size() - end.size());
        between.replace(QLatin1Char('_'), QLatin1Char('-'));
        found.push_back({printable(between.toStdString()), total, rateOf(name)});
    }
    std::sort(found.begin(), found.end(),
              [](const NamedCount &left, const NamedCount &right) { return left.total > right.total; });
    return found;
}

void TopModel::takeMetrics(std::string_view text)
{
    std::vector<Worker> next;
    for (std::size_t i = 0;; ++i) {
        const std::string label = "{worker=\"" + std::to_string(i) + "\"}";
        const auto figureOf = [&](const char *name) { return sampleIn(text, name + label); };
        const double open = figureOf("sluice_worker_streams");
        if (std::isnan(open))
            break;
        next.push_back({std::to_string(i), open, inPercent * figureOf("sluice_loop_busy_ratio"),
                        figureOf("sluice_loop_lag_max_seconds"), figureOf("sluice_delivered_total"),
                        kUnknown});
    }
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - m_metricsAt).count();
    for (std::size_t i = 0; i < next.size() && i < workers.size() && seconds > 0; ++i)
        next[i].deliveredPerSecond = std::max(0.0, next[i].delivered - workers[i].delivered) / seconds;
    m_metricsAt = now;
    workers = std::move(next);
}

} // namespace sluice
