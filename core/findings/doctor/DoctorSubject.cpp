// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorSubject.h"

#include "model/FdBudget.h"
#include "settings/TokenWarnings.h"

#include <algorithm>

namespace sluice {

std::int64_t DoctorSubject::descriptorLimit() const
{
    const std::int64_t wanted = wantedStreams();
    const auto threads = static_cast<std::size_t>(workers);
    std::int64_t limit = wanted;
    const auto mostOf = [&](std::int64_t of) {
        return FdBudget(of, threads, settings.admin_max_followers).maxStreams();
    };
    for (std::int64_t most = mostOf(limit); most < std::min(wanted, FdBudget::mostStreams);
         most = mostOf(limit))
        limit += std::max<std::int64_t>(1, (wanted - most) / 2);
    return limit;
}

DoctorSubject DoctorSubject::of(const Settings &settings, Source source, const DoctorFacts &facts,
                                std::optional<std::int64_t> streams)
{
    DoctorSubject subject;
    subject.settings = settings;
    subject.source = source;
    subject.workers = settings.engine_workers > 0 ? settings.engine_workers : facts.cores.value_or(1);
    subject.streams = streams;
    subject.tokenWarnings = sluice::tokenWarnings(settings, {});
    if (!streams && settings.pool_max_streams > 0)
        subject.streams = settings.pool_max_streams;
    return subject;
}

} // namespace sluice
