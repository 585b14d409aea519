// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/system/ProcessFigures.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace sluice {

namespace {

/** The fields of /proc/self/stat from the third on; the second is a name that may hold spaces. */
std::vector<std::string> statFields()
{
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text);
    const auto end = text.rfind(')');
    std::vector<std::string> fields;
    if (end == std::string::npos)
        return fields;
    std::istringstream rest(text.substr(end + 1));
    for (std::string field; rest >> field;)
        fields.push_back(field);
    return fields;
}

double bootTimeSeconds()
{
    std::ifstream file("/proc/stat");
    for (std::string key; file >> key; std::getline(file, key)) {
        double seconds = 0;
        if (key == "btime" && file >> seconds)
            return seconds;
    }
    return 0;
}

std::int64_t countDescriptors()
{
    // Since Linux 6.2 the directory's size is the number of its entries.
    struct stat about
    {
    };
    if (::stat("/proc/self/fd", &about) == 0 && about.st_size > 0)
        return about.st_size;
    std::int64_t count = 0;
    std::error_code error;
    for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
         entry.increment(error))
        ++count;
    return count > 0 ? count - 1 : 0; // less the one that reads the directory
}

} // namespace

ProcessFigures ProcessFigures::read(Descriptors descriptors)
{
    ProcessFigures figures;
    // Positions by proc(5), less the two that statFields() leaves out.
    constexpr std::size_t utime = 11;
    constexpr std::size_t stime = 12;
    constexpr std::size_t startTime = 19;
    constexpr std::size_t vsize = 20;
    constexpr std::size_t rss = 21;
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    if (const auto fields = statFields(); fields.size() > rss) {
        figures.cpuSeconds = (std::stod(fields[utime]) + std::stod(fields[stime])) / ticks;
        figures.startTimeSeconds = bootTimeSeconds() + std::stod(fields[startTime]) / ticks;
        figures.virtualBytes = std::stoll(fields[vsize]);
        figures.residentBytes = std::stoll(fields[rss]) * ::sysconf(_SC_PAGESIZE);
    }
    if (descriptors == Descriptors::Count)
        figures.openDescriptors = countDescriptors();
    return figures;
}

} // namespace sluice
