// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl export`: the engine's snapshots as CSV, once or for as long as it is wanted.
#include "base/files/CsvFile.h"
#include "base/system/StopNotice.h"
#include "base/text/Units.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/ListQuery.h"
#include "ctl/commands/Session.h"
#include "ctl/commands/SnapshotRows.h"
#include "ctl/commands/SpanOption.h"

#include <algorithm>
#include <optional>
#include <ostream>

namespace sluice {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kUsualSince = 10min;
constexpr milliseconds kUsualEvery = 1s;
constexpr milliseconds kSlowAnswer = 60s; // an hour of snapshots is some megabytes

constexpr std::array kExportOptions{
    CommandOption{"--csv", "FILE", "where to; - is standard output"},
    CommandOption{"--since", "TIME",
                  "the snapshots of so long until now (default 10min); replaces FILE at once"},
    CommandOption{"--follow", "", "every snapshot from now on, until Ctrl-C; goes on behind what FILE holds"},
    CommandOption{"--every", "TIME",
                  "merge snapshots that are closer together into one row; with --follow leave them out (1s)"},
};

/** What was typed. */
struct ExportPlan
{
    std::string file;
    milliseconds since{};
    milliseconds every{};
    bool isFollowing = false;
};

tl::expected<ExportPlan, Error> readPlan(const CommandLine &line)
{
    ExportPlan plan;
    plan.file = line.value("--csv");
    if (plan.file.empty())
        return tl::unexpected(inputError("--csv is missing: the file to write, or - for standard output"));
    plan.isFollowing = line.has("--follow");
    if (plan.isFollowing && line.has("--since"))
        return tl::unexpected(inputError("--since and --follow: give one of them"));
    const auto since = readSpan(line, "--since", kUsualSince);
    if (!since)
        return tl::unexpected(since.error());
    plan.since = *since;
    const auto every = readSpan(line, "--every", plan.isFollowing ? kUsualEvery : 0ms);
    if (!every)
        return tl::unexpected(every.error());
    plan.every = *every;
    return plan;
}

AdminRequest snapshotsSince(milliseconds since)
{
    AdminRequest request;
    request.path = QStringLiteral("snapshots.csv");
    request.expects = AdminRequest::Expects::Text;
    request.timeout = kSlowAnswer;
    addToQuery(request.query, "since", formatDuration(since));
    return request;
}

/** The same, merged into rows of at least @p every each; 0: as the engine has them. */
AdminRequest snapshotsSince(milliseconds since, milliseconds every)
{
    AdminRequest request = snapshotsSince(since);
    if (every.count() > 0)
        addToQuery(request.query, "every", formatDuration(every));
    return request;
}

/** The last word of an export that is not to standard output. */
ExitStatus report(const Session &session, const ExportPlan &plan, const SnapshotRows &rows)
{
    if (plan.file == "-")
        return ExitStatus::Done;
    if (session.format() == Session::Format::Json)
        session.print(QJsonObject{{QStringLiteral("file"), QString::fromStdString(plan.file)},
                                  {QStringLiteral("rows"), static_cast<qint64>(rows.count())}});
    else
        session.print(countText(static_cast<double>(rows.count())) + " rows to " + printable(plan.file));
    return ExitStatus::Done;
}

ExitStatus exportOnce(Session &session, const ExportPlan &plan)
{
    const auto answer = session.client().call(snapshotsSince(plan.since, plan.every));
    if (!answer)
        return session.fail(answer.error());
    SnapshotRows rows(0ms, {}, {}); // the engine has merged what is closer together
    const auto text = rows.take({answer->body.constData(), static_cast<std::size_t>(answer->body.size())});
    if (!text) {
        session.note(text.error().message);
        return ExitStatus::Garbled;
    }
    // Only now: an engine that does not answer must not cost the file of yesterday.
    auto file = CsvFile::open(plan.file, CsvFile::Mode::Replace);
    if (!file)
        return failWith(session.streams(), file.error());
    if (const auto written = file->write(*text); !written)
        return failWith(session.streams(), written.error());
    if (const auto finished = file->finish(); !finished)
        return failWith(session.streams(), finished.error());
    return report(session, plan, rows);
}

/** Follows the engine over its restarts. */
class SnapshotFollower
{
public:
    SnapshotFollower(Session &session, const ExportPlan &plan, CsvFile &file)
        : m_session(session)
        , m_plan(plan)
        , m_file(file)
        , m_rows(plan.every, file.header(), file.lastRow())
    {
    }

    ExitStatus run()
    {
        do {
            const auto asked = Clock::now();
            const auto answer = m_session.ask(snapshotsSince(reach(asked)), m_notice);
            if (!answer)
                break;
            const auto status = *answer ? take((*answer)->body) : lose((*answer).error());
            if (status)
                return *status;
            if (*answer)
                m_lastAnswer = asked;
        } while (m_notice.sleep(m_plan.every));
        return report(m_session, m_plan, m_rows);
    }

private:
    /** How far back to ask: everything since the last answer, and a little more. */
    milliseconds reach(Clock::time_point now) const
    {
        constexpr milliseconds margin = 5s;
        constexpr milliseconds longest = 24h;
        const milliseconds since =
            m_lastAnswer ? std::chrono::ceil<std::chrono::seconds>(now - *m_lastAnswer) : milliseconds(0);
        return std::min(since + m_plan.every + margin, longest);
    }

    std::optional<ExitStatus> take(const QByteArray &body)
    {
        if (std::exchange(m_isAway, false))
            m_session.note("the engine answers again");
        const auto rows = m_rows.take({body.constData(), static_cast<std::size_t>(body.size())});
        if (!rows) {
            m_session.note(rows.error().message);
            return ExitStatus::Garbled;
        }
        if (const auto written = m_file.write(*rows); !written)
            return failWith(m_session.streams(), written.error());
        return std::nullopt;
    }

    /** An engine that restarts refuses connections, or is cut off in an answer; it comes back. */
    std::optional<ExitStatus> lose(const AdminError &error)
    {
        constexpr unsigned serverErrors = 500;
        const bool mayPass = error.reason == AdminError::Reason::Unreachable || error.status >= serverErrors;
        if (!m_lastAnswer || !mayPass)
            return m_session.fail(error);
        if (!std::exchange(m_isAway, true))
            m_session.note(error.message + "; waiting for it");
        return std::nullopt;
    }

    Session &m_session;
    const ExportPlan &m_plan;
    CsvFile &m_file;
    SnapshotRows m_rows;
    StopNotice m_notice;
    std::optional<Clock::time_point> m_lastAnswer;
    bool m_isAway = false;
};

ExitStatus runExport(Session &session)
{
    const auto plan = readPlan(session.line());
    if (!plan)
        return failWith(session.streams(), plan.error());
    if (!plan->isFollowing)
        return exportOnce(session, *plan);
    auto file = CsvFile::open(plan->file, CsvFile::Mode::Continue);
    if (!file)
        return failWith(session.streams(), file.error());
    return SnapshotFollower(session, *plan, *file).run();
}

} // namespace

Command exportCommand()
{
    return {
        {"export", "export --csv FILE [--since TIME | --follow] [--every TIME] [options]",
         "Writes the engine's snapshots as CSV (RFC 4180), at most 4,000 rows of an engine's answer: of a\n"
         "longer time each row stands for several snapshots, as its interval_seconds says.\n"
         "--follow outlives restarts of the engine and writes each snapshot once, also when it is "
         "started again\n"
         "with the same FILE.",
         kExportOptions, 0, 0, engineOptions()},
        &askEngine<&runExport>};
}

} // namespace sluice
