// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/LoadGenerator.h"

#include "settings/QuotedText.h"
#include "tools/LoadPreflight.h"
#include "tools/LoadRun.h"

#include <optional>
#include <utility>

namespace sluice {

namespace {

constexpr std::uint64_t kOtherDescriptors = 8; // epolls, eventfd, a file in /proc

tl::expected<LoadTarget, Error> allowedTarget(const std::string &url, LoadOptions::Targets allowed)
{
    auto target = LoadTarget::parse(url);
    if (target && allowed == LoadOptions::Targets::LoopbackOnly && !target->isLoopback())
        return tl::unexpected(inputError("URL " + quotedText(url) +
                                         " is not on this machine; loading others needs --allow-remote"));
    return target;
}

tl::expected<std::optional<LoadTarget>, Error> optionalTarget(const std::string &url,
                                                              LoadOptions::Targets allowed)
{
    if (url.empty())
        return std::nullopt;
    return allowedTarget(url, allowed);
}

tl::expected<std::uint32_t, Error> checkMachine(const LoadOptions &options, const LoadTarget &target)
{
    const std::uint64_t others = openDescriptors() + kOtherDescriptors + options.publishers;
    if (auto fits = checkDescriptors(options.clients, others, raiseDescriptorLimit()); !fits)
        return tl::unexpected(fits.error());
    return planSources(std::uint64_t{options.clients} + options.publishers + 1, ephemeralPorts(),
                       target.isLoopback4() ? Sources::Loopback : Sources::One);
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
    const auto sources = checkMachine(*options, *target);
    if (!sources)
        return tl::unexpected(sources.error());

    const auto pointer = [](const std::optional<LoadTarget> &absent) { return absent ? &*absent : nullptr; };
    LoadRun run({*options,
                 *target,
                 {pointer(*publishTarget), pointer(*probeTarget)},
                 *sources,
                 *processes,
                 m_progress,
                 m_stop});
    return run.run();
}

} // namespace sluice
