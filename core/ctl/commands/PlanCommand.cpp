// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl plan`: how large the pool has to be, what that needs, and whether this machine has it.
#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/SettingsAnswer.h"
#include "ctl/commands/SettingsOrigin.h"
#include "ctl/commands/SpanOption.h"
#include "findings/plan/ObservedLoad.h"
#include "findings/plan/PlanReport.h"
#include "findings/plan/Planner.h"

#include <QHostAddress>

namespace sluice {

namespace {

using std::chrono::milliseconds;

constexpr std::array kPlanOptions{
    CommandOption{"--clients", "N",
                  "clients that use the service at one time; without it the engine's are taken"},
    CommandOption{"--stream-duration", "TIME", "how long a stream lasts on average"},
    CommandOption{
        "--timeout-window", "TIME",
        "from one connect of a client to its next: what cuts its streams, and its way back (default: "
        "the stream duration, each client always has one stream)"},
    CommandOption{"--event-rate", "R", "events per second on each stream (default 0: heartbeats only)"},
    CommandOption{"--event-size", "SIZE", "data of one event (default 100B)"},
    CommandOption{"--channels", "N", "channels that the clients spread over (default 1)"},
    CommandOption{"--connections", "N", "publishers, probes and scrapers connected at one time (default 64)"},
    CommandOption{"--slow", "PERCENT", "streams whose clients take less than is sent (default 1)"},
    CommandOption{"--headroom", "PERCENT", "of the pool that stays free at this load (default 10)"},
    CommandOption{"--descriptors", "N",
                  "descriptors that the process may have, instead of this machine's limit"},
    CommandOption{"--memory", "SIZE", "memory of the machine, instead of this one's"},
    CommandOption{"--cores", "N", "cores of the machine, instead of this one's"},
    CommandOption{"--live", "", "take settings, limits and every value that is not typed from the engine"},
    kConfigOption,
    kSetOption,
    CommandOption{"--apply", "", "set pool.max_streams of the engine, if everything fits"},
    CommandOption{"--why", "TEXT", "the reason, for the audit (with --apply)"},
};

/** Reads typed values over what is there already, and keeps the first error. */
class TypedValues
{
public:
    explicit TypedValues(const CommandLine &line)
        : m_line(line)
    {
    }

    void count(std::string_view option, std::int64_t &out)
    {
        read(option, parseCount, [&out](std::int64_t number) { out = number; });
    }

    void fact(std::string_view option, std::optional<std::int64_t> &out)
    {
        read(option, parseCount, [&out](std::int64_t number) { out = number; });
    }

    void size(std::string_view option, std::optional<std::int64_t> &out)
    {
        // Plain digits are bytes here, with a unit they may be KiB or MiB too.
        const auto parse = [](std::string_view text) {
            const auto plain = parseCount(text);
            return plain ? plain : parseSize(text);
        };
        read(option, parse, [&out](std::int64_t number) { out = number; });
    }

    void number(std::string_view option, double &out)
    {
        const auto parse = [](std::string_view text) {
            return parseRate(text.ends_with('%') ? text.substr(0, text.size() - 1) : text);
        };
        read(option, parse, [&out](double number) { out = number; });
    }

    void span(std::string_view option, milliseconds &out)
    {
        read(option, parseSpan, [&out](milliseconds time) { out = time; });
        if (!m_error && m_line.has(option) && out.count() == 0)
            m_error = inputError(std::string(option) + " is 0, but must be longer");
    }

    const std::optional<Error> &error() const { return m_error; }

private:
    template <typename Parse, typename Take>
    void read(std::string_view option, Parse parse, Take take)
    {
        if (m_error || !m_line.has(option))
            return;
        if (const auto parsed = parse(m_line.value(option)))
            take(*parsed);
        else
            m_error = inputError(std::string(option) + ": " + parsed.error().message);
    }

