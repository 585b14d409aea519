// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/commands/LoadCommand.h"

#include "base/system/StopSignals.h"
#include "base/text/Figures.h"
#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "ctl/commands/TokenOption.h"
#include "ctl/output/LoadProgress.h"
#include "load/report/LoadFiles.h"
#include "load/run/LoadGenerator.h"
#include "load/run/LoadPreflight.h"

#include <cmath>
#include <limits>
#include <ostream>

namespace sluice {

namespace {

constexpr CommandOption kLoadOptions[] = {
    {"--url", "URL", "the stream that the clients open; %CH% is the channel's number"},
    {"--publish-url", "URL", "where events are published; %CH% as above (not needed with --rate 0)"},
    {"--clients", "N", "how many streams to open; client i watches channel i % C"},
    {"--rate", "R", "events per second, over all channels and publishers together (default 0)"},
    {"--size", "BYTES", "bytes of data of every event (default 100, at least 48)"},
    {"--duration", "TIME", "how long to publish, such as 10s (default 10s; 0 with --rate 0)"},
    {"--channels", "C", "how many channels (default 1)"},
    {"--publishers", "K", "how many connections publish, one request at a time each (default 1)"},
    {"--ramp", "TIME", "clients come evenly over this time, and events are published from the first on"},
    {"--hold", "TIME", "stay connected for so long before publishing, and count drops"},
    {"--spike", "N", "so many clients more come at once while publishing, and leave again"},
    {"--spike-at", "TIME", "when they come (default after a third of --duration)"},
    {"--spike-for", "TIME", "how long they stay (default a third of --duration)"},
    {"--churn", "SHARE",
     "so much of the clients, such as 1%, leaves every second and comes back by "
     "Last-Event-ID"},
    {"--reconnect", "", "clients whose stream ends come back by Last-Event-ID, when the server's retry says"},
    {"--away", "TIME", "how long who comes back is away, give or take a half (default 1s)"},
    {"--stalled", "N", "the last N clients (or such as 5%) read the response head and then never again"},
    {"--slow", "N", "so many clients (or such as 5%) read no faster than --slow-rate"},
    {"--slow-rate", "BYTES", "bytes per second that a slow client reads (default 1KiB)"},
    {"--pid", "PID", "measure CPU and memory of this process; may be repeated"},
    {"--probe-url", "URL", "GET this every 50 ms while publishing, and report how long it takes"},
    {"--tail", "TIME", "wait at most so long for deliveries after the last publish (default 10s)"},
    {"--warmup", "N", "measure memory per stream after so many connects (default 500)"},
    {"--connects", "N", "how many connects may be in flight at once (default 256)"},
    {"--processes", "N", "how many processes read (default: 1, or as many as the descriptors need)"},
    kTokenFileOption,
    kTokenOption,
    {"--allow-remote", "", "allow targets that are not on this machine"},
    {"--max-drop-rate", "SHARE", "of the streams, at most so much may end unasked (default 0)"},
    {"--max-connect-failures", "SHARE", "of the clients, at most so much may fail to connect (default 0)"},
    {"--max-loss", "SHARE", "of the deliveries, at most so much may be lost (default 0)"},
    {"--max-publish-errors", "SHARE",
     "of the publishes, at most so much may be refused or stay without an answer (default 0)"},
    {"--min-publish-share", "SHARE", "of --rate, at least so much must have been published, such as 95%"},
    {"--p50", "TIME", "the median latency may be so much at most"},
    {"--p99", "TIME", "the 99th percentile of the latency may be so much at most, such as 100ms"},
    {"--max-rss-growth", "SHARE",
     "memory of the --pid may grow by so much at most once all are connected, "
     "such as 5%"},
    {"--progress", "text|json|none", "how far it is, once a second on standard error (default text)"},
    {"--csv", "FILE", "write a row for every second, too"},
    {"--html", "FILE", "write the report as one page with charts, too"},
    {"--json", "", "print the report as JSON"},
};

/** A share as people type one: 1%, 0.5%, 0, or 0.01. */
tl::expected<double, Error> parseShare(std::string_view text)
{
    const bool isPercent = text.ends_with('%');
    const auto number = parseRate(isPercent ? text.substr(0, text.size() - 1) : text);
    if (number && (isPercent || *number <= 1))
        return isPercent ? *number / 100 : *number;
    return tl::unexpected(
        inputError(quotedText(text) + " is not a share: it must be such as 1%, or a number from 0 to 1"));
}

/** Reads the options of a line one after another and keeps the first error. */
class OptionReader
{
public:
    explicit OptionReader(const CommandLine &line)
        : m_line(line)
    {
    }

