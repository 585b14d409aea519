// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "DrainModel.h"

#include "Format.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace sluice {

namespace {

constexpr auto kPoll = std::chrono::milliseconds(500);

DrainModel::Phase phaseOf(const QString &name)
{
    using Phase = DrainModel::Phase;
    static const std::array<std::pair<const char *, Phase>, 6> names{{{"serving", Phase::Serving},
                                                                      {"grace", Phase::Grace},
                                                                      {"evicting", Phase::Evicting},
                                                                      {"paused", Phase::Paused},
                                                                      {"forcing", Phase::Forcing},
                                                                      {"drained", Phase::Drained}}};
    for (const auto &[word, phase] : names) {
        if (name == QLatin1String(word))
            return phase;
    }
    return Phase::Unknown;
}

QString utc(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds).toUTC().toString(Qt::ISODateWithMs);
}

AdminRequest drainRequest(const QByteArray &method)
{
    AdminRequest request;
    request.method = method;
    request.path = QStringLiteral("drain");
    return request;
}

} // namespace

DrainModel::DrainModel(QObject *parent)
    : QObject(parent)
    , m_course(this)
{
    m_poll.setInterval(kPoll);
    connect(&m_poll, &QTimer::timeout, this, &DrainModel::refresh);
}

void DrainModel::setLink(EngineLink *link)
{
    if (link == m_link)
        return;
    if (m_link)
        m_link->disconnect(this);
    m_link = link;
    if (m_link) {
        connect(m_link, &EngineLink::drainReceived, this, &DrainModel::take);
        connect(m_link, &EngineLink::established, this, &DrainModel::refresh);
        connect(m_link, &EngineLink::stateChanged, this, &DrainModel::onLinkState);
        connect(m_link, &EngineLink::engineChanged, this, &DrainModel::readOnlyChanged);
        connect(m_link, &EngineLink::auditReceived, this, [this](const QJsonObject &entry) {
            // While serving, the plan is what the settings say.
            if (entry.value(QLatin1String("key")).toString().startsWith(QLatin1String("drain.")))
                refresh();
        });
        connect(m_link, &EngineLink::targetChanged, this, [this] {
            m_phase = Phase::Unknown;
            m_progress = {};
            m_running = 0;
            m_course.clear();
            dismiss();
            Q_EMIT changed();
        });
        if (!m_link->role().isEmpty())
            refresh();
    }
    Q_EMIT linkChanged();
    Q_EMIT readOnlyChanged();
}

void DrainModel::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    if (m_active)
        refresh();
    schedulePoll();
    Q_EMIT activeChanged();
}

double DrainModel::share() const
{
    return initial() > 0 ? std::clamp(closed() / initial(), 0.0, 1.0) : m_phase == Phase::Drained ? 1 : 0;
}

QString DrainModel::readOnlyReason() const
{
    if (!m_link || m_link->role().isEmpty())
        return tr("No engine is connected.");
    if (!m_link->mayOperate())
        return tr(
            "Your token is a viewer's: a drain can be watched, not started or changed. Connect with the "
            "token of auth.admin_token.");
    return {};
}

int DrainModel::courseSeconds() const
{
    constexpr double least = 20;
    constexpr double most = 3600;
    const double elapsed = elapsedSeconds();
    return static_cast<int>(std::isfinite(elapsed) ? std::clamp(std::ceil(elapsed), least, most) : least);
}

QString DrainModel::refusalOf(const QString &then) const
{
    if (QString reason = readOnlyReason(); !reason.isEmpty())
        return reason;
    if (!m_link->isLive())
        return tr("The engine does not answer now.");
    if (isRunning())
        return tr("A drain runs already.");
    if (then == QLatin1String("exit") && m_link->isEmbedded())
        return tr("This engine is a part of the console's own process, so it cannot exit after the drain: "
                  "choose to hold, or close the console.");
    return {};
}

void DrainModel::start(const QJsonObject &plan)
{
    if (const QString refusal = refusalOf(plan.value(QLatin1String("then")).toString()); !refusal.isEmpty()) {
        m_problem = refusal;
        Q_EMIT problemChanged();
        return;
    }
    command("POST", plan);
}

void DrainModel::pause()
{
    command("PATCH", {{QStringLiteral("paused"), true}});
}

void DrainModel::resume()
{
    command("PATCH", {{QStringLiteral("paused"), false}});
}

void DrainModel::setRate(double perSecond)
{
    if (perSecond != rate())
        command("PATCH", {{QStringLiteral("rate"), perSecond}});
}

void DrainModel::setDeadline(const QString &duration)
{
    if (duration != deadline())
        command("PATCH", {{QStringLiteral("deadline"), duration}});
}

void DrainModel::cancel()
{
    command("DELETE", {});
}

void DrainModel::dismiss()
{
    m_problem.clear();
    m_ending = Ending::NotSeen;
    m_summary.clear();
    Q_EMIT problemChanged();
    Q_EMIT endingChanged();
}

void DrainModel::refresh()
{
    if (!m_link)
        return;
    m_link->send(drainRequest("GET"), this, [this, taken = m_taken](const AdminClient::Result &result) {
        // What was told meanwhile is newer, as the answer to a cancel.
        if (result && taken == m_taken)
            take(result->json);
    });
}

