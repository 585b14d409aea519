// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/plan/Planner.h"

#include "base/text/Figures.h"
#include "base/text/Units.h"
#include "http/Framing.h"
#include "model/DrainPlan.h"
#include "model/FdBudget.h"

#include <algorithm>
#include <cmath>

namespace sluice {

namespace {

using std::chrono::milliseconds;

// The rest absorbs bursts; the diagnosis calls a loop stalled from 95 % on.
constexpr double busyShare = 0.7;

// Of a machine's memory; the rest is the kernel's, the page cache's and other programs'.
constexpr double memoryShare = 0.8;

// After a crash nothing spreads the clients: they come back within about this time of each other.
constexpr milliseconds crowd{250};
constexpr std::int64_t leastQueue = 128;
constexpr std::int64_t longestQueue = 65'535; // what listen.backlog may be

// What an event's id is long: an epoch, a '-' and a sequence number.
constexpr std::size_t idSize = 16;

// Of one segment: Ethernet, IPv4, TCP with timestamps; and what of an event fits into one.
constexpr double segmentOverhead = 66;
constexpr double segmentPayload = 1448;

constexpr double kPercent = 100;
constexpr std::int64_t roundTo = 1024; // limits that people set are multiples of it

double seconds(milliseconds time)
{
    return std::chrono::duration<double>(time).count();
}

std::string count(double number)
{
    return countText(number);
}

/** 10 %, without decimals that nobody typed. */
std::string percent(double share)
{
    return formatRate(share) + " %";
}

std::int64_t roundedUp(double value)
{
    const auto whole = static_cast<std::int64_t>(std::ceil(value));
    return (whole + roundTo - 1) / roundTo * roundTo;
}

/** Bytes of one event as it goes out, in its chunk. */
double framedSize(std::int64_t dataSize)
{
    constexpr std::string_view dataLine = "data: \n";
    const std::size_t payload =
        static_cast<std::size_t>(dataSize) + dataLine.size() + framing::idFieldsSize(idSize);
    return static_cast<double>(payload + framing::chunkOverhead(payload));
}

/** Bytes on the network for a payload that is sent at once. */
double onTheWire(double payload)
{
    return payload + std::ceil(payload / segmentPayload) * segmentOverhead;
}

double heartbeatSize()
{
    constexpr std::size_t size = framing::heartbeat.size();
    return static_cast<double>(size + framing::chunkOverhead(size));
}

tl::expected<void, Error> checkLoad(const PlanLoad &load)
{
    const auto refuse = [](const std::string &what, const std::string &value, const std::string &rule) {
        return tl::unexpected(inputError(what + " is " + value + ", but must be " + rule));
    };
    constexpr std::int64_t mostClients = 1'000'000'000;
    constexpr milliseconds longest = std::chrono::hours(24 * 366);
    constexpr double mostEvents = 1e6;
    constexpr std::int64_t largestEvent = std::int64_t{64} << 20; // what publish.max_body may be
    constexpr double mostHeadroom = 90;
    if (load.clients < 1 || load.clients > mostClients)
        return refuse("the number of clients", count(static_cast<double>(load.clients)),
                      "1 to 1,000,000,000");
    if (load.streamDuration.count() <= 0 || load.streamDuration > longest)
        return refuse("the average stream duration", spanText(load.streamDuration), "above 0, at most 366 d");
    if (load.timeoutWindow.count() < 0 || load.timeoutWindow > longest)
        return refuse("the timeout window", spanText(load.timeoutWindow), "above 0, at most 366 d");
    if (!(load.eventRate >= 0 && load.eventRate <= mostEvents))
        return refuse("the event rate", formatRate(load.eventRate), "0 to 1,000,000 per second");
    if (load.eventSize < 0 || load.eventSize > largestEvent)
        return refuse("the event size", std::to_string(load.eventSize) + " B", "0 to 64MiB");
    if (load.channels < 1 || load.channels > Planner::mostStreams)
        return refuse("the number of channels", std::to_string(load.channels), "1 to 10,000,000");
    if (load.otherConnections < 0 || load.otherConnections > Planner::mostStreams)
        return refuse("the number of other connections", std::to_string(load.otherConnections),
                      "0 to 10,000,000");
    if (!(load.slowPercent >= 0 && load.slowPercent <= kPercent))
        return refuse("the share of slow streams", percent(load.slowPercent), "0 to 100 %");
    if (!(load.headroomPercent >= 0 && load.headroomPercent <= mostHeadroom))
        return refuse("the headroom", percent(load.headroomPercent), "0 to 90 %");
    return {};
}

/** Makes one plan, subject by subject. */
class PlanMaker
{
public:
    PlanMaker(const PlanLoad &load, const Settings &settings, const MachineFacts &machine,
              const PlanCosts &costs)
        : m_load(load)
        , m_settings(settings)
        , m_machine(machine)
        , m_costs(costs)
    {
        const double streams =
            static_cast<double>(load.clients) * seconds(load.streamDuration) / seconds(load.window());
        // Thousandths of a stream are the arithmetic's, not the load's.
        m_poolSize = std::max(1.0, std::ceil(streams - 1e-6));
        m_streams =
            std::max(m_poolSize, std::ceil(m_poolSize / (1 - load.headroomPercent / kPercent) - 1e-6));
        const std::int64_t given = settings.engine_workers;
        m_workers = given > 0 ? given : std::clamp<std::int64_t>(machine.cores.value_or(1), 1, mostWorkers);
    }

