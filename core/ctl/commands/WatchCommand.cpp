// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands/WatchCommand.h"

#include "base/system/StopNotice.h"
#include "base/text/Units.h"
#include "client/SseClient.h"
#include "ctl/commands/EngineUrl.h"
#include "ctl/commands/TokenOption.h"
#include "ctl/output/StreamPrinter.h"
#include "http/HttpRequest.h"
#include "settings/Schema.h"

#include <QEventLoop>

#include <algorithm>
#include <limits>
#include <ostream>

namespace sluice {

namespace {

// Four heartbeats of an engine as it is shipped.
constexpr std::chrono::seconds kUsualIdleTimeout{60};
constexpr std::chrono::milliseconds kLongestIdleTimeout(std::numeric_limits<int>::max()); // of a timer

constexpr CommandOption kWatchOptions[] = {
    {"--url", "URL", "the engine, where only a channel is given (default http://127.0.0.1:8080)"},
    {"--last-event-id", "ID", "resume after this event"},
    {"--json", "", "print each event as one line of JSON: id, event, data"},
    {"--raw", "", "print what came byte by byte on a terminal too, which may act on it"},
    {"--count", "N", "exit after N events"},
    {"--idle-timeout", "TIME",
     "connect again when nothing came for so long, no heartbeat either (default 60s; 0: wait for ever)"},
    kTokenFileOption,
    kTokenOption,
};

tl::expected<QUrl, Error> streamUrl(const CommandLine &line)
{
    const std::string &target = line.arguments().front();
    if (target.find("://") != std::string::npos)
        return parseHttpUrl(target);
    return channelUrl(line.has("--url") ? line.value("--url") : kDefaultEngineUrl, "stream", target);
}

/** How many events are wanted; 0: no end. */
tl::expected<std::int64_t, Error> readCount(const CommandLine &line)
{
    if (!line.has("--count"))
        return 0;
    const auto count = parseCount(line.value("--count"));
    if (!count)
        return tl::unexpected(inputError("--count: " + count.error().message));
    if (*count == 0)
        return tl::unexpected(inputError("--count is 0, but must be 1 or more"));
    return *count;
}

tl::expected<StreamPrinter::Format, Error> readFormat(const CommandLine &line, CommandStreams::Kind outKind)
{
    using Format = StreamPrinter::Format;
    if (line.has("--json") && line.has("--raw"))
        return tl::unexpected(inputError("--json and --raw: give one of them"));
    if (line.has("--json"))
        return Format::JsonLines;
    return outKind == CommandStreams::Kind::Terminal && !line.has("--raw") ? Format::Printable : Format::Text;
}

/** The largest event that an engine takes, with what its lines add. */
std::size_t largestEvent()
{
    constexpr std::size_t frame = 1 << 20;
    const auto info = findSetting("publish.max_body");
    const auto size = info ? parseSize((*info)->maximumText) : tl::unexpected(info.error());
    return frame + static_cast<std::size_t>(size.value_or(0));
}

tl::expected<SseClient::Options, Error> readClientOptions(const CommandLine &line)
{
    SseClient::Options options;
    const auto token = readToken(line);
    if (!token)
        return tl::unexpected(token.error());
    options.token = *token;
    options.lastEventId = line.value("--last-event-id");
    options.limits = {largestEvent(), largestEvent()};
    options.oversize = SseParser::Oversize::Skip;
    options.idleTimeout = kUsualIdleTimeout;
    if (line.has("--idle-timeout")) {
        const auto time = parseDuration(line.value("--idle-timeout"));
        if (!time)
            return tl::unexpected(inputError("--idle-timeout: " + time.error().message));
        options.idleTimeout = std::min(*time, kLongestIdleTimeout);
    }
    return options;
}

/** Runs the client until it stops, has printed so many events, or the program is told to end. */
ExitStatus watch(const QUrl &url, std::int64_t wanted, const SseClient::Options &options,
                 StreamPrinter printer, const std::ostream &out)
{
    SseClient client(options);
    QEventLoop loop;
    std::int64_t seen = 0;
    QObject::connect(&client, &SseClient::eventReceived, &loop, [&](const SseEvent &event) {
        printer.printEvent(event);
        if (++seen != wanted && out)
            return;
        loop.exit(static_cast<int>(ExitStatus::Done)); // that not all of it was written is said elsewhere
        client.disconnect(&loop); // what else came with the last event is not wanted any more
    });
    QObject::connect(&client, &SseClient::eventSkipped, &loop,
                     [&] { printer.printSkipped(options.limits.data); });
    QObject::connect(&client, &SseClient::stateChanged, &loop,
                     [&](SseClient::State state, const QString &reason) {
                         printer.printState(client, state, reason);
                         if (state == SseClient::State::Stopped)
                             loop.exit(static_cast<int>(ExitStatus::Failed));
                     });
    QObject::connect(&client, &SseClient::reconnectScheduled, &loop,
                     [&](std::chrono::milliseconds delay) { printer.printReconnect(delay); });

    const StopNotice notice;
    QObject::connect(&notice, &StopNotice::stopped, &loop,
                     [&] { loop.exit(static_cast<int>(ExitStatus::Done)); });

    // From inside the loop: a client that stops at once must find it running.
    QMetaObject::invokeMethod(
        &client, [&] { client.start(url); }, Qt::QueuedConnection);
    return static_cast<ExitStatus>(loop.exec());
}

ExitStatus runWatch(const CommandLine &line, const CommandStreams &streams)
{
    const auto url = streamUrl(line);
    if (!url)
        return failWith(streams, url.error());
    const auto count = readCount(line);
    if (!count)
        return failWith(streams, count.error());
    const auto options = readClientOptions(line);
    if (!options)
        return failWith(streams, options.error());
    const auto format = readFormat(line, streams.outKind);
    if (!format)
        return failWith(streams, format.error());
    return watch(*url, *count, *options, StreamPrinter(*format, streams.out, streams.err), streams.out);
}

} // namespace

Command watchCommand()
{
    return {
        {"watch", "watch [options] URL | CHANNEL",
         "Prints the events of a stream, and connects again where it was when the stream is lost.\n"
         "Each event is its id, its name and its data, apart by tabs; what happens to the stream goes to "
         "standard\n"
         "error. Comes back after the statuses 429, 502, 503 and 504 too, which a full or restarting engine "
         "has; a\n"
         "browser would stop for ever there. Exits with 1 when the server refuses for good.\n"
         "A terminal is shown what acts on one as \\xNN and \\uNNNN; files and pipes get the bytes that "
         "came. "
         "An event\n"
         "that is larger than any that an engine takes is skipped.",
         kWatchOptions, 1, 1},
        &runWatch};
}

} // namespace sluice
