// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One thread of the engine: a Qt event loop that watches one epoll descriptor, the streams in it, the pump
// that feeds them, and a front door. Owned by the Engine. Functions are for the worker's own thread unless
// they say otherwise.
#pragma once

#include "engine/WorkerFront.h"
#include "stream/Pump.h"

#include <QObject>
#include <QSocketNotifier>
#include <QThread>
#include <QTimer>

namespace sluice {

/** A stream somebody asks for. */
struct StreamRequest
{
    std::vector<std::string> channels; ///< valid names, none twice, 1 to Worker::maxChannelsPerStream
    std::string resumeId;              ///< empty: begin now
    BodyFraming framing = BodyFraming::Chunked;
    ClientAddress client;
};

/** A stream that is admitted and has its places, but no descriptor yet. */
struct StreamTicket
{
    std::uint64_t id = 0;
    BodyFraming framing = BodyFraming::Chunked;
    ClientAddress client;
    Pump::Seating seating;
};

class Worker final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t maxChannelsPerStream = 8;

    /** @p index is the worker's place among all; the parts it shares outlive it. */
    Worker(std::size_t index, Admission &admission, FdBudget &descriptors);
    ~Worker() override;

    /** Starts the thread and in it the front door. Engine thread. */
    void start(ChannelRegistry &channels, int listenFd, WorkerFrontFactory factory, const Settings &settings);

    /** Puts new settings in force. Any thread. */
    void apply(std::shared_ptr<const Settings> settings);

    /** Ends every stream with @p cause once it has what it lacks. Any thread. */
    void evictAll(Cause cause);

    /** Ends the streams that are still open with @p cause, whatever they lack. Any thread. */
    void forceAll(Cause cause);

    /** Closes the front door and all descriptors and ends the thread. Engine thread; waits for it. */
    void stop();

    /** Open descriptors of streams, ended ones that linger included. Any thread. */
    std::int64_t openStreams() const;

    const WorkerCounters &counters() const { return m_counters; }
    WorkerCounters &counters() { return m_counters; }
    std::size_t index() const { return m_index; }
    DirtySink &sink() { return m_pump; }
    Poller &poller() { return m_poller; }
    FdBudget &descriptors() { return m_descriptors; }

    /** Admits a stream and takes its places, or says why not. */
    tl::expected<StreamTicket, Refusal> admit(const StreamRequest &request);

    /** Opens an admitted stream on @p fd, which this worker's poller already watches; @p head goes out at
     * once. */
    void open(StreamTicket ticket, int fd, std::string head);

private:
    void run(int listenFd, const WorkerFrontFactory &factory, const Settings &settings);
    void applyNow(const Settings &settings);
    void turn();
    void tick();
    void evictSome();
    std::string farewell();

    const std::size_t m_index;
    Admission &m_admission;
    FdBudget &m_descriptors;
    ChannelRegistry *m_channels = nullptr;
    WorkerCounters m_counters;
    Poller m_poller;
    StreamTable m_table;
    Pump m_pump;
    std::unique_ptr<WorkerFront> m_front;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::unique_ptr<QTimer> m_timer;
    bool m_evicting = false;
    Cause m_evictCause = Cause::Shutdown;
    std::uint32_t m_evictNext = 0; ///< slots below have been told
    QThread m_thread;
};

} // namespace sluice
