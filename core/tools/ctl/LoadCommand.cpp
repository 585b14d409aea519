// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/ctl/LoadCommand.h"

#include "settings/Units.h"
#include "tools/LoadGenerator.h"
#include "tools/ctl/StopSignals.h"

#include <iterator>
#include <limits>
#include <ostream>

namespace sluice {

namespace {

constexpr CommandOption kOptions[] = {
    {"--url", "URL", "the stream that the clients open; %CH% is the channel's number"},
    {"--publish-url", "URL", "where events are published; %CH% as above (not needed with --rate 0)"},
    {"--clients", "N", "how many streams to open; client i watches channel i % C"},
    {"--rate", "R", "events per second, over all channels and publishers together (default 0)"},
    {"--size", "BYTES", "bytes of data of every event (default 100, at least 48)"},
    {"--duration", "TIME", "how long to publish, such as 10s (default 10s; 0 with --rate 0)"},
    {"--channels", "C", "how many channels (default 1)"},
    {"--publishers", "K", "how many connections publish, one request at a time each (default 1)"},
    {"--stalled", "N", "the last N clients read the response head and then never again"},
    {"--pid", "PID", "measure CPU and memory of this process; may be repeated"},
    {"--probe-url", "URL", "GET this every 50 ms while publishing, and report how long it takes"},
    {"--hold", "TIME", "stay connected for so long before publishing, and count drops"},
    {"--tail", "TIME", "wait at most so long for deliveries after the last publish (default 10s)"},
    {"--warmup", "N", "measure memory per stream after so many connects (default 500)"},
    {"--connects", "N", "how many connects may be in flight at once (default 256)"},
    {"--token", "T", "bearer token of the publishers"},
    {"--allow-remote", "", "allow targets that are not on this machine"},
    {"--json", "", "print the report as JSON"},
};

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

ExitStatus runLoad(const CommandLine &line, const CommandStreams &streams)
{
    const auto options = readLoadOptions(line);
    if (!options)
        return failWith(streams, options.error());
    LoadGenerator generator(*options,
                            [&streams](const std::string &text) { streams.err << text << std::endl; });
    const StopSignals signals([&generator] { generator.requestStop(); });
    const auto report = generator.run();
    if (!report)
        return failWith(streams, report.error());
    streams.out << (line.has("--json") ? report->toJson() : report->toText()) << std::flush;
    return report->isClean() ? ExitStatus::Done : ExitStatus::Failed;
}

} // namespace

tl::expected<LoadOptions, Error> readLoadOptions(const CommandLine &line)
{
    LoadOptions options;
    OptionReader reader(line);
    options.url = line.value("--url");
    options.publishUrl = line.value("--publish-url");
    options.probeUrl = line.value("--probe-url");
    options.token = line.value("--token");
    reader.count("--clients", options.clients);
    reader.count("--channels", options.channels);
    reader.count("--publishers", options.publishers);
    reader.count("--stalled", options.stalled);
    reader.count("--warmup", options.warmup);
    reader.count("--connects", options.connectsAtOnce);
    reader.rate("--rate", options.rate);
    reader.size("--size", options.size);
    if (options.rate <= 0 && options.probeUrl.empty())
        options.duration = std::chrono::milliseconds(0);
    reader.duration("--duration", options.duration);
    reader.duration("--hold", options.hold);
    reader.duration("--tail", options.tail);
    reader.processes("--pid", options.pids);
    if (line.has("--allow-remote"))
        options.targets = LoadOptions::Targets::Any;
    if (reader.error())
        return tl::unexpected(*reader.error());
    if (!line.has("--clients"))
        return tl::unexpected(inputError("--clients is missing: how many streams to open"));
    return validated(std::move(options));
}

Command loadCommand()
{
    return {{"load", "load --url URL [--publish-url URL] --clients N [--rate R] [--size BYTES] [options]",
             "Opens many streams, publishes to them, and reports drops, gaps, duplicates and latency.\n"
             "Exits with 1 when anything was dropped, lost or delivered twice.",
             kOptions},
            &runLoad};
}

} // namespace sluice
