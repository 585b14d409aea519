// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands/Repeat.h"

#include "base/system/StopNotice.h"

#include <ostream>

namespace sluice {

namespace {

constexpr std::chrono::seconds kUsualPause{2};
constexpr const char *kClearScreen = "\x1b[H\x1b[2J";

} // namespace

ExitStatus showOnceOrRepeatedly(Session &session, const AdminRequest &request,
                                const std::function<void(const QJsonObject &answer)> &show)
{
    const auto pause = readSpan(session.line(), "--every", kUsualPause);
    if (!pause)
        return failWith(session.streams(), pause.error());
    if (!session.line().has("--watch")) {
        const auto answer = session.client().call(request);
        if (!answer)
            return session.fail(answer.error());
        show(answer->json);
        return ExitStatus::Done;
    }
    StopNotice notice;
    const bool isScreen = session.streams().outKind == CommandStreams::Kind::Terminal &&
                          session.format() == Session::Format::Text;
    bool wasThere = false;
    do {
        const auto answer = session.ask(request, notice);
        if (!answer)
            break;
        if (*answer) {
            if (isScreen)
                session.out() << kClearScreen;
            show((*answer)->json);
            wasThere = true;
        } else if (!wasThere || (*answer).error().reason != AdminError::Reason::Unreachable) {
            return session.fail((*answer).error());
        } else {
            session.note((*answer).error().message); // a restart: it may come back
        }
    } while (session.out() && notice.sleep(*pause));
    return ExitStatus::Done;
}

} // namespace sluice
