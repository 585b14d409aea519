// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The clients of a load run in several processes, each a copy of this program that opens its share, because
// one may not have so many descriptors. Owned by LoadGenerator; its thread.
#pragma once

#include "load/clients/CrowdFiguresText.h"
#include "load/clients/LineSocket.h"
#include "load/clients/LoadCrowd.h"
#include "load/clients/LoadJob.h"
#include "load/publisher/LoadBoard.h"

#include <string>
#include <vector>

#include <sys/types.h>

namespace sluice {

class WorkerCrowd : public LoadCrowd
{
public:
    /** Starts the processes; errors: what the system said. @p job is that of the whole run; the board is
     * shared with them. */
    static tl::expected<WorkerCrowd, Error> start(const LoadJob &job, std::uint32_t processes,
                                                  const LoadBoard &board);
    ~WorkerCrowd() override;
    WorkerCrowd(WorkerCrowd &&) = default;
    WorkerCrowd &operator=(WorkerCrowd &&) = delete;

    void aim(std::uint32_t clients) override;
    void setChurn(LoadStreams::Churn churn) override;
    void work(std::chrono::milliseconds patience) override;
    std::uint32_t decided() const override;
    bool hasAll() override;
    CrowdFigures figures() const override;
    CrowdFigures finish() override;

private:
    struct Worker
    {
        LineSocket socket;
        pid_t pid = -1;
        LoadShare share;
        CrowdStatus status;
        bool isGone = false;
    };

    explicit WorkerCrowd(const LoadJob &job)
        : m_job(job)
    {
    }

    tl::expected<void, Error> startOne(std::uint32_t index, const LoadBoard &board);
    void tell(const std::string &line);
    void take(Worker &worker);
    void bury(Worker &worker);
    bool isWaiting() const;

    LoadJob m_job;
    std::vector<Worker> m_workers;
    bool m_isWatching = false;
};

} // namespace sluice
