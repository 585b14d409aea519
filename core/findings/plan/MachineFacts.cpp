// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/plan/MachineFacts.h"

#include "findings/doctor/DoctorFacts.h"

#include <algorithm>
#include <cmath>

namespace sluice {

MachineFacts MachineFacts::of(const DoctorFacts &seen)
{
    const auto limited = [](const DoctorFacts::Number &number) {
        return number == DoctorFacts::unlimited ? std::nullopt : number;
    };
    constexpr std::size_t most = 2; // of least, pressure, most
    MachineFacts facts;
    facts.descriptors = limited(seen.hardDescriptors);
    facts.descriptorCeiling = limited(seen.descriptorCeiling);
    facts.systemDescriptors = limited(seen.systemDescriptors);
    facts.memory = limited(seen.memory);
    if (const auto ofGroup = limited(seen.groupMemory))
        facts.memory = std::min(facts.memory.value_or(*ofGroup), *ofGroup);
    if (seen.tcpMemory)
        facts.tcpMemory = (*seen.tcpMemory)[most];
    facts.cores = seen.cores;
    if (seen.quota)
        facts.cores = std::min(facts.cores.value_or(1),
                               std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(*seen.quota))));
    facts.acceptQueue = seen.acceptQueue;
    if (seen.localPorts)
        facts.localPorts = seen.localPorts->last - seen.localPorts->first + 1;
    return facts;
}

MachineFacts MachineFacts::read()
{
    return of(DoctorFacts::read("/", "self"));
}

} // namespace sluice