    tl::expected<Plan, Error> make()
    {
        if (m_streams > static_cast<double>(Planner::mostStreams))
            return tl::unexpected(inputError(
                "that are " + count(m_streams) + " streams, but pool.max_streams is at most " +
                count(static_cast<double>(Planner::mostStreams)) + ": share the clients among more engines"));
        m_plan.poolSize = static_cast<std::int64_t>(m_poolSize);
        m_plan.maxStreams = static_cast<std::int64_t>(m_streams);
        planPool();
        planDescriptors();
        planProcessors();
        planMemory();
        planNetwork();
        planDrain();
        lookAtLimits();
        lookAtTimeouts();
        return std::move(m_plan);
    }

private:
    static constexpr std::int64_t mostWorkers = 64;

    void figure(std::string_view name, std::string_view title, double value, PlanUnit unit,
                std::string reason)
    {
        m_plan.figures.push_back({name, title, value, unit, std::move(reason)});
    }

    void shortfall(PlanShortfall one) { m_plan.shortfalls.push_back(std::move(one)); }

    double heartbeatsPerStream() const
    {
        return std::max(0.0, 1 / seconds(m_settings.timeouts_heartbeat) - m_load.eventRate);
    }

    double connectsPerSecond() const { return m_streams / seconds(m_load.streamDuration); }

    void planPool();
    void planDescriptors();
    void planProcessors();
    void planMemory();
    double planHistory();
    void planNetwork();
    void planDrain();
    void lookAtLimits();
    void lookAtTimeouts();

