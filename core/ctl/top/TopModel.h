// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What `sluicectl top` knows of an engine: the newest snapshot and the one before, for rates, and the lists
// beside them. A plain value with the reading of answers; its owner's thread.
#pragma once

#include "base/text/Figures.h"
#include "ctl/output/DrainView.h"

#include <QJsonArray>
#include <QJsonObject>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/** Something that is counted, by its name. */
struct NamedCount
{
    std::string name;
    double total = 0;
    double perSecond = 0;
};

class TopModel
{
public:
    /** What the streams are sorted by, the largest first. */
    static constexpr std::array<const char *, 3> kSortKeys{"backlog", "age", "sent"};

    /** One worker's state. */
    struct Worker
    {
        std::string name;
        double streams = 0;
        double busyPercent = 0;
        double lagSeconds = 0;
        double delivered = 0;
        double deliveredPerSecond = 0;
    };

    std::string engine;  ///< its address
    std::string trouble; ///< why it does not answer; empty: it does
    std::vector<Worker> workers;
    QJsonArray streams;
    QJsonArray channels;
    QJsonArray ends;
    std::optional<DrainView> drain;
    std::size_t sortKey = 0; ///< in kSortKeys
    TimeZone zone = TimeZone::Local;

    /** Takes the next snapshot; after a restart of the engine rates begin anew. */
    void takeSnapshot(const QJsonObject &snapshot);

    /** Takes the text of /metrics, for what it says of each worker. */
    void takeMetrics(std::string_view text);

    bool hasSnapshot() const { return !m_now.isEmpty(); }

    /** A figure of the newest snapshot; not a number when it has none of that name. */
    double figure(const char *name) const;

    /** How fast a counter grew between the last two snapshots; not a number before there are two. */
    double rate(const char *name) const;

    /** A text of the newest snapshot. */
    QJsonValue value(const char *name) const { return m_now.value(QLatin1String(name)); }

    /** All counters whose names begin and end so, by what stands between; those that never counted are left
     * out, the largest comes first. */
    std::vector<NamedCount> counted(const char *prefix, const char *suffix) const;

private:
    double rateOf(const QString &name) const;

    QJsonObject m_now;
    QJsonObject m_before;
    double m_seconds = 0; // between the two; 0: there is no before
    std::chrono::steady_clock::time_point m_metricsAt;
};

} // namespace sluice
