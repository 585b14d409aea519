// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EngineLink.h"

#include <QPointer>

#include <algorithm>

namespace sluice {

namespace {

constexpr auto kFreshnessTick = std::chrono::milliseconds(250);
constexpr double kMissedTicks = 2.0; // overdue snapshots before the numbers count as old

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
    if (m_client && !m_subscription->isRunning())
        greet();
}

void EngineLink::disconnectFromEngine()
{
    m_retry.stop();
    m_freshness.stop();
    // A handler may be what asked for this: its client must live until it has returned.
    if (m_client)
        m_client.release()->deleteLater();
    if (m_subscription) {
        m_subscription->disconnect(this);
        m_subscription.release()->deleteLater();
    }
    m_snapshots.clear();
    m_sinceSnapshot.invalidate();
    m_attempts = 0;
    m_version.clear();
    m_role.clear();
    m_publicUrl.clear();
    m_url.clear();
    m_name.clear();
    enter(State::Idle);
    Q_EMIT engineChanged();
    Q_EMIT targetChanged();
}

double EngineLink::secondsSinceSnapshot() const
{
    return m_sinceSnapshot.isValid() ? static_cast<double>(m_sinceSnapshot.elapsed()) / 1000.0 : -1.0;
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

void EngineLink::greet()
{
    m_retry.stop();
    if (m_state != State::Lost)
        enter(State::Connecting);
    AdminRequest request;
    request.path = QStringLiteral("version");
    send(request, this, [this](const AdminClient::Result &result) { takeVersion(result); });
}

void EngineLink::takeVersion(const AdminClient::Result &result)
{
    if (!result) {
        const State state = stateOf(result.error());
        enter(state, QString::fromStdString(result.error().message));
        if (state == State::Lost)
            tryLater();
        return;
    }
    const QJsonObject &json = result->json;
    const int api = json.value(QLatin1String("api_version")).toInt(-1);
    if (api < oldestApi || api > newestApi) {
        enter(State::Incompatible,
              api < 0 ? tr("%1 answers, but not as a Sluice engine does: its answer names no API version.")
                            .arg(m_url.toDisplayString())
                      : tr("The engine speaks version %1 of the admin API, this console versions %2 to %3. "
                           "Use a console of the engine's release.")
                            .arg(api)
                            .arg(oldestApi)
                            .arg(newestApi));
        return;
    }
    m_attempts = 0;
    m_version = json.value(QLatin1String("version")).toString();
    m_role = json.value(QLatin1String("role")).toString();
    m_publicUrl = QUrl(json.value(QLatin1String("public_url")).toString());
    Q_EMIT engineChanged();
    fetchHistory();
}

void EngineLink::fetchHistory()
{
    AdminRequest request;
    request.path = QStringLiteral("snapshots.csv");
    request.query.addQueryItem(QStringLiteral("since"), QStringLiteral("60m"));
    request.expects = AdminRequest::Expects::Text;
    send(request, this, [this](const AdminClient::Result &result) {
        // Without the past the charts begin now; that is no reason to show nothing.
        if (result)
            m_snapshots.loadCsv(result->body);
        follow();
        Q_EMIT established();
    });
}

void EngineLink::follow()
{
    if (!m_subscription->isRunning())
        m_subscription->start();
}

void EngineLink::takeSnapshot(const QJsonObject &snapshot)
{
    const double interval = snapshot.value(QLatin1String("interval_seconds")).toDouble();
    if (interval > 0)
        m_interval = interval;
    m_sinceSnapshot.start();
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
        if (m_state == State::Lost) {
            // Back again: maybe another process, with another version, and a past that we have not seen.
            enter(State::Connecting);
            greet();
        }
        break;
    case SseClient::State::Waiting:
        enter(State::Lost, reason);
        break;
    case SseClient::State::Stopped:
        // Refused for good, as after a change of token: the greeting finds out why, and says so.
        enter(State::Lost, reason);
        tryLater();
        break;
    }
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
    const int seconds = std::min(1 << std::min(m_attempts, 4), 10);
    ++m_attempts;
    m_retry.start(std::chrono::seconds(seconds));
}

void EngineLink::checkFreshness()
{
    if (m_state == State::Live && secondsSinceSnapshot() > kMissedTicks * m_interval + 0.25)
        enter(State::Stale, tr("The engine is connected but sends no snapshots: its admin thread may be "
                               "starved, or the network is slow."));
    Q_EMIT freshnessChanged();
}

} // namespace sluice
