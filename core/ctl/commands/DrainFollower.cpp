// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands/DrainFollower.h"

#include "base/system/StopNotice.h"
#include "ctl/output/DrainView.h"
#include "ctl/output/TerminalSize.h"

#include <ostream>

namespace sluice {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kPause = 200ms;
constexpr auto kLineInterval = 2s; // between plain lines of one phase

/** Where the states of a drain are shown. */
class ProgressPrinter
{
public:
    explicit ProgressPrinter(Session &session)
        : m_session(session)
        , m_isLive(session.streams().errKind == CommandStreams::Kind::Terminal &&
                   session.format() == Session::Format::Text)
    {
    }

    void show(const DrainView &progress, const QJsonObject &json)
    {
        if (m_session.format() == Session::Format::Json)
            return showJson(json);
        if (m_isLive) {
            m_session.streams().err << '\r' << progress.bar(terminalSize().columns - 1) << "\x1b[K"
                                    << std::flush;
            m_hasBar = true;
            return;
        }
        const auto now = Clock::now();
        if (progress.phase == m_phase && now < m_nextLine)
            return;
        m_phase = progress.phase;
        m_nextLine = now + kLineInterval;
        m_session.note(progress.line());
    }

    /** Leaves the line of the bar, so that what comes next begins on one of its own. */
    void end()
    {
        if (m_hasBar)
            m_session.streams().err << std::endl;
        m_hasBar = false;
    }

private:
    void showJson(const QJsonObject &json)
    {
        if (json != m_json)
            m_session.print(json);
        m_json = json;
    }

    Session &m_session;
    const bool m_isLive;
    bool m_hasBar = false;
    std::string m_phase;
    Clock::time_point m_nextLine;
    QJsonObject m_json;
};

class DrainFollower
{
public:
    DrainFollower(Session &session, std::string then)
        : m_session(session)
        , m_then(std::move(then))
        , m_printer(session)
    {
        m_request.path = QStringLiteral("drain");
    }

    ExitStatus run()
    {
        do {
            const auto answer = m_session.ask(m_request, m_notice);
            if (!answer)
                break;
            if (const auto status = *answer ? take((*answer)->json) : lose((*answer).error()))
                return *status;
        } while (m_notice.sleep(kPause));
        m_printer.end();
        m_session.note("detached: the drain goes on; see sluicectl drain --status, --wait or --cancel");
        return ExitStatus::Interrupted;
    }

private:
    /** How the command ends with this state; nothing: it does not yet. */
    std::optional<ExitStatus> take(const QJsonObject &json)
    {
        const auto progress = DrainView::read(json);
        if (!progress)
            return m_session.fail(garbledAnswer(m_session.client().options().base.toString().toStdString(),
                                                "its drain has no phase"));
        m_printer.show(*progress, json);
        m_last = *progress;
        if (!progress->then.empty())
            m_then = progress->then;
        m_wasUnderWay = m_wasUnderWay || progress->isUnderWay();
        if (progress->isUnderWay())
            return std::nullopt;
        m_printer.end();
        if (progress->phase == "drained")
            return say("drained: " + countText(progress->closed) + " closed, " + countText(progress->forced) +
                       " forced" + (m_then == "exit" ? "; the engine exits" : "; the engine holds, unready"));
        m_session.note(m_wasUnderWay ? "the drain was cancelled; the engine serves again"
                                     : "no drain is running");
        return ExitStatus::Failed;
    }

    std::optional<ExitStatus> lose(const AdminError &error)
    {
        m_printer.end();
        const bool isExpected = m_then == "exit" && error.reason == AdminError::Reason::Unreachable;
        if (!isExpected)
            return m_session.fail(error);
        return say("drained: the engine has exited" +
                   (m_last.left > 0
                        ? "; when it was last seen, " + countText(m_last.left) + " streams were left"
                        : std::string()));
    }

    /** The last word, for people; JSON has said it already. */
    ExitStatus say(const std::string &text)
    {
        if (m_session.format() == Session::Format::Text)
            m_session.print(text);
        return ExitStatus::Done;
    }

    Session &m_session;
    std::string m_then;
    StopNotice m_notice;
    ProgressPrinter m_printer;
    AdminRequest m_request;
    DrainView m_last;
    bool m_wasUnderWay = false;
};

} // namespace

ExitStatus followDrain(Session &session, const std::string &then)
{
    return DrainFollower(session, then).run();
}

} // namespace sluice
