// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/run/LoadGenerator.h"

#include "base/text/QuotedText.h"
#include "load/clients/LocalCrowd.h"
#include "load/clients/WorkerCrowd.h"
#include "load/run/LoadPreflight.h"
#include "load/run/LoadRun.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <unistd.h>

namespace sluice {

namespace {

constexpr std::uint64_t kOtherDescriptors = 12; // epolls, eventfd, the board, a file in /proc, results
constexpr std::chrono::seconds kPortRest{60};   // TIME-WAIT

tl::expected<LoadTarget, Error> allowedTarget(const std::string &url, LoadOptions::Targets allowed)
{
    auto target = LoadTarget::parse(url);
    if (target && allowed == LoadOptions::Targets::LoopbackOnly && !target->isLoopback())
        return tl::unexpected(inputError("URL " + quotedText(url) +
                                         " is not on this machine; loading others needs --allow-remote"));
    if (target)
        target->chooseAddress();
    return target;
}

tl::expected<std::optional<LoadTarget>, Error> optionalTarget(const std::string &url,
                                                              LoadOptions::Targets allowed)
{
    if (url.empty())
        return std::nullopt;
    return allowedTarget(url, allowed);
}

/** How many processes shall read, and from how many addresses. */
struct Layout
{
    std::uint32_t processes = 1;
    std::uint32_t sources = 1;
};

tl::expected<Layout, Error> planLayout(const LoadOptions &options, const LoadTarget &target)
{
    const std::uint64_t clients = options.allClients();
    const std::uint64_t others = openDescriptors() + kOtherDescriptors + options.publishers;
    const auto processes =
        planProcesses({clients, others, raiseDescriptorLimit(), freeDescriptors(), options.processes});
    if (!processes)
        return tl::unexpected(processes.error());
    // A port that a leaving client used rests for a minute.
    const auto resting = static_cast<std::uint64_t>(options.churn * options.clients * kPortRest.count());
    const auto sources = planSources(clients + resting + options.publishers + 1, ephemeralPorts(),
                                     target.isLoopback4() ? Sources::Loopback : Sources::One);
    if (!sources)
        return tl::unexpected(sources.error());
    return Layout{*processes, *sources};
}

/** Tells this run's events from those of other runs that the server may still keep. */
std::uint32_t runNumber()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    return static_cast<std::uint32_t>(std::hash<std::int64_t>()(now / 1000) ^
                                      static_cast<std::uint64_t>(::getpid()) << 12) &
           0xFF'FFFF;
}

tl::expected<std::unique_ptr<LoadCrowd>, Error> makeCrowd(const LoadJob &job, const LoadTarget &target,
                                                          const Layout &layout, const LoadEventFormat &format,
                                                          const LoadBoard &board)
{
    if (layout.processes == 1)
        return std::make_unique<LocalCrowd>(job.options, LoadStreams::Route{target, job.sources, {}}, format,
                                            board);
    auto crowd = WorkerCrowd::start(job, layout.processes, board);
    if (!crowd)
        return tl::unexpected(crowd.error());
    return std::make_unique<WorkerCrowd>(std::move(*crowd));
}

} // namespace

LoadGenerator::LoadGenerator(LoadOptions options, Progress progress)
    : m_options(std::move(options))
    , m_progress(std::move(progress))
{
}

tl::expected<LoadReport, Error> LoadGenerator::run()
{
    const auto options = validated(m_options);
    if (!options)
        return tl::unexpected(options.error());
    const auto target = allowedTarget(options->url, options->targets);
    if (!target)
        return tl::unexpected(target.error());
    const auto publishTarget = optionalTarget(options->publishUrl, options->targets);
    if (!publishTarget)
        return tl::unexpected(publishTarget.error());
    const auto probeTarget = optionalTarget(options->probeUrl, options->targets);
    if (!probeTarget)
        return tl::unexpected(probeTarget.error());
    auto processes = ProcessSampler::watch(options->pids);
    if (!processes)
        return tl::unexpected(processes.error());
    const auto layout = planLayout(*options, *target);
    if (!layout)
        return tl::unexpected(layout.error());
    auto board = LoadBoard::create(options->publishers, options->channels);
    if (!board)
        return tl::unexpected(board.error());

    const LoadJob job{*options, {}, layout->sources, runNumber()};
    const LoadEventFormat format(job.run, options->size);
    const auto crowd = makeCrowd(job, *target, *layout, format, *board);
    if (!crowd)
        return tl::unexpected(crowd.error());
    const auto pointer = [](const std::optional<LoadTarget> &absent) { return absent ? &*absent : nullptr; };
    LoadPublisher publisher(*options, {pointer(*publishTarget), pointer(*probeTarget)}, format, *board);
    LoadRun run({*options, **crowd, publisher, *processes, m_progress, m_stop});
    LoadReport report = run.run();
    report.processesUsed = layout->processes;
    report.url = options->url;
    return report;
}

} // namespace sluice