    template <typename Number>
    void count(std::string_view option, Number &out)
    {
        read(option, parseCount, [&](std::int64_t number) { narrow(option, number, out); });
    }

    void size(std::string_view option, std::uint32_t &out)
    {
        // Plain digits are bytes here, with a unit they may be KiB or MiB too.
        const auto parse = [](std::string_view text) {
            const auto plain = parseCount(text);
            return plain ? plain : parseSize(text);
        };
        read(option, parse, [&](std::int64_t number) { narrow(option, number, out); });
    }

    void rate(std::string_view option, double &out)
    {
        read(option, parseRate, [&](double number) { out = number; });
    }

    void duration(std::string_view option, std::chrono::milliseconds &out)
    {
        read(option, parseDuration, [&](std::chrono::milliseconds time) { out = time; });
    }

    void share(std::string_view option, double &out)
    {
        read(option, parseShare, [&](double number) { out = number; });
    }

    void share(std::string_view option, std::optional<double> &out)
    {
        read(option, parseShare, [&](double number) { out = number; });
    }

    void duration(std::string_view option, std::optional<std::chrono::milliseconds> &out)
    {
        read(option, parseDuration, [&](std::chrono::milliseconds time) { out = time; });
    }

    /** A number of clients, or a share of all of them. */
    void clients(std::string_view option, std::uint32_t all, std::uint32_t &out)
    {
        if (!m_line.value(option).ends_with('%'))
            return count(option, out);
        read(option, parseShare, [&](double share) { narrow(option, std::llround(share * all), out); });
    }

    void processes(std::string_view option, std::vector<pid_t> &out)
    {
        for (const std::string &text : m_line.values(option)) {
            pid_t pid = 0;
            keep(option, parseCount(text), [&](std::int64_t number) { narrow(option, number, pid); });
            out.push_back(pid);
        }
    }

    const std::optional<Error> &error() const { return m_error; }

private:
    template <typename Parse, typename Take>
    void read(std::string_view option, Parse parse, Take take)
    {
        if (m_line.has(option))
            keep(option, parse(m_line.value(option)), take);
    }

    template <typename Parsed, typename Take>
    void keep(std::string_view option, const Parsed &parsed, Take take)
    {
        if (parsed)
            take(*parsed);
        else if (!m_error)
            m_error = inputError(std::string(option) + ": " + parsed.error().message);
    }

    template <typename Number>
    void narrow(std::string_view option, std::int64_t number, Number &out)
    {
        if (number > std::int64_t{std::numeric_limits<Number>::max()} && !m_error)
            m_error =
                inputError(std::string(option) + " is " + std::to_string(number) + ", but must be at most " +
                           std::to_string(std::numeric_limits<Number>::max()));
        out = static_cast<Number>(number);
    }

