// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One second of a load run, as its progress, its CSV and its charts show it. A plain value, made by LoadRun.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

/** What a run is doing, in the order in which it does it. */
enum class LoadPhase {
    Connecting,
    Settling,    ///< all are there; the server finishes what it does a little later
    Holding,     ///< connected, nothing is published
    Publishing,  ///< also while clients still come in a ramp
    Finishing,   ///< the last event is sent, not everybody has it yet
    Finished,    ///< the last sample of a run that came to its end
    Interrupted, ///< the last sample of a run that was stopped before
};

/** The phase in one word, as in JSON and CSV. */
std::string_view phaseName(LoadPhase phase);

/** Counts are since the begin; rates and quantiles of the interval since the sample before. */
struct LoadSample
{
    double elapsedSeconds = 0;
    LoadPhase phase = LoadPhase::Connecting;
    std::optional<double> leftSeconds; ///< of the run as planned; absent while nobody can tell
    std::uint32_t asked = 0;           ///< clients that shall be there now
    std::uint32_t connected = 0;       ///< streams that are open now
    std::uint32_t refused = 0;
    std::uint32_t connectErrors = 0;
    std::uint64_t published = 0;
    std::uint64_t publishErrors = 0;
    double publishRate = 0; ///< per second
    std::uint64_t delivered = 0;
    double deliveryRate = 0;      ///< per second
    std::optional<double> p50;    ///< of the interval, milliseconds, as all four
    std::optional<double> p99;    ///< of the interval
    std::optional<double> p50All; ///< since the begin
    std::optional<double> p99All; ///< since the begin
    std::uint32_t drops = 0;
    std::uint64_t gaps = 0;
    std::uint64_t duplicates = 0;
    std::uint32_t churned = 0;
    std::uint32_t returned = 0;
    std::uint32_t away = 0;
    std::optional<std::int64_t> rssKib; ///< of all measured processes together
    std::optional<double> cpuPercent;   ///< of one core, of all measured processes together

    /** One JSON object on one line, without a line end; docs/load.md names its keys. */
    std::string toJsonLine() const;

    /** The CSV's fields, in the order of csvColumns(). */
    std::vector<std::string> toCsv() const;

    /** The names of the CSV's columns. */
    static std::vector<std::string> csvColumns();
};

} // namespace sluice
