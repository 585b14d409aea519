// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminThread.h"

#include "server/admin/AdminFront.h"
#include "server/admin/SettingsJson.h"

namespace sluice {

namespace {

// How soon the door looks for who may make room when all its connections are new.
constexpr Milliseconds tickInterval{20};

// Likewise while nobody is connected, and only what comes next can need the thread.
constexpr Milliseconds idleInterval{200};

// How long those who watch may take to hear that it is over, before their connections close as they are.
constexpr Milliseconds farewellTime{200};

// Over which they come back.
constexpr Milliseconds retrySpread{2000};

} // namespace

AdminThread::AdminThread(Engine &engine, const Signals &signals, const ListenSockets &sockets,
                         const ListenAddress &open)
    : m_engine(engine)
    , m_signals(signals)
    , m_descriptors(FdBudget::forAdmin(engine.descriptors().adminConnections()))
    , m_events(m_descriptors)
    , m_drainFeed(engine, m_events)
{
    m_thread.setObjectName(QStringLiteral("admin"));
    moveToThread(&m_thread);
    // Before it serves: a change that the first request makes must be heard of. The changing thread may be
    // ours (a PATCH) or any other; either way changes arrive here in their order.
    m_settingsListener = engine.settings().addListener([this](const SettingsStore::Update &update) {
        for (const AuditEntry &entry : update.entries)
            m_events.publish("audit", settingsjson::auditText(entry));
        QMetaObject::invokeMethod(
            this, [this, settings = update.after.settings] { apply(*settings); }, Qt::QueuedConnection);
    });
    m_thread.start();
    QMetaObject::invokeMethod(
        this, [this, &sockets, &open] { run(sockets, open); }, Qt::BlockingQueuedConnection);
}

AdminThread::~AdminThread()
{
    m_engine.settings().removeListener(m_settingsListener);
    QMetaObject::invokeMethod(
        this, [this] { stop(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void AdminThread::run(const ListenSockets &sockets, const ListenAddress &open)
{
    m_front = std::make_unique<AdminFront>(m_engine, m_signals, m_events, m_descriptors, sockets, open);
    apply(*m_engine.settings().settings());
    m_notifier = std::make_unique<QSocketNotifier>(m_events.reactor().poller().fd(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        setPace(tickInterval);
        m_events.reactor().turn(m_front.get());
    });
    m_timer = std::make_unique<QTimer>();
    connect(m_timer.get(), &QTimer::timeout, this, [this] {
        const Instant now = Clock::now();
        m_drainFeed.tick(now);
        m_events.tick(now);
        m_front->onTick(now);
        setPace(m_front->isIdle() && m_events.isEmpty() ? idleInterval : tickInterval);
    });
    setPace(tickInterval);
}

void AdminThread::setPace(Milliseconds interval)
{
    if (!m_timer->isActive() || m_timer->intervalAsDuration() != interval)
        m_timer->start(interval);
}

void AdminThread::apply(const Settings &settings)
{
    if (!m_front)
        return; // run() begins with what is in force then
    const std::string tokens = settings.auth_admin_token + '\n' + settings.auth_viewer_token;
    if (m_tokens && *m_tokens != tokens) // who watches by a token that is no more may not go on
        m_events.endAll();
    m_tokens = tokens;
    m_events.apply(settings);
    m_front->apply(settings);
}

void AdminThread::stop()
{
    m_timer.reset();
    m_notifier.reset();
    m_front->close();
    m_events.reactor().evict(m_events.reactor().roll(), {Cause::Shutdown, retrySpread});
    for (const Instant end = Clock::now() + farewellTime; !m_events.isEmpty() && Clock::now() < end;) {
        m_events.reactor().turn(m_front.get());
        QThread::msleep(1);
    }
    m_events.reactor().closeAll(Cause::Shutdown);
    m_front.reset();
}

} // namespace sluice
