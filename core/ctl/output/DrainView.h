// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How far a drain is, as /api/v1/drain tells it, and the lines that show it to people. A plain value; any
// thread.
#pragma once

#include <QJsonObject>

#include <cstddef>
#include <optional>
#include <string>

namespace sluice {

struct DrainView
{
    std::string phase; ///< serving, grace, evicting, paused, forcing, drained
    double initial = 0;
    double left = 0;
    double closed = 0;
    double forced = 0;
    double rate = 0;                  ///< streams per second; 0: the engine did not say
    std::optional<double> etaSeconds; ///< nothing: nobody knows
    std::string then;                 ///< hold or exit; empty: the engine did not say

    /** Reads an answer of the API; nothing when it holds no drain. */
    static std::optional<DrainView> read(const QJsonObject &json);

    /** True while streams are being ended, or will be. */
    bool isUnderWay() const { return !phase.empty() && phase != "serving" && phase != "drained"; }

    /** "evicting  [#####-----]  6,200 of 10,000 gone  1,000/s  3.8s left", in at most @p width columns. */
    std::string bar(std::size_t width) const;

    /** The same without a bar, for a log. */
    std::string line() const;
};

/** A gauge of @p width columns with its brackets, of which @p part (0 to 1) is filled. */
std::string gauge(double part, std::size_t width);

} // namespace sluice
