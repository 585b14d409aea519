// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl diagnose`: what the engine sees that is wrong, with the evidence and the first thing to do.
#include "base/system/StopNotice.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Repeat.h"
#include "ctl/output/FindingText.h"
#include "findings/config/SettingsAnswerReader.h"
#include "findings/diagnosis/RemoteLogDiagnosis.h"

#include <algorithm>

namespace sluice {

namespace {

constexpr std::array kDiagnoseOptions{
    CommandOption{"--nginx-error-log", "FILE",
                  "follow this error log of nginx from here, and set it beside the engine"},
    CommandOption{"--nginx-timing-log", "FILE",
                  "the same with its access log, in the format of sluicectl config nginx"},
    CommandOption{"--for", "TIME", "how long the logs are followed before it speaks (default 10s)"},
    CommandOption{"--watch", "", "show it again and again, until Ctrl-C"},
    CommandOption{"--every", "TIME", "how often --watch shows it (default 2s)"},
};

constexpr std::chrono::seconds kUsualLogSpan{10};
constexpr std::chrono::seconds kUsualLogPause{2};
constexpr std::chrono::seconds kLogSampleInterval{1};

/** A diagnosis with logs that are followed from here, in one run of the command. */
class LogRun
{
public:
    explicit LogRun(Session &session)
        : m_session(session)
        , m_logs(session.line().value("--nginx-error-log"), session.line().value("--nginx-timing-log"))
    {
    }

    ExitStatus run(std::chrono::milliseconds span, std::optional<std::chrono::milliseconds> every)
    {
        Instant due = Clock::now() + (every ? *every : span);
        bool isLast = false;
        do {
            if (const auto failed = sample())
                return *failed;
            isLast = m_notice.isStopped() || (!every && Clock::now() >= due);
            if (every && !isLast && Clock::now() >= due) {
                show();
                due = Clock::now() + *every;
            }
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now());
            if (!isLast)
                m_notice.sleep(std::clamp<std::chrono::milliseconds>(left, std::chrono::milliseconds(1),
                                                                     kLogSampleInterval));
        } while (!isLast && m_session.out());
        show();
        if (m_away)
            return m_session.fail(*m_away);
        return m_isHealthy ? ExitStatus::Done : ExitStatus::Found;
    }

private:
    /** Asks the engine for what belongs to this moment; a status where it is no engine, or says no. */
    std::optional<ExitStatus> sample()
    {
        const auto snapshot = ask("snapshot");
        m_away = snapshot ? std::nullopt : std::optional(snapshot.error());
        m_logs.sample(snapshot ? &*snapshot : nullptr);
        if (m_away && m_away->reason != AdminError::Reason::Unreachable)
            return m_session.fail(*m_away);
        if (m_away || m_hasSettings)
            return std::nullopt;
        if (const auto answer = ask("settings"))
            if (auto settings = settingsOfAnswer(*answer)) {
                m_settings = std::move(*settings);
                m_hasSettings = true;
            }
        return std::nullopt;
    }

    tl::expected<QJsonObject, AdminError> ask(const char *path)
    {
        AdminRequest request;
        request.path = QString::fromLatin1(path);
        // Ctrl-C and the logs wait for the answer: an engine that hangs must not hold them up for long.
        if (!m_session.line().has("--timeout"))
            request.timeout = std::chrono::seconds(2);
        const auto answer = m_session.client().call(request);
        if (!answer)
            return tl::unexpected(answer.error());
        return answer->json;
    }

    void show()
    {
        QJsonObject ofEngine;
        if (!m_away) {
            if (const auto answer = ask("diagnosis"))
                ofEngine = *answer;
            else
                m_away = answer.error();
        }
        const QJsonObject diagnosis = m_logs.diagnosis(ofEngine, m_settings);
        m_isHealthy = isHealthyDiagnosis(diagnosis);
        if (m_session.format() == Session::Format::Json)
            m_session.print(diagnosis);
        else
            m_session.print(diagnosisText(diagnosis));
    }

    Session &m_session;
    RemoteLogDiagnosis m_logs;
    StopNotice m_notice;
    Settings m_settings;
    bool m_hasSettings = false;
    bool m_isHealthy = true;
    std::optional<AdminError> m_away; ///< why the engine did not answer the last time
};

ExitStatus runWithLogs(Session &session)
{
    const CommandLine &line = session.line();
    if (line.has("--for") && line.has("--watch"))
        return session.usage("--for and --watch exclude each other: --watch follows until Ctrl-C");
    for (const char *option : {"--nginx-error-log", "--nginx-timing-log"})
        if (line.has(option) && line.value(option).empty())
            return session.usage(std::string(option) + " is empty, but must be a file");
    const auto span = readSpan(line, "--for", kUsualLogSpan);
    if (!span)
        return failWith(session.streams(), span.error());
    if (*span > Observation::samplesReach)
        return session.usage("--for is at most 60s: a diagnosis looks at the last minute; --watch goes on");
    const auto every = readSpan(line, "--every", kUsualLogPause);
    if (!every)
        return failWith(session.streams(), every.error());
    return LogRun(session).run(*span, line.has("--watch") ? std::optional(*every) : std::nullopt);
}

ExitStatus runDiagnose(Session &session)
{
    if (session.line().has("--nginx-error-log") || session.line().has("--nginx-timing-log"))
        return runWithLogs(session);
    if (session.line().has("--for"))
        return session.usage("--for goes with --nginx-error-log or --nginx-timing-log");
    AdminRequest request;
    request.path = QStringLiteral("diagnosis");
    bool isHealthy = true;
    const ExitStatus status = showOnceOrRepeatedly(session, request, [&](const QJsonObject &diagnosis) {
        isHealthy = isHealthyDiagnosis(diagnosis);
        if (session.format() == Session::Format::Json)
            session.print(diagnosis);
        else
            session.print(diagnosisText(diagnosis));
    });
    return status == ExitStatus::Done && !isHealthy ? ExitStatus::Found : status;
}

} // namespace

Command diagnoseCommand()
{
    return {{"diagnose", "diagnose [--nginx-error-log FILE] [--watch] [options]",
             "Says what is wrong with the engine or around it, with the evidence and the first thing to do.\n"
             "With logs of nginx it follows them for a while, and tells saturation of the engine from the "
             "network "
             "and the proxy.\n"
             "Exits with 5 when anything is, with 0 when it is healthy.",
             kDiagnoseOptions, 0, 0, engineOptions()},
            &askEngine<&runDiagnose>};
}

} // namespace sluice
