// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EngineLink.h"

#include "Format.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QPointer>
#include <QSysInfo>

#include <algorithm>
#include <utility>

#include <time.h>

namespace sluice {

namespace {

constexpr auto kFreshnessTick = std::chrono::milliseconds(250);
constexpr double kMissedTicks = 2.0;      // overdue snapshots before the numbers count as old
constexpr double kSilence = 10.0;         // seconds beyond that before the connection counts as dead
constexpr double kLongestInterval = 10.0; // seconds: metrics.interval allows no more
constexpr qsizetype kMostEarly = 1000;    // what an engine may send before it was greeted; more is nonsense
// Somebody may install the right release meanwhile; a wrong token is not tried again by itself, because an
// engine counts such attempts.
constexpr auto kIncompatibleRetry = std::chrono::seconds(30);

/** A clock that also counts while the machine sleeps: an hour asleep makes a number an hour old. */
double secondsSinceBoot()
{
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

EngineLink::State stateOf(const AdminError &error)
{
    if (error.status == 401 || error.status == 403)
        return EngineLink::State::Refused;
    if (error.reason == AdminError::Reason::Garbled || error.status == 404)
        return EngineLink::State::Incompatible;
    return EngineLink::State::Lost;
}

} // namespace

EngineLink::EngineLink(QObject *parent)
    : QObject(parent)
    , m_snapshots(this)
    , m_clock(secondsSinceBoot)
{
    m_freshness.setInterval(kFreshnessTick);
    connect(&m_freshness, &QTimer::timeout, this, &EngineLink::checkFreshness);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &EngineLink::greet);
}

EngineLink::~EngineLink() = default;

void EngineLink::connectTo(const QUrl &url, const QString &token, const QString &name)
{
    disconnectFromEngine();
    m_url = url;
    m_name = name.isEmpty() ? url.authority() : name;
    AdminClient::Options options;
    options.base = url;
    options.token = token.toUtf8();
    m_hasToken = !token.isEmpty();
    options.user = QByteArrayLiteral("console");
    m_client = std::make_unique<AdminClient>(options);
    m_subscription = std::make_unique<AdminSubscription>(options);
    connect(m_subscription.get(), &AdminSubscription::snapshotReceived, this, &EngineLink::takeSnapshot);
    connect(m_subscription.get(), &AdminSubscription::auditReceived, this, &EngineLink::auditReceived);
    connect(m_subscription.get(), &AdminSubscription::drainReceived, this, &EngineLink::drainReceived);
    connect(m_subscription.get(), &AdminSubscription::stateChanged, this, &EngineLink::onSubscription);
    Q_EMIT targetChanged();
    m_freshness.start();
    greet();
}

void EngineLink::retryNow()
{
    if (!m_client || m_state == State::Live)
        return;
    stopFollowing();
    m_attempts = 0;
    enter(State::Connecting);
    greet();
}

void EngineLink::disconnectFromEngine()
{
    if (m_client)
        Q_EMIT leaving();
    m_retry.stop();
    m_freshness.stop();
    ++m_greeting;
    m_isGreeted = false;
    // A handler may be what asked for this: its client must live until it has returned.
    if (m_client)
        m_client.release()->deleteLater();
    if (m_subscription) {
        m_subscription->disconnect(this);
        m_subscription.release()->deleteLater();
    }
    m_snapshots.clear();
    m_early.clear();
    m_snapshotAt = -1;
    m_greetedAt = -1;
    m_attempts = 0;
    m_interval = kLongestInterval;
    m_version.clear();
    m_role.clear();
    m_isEmbedded = false;
    m_publicUrl.clear();
    m_localPid = 0;
    m_url.clear();
    m_name.clear();
    enter(State::Idle);
    Q_EMIT engineChanged();
    Q_EMIT targetChanged();
}

double EngineLink::secondsSinceSnapshot() const
{
    return m_snapshotAt < 0 ? -1.0 : m_clock() - m_snapshotAt;
}

void EngineLink::send(const AdminRequest &request, QObject *context, AdminClient::Handler handler)
{
    if (!m_client) {
        AdminError error;
        error.message = "no engine is chosen";
        handler(tl::unexpected(error));
        return;
    }
    const AdminClient *asked = m_client.get();
    m_client->send(request, [this, asked, context = QPointer<QObject>(context),
                             handler = std::move(handler)](const AdminClient::Result &result) {
        if (context && asked == m_client.get())
            handler(result);
    });
}

std::unique_ptr<AdminClient> EngineLink::partingClient() const
{
    return m_client ? std::make_unique<AdminClient>(m_client->options()) : nullptr;
}

void EngineLink::announce(const QString &title, const QString &detail, const QString &tone)
{
    Q_EMIT operated(title, detail, tone);
}

void EngineLink::greet()
{
    m_retry.stop();
    if (m_state != State::Lost)
        enter(State::Connecting);
    AdminRequest request;
    request.path = QStringLiteral("version");
    send(request, this, [this, greeting = ++m_greeting](const AdminClient::Result &result) {
        if (greeting == m_greeting)
            takeVersion(result);
    });
}

void EngineLink::takeVersion(const AdminClient::Result &result)
{
    if (!result) {
        const State state = stateOf(result.error());
        stopFollowing();
        enter(state, reasonFor(result.error()));
        if (state != State::Refused)
            tryLater();
        return;
    }
    const QJsonObject &json = result->json;
    const int api = json.value(QLatin1String("api_version")).toInt(-1);
    if (api < oldestApi || api > newestApi) {
        stopFollowing();
        enter(State::Incompatible,
              api < 0 ? tr("%1 answers, but not as a Sluice engine does: its answer names no API version.")
                            .arg(m_url.toDisplayString())
                      : tr("The engine speaks version %1 of the admin API, this console versions %2 to %3. "
                           "Use a console of the engine's release.")
                            .arg(api)
                            .arg(oldestApi)
                            .arg(newestApi));
        tryLater();
        return;
    }
    m_attempts = 0;
    m_version = json.value(QLatin1String("version")).toString();
    m_role = json.value(QLatin1String("role")).toString();
    m_isEmbedded = QHostAddress(m_url.host()).isLoopback() &&
                   json.value(QLatin1String("pid")).toInteger() == QCoreApplication::applicationPid();
    m_publicUrl = QUrl(json.value(QLatin1String("public_url")).toString());
    const bool isHere = json.value(QLatin1String("host_name")).toString() == QSysInfo::machineHostName() &&
                        QHostAddress(m_url.host()).isLoopback();
    m_localPid = isHere ? json.value(QLatin1String("pid")).toInteger() : 0;
    Q_EMIT engineChanged();
    fetchHistory();
}

void EngineLink::fetchHistory()
{
    AdminRequest request;
    request.path = QStringLiteral("snapshots.csv");
    request.query.addQueryItem(QStringLiteral("since"), QStringLiteral("60m"));
    request.expects = AdminRequest::Expects::Text;
    send(request, this, [this, greeting = m_greeting](const AdminClient::Result &result) {
        if (greeting != m_greeting)
            return;
        // Without the past the charts begin now; that is no reason to show nothing.
        if (result)
            m_snapshots.loadCsv(result->body);
        follow();
        Q_EMIT established();
    });
}

void EngineLink::follow()
{
    m_isGreeted = true;
    m_greetedAt = m_clock();
    const QList<QJsonObject> early = std::exchange(m_early, {});
    for (const QJsonObject &snapshot : early)
        takeSnapshot(snapshot);
    if (!m_subscription->isRunning())
        m_subscription->start();
}

void EngineLink::stopFollowing()
{
    ++m_greeting; // an answer that is still under way is to the question of before
    m_isGreeted = false;
    m_early.clear();
    const QSignalBlocker silent(m_subscription.get());
    m_subscription->stop();
}

void EngineLink::takeSnapshot(const QJsonObject &snapshot)
{
    if (!m_isGreeted) {
        // Maybe another process by now, which speaks otherwise; and its past comes first.
        if (m_early.size() < kMostEarly)
            m_early.append(snapshot);
        return;
    }
    const double interval = snapshot.value(QLatin1String("interval_seconds")).toDouble();
    if (interval > 0)
        m_interval = std::min(interval, kLongestInterval);
    m_snapshotAt = m_clock();
    m_snapshots.append(snapshot);
    enter(State::Live);
    Q_EMIT snapshotReceived(snapshot);
    Q_EMIT freshnessChanged();
}

void EngineLink::onSubscription(SseClient::State state, const QString &reason)
{
    switch (state) {
    case SseClient::State::Idle:
    case SseClient::State::Connecting:
        break;
    case SseClient::State::Open:
        if (!m_isGreeted) {
            // Back again: maybe another process, with another version, and a past that we have not seen.
            enter(State::Connecting);
            greet();
        }
        break;
    case SseClient::State::Waiting:
        ++m_greeting;
        m_isGreeted = false;
        m_early.clear();
        enter(State::Lost, tr("The connection to %1 was lost: %2.").arg(m_url.authority(), reason));
        break;
    case SseClient::State::Stopped:
        // Refused for good, as after a change of token: the greeting finds out why, and says so.
        m_isGreeted = false;
        enter(State::Lost, tr("%1 ended the connection: %2.").arg(m_url.authority(), reason));
        tryLater();
        break;
    }
}

QString EngineLink::reasonFor(const AdminError &error) const
{
    const QString where = m_url.authority();
    const QString detail = QString::fromStdString(error.detail);
    if (error.status == 401)
        return m_hasToken ? tr("%1 does not take the token. Give it the one of its auth.admin_token or "
                               "auth.viewer_token.")
                                .arg(where)
                          : tr("%1 asks for a token. Give it the one of its auth.admin_token or "
                               "auth.viewer_token.")
                                .arg(where);
    if (error.reason == AdminError::Reason::Unreachable)
        return tr("Nobody answers at %1: %2. Is sluiced running, and is this its listen.admin?")
            .arg(where, detail);
    return QString::fromStdString(error.message);
}

void EngineLink::enter(State state, const QString &reason)
{
    if (state == m_state && reason == m_reason)
        return;
    m_state = state;
    m_reason = reason;
    Q_EMIT stateChanged();
}

void EngineLink::tryLater()
{
    if (m_state == State::Incompatible) {
        m_retry.start(kIncompatibleRetry);
        return;
    }
    const int seconds = std::min(1 << std::min(m_attempts, 4), 10);
    ++m_attempts;
    m_retry.start(std::chrono::seconds(seconds));
}

void EngineLink::checkFreshness()
{
    const double newest = std::max(m_snapshotAt, m_greetedAt);
    const double overdue = m_clock() - newest - kMissedTicks * m_interval - 0.25;
    if (m_isGreeted && overdue > 0 && (m_state == State::Live || m_state == State::Connecting))
        enter(State::Stale, tr("The engine is connected but sends no snapshots: its admin thread may be "
                               "starved, or the network is slow."));
    if (m_isGreeted && overdue > kSilence) {
        // A connection that died while this machine slept, or in a network that vanished, never says so.
        stopFollowing();
        enter(State::Lost,
              tr("%1 has sent nothing for %2.").arg(m_url.authority(), Format::duration(m_clock() - newest)));
        greet();
    }
    Q_EMIT freshnessChanged();
}

} // namespace sluice
