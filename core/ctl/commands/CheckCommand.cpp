// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/commands/CheckCommand.h"

#include "base/system/StopNotice.h"
#include "base/text/Figures.h"
#include "ctl/commands/FailOn.h"
#include "ctl/commands/SpanOption.h"
#include "ctl/commands/TokenOption.h"
#include "ctl/output/FindingText.h"
#include "findings/check/StreamCheck.h"
#include "http/HttpRequest.h"

#include <QEventLoop>

#include <ostream>

namespace sluice {

namespace {

constexpr CommandOption kCheckOptions[] = {
    {"--publish-url", "URL",
     "a POST to it publishes on that stream: canaries show whether events are held back"},
    {"--duration", "TIME",
     "how long to watch the stream (default 20s); 70s sees the usual timeouts of proxies"},
    {"--origin", "ORIGIN", "look at CORS too, for pages of that origin, such as https://app.example.com"},
    {"--timeout", "TIME", "longest wait for one answer's head (default 10s)"},
    kTokenFileOption,
    kTokenOption,
    {"--allow-remote", "", "allow targets that are not on this machine"},
    kFailOnOption,
    {"--json", "", "print the whole report as one JSON document"},
};

ExitStatus statusOf(const CheckReport &report, Severity threshold)
{
    if (report.record.isInterrupted)
        return ExitStatus::Interrupted;
    if (!report.isReached() && report.record.redirects.empty())
        return ExitStatus::Unreachable;
    return worstOf(report.findings) >= threshold ? ExitStatus::Found : ExitStatus::Done;
}

ExitStatus runCheck(const CommandLine &line, const CommandStreams &streams)
{
    const auto options = readCheckOptions(line);
    if (!options)
        return failWith(streams, options.error());
    const auto threshold = readFailOn(line);
    if (!threshold)
        return failWith(streams, threshold.error());

    const bool isJson = line.has("--json");
    StreamCheck check(*options);
    QEventLoop loop;
    QObject::connect(&check, &StreamCheck::progressed, &loop, [&streams](const QString &what) {
        streams.err << "check: " << printable(what.toStdString()) << std::endl;
    });
    QObject::connect(&check, &StreamCheck::found, &loop, [&](const Finding &finding) {
        if (!isJson)
            streams.out << findingText(finding, FindingSet::Check) << std::flush;
    });
    QObject::connect(&check, &StreamCheck::finished, &loop, &QEventLoop::quit);
    const StopNotice notice;
    QObject::connect(&notice, &StopNotice::stopped, &check, &StreamCheck::stop);
    check.start();
    loop.exec();

    const CheckReport &report = check.report();
    if (report.error)
        return failWith(streams, *report.error);
    if (isJson)
        streams.out << printableJson(checkJson(report)) << '\n';
    else
        streams.out << checkVerdictText(report.findings);
    streams.out.flush();
    return statusOf(report, *threshold);
}

} // namespace

tl::expected<CheckOptions, Error> readCheckOptions(const CommandLine &line)
{
    CheckOptions options;
    const auto url = parseHttpUrl(line.arguments().front());
    if (!url)
        return tl::unexpected(url.error());
    options.url = *url;
    if (line.has("--publish-url")) {
        const auto publishUrl = parseHttpUrl(line.value("--publish-url"));
        if (!publishUrl)
            return tl::unexpected(inputError("--publish-url: " + publishUrl.error().message));
        options.publishUrl = *publishUrl;
    }
    const auto duration = readSpan(line, "--duration", options.duration);
    if (!duration)
        return tl::unexpected(duration.error());
    options.duration = *duration;
    const auto timeout = readSpan(line, "--timeout", options.headTimeout);
    if (!timeout)
        return tl::unexpected(timeout.error());
    options.headTimeout = *timeout;
    const auto token = readToken(line);
    if (!token)
        return tl::unexpected(token.error());
    options.token = *token;
    options.origin = QByteArray::fromStdString(line.value("--origin"));
    if (line.has("--allow-remote"))
        options.targets = CheckOptions::Targets::Any;
    return validated(std::move(options));
}

Command checkCommand()
{
    return {
        {"check", "check [--publish-url URL] [--duration TIME] [--origin ORIGIN] [options] URL",
         "Looks at an event stream from outside and says what is wrong with it or on the way to it.\n"
         "Each finding has its evidence, its cause and the line of configuration that mends it, for nginx, "
         "HAProxy,\n"
         "Node.js and Sluice. Exits with 5 when there is a warning or an error (--fail-on), with 3 when "
         "nobody answers.",
         kCheckOptions, 1, 1},
        &runCheck};
}

} // namespace sluice