    const CommandLine &m_line;
    std::optional<Error> m_error;
};

/** What is planned, and for which machine. */
struct PlanRequest
{
    SettingsOrigin origin;
    PlanLoad load;
    MachineFacts machine;
};

/** Whether what is not typed of the load is the engine's. */
bool takesLoad(const CommandLine &line)
{
    return !line.has("--clients") || line.has("--live");
}

/** Whether the engine is asked: for its load, its settings, or to change them. */
bool asksEngine(const CommandLine &line)
{
    return takesLoad(line) || line.has("--apply");
}

/** The load that the engine's snapshots show. On an error says it. */
tl::expected<ObservedLoad, ExitStatus> observe(Session &session, const char *key, milliseconds value)
{
    using namespace std::chrono_literals;
    AdminRequest request;
    request.path = QStringLiteral("snapshots.csv");
    request.query.addQueryItem(QLatin1String(key), QString::fromStdString(formatDuration(value)));
    request.expects = AdminRequest::Expects::Text;
    request.timeout = 60s; // hours of snapshots are merged first
    const auto answer = session.client().call(request);
    if (!answer)
        return tl::unexpected(session.fail(answer.error()));
    const auto observed =
        ObservedLoad::from({answer->body.constData(), static_cast<std::size_t>(answer->body.size())});
    if (!observed) {
        session.note(observed.error().message);
        return tl::unexpected(ExitStatus::Garbled);
    }
    return *observed;
}

/** The same over all that the engine remembers: in half minutes, or exactly where that is not long. */
tl::expected<ObservedLoad, ExitStatus> observe(Session &session)
{
    using namespace std::chrono_literals;
    constexpr milliseconds shortest = 10min;
    const auto observed = observe(session, "every", 30s);
    return observed && observed->over < shortest ? observe(session, "since", shortest) : observed;
}

bool isThisMachine(const QUrl &url)
{
    return url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
}

/** Everything that the engine can tell of a plan. */
tl::expected<PlanRequest, ExitStatus> askForRequest(Session &session)
{
    auto origin = SettingsOrigin::read(session, SettingsOrigin::From::Engine);
    if (!origin)
        return tl::unexpected(origin.error());
    PlanRequest request;
    if (isThisMachine(session.client().options().base))
        request.machine = MachineFacts::read();
    request.machine.descriptors = origin->descriptors;
    request.origin = std::move(*origin);
    if (!takesLoad(session.line()))
        return request;
    const auto observed = observe(session);
    if (!observed)
        return tl::unexpected(observed.error());
    request.load = observed->load;
    if (request.load.clients == 0 && !session.line().has("--clients"))
        return tl::unexpected(session.usage(
            "the engine had no streams within its memory, so give --clients and --stream-duration"));
    session.note("the engine's last " + spanText(std::chrono::duration<double>(observed->over).count()) +
                 ": at most " + countText(static_cast<double>(request.load.clients)) +
                 " streams at one time" +
                 (observed->anyBegan ? "" : "; none began, so they last at least as long"));
    return request;
}

tl::expected<PlanRequest, ExitStatus> localRequest(Session &session)
{
    auto origin = SettingsOrigin::read(session, SettingsOrigin::From::FileOrDefaults);
    if (!origin)
        return tl::unexpected(origin.error());
    PlanRequest request;
    request.origin = std::move(*origin);
    request.machine = MachineFacts::read();
    return request;
}

std::optional<Error> readTyped(const CommandLine &line, PlanRequest &request)
{
    TypedValues typed(line);
    std::optional<std::int64_t> eventSize = request.load.eventSize;
    typed.count("--clients", request.load.clients);
    typed.span("--stream-duration", request.load.streamDuration);
    typed.span("--timeout-window", request.load.timeoutWindow);
    typed.number("--event-rate", request.load.eventRate);
    typed.size("--event-size", eventSize);
    typed.count("--channels", request.load.channels);
    typed.count("--connections", request.load.otherConnections);
    typed.number("--slow", request.load.slowPercent);
    typed.number("--headroom", request.load.headroomPercent);
    typed.fact("--descriptors", request.machine.descriptors);
    typed.size("--memory", request.machine.memory);
    typed.fact("--cores", request.machine.cores);
    request.load.eventSize = eventSize.value_or(0);
    return typed.error();
}

/** Sets the cap, unless somebody has changed the settings since they were read. */
AdminClient::Result apply(Session &session, const PlanRequest &request, const Plan &plan)
{
    QJsonObject body{{QStringLiteral("pool.max_streams"), static_cast<qint64>(plan.maxStreams)}};
    const std::string why =
        session.line().has("--why") ? session.line().value("--why") : "plan: " + loadText(request.load);
    body.insert(QStringLiteral("why"), QString::fromStdString(why));
    if (request.origin.revision)
        body.insert(QStringLiteral("revision"), static_cast<qint64>(*request.origin.revision));
    return session.change("PATCH", QStringLiteral("settings"), body);
}

ExitStatus print(Session &session, const PlanRequest &request, const Plan &plan)
{
    const bool isApplied = session.line().has("--apply") && plan.fits();
    if (session.format() == Session::Format::Text) {
        session.print("Settings: " + request.origin.name + "\n" + planText(plan, request.load));
        if (!isApplied && session.line().has("--apply"))
            session.note("not applied: it does not fit");
        if (isApplied)
            return reportChange(session, apply(session, request, plan));
        return plan.fits() ? ExitStatus::Done : ExitStatus::Found;
    }
    QJsonObject json = planJson(plan, request.load);
    json.insert(QStringLiteral("settings_of"), QString::fromStdString(request.origin.name));
    if (isApplied) {
        const auto answer = apply(session, request, plan);
        if (!answer)
            return session.fail(answer.error());
        json.insert(QStringLiteral("applied"), answer->json);
    }
    session.print(json);
    return plan.fits() ? ExitStatus::Done : ExitStatus::Found;
}

ExitStatus runPlan(Session &session)
{
    const CommandLine &line = session.line();
    if (asksEngine(line) && line.has(kConfigOption.name))
        return session.usage(
            "--config plans without an engine: give --clients, and neither --live nor --apply");
    if (line.has("--why") && !line.has("--apply"))
        return session.usage("--why is for --apply");
    if (line.has("--apply") && line.has(kSetOption.name))
        return session.usage("--set plans for settings that the engine does not have: leave out --apply");
    if (!takesLoad(line) && !line.has("--stream-duration"))
        return session.usage("--stream-duration is missing: how long a stream lasts on average (or --live)");
    // What is typed is judged before anybody is asked.
    PlanRequest typed;
    if (const auto wrong = readTyped(line, typed))
        return failWith(session.streams(), *wrong);
    auto request = asksEngine(line) ? askForRequest(session) : localRequest(session);
    if (!request)
        return request.error();
    readTyped(line, *request);
    const auto plan = Planner::plan(request->load, request->origin.settings, request->machine);
    if (!plan)
        return failWith(session.streams(), plan.error());
    return print(session, *request, *plan);
}

} // namespace

Command planCommand()
{
    return {
        {"plan",
         "plan --clients N --stream-duration TIME [--timeout-window TIME] [--live] [--apply] [options]",
         "Plans the pool: (clients x stream duration) / timeout window, and the descriptors, workers, memory "
         "and\nbandwidth that it needs. Without --clients the load of the running engine is taken.\n"
         "Exits with 5 when something does not fit, and says what mends it; then --apply changes nothing.",
         kPlanOptions, 0, 0, engineOptions()},
        &askEngine<&runPlan>};
}

} // namespace sluice