    const CommandLine &m_line;
    std::optional<Error> m_error;
};

tl::expected<LoadProgress::Format, Error> readProgress(const CommandLine &line)
{
    const std::string format = line.has("--progress") ? line.value("--progress") : "text";
    if (format == "text")
        return LoadProgress::Format::Text;
    if (format == "json")
        return LoadProgress::Format::Json;
    if (format == "none")
        return LoadProgress::Format::None;
    return tl::unexpected(
        inputError("--progress is " + quotedText(format) + ", but must be text, json or none"));
}

ExitStatus statusOf(const LoadReport &report)
{
    if (report.interrupted)
        return ExitStatus::Interrupted;
    return report.verdict.passed() ? ExitStatus::Done : ExitStatus::Missed;
}

ExitStatus runLoad(const CommandLine &line, const CommandStreams &streams)
{
    const auto options = readLoadOptions(line);
    if (!options)
        return failWith(streams, options.error());
    const auto format = readProgress(line);
    if (!format)
        return failWith(streams, format.error());
    // Before the run, so that a file that cannot be written costs nobody ten minutes.
    auto files = LoadFiles::open(line.value("--csv"), line.value("--html"));
    if (!files)
        return failWith(streams, files.error());
    if (const std::string note = serverDescriptorNote(options->pids, options->allClients()); !note.empty())
        streams.err << "sluicectl: " << printable(note) << std::endl;

    LoadProgress progress(streams, *format);
    LoadGenerator generator(*options, [&](const LoadSample &sample) {
        progress.show(sample);
        files->add(sample);
    });
    const StopSignals signals([&generator] { generator.requestStop(); });
    const auto report = generator.run();
    progress.finish();
    if (!report)
        return failWith(streams, report.error());
    streams.out << (line.has("--json") ? report->toJson() : report->toText()) << std::flush;
    if (const auto written = files->finish(*report); !written)
        return failWith(streams, written.error());
    return statusOf(*report);
}

} // namespace

tl::expected<LoadOptions, Error> readLoadOptions(const CommandLine &line)
{
    LoadOptions options;
    OptionReader reader(line);
    options.url = line.value("--url");
    options.publishUrl = line.value("--publish-url");
    options.probeUrl = line.value("--probe-url");
    const auto token = readToken(line);
    if (!token)
        return tl::unexpected(token.error());
    options.token = token->toStdString();
    reader.count("--clients", options.clients);
    reader.count("--channels", options.channels);
    reader.count("--publishers", options.publishers);
    reader.clients("--stalled", options.clients, options.stalled);
    reader.clients("--slow", options.clients, options.slow);
    reader.size("--slow-rate", options.slowRate);
    reader.count("--spike", options.spike);
    reader.count("--processes", options.processes);
    reader.share("--churn", options.churn);
    reader.count("--warmup", options.warmup);
    reader.count("--connects", options.connectsAtOnce);
    reader.rate("--rate", options.rate);
    reader.size("--size", options.size);
    if (options.rate <= 0 && options.probeUrl.empty())
        options.duration = std::chrono::milliseconds(0);
    reader.duration("--duration", options.duration);
    reader.duration("--hold", options.hold);
    reader.duration("--ramp", options.ramp);
    reader.duration("--spike-at", options.spikeAt);
    reader.duration("--spike-for", options.spikeFor);
    reader.duration("--away", options.away);
    reader.share("--max-connect-failures", options.thresholds.connectFailures);
    reader.share("--max-drop-rate", options.thresholds.dropRate);
    reader.share("--max-loss", options.thresholds.loss);
    reader.share("--max-publish-errors", options.thresholds.publishErrors);
    reader.share("--min-publish-share", options.thresholds.publishShare);
    reader.share("--max-rss-growth", options.thresholds.rssGrowth);
    reader.duration("--p50", options.thresholds.p50);
    reader.duration("--p99", options.thresholds.p99);
    reader.duration("--tail", options.tail);
    reader.processes("--pid", options.pids);
    if (line.has("--allow-remote"))
        options.targets = LoadOptions::Targets::Any;
    if (line.has("--reconnect"))
        options.dropped = LoadOptions::Dropped::ComeBack;
    if (reader.error())
        return tl::unexpected(*reader.error());
    if (!line.has("--clients"))
        return tl::unexpected(inputError("--clients is missing: how many streams to open"));
    return validated(std::move(options));
}

Command loadCommand()
{
    return {
        {"load", "load --url URL [--publish-url URL] --clients N [--rate R] [--size BYTES] [options]",
         "Opens many streams, publishes to them, and says whether drops, losses, duplicates, latency and "
         "memory are as asked.\n"
         "Exits with 6 when they are not; nothing may be dropped, lost or delivered twice unless an option "
         "allows it.\n"
         "Ctrl-C closes the clients and reports what there is, with 130.",
         kLoadOptions},
        &runLoad};
}

} // namespace sluice
