// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorRules.h"

#include "base/text/Units.h"

#include <algorithm>

namespace sluice::doctor {

namespace {

// Measured: the engine without streams; what a stream takes of its memory; what its socket takes of the
// kernel's.
constexpr std::int64_t kEngineBytes = 24 << 20;
constexpr std::int64_t kStreamBytes = 512;
constexpr std::int64_t kSocketBytes = 4096;
// A kernel's bookkeeping makes a buffer twice as large as its bytes.
constexpr std::int64_t kBufferFactor = 2;
// Clients that take less than is sent, in a crowd.
constexpr std::int64_t kSlowPercent = 1;
constexpr std::int64_t kPercent = 100;
// Beyond this share of what is free, anything else that grows ends it.
constexpr std::int64_t kTightPercent = 80;
// A machine that swaps reluctantly has this or less.
constexpr std::int64_t kReluctant = 10;

std::int64_t engineMemory(const DoctorSubject &subject)
{
    return kEngineBytes + subject.settings.history_total_bytes + subject.settings.publish_max_in_flight +
           subject.wantedStreams() * (kStreamBytes + kSocketBytes);
}

struct Room
{
    std::int64_t bytes = 0;
    std::string text;
    bool isGroup = false;
};

/** What the process may still take, with what it has; of the control group where that has less. */
std::optional<Room> roomOf(const DoctorFacts &facts)
{
    if (!facts.availableMemory)
        return std::nullopt;
    const std::int64_t own = facts.residentMemory.value_or(0);
    Room room{*facts.availableMemory + own, memoryText(*facts.availableMemory + own) + " available", false};
    if (facts.groupMemory && *facts.groupMemory != DoctorFacts::unlimited) {
        const std::int64_t used = facts.groupMemoryUsed.value_or(own);
        const std::int64_t left = std::max<std::int64_t>(0, *facts.groupMemory - used) + own;
        if (left < room.bytes)
            room = {left, memoryText(left) + " of the control group's " + memoryText(*facts.groupMemory),
                    true};
    }
    return room;
}

std::vector<std::string> makeRoom(const Room &room, const DoctorFacts &facts, const DoctorSubject &subject,
                                  std::int64_t needed)
{
    std::vector<std::string> remedies;
    if (!room.isGroup)
        remedies.emplace_back("more memory, or fewer other programs");
    else
        remedies.push_back("systemctl edit " + (facts.unit.empty() ? "sluiced" : facts.unit) +
                           ": [Service] MemoryMax=" + std::to_string((2 * needed >> 20) + 1) + "M");
    if (subject.settings.history_total_bytes > room.bytes / 4)
        remedies.push_back("sluicectl set history.total_bytes=" +
                           formatSize(std::max<std::int64_t>(1, (room.bytes / 8) >> 20) << 20));
    const std::int64_t streams = (room.bytes - kEngineBytes - subject.settings.history_total_bytes -
                                  subject.settings.publish_max_in_flight) /
                                 (kStreamBytes + kSocketBytes);
    if (streams > 0)
        remedies.push_back("sluicectl set pool.max_streams=" + std::to_string(streams));
    return remedies;
}

} // namespace

Outcome memory(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    const auto room = roomOf(facts);
    if (!room)
        return NotObserved{};
    const std::int64_t needed = engineMemory(subject);
    const bool fits = needed <= room->bytes;
    const bool isTight = needed > room->bytes / kPercent * kTightPercent;
    return state(!fits     ? Severity::Critical
                 : isTight ? Severity::Warning
                           : Severity::Ok,
                 room->text, memoryText(needed),
                 memoryText(kEngineBytes) + " of the engine, history.total_bytes of " +
                     memoryText(subject.settings.history_total_bytes) + ", publish.max_in_flight of " +
                     memoryText(subject.settings.publish_max_in_flight) + ", and " +
                     limitText(subject.wantedStreams()) + " streams of " +
                     memoryText(kStreamBytes + kSocketBytes) + ", most of it the kernel's",
                 makeRoom(*room, facts, subject, needed));
}

Outcome memoryStalled(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    const auto room = roomOf(facts);
    if (!room)
        return NotObserved{};
    const std::int64_t buffers =
        subject.wantedStreams() * kBufferFactor * subject.settings.backpressure_send_buffer;
    const std::int64_t needed = engineMemory(subject) + buffers;
    const bool fits = needed <= room->bytes;
    return state(fits ? Severity::Ok : Severity::Notice, room->text, memoryText(needed),
                 "the same, when every client stops reading at once and each socket fills its "
                 "backpressure.send_buffer of " +
                     memoryText(subject.settings.backpressure_send_buffer) + ", twice in the kernel",
                 {"sluice.toml: [backpressure] send_buffer = \"16KiB\""});
}

Outcome tcpMemory(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.tcpMemory)
        return NotObserved{};
    const std::int64_t streams = subject.wantedStreams();
    const std::int64_t needed = streams * kSocketBytes + streams * kSlowPercent / kPercent * kBufferFactor *
                                                             subject.settings.backpressure_send_buffer;
    const std::int64_t pressure = (*facts.tcpMemory)[1];
    const bool fits = pressure >= needed;
    constexpr std::int64_t page = 4096;
    const std::int64_t pages = roundedUp(2 * needed / page);
    return state(
        fits ? Severity::Ok : Severity::Warning,
        memoryText(pressure) +
            (facts.tcpMemoryUsed ? ", " + memoryText(*facts.tcpMemoryUsed) + " in use" : std::string()),
        memoryText(needed),
        "beyond it the kernel shrinks every socket's buffers: a page for each stream, and full ones "
        "for the one in a hundred that stalls",
        sysctl("net.ipv4.tcp_mem",
               std::to_string(pages / 2) + " " + std::to_string(pages) + " " + std::to_string(2 * pages)));
}

Outcome sendBuffer(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.mostSendBuffer)
        return NotObserved{};
    const std::int64_t needed = subject.settings.backpressure_send_buffer;
    const bool fits = *facts.mostSendBuffer >= needed;
    return state(fits ? Severity::Ok : Severity::Notice, memoryText(*facts.mostSendBuffer),
                 memoryText(needed), "the kernel cuts backpressure.send_buffer to net.core.wmem_max",
                 sysctl("net.core.wmem_max", std::to_string(needed)));
}

Outcome swap(const Machine &machine)
{
    const auto &[facts, subject] = machine;
    if (!facts.swap)
        return NotObserved{};
    const std::string reason =
        "an event loop that waits for a page from the disk keeps all its streams waiting";
    const std::vector<std::string> remedies{"systemctl edit sluiced: [Service] MemorySwapMax=0",
                                            "sysctl -w vm.swappiness=1"};
    if (facts.swappedMemory.value_or(0) > 0)
        return state(Severity::Warning, memoryText(*facts.swappedMemory) + " of the process swapped out",
                     "none", reason, remedies);
    if (*facts.swap == 0)
        return state(Severity::Ok, "no swap", "any", reason);
    const bool isReluctant = facts.swappiness.value_or(0) <= kReluctant;
    return state(isReluctant ? Severity::Ok : Severity::Notice,
                 memoryText(*facts.swap) + " of swap, vm.swappiness " +
                     limitText(facts.swappiness.value_or(0)),
                 "vm.swappiness at most " + limitText(kReluctant), reason, remedies);
}

} // namespace sluice::doctor
