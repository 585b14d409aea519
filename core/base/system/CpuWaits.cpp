// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/system/CpuWaits.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace sluice {

namespace {

std::optional<double> machineWait()
{
    // "some avg10=0.00 avg60=0.00 avg300=0.00 total=123456", the total in microseconds.
    std::ifstream file("/proc/pressure/cpu");
    constexpr double microsecond = 1e-6;
    for (std::string word; file >> word;) {
        constexpr std::string_view key = "total=";
        if (word.starts_with(key))
            return std::stod(word.substr(key.size())) * microsecond;
    }
    return std::nullopt;
}

std::optional<double> threadsWait()
{
    // Of each thread: nanoseconds on a CPU, nanoseconds of waiting for one, turns.
    constexpr double nanosecond = 1e-9;
    std::optional<double> sum;
    std::error_code error;
    for (std::filesystem::directory_iterator entry("/proc/self/task", error), end; !error && entry != end;
         entry.increment(error)) {
        std::ifstream file(entry->path() / "schedstat");
        double running = 0;
        double waiting = 0;
        if (file >> running >> waiting)
            sum = sum.value_or(0) + waiting * nanosecond;
    }
    return sum;
}

} // namespace

CpuWaits CpuWaits::read()
{
    return {machineWait(), threadsWait()};
}

} // namespace sluice
