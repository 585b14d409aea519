// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// For what engine a machine is examined: its settings and what follows from them. A plain value; any thread.
#pragma once

#include "findings/doctor/DoctorFacts.h"
#include "settings/Settings.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

struct DoctorSubject
{
    /** Where the settings are from, and with them whose process the facts are about. */
    enum class Source { Defaults, File, Engine };

    Settings settings;
    Source source = Source::Defaults;
    std::int64_t workers = 1;
    std::optional<std::int64_t> streams; ///< that it is to hold: what somebody said, or pool.max_streams

    std::vector<std::string> tokenWarnings; ///< what is unwise about the tokens, a line each

    /** What an engine whose pool is "auto" is measured by where nobody says how many streams it is to hold.
     */
    static constexpr std::int64_t usualStreams = 10'000;

    /** The streams that needs are reckoned with. */
    std::int64_t wantedStreams() const { return streams.value_or(usualStreams); }

    /** True where nobody said how many streams are wanted. */
    bool isFree() const { return !streams; }

    /** The smallest descriptor limit with which the engine holds wantedStreams(). */
    std::int64_t descriptorLimit() const;

    /**
     * With these settings, on a machine with these facts; @p streams are those that somebody asks for,
     * nothing: what pool.max_streams says, and "auto" is nothing either.
     */
    static DoctorSubject of(const Settings &settings, Source source, const DoctorFacts &facts,
                            std::optional<std::int64_t> streams);
};

constexpr std::string_view doctorSourceName(DoctorSubject::Source source)
{
    constexpr std::array<std::string_view, 3> names{"defaults", "file", "engine"};
    return names[static_cast<std::size_t>(source)];
}

} // namespace sluice
