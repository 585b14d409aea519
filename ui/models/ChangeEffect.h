// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a change did: the figures that people look at, over the time before it and the time after it. Pure
// functions over a SnapshotStore; GUI thread only.
#pragma once

#include "Format.h"
#include "SnapshotStore.h"

#include <QCoreApplication>

#include <limits>
#include <vector>

namespace sluice {

class ChangeEffect
{
    Q_DECLARE_TR_FUNCTIONS(sluice::ChangeEffect)

public:
    /** How long before and after is looked at, at most, in seconds. */
    static constexpr double longest = 60;
    /** Less than this says nothing, in seconds. */
    static constexpr double shortest = 3;

    /** One figure before and after. */
    struct Measure
    {
        QString name;
        Format::Unit unit = Format::Count;
        double before = SnapshotStore::none;
        double after = SnapshotStore::none;
        bool isChanged = false; ///< by more than what the figure does by itself
    };

    /** Compares around @p time (ms since 1970), and looks neither before @p notBefore nor after @p notAfter:
     * what else was changed then is not this change's doing. */
    static ChangeEffect measured(const SnapshotStore &store, double time,
                                 double notBefore = -std::numeric_limits<double>::infinity(),
                                 double notAfter = std::numeric_limits<double>::infinity());

    /** Every figure that has something on both sides. */
    const std::vector<Measure> &measures() const { return m_measures; }

    /** How much of each side was looked at, in seconds. */
    double secondsBefore() const { return m_before; }
    double secondsAfter() const { return m_after; }

    /** Whether both sides are long enough to compare. */
    bool isKnown() const { return !m_measures.empty(); }

    /** "p99 delivery 18 ms -> 4 ms; 60 s before and after", what changed first; says so when nothing did. */
    QString text() const;

private:
    std::vector<Measure> m_measures;
    double m_before = 0;
    double m_after = 0;
};

} // namespace sluice
