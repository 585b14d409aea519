// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ctl/commands/DoctorCommand.h"

#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "ctl/commands/FailOn.h"
#include "ctl/commands/Session.h"
#include "ctl/output/FindingText.h"
#include "findings/doctor/DoctorJson.h"
#include "settings/SettingsSource.h"

#include <array>
#include <cstdlib>

namespace sluice {

namespace {

constexpr std::array kDoctorOptions{
    CommandOption{"--config", "FILE", "examine this machine for an engine with that file; asks no engine"},
    CommandOption{"--streams", "N", "how many streams it is to hold (default pool.max_streams, else 10000)"},
    kFailOnOption,
};

constexpr std::int64_t kMostStreams = 10'000'000; // as pool.max_streams

tl::expected<std::optional<std::int64_t>, Error> readStreams(const CommandLine &line)
{
    if (!line.has("--streams"))
        return std::nullopt;
    const auto count = parseCount(line.value("--streams"));
    if (!count)
        return tl::unexpected(inputError("--streams: " + count.error().message));
    if (*count < 1 || *count > kMostStreams)
        return tl::unexpected(inputError("--streams is " + std::to_string(*count) + ", but must be 1 to " +
                                         std::to_string(kMostStreams)));
    return *count;
}

/** Whether somebody said which engine to ask. */
bool isEngineNamed(const CommandLine &line)
{
    const char *name =
        std::getenv("SLUICE_ADMIN"); // NOLINT(concurrency-mt-unsafe): nobody here sets variables
    return line.has("--admin") || (name != nullptr && *name != '\0');
}

QJsonObject examineHere(const Settings &settings, DoctorSubject::Source source,
                        std::optional<std::int64_t> streams, std::vector<std::string> tokenWarnings = {})
{
    DoctorFacts facts = DoctorFacts::ofThisProcess();
    facts.service = ServiceLimits::ofThisMachine();
    DoctorSubject subject = DoctorSubject::of(settings, source, facts, streams);
    subject.tokenWarnings = std::move(tokenWarnings);
    return doctorJson(facts, subject);
}

ExitStatus show(Session &session, const QJsonObject &doctor, Severity threshold)
{
    if (session.format() == Session::Format::Json)
        session.print(doctor);
    else
        session.print(doctorText(doctor));
    const auto worst = severityNamed(doctor.value(QLatin1String("status")).toString().toStdString());
    return worst && *worst >= threshold ? ExitStatus::Found : ExitStatus::Done;
}

ExitStatus runDoctor(Session &session)
{
    const CommandLine &line = session.line();
    const auto streams = readStreams(line);
    if (!streams)
        return failWith(session.streams(), streams.error());
    const auto threshold = readFailOn(line);
    if (!threshold)
        return failWith(session.streams(), threshold.error());
    if (line.has("--config") && line.has("--admin"))
        return session.usage("--config and --admin: give one of them");

    if (line.has("--config")) {
        SettingsSource source;
        source.configFile = line.value("--config");
        const auto loaded = source.load();
        if (!loaded)
            return failWith(session.streams(), loaded.error());
        // Of reading them it was warned of what can be seen in the files alone.
        return show(session,
                    examineHere(loaded->settings, DoctorSubject::Source::File, *streams, loaded->warnings),
                    *threshold);
    }
    QUrlQuery query;
    if (*streams)
        query.addQueryItem(QStringLiteral("streams"), QString::number(**streams));
    const AdminClient::Result answer = session.get(QStringLiteral("doctor"), query);
    if (answer)
        return show(session, answer->json, *threshold);
    if (answer.error().reason != AdminError::Reason::Unreachable || isEngineNamed(line))
        return session.fail(answer.error());
    session.note("no engine at " + session.client().options().base.toString().toStdString() +
                 ": examining this machine for one with default settings");
    return show(session, examineHere(Settings(), DoctorSubject::Source::Defaults, *streams), *threshold);
}

} // namespace

Command doctorCommand()
{
    return {
        {"doctor", "doctor [--config FILE] [--streams N] [options]",
         "Examines the operating system for an engine: limits, queues, ports, memory, swap, cores and clock, "
         "each\n"
         "with its value, what is needed and why, and the command or file that sets it. Asks the running "
         "engine\n"
         "for its own machine and process; where none runs, examines this one. Exits with 5 when there is a\n"
         "warning or an error (--fail-on).",
         kDoctorOptions, 0, 0, engineOptions()},
        &askEngine<&runDoctor>};
}

} // namespace sluice