void DrainModel::command(const QByteArray &method, const QJsonObject &body)
{
    if (!readOnlyReason().isEmpty())
        return;
    AdminRequest request = drainRequest(method);
    if (!body.isEmpty())
        request.body = body;
    ++m_running;
    m_problem.clear();
    Q_EMIT problemChanged();
    m_link->send(request, this, [this](const AdminClient::Result &result) {
        --m_running;
        if (result)
            take(result->json);
        else
            m_problem = QString::fromStdString(result.error().detail.empty() ? result.error().message
                                                                             : result.error().detail);
        Q_EMIT problemChanged();
    });
}

void DrainModel::take(const QJsonObject &progress)
{
    ++m_taken;
    const Phase before = m_phase;
    const QJsonObject last = m_progress;
    m_progress = progress;
    m_phase = phaseOf(text("phase"));
    if (isRunning() && before <= Phase::Serving) {
        startCourse();
        dismiss();
    }
    if (isRunning() && (m_phase != Phase::Drained || before != Phase::Drained))
        plot();
    noteEnding(before, last);
    schedulePoll();
    Q_EMIT changed();
}

void DrainModel::noteEnding(Phase before, const QJsonObject &last)
{
    const auto streams = [](double count) { return Format::integer(count); };
    if (m_phase == Phase::Drained && before != Phase::Drained) {
        m_ending = Ending::Emptied;
        // Whoever looks only now does not know when the last stream went.
        m_summary = before == Phase::Unknown
                        ? tr("All %1 streams have gone, %2 of them forced.")
                              .arg(streams(initial()), streams(forced()))
                        : tr("All %1 streams went in %2, %3 of them forced.")
                              .arg(streams(initial()), Format::duration(std::ceil(elapsedSeconds())),
                                   streams(forced()));
    } else if (m_phase == Phase::Serving && before == Phase::Drained) {
        m_ending = Ending::Reopened;
        m_summary = tr("The engine takes streams again.");
    } else if (m_phase == Phase::Serving && before > Phase::Serving) {
        m_ending = Ending::CalledOff;
        m_summary = tr("The drain was called off: %1 of %2 streams had gone. The engine takes streams again.")
                        .arg(streams(last.value(QLatin1String("closed")).toDouble()),
                             streams(last.value(QLatin1String("initial")).toDouble()));
    } else {
        return;
    }
    Q_EMIT endingChanged();
}

void DrainModel::onLinkState()
{
    if (m_link->state() == EngineLink::State::Lost && isRunning() && then() == QLatin1String("exit")) {
        m_ending = Ending::Exited;
        m_summary =
            tr("The engine has exited after its drain, as planned: %1 of %2 streams had gone when it was "
               "last heard of.")
                .arg(Format::integer(closed()), Format::integer(initial()));
        m_phase = Phase::Unknown;
        Q_EMIT endingChanged();
        Q_EMIT changed();
    }
    schedulePoll();
    Q_EMIT readOnlyChanged();
}

void DrainModel::startCourse()
{
    m_course.clear();
    const double elapsed = elapsedSeconds();
    if (!(elapsed > 0))
        return;
    // It began before it was seen: what was recorded meanwhile tells its beginning.
    const SnapshotStore &recorded = *m_link->snapshots();
    const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch());
    const auto times = recorded.times();
    const auto active = recorded.column(QStringLiteral("active_streams"));
    for (std::size_t row = recorded.lowerBound(now - 1000 * elapsed); row < active.size(); ++row)
        m_course.append({{QStringLiteral("time_utc"), utc(static_cast<qint64>(times[row]))},
                         {QStringLiteral("left"), active[row]}});
}

void DrainModel::plot()
{
    // The engine tells each change of what is left, so nothing changed while it was silent: no gap.
    constexpr qint64 step = 250;
    constexpr qint64 longest = 60'000;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    // Answers and events come in pairs; a pace of points that is even tells a gap from a rest.
    constexpr qint64 closest = 100;
    if (m_course.count() > 0 && m_phase != Phase::Drained &&
        now - static_cast<qint64>(m_course.latestTime()) < closest)
        return;
    const double before = m_course.latest(QStringLiteral("left"));
    if (m_course.count() > 0 && now - static_cast<qint64>(m_course.latestTime()) < longest) {
        for (auto at = static_cast<qint64>(m_course.latestTime()) + step; at < now - step / 2; at += step)
            m_course.append({{QStringLiteral("time_utc"), utc(at)},
                             {QStringLiteral("left"), before},
                             {QStringLiteral("forced"), m_course.latest(QStringLiteral("forced"))}});
    }
    m_course.append({{QStringLiteral("time_utc"), utc(now)},
                     {QStringLiteral("left"), left()},
                     {QStringLiteral("closed"), closed()},
                     {QStringLiteral("forced"), forced()}});
}

void DrainModel::schedulePoll()
{
    // The engine tells when streams go; that a pause or a grace lasts, only asking tells.
    const bool isWanted = m_active && isRunning() && m_phase != Phase::Drained && m_link && m_link->isLive();
    if (isWanted && !m_poll.isActive())
        m_poll.start();
    else if (!isWanted)
        m_poll.stop();
}

double DrainModel::number(const char *name) const
{
    const QJsonValue value = m_progress.value(QLatin1String(name));
    return value.isDouble() ? value.toDouble() : SnapshotStore::none;
}

QString DrainModel::text(const char *name) const
{
    return m_progress.value(QLatin1String(name)).toString();
}

} // namespace sluice