    const PlanLoad &m_load;
    const Settings &m_settings;
    const MachineFacts &m_machine;
    const PlanCosts &m_costs;
    double m_poolSize = 0;
    double m_streams = 0; ///< what everything else is sized for: the full pool
    std::int64_t m_workers = 1;
    Plan m_plan;
};

void PlanMaker::planPool()
{
    figure("pool_size", "streams at one time", m_poolSize, PlanUnit::Count,
           "(" + count(static_cast<double>(m_load.clients)) + " clients x " +
               spanText(m_load.streamDuration) + " average stream duration) / " + spanText(m_load.window()) +
               " timeout window");
    figure("max_streams", "pool.max_streams", m_streams, PlanUnit::Count,
           m_load.headroomPercent > 0
               ? "with " + percent(m_load.headroomPercent) +
                     " of it free for those who come back while their old stream is still there"
               : "no headroom: at this load the pool is full, and who comes back early is refused");
    figure("connects_per_second", "connects", connectsPerSecond(), PlanUnit::PerSecond,
           "so many streams begin and end each second: " + count(m_streams) + " / " +
               spanText(m_load.streamDuration));
}

void PlanMaker::planDescriptors()
{
    const double lingering = std::ceil(connectsPerSecond() * seconds(m_settings.timeouts_linger));
    const auto others = static_cast<double>(m_load.otherConnections);
    const auto taken = static_cast<std::int64_t>(m_streams + lingering + others);
    // Either the engine's own reserve has room for what is no stream, or that needs more.
    const std::int64_t forPool = Planner::descriptorLimitFor(m_plan.maxStreams, m_workers);
    std::int64_t needed = forPool;
    const auto allowed = [this](std::int64_t limit) {
        return FdBudget(limit, static_cast<std::size_t>(m_workers), m_settings.admin_max_followers).allowed();
    };
    while (allowed(needed) < taken)
        needed += taken - allowed(needed);
    figure(
        "descriptors", "descriptors", static_cast<double>(needed), PlanUnit::Count,
        "one for each of " + count(m_streams) + " streams, " + count(lingering) +
            " that linger for timeouts.linger, " + count(others) + " other connections, " +
            count(static_cast<double>(FdBudget::adminConnections(needed, m_settings.admin_max_followers))) +
            " of the admin listener, and the engine's reserve");

    const std::int64_t round = roundedUp(static_cast<double>(needed));
    if (m_machine.descriptors && needed > *m_machine.descriptors) {
        std::string remedy;
        if (m_machine.descriptorCeiling && round > *m_machine.descriptorCeiling)
            remedy = "sysctl -w fs.nr_open=" + std::to_string(round) + "; then ";
        remedy += "LimitNOFILE=" + std::to_string(round) +
                  " for the service (sluicectl config systemd --set pool.max_streams=" +
                  std::to_string(m_plan.maxStreams) + "), or ulimit -n " + std::to_string(round) +
                  " in root's shell that starts sluiced";
        shortfall({"descriptors", "RLIMIT_NOFILE", static_cast<double>(needed),
                   static_cast<double>(*m_machine.descriptors), PlanUnit::Count,
                   "a process needs " + count(static_cast<double>(needed)) + " descriptors, but may have " +
                       count(static_cast<double>(*m_machine.descriptors)),
                   remedy});
    }
    if (m_machine.systemDescriptors && needed > *m_machine.systemDescriptors)
        shortfall({"descriptors", "fs.file-max", static_cast<double>(needed),
                   static_cast<double>(*m_machine.systemDescriptors), PlanUnit::Count,
                   "the engine needs " + count(static_cast<double>(needed)) +
                       " descriptors, but all processes together may have " +
                       count(static_cast<double>(*m_machine.systemDescriptors)),
                   "sysctl -w fs.file-max=" + std::to_string(2 * round)});
}

void PlanMaker::planProcessors()
{
    const double deliveries = m_streams * m_load.eventRate;
    const double heartbeats = m_streams * heartbeatsPerStream();
    const double busy = deliveries * m_costs.deliverySeconds + heartbeats * m_costs.heartbeatSeconds +
                        connectsPerSecond() * m_costs.connectSeconds;
    const double cores = busy / busyShare;
    figure("cores", "cores", cores, PlanUnit::Cores,
           count(deliveries) + " deliveries/s, " + count(heartbeats) + " heartbeats/s and " +
               count(connectsPerSecond()) + " connects/s, at most " + percent(busyShare * kPercent) +
               " busy");
    const double workers = std::clamp(std::ceil(cores), 1.0, double{mostWorkers});
    figure("workers", "engine.workers", workers, PlanUnit::Count,
           "a worker is a thread that fills one core; \"auto\" is one per core");
    if (m_machine.cores && cores > static_cast<double>(*m_machine.cores)) {
        const double engines = std::ceil(cores / static_cast<double>(*m_machine.cores));
        shortfall({"cores", "cores of the machine", cores, static_cast<double>(*m_machine.cores),
                   PlanUnit::Cores,
                   "deliveries keep " + count(std::ceil(cores)) + " cores busy, but the machine has " +
                       count(static_cast<double>(*m_machine.cores)),
                   "share the clients among " + count(engines) +
                       " machines of this size, or publish fewer events with more in each"});
    } else if (m_settings.engine_workers > 0 && workers > static_cast<double>(m_settings.engine_workers)) {
        shortfall({"workers", "engine.workers", workers, static_cast<double>(m_settings.engine_workers),
                   PlanUnit::Count,
                   count(workers) + " workers are needed, but engine.workers is " +
                       count(static_cast<double>(m_settings.engine_workers)),
                   "workers = \"auto\" below [engine] in the configuration, and a restart"});
    }
}

/** Bytes of history of all channels together. */
double PlanMaker::planHistory()
{
    const double framed = framedSize(m_load.eventSize);
    const double bound = std::min({static_cast<double>(m_settings.history_bytes),
                                   static_cast<double>(m_settings.history_count) * framed,
                                   m_load.eventRate * seconds(m_settings.history_age) * framed});
    // Whatever history says, the log keeps what a slow stream may still need.
    const double kept =
        m_load.eventRate > 0 ? static_cast<double>(m_settings.backpressure_high_water_mark) + framed : 0;
    const double all = static_cast<double>(m_load.channels) * std::max(bound, kept);
    const double history = std::min(all, std::max(static_cast<double>(m_settings.history_total_bytes),
                                                  static_cast<double>(m_load.channels) * kept));
    figure("memory_history", "  history", history, PlanUnit::Bytes,
           count(static_cast<double>(m_load.channels)) + " channel(s), each up to history.bytes, " +
               "history.count events or history.age of them, together up to history.total_bytes");
    return history;
}

void PlanMaker::planMemory()
{
    const double slow = std::ceil(m_streams * m_load.slowPercent / kPercent);
    const double rows = seconds(m_settings.metrics_history) / seconds(m_settings.metrics_interval);
    const double remembered =
        std::min(static_cast<double>(m_load.clients), static_cast<double>(m_settings.pool_max_clients));
    const double engine = static_cast<double>(m_costs.engineBytes) +
                          m_streams * static_cast<double>(m_costs.streamBytes) +
                          remembered * static_cast<double>(m_costs.clientBytes) +
                          static_cast<double>(m_load.otherConnections * m_costs.connectionBytes) +
                          rows * static_cast<double>(m_costs.snapshotBytes);
    const double sockets = m_streams * static_cast<double>(m_costs.socketBytes);
    // The kernel counts its own bookkeeping too: SO_SNDBUF lets it take twice as much.
    const double buffers = slow * 2 * static_cast<double>(m_settings.backpressure_send_buffer);

    const std::size_t total = m_plan.figures.size();
    figure("memory", "memory", 0, PlanUnit::Bytes, "all of the following");
    figure("memory_engine", "  engine", engine, PlanUnit::Bytes,
           bytesText(static_cast<double>(m_costs.engineBytes)) + " to begin with, " +
               bytesText(static_cast<double>(m_costs.streamBytes)) + " for each stream, " +
               count(remembered) + " clients remembered, " + count(rows) + " snapshots kept");
    figure("memory_sockets", "  kernel, sockets", sockets, PlanUnit::Bytes,
           bytesText(static_cast<double>(m_costs.socketBytes)) + " for each stream that takes what is sent");
    figure("memory_buffers", "  kernel, buffers", buffers, PlanUnit::Bytes,
           count(slow) + " slow streams (" + percent(m_load.slowPercent) + ") fill their " +
               formatSize(m_settings.backpressure_send_buffer) +
               " of backpressure.send_buffer, which the kernel doubles");
    const double history = planHistory();
    const double all = engine + sockets + buffers + history;
    m_plan.figures[total].value = all;

    if (m_machine.memory && all > static_cast<double>(*m_machine.memory) * memoryShare)
        shortfall({"memory", "memory of the machine", all,
                   static_cast<double>(*m_machine.memory) * memoryShare, PlanUnit::Bytes,
                   bytesText(all) + " of memory are needed, but only " +
                       bytesText(static_cast<double>(*m_machine.memory) * memoryShare) + " (" +
                       percent(memoryShare * kPercent) + " of " +
                       bytesText(static_cast<double>(*m_machine.memory)) + ") are to be used",
                   history > all / 2 ? "sluicectl set history.total_bytes=" +
                                           formatSize(std::max<std::int64_t>(
                                               1 << 20, static_cast<std::int64_t>(history / 2) >> 20 << 20))
                                     : "a machine with more memory, fewer streams on this one, or a smaller "
                                       "backpressure.send_buffer in the configuration, and a restart"});
    if (m_machine.tcpMemory && buffers > static_cast<double>(*m_machine.tcpMemory))
        shortfall(
            {"memory_buffers", "net.ipv4.tcp_mem", buffers, static_cast<double>(*m_machine.tcpMemory),
             PlanUnit::Bytes,
             "slow streams fill " + bytesText(buffers) +
                 " of socket buffers, but the kernel gives all "
                 "sockets together " +
                 bytesText(static_cast<double>(*m_machine.tcpMemory)),
             "let slow streams hold less: a smaller backpressure.send_buffer in the configuration and a "
             "restart, or raise net.ipv4.tcp_mem (in pages)"});
}

void PlanMaker::planNetwork()
{
    const double perStream = m_load.eventRate * onTheWire(framedSize(m_load.eventSize)) +
                             heartbeatsPerStream() * onTheWire(heartbeatSize());
    const double bytes = m_streams * perStream;
    constexpr double bitsPerByte = 8;
    constexpr double million = 1e6;
    figure("bandwidth", "bandwidth", bytes, PlanUnit::BytesPerSecond,
           count(std::ceil(bytes * bitsPerByte / million)) + " Mbit/s towards the clients: events of " +
               count(framedSize(m_load.eventSize)) + " B framed, heartbeats where there are none, and " +
               count(segmentOverhead) + " B of headers for each segment");

    const double workers = static_cast<double>(m_workers);
    const double accepted = seconds(crowd) / m_costs.connectSeconds;
    const double queue = std::clamp(m_streams / workers - accepted, double{leastQueue}, double{longestQueue});
    figure("accept_queue", "accept queue", queue, PlanUnit::Count,
           "after a crash all come back at once; each of " + count(workers) + " worker(s) accepts about " +
               count(accepted) + " within " + formatDuration(crowd) + ", the others wait here");
    if (queue > static_cast<double>(m_settings.listen_backlog))
        shortfall({"accept_queue", "listen.backlog", queue, static_cast<double>(m_settings.listen_backlog),
                   PlanUnit::Count,
                   count(queue) + " clients may wait to be accepted, but listen.backlog is " +
                       count(static_cast<double>(m_settings.listen_backlog)),
                   "backlog = " + std::to_string(std::min(longestQueue, roundedUp(queue))) +
                       " below [listen] in the configuration, and a restart"});
    if (m_machine.acceptQueue && queue > static_cast<double>(*m_machine.acceptQueue))
        shortfall(
            {"accept_queue", "net.core.somaxconn", queue, static_cast<double>(*m_machine.acceptQueue),
             PlanUnit::Count,
             count(queue) + " clients may wait to be accepted, but the kernel lets " +
                 count(static_cast<double>(*m_machine.acceptQueue)) + " wait",
             "sysctl -w net.core.somaxconn=" + std::to_string(std::min(longestQueue, roundedUp(queue)))});
}

void PlanMaker::planDrain()
{
    const DrainPlan plan =
        fitted(DrainPlan::from(m_settings, DrainThen::Exit), static_cast<std::int64_t>(m_streams));
    const double drain = m_streams / plan.rate;
    const double deadline = seconds(plan.deadline);
    // Whoever is killed before the end of the drain has cut what was left; a little is for the end itself.
    constexpr double reserve = 5;
    const double whole = std::ceil(seconds(plan.grace) + std::min(drain, deadline) + reserve);
    figure("drain_seconds", "drain", drain, PlanUnit::Seconds,
           "to end " + count(m_streams) + " streams at " + rateText(plan.rate) +
               (m_settings.drain_total.count() > 0 ? ", as drain.total demands" : ", drain.rate") +
               "; whoever stops the engine has to wait " + spanText(whole) +
               " (TimeoutStopSec, stop_grace_period, terminationGracePeriodSeconds), or say in drain.total "
               "how long "
               "he waits");
    if (drain > deadline)
        shortfall({"drain_seconds", "drain.deadline", drain, deadline, PlanUnit::Seconds,
                   "a drain of the full pool takes " + spanText(drain) + ", but after drain.deadline, " +
                       spanText(deadline) + ", the streams that are left are forced",
                   "sluicectl set drain.deadline=" +
                       std::to_string(static_cast<std::int64_t>(std::ceil(drain * 1.5))) +
                       "s (and sluicectl config systemd, whose TimeoutStopSec waits for it), or a higher "
                       "drain.rate"});
}

void PlanMaker::lookAtLimits()
{
    const double perChannel = std::ceil(m_streams / static_cast<double>(m_load.channels));
    const auto channelCap = static_cast<double>(m_settings.pool_max_streams_per_channel);
    if (channelCap > 0 && perChannel > channelCap)
        shortfall({"max_streams", "pool.max_streams_per_channel", perChannel, channelCap, PlanUnit::Count,
                   "each channel has " + count(perChannel) +
                       " streams, but pool.max_streams_per_channel is " + count(channelCap),
                   "sluicectl set pool.max_streams_per_channel=" + formatCount(roundedUp(perChannel))});
    if (static_cast<double>(m_load.channels) > static_cast<double>(m_settings.pool_max_channels))
        shortfall({"max_streams", "pool.max_channels", static_cast<double>(m_load.channels),
                   static_cast<double>(m_settings.pool_max_channels), PlanUnit::Count,
                   count(static_cast<double>(m_load.channels)) +
                       " channels are needed, but pool.max_channels is " +
                       count(static_cast<double>(m_settings.pool_max_channels)),
                   "sluicectl set pool.max_channels=" +
                       formatCount(roundedUp(static_cast<double>(m_load.channels)))});
    const double rate = m_settings.pool_connect_rate;
    if (rate > 0 && connectsPerSecond() > rate)
        shortfall(
            {"connects_per_second", "pool.connect_rate", connectsPerSecond(), rate, PlanUnit::PerSecond,
             rateText(connectsPerSecond()) + " streams begin, but pool.connect_rate is " + rateText(rate),
             "sluicectl set pool.connect_rate=" + formatRate(std::ceil(connectsPerSecond() * 2))});
    if (m_settings.publish_channel_rate > 0 && m_load.eventRate > m_settings.publish_channel_rate)
        shortfall({"bandwidth", "publish.channel_rate", m_load.eventRate, m_settings.publish_channel_rate,
                   PlanUnit::PerSecond,
                   rateText(m_load.eventRate) +
                       " events are published on a channel, but publish.channel_rate is " +
                       rateText(m_settings.publish_channel_rate),
                   "sluicectl set publish.channel_rate=" + formatRate(std::ceil(m_load.eventRate * 2))});
    if (m_load.eventSize > m_settings.publish_max_body)
        shortfall({"bandwidth", "publish.max_body", static_cast<double>(m_load.eventSize),
                   static_cast<double>(m_settings.publish_max_body), PlanUnit::Bytes,
                   "an event has " + bytesText(static_cast<double>(m_load.eventSize)) +
                       ", but publish.max_body is " + formatSize(m_settings.publish_max_body),
                   "sluicectl set publish.max_body=" +
                       formatSize(roundedUp(static_cast<double>(m_load.eventSize)))});
    const bool limitsClients =
        m_settings.pool_max_streams_per_client > 0 || m_settings.pool_client_connect_rate > 0;
    if (limitsClients && m_load.clients > m_settings.pool_max_clients)
        m_plan.advice.push_back("caps and rates per client hold for " +
                                count(static_cast<double>(m_settings.pool_max_clients)) +
                                " clients at most (pool.max_clients), and there are " +
                                count(static_cast<double>(m_load.clients)) +
                                ": sluicectl set pool.max_clients=" + formatCount(m_load.clients));
    if (m_machine.localPorts && m_streams > static_cast<double>(*m_machine.localPorts))
        m_plan.advice.push_back(
            "a proxy with one address can open " + count(static_cast<double>(*m_machine.localPorts)) +
            " connections to the engine's one address, not " + count(m_streams) +
            ": widen net.ipv4.ip_local_port_range there, or let it connect from several addresses");
}

void PlanMaker::lookAtTimeouts()
{
    const milliseconds oldest = m_settings.timeouts_max_age;
    if (oldest.count() > 0 && m_load.streamDuration > oldest)
        m_plan.advice.push_back("timeouts.max_age ends every stream after " + spanText(oldest) +
                                ", so none lasts " + spanText(m_load.streamDuration) +
                                " on average: give a shorter duration, or set timeouts.max_age=0");
    if (m_load.timeoutWindow.count() > 0 && m_settings.timeouts_heartbeat >= m_load.timeoutWindow)
        m_plan.advice.push_back("heartbeats come each " + spanText(m_settings.timeouts_heartbeat) +
                                ", too late for what cuts after " + spanText(m_load.timeoutWindow) +
                                ": sluicectl set timeouts.heartbeat=" +
                                formatDuration(std::max(milliseconds(100), m_load.timeoutWindow / 3)) +
                                " would keep an idle stream open, if that is a read timeout");
    if (m_load.eventRate <= 0)
        return;
    const double reach = std::min(
        {seconds(m_settings.history_age), static_cast<double>(m_settings.history_count) / m_load.eventRate,
         static_cast<double>(m_settings.history_bytes) / (m_load.eventRate * framedSize(m_load.eventSize))});
    const double away = seconds(m_settings.drain_retry_spread);
    if (reach < away)
        m_plan.advice.push_back("history reaches back " + spanText(reach) +
                                ", but clients of a drain come back within " + spanText(away) +
                                ", and would miss events: raise history.count and history.bytes");
}

} // namespace

const PlanFigure *Plan::figure(std::string_view name) const
{
    const auto found = std::find_if(figures.begin(), figures.end(),
                                    [name](const PlanFigure &one) { return one.name == name; });
    return found == figures.end() ? nullptr : &*found;
}

tl::expected<Plan, Error> Planner::plan(const PlanLoad &load, const Settings &settings,
                                        const MachineFacts &machine, const PlanCosts &costs)
{
    if (const auto sound = checkLoad(load); !sound)
        return tl::unexpected(sound.error());
    return PlanMaker(load, settings, machine, costs).make();
}

std::int64_t Planner::descriptorLimitFor(std::int64_t streams, std::int64_t workers)
{
    // What fits grows with the limit, so halving finds the smallest one; a small pool may need fixed parts
    // only.
    std::int64_t low = 1;
    std::int64_t high = 2 * streams + roundTo * (workers + 1);
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (FdBudget(middle, static_cast<std::size_t>(workers)).maxStreams() >= streams)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

} // namespace sluice
