// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/doctor/DoctorFacts.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <tuple>

#include <sys/stat.h>
#include <unistd.h>

namespace sluice {

namespace {

using Number = DoctorFacts::Number;
using Range = DoctorFacts::Range;

std::string lineOf(const std::string &path)
{
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

/** A whole number, or the words for no limit; what is larger than any limit is none either. */
Number numberIn(const std::string &word)
{
    if (word == "unlimited" || word == "max")
        return DoctorFacts::unlimited;
    std::int64_t number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    if (read.ec == std::errc::result_out_of_range)
        return DoctorFacts::unlimited;
    if (read.ec != std::errc() || read.ptr != word.data() + word.size())
        return std::nullopt;
    return number;
}

std::vector<std::string> wordsOf(const std::string &line)
{
    std::istringstream stream(line);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

Number numberAt(const std::string &path, std::size_t index = 0)
{
    const auto words = wordsOf(lineOf(path));
    return index < words.size() ? numberIn(words[index]) : std::nullopt;
}

DoctorFacts::Triple tripleAt(const std::string &path, std::int64_t factor)
{
    std::array<std::int64_t, 3> three{};
    for (std::size_t i = 0; i < three.size(); ++i) {
        const Number number = numberAt(path, i);
        if (!number || *number > std::numeric_limits<std::int64_t>::max() / factor)
            return std::nullopt;
        three[i] = *number * factor;
    }
    return three;
}

/** "NAME:   123 kB", of /proc/meminfo and /proc/PID/status, in bytes. */
Number kilobytesOf(const std::string &path, std::string_view name)
{
    constexpr std::int64_t kilobyte = 1024;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ':')
            continue;
        const auto words = wordsOf(line.substr(name.size() + 1));
        const Number number = words.empty() ? std::nullopt : numberIn(words.front());
        return number ? Number(*number * kilobyte) : std::nullopt;
    }
    return std::nullopt;
}

/** "A-B,C,...": a list of ranges, as the kernel writes ports and processors. */
std::vector<Range> rangesIn(const std::string &list)
{
    std::vector<Range> ranges;
    std::istringstream stream(list);
    for (std::string item; std::getline(stream, item, ',');) {
        const auto dash = item.find('-');
        const Number first = numberIn(item.substr(0, dash));
        const Number last = dash == std::string::npos ? first : numberIn(item.substr(dash + 1));
        if (first && last && *first <= *last)
            ranges.push_back({*first, *last});
    }
    return ranges;
}

Number entriesIn(const std::string &directory)
{
    // Since Linux 6.2 the size of /proc/PID/fd is the number of its entries: a walk over 100,000 takes too
    // long.
    struct stat about = {};
    if (directory.starts_with("/proc/") && ::stat(directory.c_str(), &about) == 0 && about.st_size > 0)
        return about.st_size;
    std::error_code error;
    std::int64_t count = 0;
    for (auto entry = std::filesystem::directory_iterator(directory, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
        ++count;
    return error ? std::nullopt : Number(count);
}

void readDescriptors(const std::string &root, const std::string &process, DoctorFacts &facts)
{
    std::ifstream limits(process + "/limits");
    for (std::string line; std::getline(limits, line);) {
        constexpr std::string_view name = "Max open files";
        if (!line.starts_with(name))
            continue;
        const auto words = wordsOf(line.substr(name.size()));
        if (words.size() >= 2) {
            facts.softDescriptors = numberIn(words[0]);
            facts.hardDescriptors = numberIn(words[1]);
        }
    }
    facts.openDescriptors = entriesIn(process + "/fd");
    facts.descriptorCeiling = numberAt(root + "/proc/sys/fs/nr_open");
    facts.systemDescriptors = numberAt(root + "/proc/sys/fs/file-max");
    facts.systemDescriptorsUsed = numberAt(root + "/proc/sys/fs/file-nr");
}

/** Where a control group's files are, and what its version 1 and 2 call them. */
struct GroupFile
{
    std::string_view controller; ///< of version 1
    const char *name1;
    const char *name2;
};

constexpr GroupFile kMemoryMax{"memory", "memory.limit_in_bytes", "memory.max"};
constexpr GroupFile kMemoryUsed{"memory", "memory.usage_in_bytes", "memory.current"};
constexpr GroupFile kTasksMax{"pids", "pids.max", "pids.max"};

/** The control groups of a process, from /proc/PID/cgroup. */
class Groups
{
public:
    Groups(std::string root, const std::string &process)
        : m_root(std::move(root))
    {
        std::ifstream file(process + "/cgroup");
        for (std::string line; std::getline(file, line);) {
            const auto first = line.find(':');
            const auto second = first == std::string::npos ? first : line.find(':', first + 1);
            if (second != std::string::npos)
                m_lines.push_back({line.substr(first + 1, second - first - 1), line.substr(second + 1)});
        }
    }

    /** The directories of the group that has the file, the process's own first, the root's last. */
    std::vector<std::string> directories(const GroupFile &file) const
    {
        std::vector<std::string> found;
        for (const Line &line : m_lines) {
            const bool isVersion2 = line.controllers.empty();
            if (!isVersion2 &&
                ("," + line.controllers + ",").find("," + std::string(file.controller) + ",") ==
                    std::string::npos)
                continue;
            const std::string base =
                m_root + "/sys/fs/cgroup" + (isVersion2 ? "" : "/" + std::string(file.controller));
            for (std::string path = line.path;; path.erase(path.find_last_of('/'))) {
                found.push_back(base + (path == "/" ? "" : path));
                if (path.find_last_of('/') == std::string::npos)
                    break;
            }
        }
        return found;
    }

    /** The number in a group's file, whichever version it is of. */
    static Number numberOf(const std::string &directory, const GroupFile &file)
    {
        const Number number = numberAt(directory + '/' + file.name2);
        return number ? number : numberAt(directory + '/' + file.name1);
    }

    /** The last part of the path that names a systemd service. */
    std::string unit() const
    {
        std::string unit;
        for (const Line &line : m_lines) {
            std::istringstream path(line.path);
            for (std::string part; std::getline(path, part, '/');)
                if (part.ends_with(".service") && !part.starts_with("user@"))
                    unit = part;
        }
        return unit;
    }

private:
    struct Line
    {
        std::string controllers;
        std::string path;
    };

    std::string m_root;
    std::vector<Line> m_lines;
};

/** The smallest limit from the process's own group up to the root, and how much of that is used. */
std::pair<Number, Number> leastOf(const Groups &groups, const GroupFile &limit, const GroupFile &used)
{
    std::pair<Number, Number> least;
    for (const std::string &directory : groups.directories(limit)) {
        const Number here = Groups::numberOf(directory, limit);
        // Version 1 writes no limit as the largest multiple of a page.
        constexpr std::int64_t none = std::int64_t{1} << 62;
        if (here && *here < none && (!least.first || *here < *least.first))
            least = {here, Groups::numberOf(directory, used)};
    }
    return least;
}

/** The smallest share of time up to the root, in cores. */
std::optional<double> quotaOf(const Groups &groups)
{
    std::optional<double> least;
    const auto take = [&least](const Number &quota, const Number &period) {
        if (quota && period && *quota > 0 && *quota != DoctorFacts::unlimited && *period > 0) {
            const double cores = static_cast<double>(*quota) / static_cast<double>(*period);
            least = std::min(least.value_or(cores), cores);
        }
    };
    for (const std::string &directory : groups.directories({"cpu", "", ""})) {
        take(numberAt(directory + "/cpu.max", 0), numberAt(directory + "/cpu.max", 1));
        take(numberAt(directory + "/cpu.cfs_quota_us"), numberAt(directory + "/cpu.cfs_period_us"));
    }
    return least;
}

/** Pages that TCP's buffers take now: "TCP: inuse 5 orphan 0 tw 2 alloc 6 mem 1". */
Number tcpPagesUsed(const std::string &path)
{
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto words = wordsOf(line);
        if (words.empty() || words.front() != "TCP:")
            continue;
        for (std::size_t i = 1; i + 1 < words.size(); ++i)
            if (words[i] == "mem")
                return numberIn(words[i + 1]);
    }
    return std::nullopt;
}

void readNetwork(const std::string &root, DoctorFacts &facts)
{
    const std::string core = root + "/proc/sys/net/core/";
    const std::string ipv4 = root + "/proc/sys/net/ipv4/";
    const std::string filter = root + "/proc/sys/net/netfilter/";
    const std::int64_t page = ::sysconf(_SC_PAGESIZE);
    facts.acceptQueue = numberAt(core + "somaxconn");
    facts.mostSendBuffer = numberAt(core + "wmem_max");
    facts.synBacklog = numberAt(ipv4 + "tcp_max_syn_backlog");
    facts.synCookies = numberAt(ipv4 + "tcp_syncookies");
    const Number first = numberAt(ipv4 + "ip_local_port_range", 0);
    const Number last = numberAt(ipv4 + "ip_local_port_range", 1);
    if (first && last && *first <= *last)
        facts.localPorts = Range{*first, *last};
    facts.reservedPorts = rangesIn(lineOf(ipv4 + "ip_local_reserved_ports"));
    facts.tcpSendBuffer = tripleAt(ipv4 + "tcp_wmem", 1);
    facts.tcpMemory = tripleAt(ipv4 + "tcp_mem", page);
    if (const Number pages = tcpPagesUsed(root + "/proc/net/sockstat"))
        facts.tcpMemoryUsed = *pages * page;
    facts.keepAliveTime = numberAt(ipv4 + "tcp_keepalive_time");
    facts.slowStartAfterIdle = numberAt(ipv4 + "tcp_slow_start_after_idle");
    facts.mostTracked = numberAt(filter + "nf_conntrack_max");
    facts.tracked = numberAt(filter + "nf_conntrack_count");
    facts.trackedTimeout = numberAt(filter + "nf_conntrack_tcp_timeout_established");
}

void readMemory(const std::string &root, const std::string &process, const Groups &groups, DoctorFacts &facts)
{
    const std::string machine = root + "/proc/meminfo";
    facts.memory = kilobytesOf(machine, "MemTotal");
    facts.availableMemory = kilobytesOf(machine, "MemAvailable");
    facts.swap = kilobytesOf(machine, "SwapTotal");
    facts.swappiness = numberAt(root + "/proc/sys/vm/swappiness");
    facts.residentMemory = kilobytesOf(process + "/status", "VmRSS");
    facts.swappedMemory = kilobytesOf(process + "/status", "VmSwap");
    std::tie(facts.groupMemory, facts.groupMemoryUsed) = leastOf(groups, kMemoryMax, kMemoryUsed);
}

void readProcessors(const std::string &root, const std::string &process, const Groups &groups,
                    DoctorFacts &facts)
{
    std::ifstream status(process + "/status");
    for (std::string line; std::getline(status, line);) {
        constexpr std::string_view name = "Cpus_allowed_list:";
        if (!line.starts_with(name))
            continue;
        std::int64_t cores = 0;
        const auto words = wordsOf(line.substr(name.size()));
        for (const Range &range : rangesIn(words.empty() ? std::string() : words.front()))
            cores += range.last - range.first + 1;
        if (cores > 0)
            facts.cores = cores;
    }
    facts.quota = quotaOf(groups);
    facts.clockSource = lineOf(root + "/sys/devices/system/clocksource/clocksource0/current_clocksource");
}

} // namespace

DoctorFacts DoctorFacts::read(const std::string &root, const std::string &process)
{
    DoctorFacts facts;
    const std::string base = root == "/" ? std::string() : root;
    const std::string own = base + "/proc/" + process;
    const Groups groups(base, own);
    readDescriptors(base, own, facts);
    readNetwork(base, facts);
    readMemory(base, own, groups, facts);
    readProcessors(base, own, groups, facts);
    facts.unit = groups.unit();
    facts.mostTasks = leastOf(groups, kTasksMax, kTasksMax).first;
    return facts;
}

DoctorFacts DoctorFacts::ofThisProcess()
{
    DoctorFacts facts = read("/", "self");
    facts.clock = readClockState();
    return facts;
}

} // namespace sluice
