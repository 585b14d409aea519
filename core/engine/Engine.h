// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The engine: workers, channels, admission and their life from start to stop. Owned by the Server (or a
// test); functions are for the thread that made it, unless they say otherwise.
#pragma once

#include "engine/StreamsView.h"
#include "engine/drain/Drain.h"
#include "engine/pool/AttemptLimit.h"
#include "engine/pool/Strangers.h"
#include "engine/worker/Worker.h"
#include "model/EngineFigures.h"
#include "model/InFlightBytes.h"
#include "model/WorkerHealth.h"
#include "settings/SettingsStore.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>

namespace sluice {

class Engine final : public QObject, private DrainHost
{
    Q_OBJECT

public:
    /** The worker threads that an engine with these settings has. */
    static std::size_t workersOf(const Settings &settings);

    /** @p descriptorLimit is the process's, raised already (FdBudget::raiseLimit()); @p source is where the
     * settings came from. */
    Engine(const Settings &settings, std::int64_t descriptorLimit, SettingsSource source = {});
    ~Engine() override;

    /** Workers that will run; a listening descriptor is needed for each. */
    std::size_t workerCount() const override { return m_workers.size(); }

    /** The error if the settings it was made with do not fit the descriptor limit; changes that do not are
     * refused by settings(). */
    const tl::expected<void, Error> &fitsDescriptors() const { return m_fits; }

    /** Starts the workers on their listening descriptors, which they take over. */
    void start(const std::vector<int> &listenFds, const WorkerFrontFactory &factory);

    /**
     * Stops as SIGTERM does: drains as the settings drain.* say, or goes on with the drain that runs, and
     * then emits stopped(). A final stop cannot be cancelled.
     */
    void beginStop(StopKind kind = StopKind::Revocable);

    /** What empties the engine. Any thread. */
    Drain &drain() { return m_drain; }
    const Drain &drain() const { return m_drain; }

    /** How far the drain is. Any thread. */
    DrainProgress drainProgress() const
    {
        return m_drain.progress(DrainPlan::from(*m_settings.settings(), DrainThen::Hold));
    }

    /** Publishes an event as a publisher's request would. Any thread. */
    tl::expected<Channel::Published, ChannelRegistry::Refused> publish(std::string_view channel,
                                                                       const Event &event);

    /**
     * A wait for another worker that is late with what was published, by less than @p longest; none if none
     * is. @p worker turns again when that one has come round. For the thread of @p worker; the wait is for
     * as long as the engine lives.
     */
    std::optional<DirtyInbox::Wait> awaitOthers(Worker &worker, Milliseconds longest) const;

    Admission &admission() { return m_admission; }
    const Admission &admission() const { return m_admission; }
    const FdBudget &descriptors() const { return m_descriptors; }
    InFlightBytes &inFlight() { return m_inFlight; }
    ChannelRegistry &channels() { return *m_channels; }
    const ChannelRegistry &channels() const { return *m_channels; }
    Strangers &strangers() { return m_strangers; }
    const Strangers &strangers() const { return m_strangers; }
    AttemptLimit &wrongTokens() { return m_wrongTokens; }
    SettingsStore &settings() { return m_settings; }
    const SettingsStore &settings() const { return m_settings; }
    const std::vector<std::unique_ptr<Worker>> &workers() const { return m_workers; }

    /** Everything counted, read now from the workers' counters. Any thread; waits for none. */
    EngineFigures figures() const;

    /** The last @p limit streams that ended, newest first. Any thread; keeps no worker waiting. */
    std::vector<EndRecord> latestEnds(std::size_t limit = EndsRing::capacity) const;

    /** The workers' rings of ends, in the order of the workers. Any thread. */
    std::vector<const EndsRing *> endsRings() const;

    /** How each worker's event loop keeps up, in the workers' order. Any thread; waits for none. */
    std::vector<WorkerHealth> health() const;

    /**
     * The workers' last copies of their streams, each with its age; asks for new ones of those that are older
     * than a second, begun before @p since, or missing, and waits for none: look again some milliseconds
     * later. Any thread.
     */
    StreamsView streams(Instant since = Instant::min()) const;

    /**
     * The same for whoever can wait: calls @p then with copies that were all begun at or after @p since as
     * soon as there are such, or after @p limit with what there is. In the thread of @p context, which must
     * have an event loop, and never once @p context is gone. Any thread.
     */
    void whenStreams(QObject *context, Instant since, std::function<void(StreamsView)> then,
                     Milliseconds limit) const;

    /**
     * Ends the streams called @p ids with @p cause; each gets what its socket takes at once, a retry: and a
     * clean end, and its record keeps @p note. @p done is called once, in a worker's thread, when every
     * worker has looked for them; a worker that does not turn keeps it waiting. Any thread.
     */
    void kick(const std::vector<std::uint64_t> &ids, Cause cause, EndNote note,
              std::function<void(KickAnswer)> done);

    /** True while new streams are welcome. Any thread. */
    bool isReady() const { return m_started.load() && !m_admission.isClosed(); }

Q_SIGNALS:
    void stopped();
    /** A drain was cancelled; emitted in the thread that did it. */
    void reopened();

private:
    void closeDoors() override { m_admission.close(); }
    void openDoors() override;
    std::int64_t openStreams() const override { return m_admission.active(); }
    std::int64_t forcedStreams() const override;
    std::int64_t missedEvictions() const override;
    void callRoll(std::size_t worker, std::uint64_t round) override;
    void evict(std::size_t worker, StreamRoll streams, Farewell farewell) override;
    void force(std::size_t worker, Farewell farewell) override;
    void reprieve(std::size_t worker) override;
    void wakeDrain() override;

    void apply(const std::shared_ptr<const Settings> &settings);
    void advanceDrain();
    void exitWhenNobodyLingers();

    SettingsStore m_settings;
    tl::expected<void, Error> m_fits;
    FdBudget m_descriptors;
    InFlightBytes m_inFlight;
    Admission m_admission;
    Strangers m_strangers;
    AttemptLimit m_wrongTokens;
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::unique_ptr<ChannelRegistry> m_channels;
    QTimer m_housekeeping;
    Drain m_drain{*this};
    QTimer m_drainTimer;
    QElapsedTimer m_lingering; ///< runs since a drain that exits has no stream left
    SettingsStore::ListenerId m_settingsListener = 0;
    std::atomic<bool> m_started{false};
    bool m_hasStopped = false;
};

} // namespace sluice
