// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands/WatchCommand.h"

#include "base/system/StopNotice.h"
#include "base/text/Units.h"
#include "client/SseClient.h"
#include "ctl/commands/EngineUrl.h"
#include "ctl/output/StreamPrinter.h"
#include "http/HttpRequest.h"

#include <QEventLoop>

#include <ostream>

namespace sluice {

namespace {

constexpr CommandOption kWatchOptions[] = {
    {"--url", "URL", "the engine, where only a channel is given (default http://127.0.0.1:8080)"},
    {"--last-event-id", "ID", "resume after this event"},
    {"--json", "", "print each event as one line of JSON: id, event, data"},
    {"--count", "N", "exit after N events"},
    {"--token", "T", "bearer token"},
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

/** Runs the client until it stops, has printed so many events, or the program is told to end. */
ExitStatus watch(const QUrl &url, std::int64_t wanted, const SseClient::Options &options,
                 StreamPrinter printer)
{
    SseClient client(options);
    QEventLoop loop;
    std::int64_t seen = 0;
    QObject::connect(&client, &SseClient::eventReceived, &loop, [&](const SseEvent &event) {
        printer.printEvent(event);
        if (++seen != wanted)
            return;
        loop.exit(static_cast<int>(ExitStatus::Done));
        client.disconnect(&loop); // what else came with the last event is not wanted any more
    });
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
    SseClient::Options options;
    options.token = QByteArray::fromStdString(line.value("--token"));
    options.lastEventId = line.value("--last-event-id");
    const auto format = line.has("--json") ? StreamPrinter::Format::JsonLines : StreamPrinter::Format::Text;
    return watch(*url, *count, options, StreamPrinter(format, streams.out, streams.err));
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
         "browser would stop for ever there. Exits with 1 when the server refuses for good.",
         kWatchOptions, 1, 1},
        &runWatch};
}

} // namespace sluice
