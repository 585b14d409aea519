// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ShortSlices.h"

#include <cstdint>

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr std::uint64_t sliceNanoseconds = 100'000;

// struct sched_attr of linux/sched/types.h, as of its first version; glibc has it since 2.41.
struct SchedulingAttributes
{
    std::uint32_t size = sizeof(SchedulingAttributes);
    std::uint32_t policy = 0;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = 0; ///< of an ordinary thread: the length of its slices, in ns
    std::uint64_t deadline = 0;
    std::uint64_t period = 0;
};

} // namespace

SlicesAsked askForShortSlices()
{
    constexpr pid_t thisThread = 0;
    SchedulingAttributes attributes;
    if (::syscall(SYS_sched_getattr, thisThread, &attributes, sizeof(attributes), 0) != 0)
        return SlicesAsked::Refused;
    if (attributes.policy != SCHED_OTHER && attributes.policy != SCHED_BATCH)
        return SlicesAsked::Refused; // somebody chose a real-time policy: its runtime means something else
    attributes.runtime = sliceNanoseconds;
    return ::syscall(SYS_sched_setattr, thisThread, &attributes, 0) == 0 ? SlicesAsked::Yes
                                                                         : SlicesAsked::Refused;
}

} // namespace sluice
