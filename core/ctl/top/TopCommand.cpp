// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// `sluicectl top`: the engine on the whole terminal, live; without a terminal, once.
#include "base/system/SignalReader.h"
#include "ctl/commands/EngineCommands.h"
#include "ctl/commands/Session.h"
#include "ctl/commands/SpanOption.h"
#include "ctl/top/TerminalKeys.h"
#include "ctl/top/TerminalScreen.h"
#include "ctl/top/TopFeed.h"
#include "ctl/top/TopView.h"

#include <QEventLoop>
#include <QSocketNotifier>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include <unistd.h>

namespace sluice {

namespace {

constexpr std::chrono::seconds kUsualEvery{1};

constexpr std::array kTopOptions{
    CommandOption{"--every", "TIME", "how often to ask the engine (default 1s)"},
};

TerminalScreen::Colour wantedColour()
{
    const char *variable =
        std::getenv("NO_COLOR"); // NOLINT(concurrency-mt-unsafe): nobody here sets variables
    return variable && *variable ? TerminalScreen::Colour::No : TerminalScreen::Colour::Yes;
}

/** The screen, its keys and the signals of a terminal. */
class Top : public QObject
{
public:
    Top(Session &session, std::chrono::milliseconds every)
        : m_session(session)
        , m_feed(session, m_model, every)
        , m_keyNotifier(STDIN_FILENO, QSocketNotifier::Read)
        , m_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGTTOU}
        , m_screen(wantedColour())
    {
        m_model.engine = session.client().options().base.authority().toStdString();
        m_model.zone = session.zone();
        connect(&m_feed, &TopFeed::updated, this, [this] {
            if (m_controls.flow == TopControls::Flow::Live)
                draw();
        });
        connect(&m_keyNotifier, &QSocketNotifier::activated, this, &Top::readKeys);
        connect(&m_signals, &SignalReader::received, this, &Top::onSignal);
    }

    ExitStatus run()
    {
        m_model.trouble = "connecting";
        m_screen.enter();
        draw();
        m_feed.start();
        m_loop.exec();
        m_screen.leave();
        return ExitStatus::Done;
    }

private:
    void draw() { m_screen.draw(topScreen(shown(), m_controls, terminalSize())); }

    /** While paused the model goes on; what is shown stays. */
    const TopModel &shown() const
    {
        return m_controls.flow == TopControls::Flow::Paused ? m_frozen : m_model;
    }

    void onSignal(int number)
    {
        if (number == SIGWINCH)
            return draw();
        if (number == SIGTTOU)
            return;
        if (number != SIGTSTP)
            return m_loop.quit();
        m_screen.leave();
        ::raise(SIGSTOP); // until the shell says go on
        m_screen.enter();
        draw();
    }

    void readKeys()
    {
        std::array<char, 256> bytes{};
        const ssize_t size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) {
            // VMIN is 0, so nothing to read is no end; a terminal that has gone is.
            m_emptyReads = size < 0 ? kMostEmptyReads : m_emptyReads + 1;
            if (m_emptyReads >= kMostEmptyReads)
                m_loop.quit();
            return;
        }
        m_emptyReads = 0;
        if (size < 0)
            return;
        for (const TerminalKey &key : m_keys.take({bytes.data(), static_cast<std::size_t>(size)}))
            press(key);
        draw();
    }

    void press(const TerminalKey &key)
    {
        m_controls.message.clear();
        if (!m_controls.question.empty())
            return answer(key);
        constexpr std::size_t page = 10;
        switch (key.name) {
        case TerminalKey::Name::Up:
            m_controls.scroll -= std::min<std::size_t>(m_controls.scroll, 1);
            break;
        case TerminalKey::Name::Down:
            scrollDown(1);
            break;
        case TerminalKey::Name::PageUp:
            m_controls.scroll -= std::min(m_controls.scroll, page);
            break;
        case TerminalKey::Name::PageDown:
            scrollDown(page);
            break;
        case TerminalKey::Name::Home:
            m_controls.scroll = 0;
            break;
        case TerminalKey::Name::End:
            scrollDown(static_cast<std::size_t>(m_model.streams.size()));
            break;
        case TerminalKey::Name::Character:
            command(key.character);
            break;
        case TerminalKey::Name::Escape:
        case TerminalKey::Name::Other:
            break;
        }
    }

    void scrollDown(std::size_t rows)
    {
        const auto count = static_cast<std::size_t>(m_model.streams.size());
        m_controls.scroll = std::min(m_controls.scroll + rows, count > 0 ? count - 1 : 0);
    }

    void command(char key)
    {
        switch (key) {
        case 'q':
            return m_loop.quit();
        case 'p':
            m_frozen = m_model;
            m_controls.flow = m_controls.flow == TopControls::Flow::Live ? TopControls::Flow::Paused
                                                                         : TopControls::Flow::Live;
            return;
        case 's':
            m_model.sortKey = (m_model.sortKey + 1) % TopModel::kSortKeys.size();
            m_controls.scroll = 0;
            return m_feed.refresh();
        case 'd':
            return askAboutDrain();
        default:
            return;
        }
    }

    void askAboutDrain()
    {
        if (!m_model.drain)
            return;
        m_isCancel = m_model.drain->phase != "serving";
        m_controls.question =
            m_isCancel ? std::string("Cancel the drain and serve again?")
                       : "Drain " + countText(m_model.figure("active_streams")) + " streams, then hold?";
    }

    void answer(const TerminalKey &key)
    {
        m_controls.question.clear();
        if (key.name != TerminalKey::Name::Character || (key.character != 'y' && key.character != 'Y'))
            return;
        AdminRequest request;
        request.method = m_isCancel ? "DELETE" : "POST";
        request.path = QStringLiteral("drain");
        if (!m_isCancel)
            request.body = QJsonObject{{QStringLiteral("then"), QStringLiteral("hold")}};
        m_session.client().send(request, [this](const AdminClient::Result &result) {
            m_controls.message = !result      ? result.error().message
                                 : m_isCancel ? "the drain is cancelled"
                                              : "the drain has begun";
            m_feed.refresh();
            draw();
        });
    }

    static constexpr int kMostEmptyReads = 3;

    Session &m_session;
    TopModel m_model;
    TopModel m_frozen;
    TopControls m_controls;
    TopFeed m_feed;
    QSocketNotifier m_keyNotifier;
    TerminalKeys m_keys;
    SignalReader m_signals;
    TerminalScreen m_screen;
    QEventLoop m_loop;
    bool m_isCancel = false;
    int m_emptyReads = 0;
};

/** Without a terminal: two rounds, because rates need two snapshots; then everything once. */
ExitStatus printOnce(Session &session, std::chrono::milliseconds every)
{
    TopModel model;
    model.engine = session.client().options().base.authority().toStdString();
    model.zone = session.zone();
    TopFeed feed(session, model, every);
    QEventLoop loop;
    const bool isJson = session.format() == Session::Format::Json;
    int rounds = isJson ? 1 : 2;
    QObject::connect(&feed, &TopFeed::updated, &loop, [&] {
        if (feed.error() || --rounds == 0)
            loop.quit();
    });
    feed.start();
    loop.exec();
    if (feed.error())
        return session.fail(*feed.error());
    if (isJson)
        session.print(feed.answers());
    else
        session.print(topText(model, TerminalSize().columns));
    return ExitStatus::Done;
}

ExitStatus runTop(Session &session)
{
    const auto every = readSpan(session.line(), "--every", kUsualEvery);
    if (!every)
        return failWith(session.streams(), every.error());
    using Kind = CommandStreams::Kind;
    const bool isScreen =
        session.streams().inKind == Kind::Terminal && session.streams().outKind == Kind::Terminal;
    if (!isScreen || session.format() == Session::Format::Json)
        return printOnce(session, *every);
    return Top(session, *every).run();
}

} // namespace

Command topCommand()
{
    return {{"top", "top [--every TIME] [options]",
             "Shows the engine on the whole terminal, live: pool, flow, workers, ends, channels, streams.\n"
             "Keys: q quit, p pause, s sort the streams, d drain or cancel (asks), arrows and pages scroll.\n"
             "Without a terminal, or with --json, prints everything once. NO_COLOR is respected.",
             kTopOptions, 0, 0, engineOptions()},
            &askEngine<&runTop>};
}

} // namespace sluice
