// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Runs one load test: connect, hold, publish, wait for the tail, close, report. The calling thread reads the
// streams; the publishers have a thread of their own. Construct, run() once. Only requestStop() may come from
// elsewhere.
#pragma once

#include "base/Error.h"
#include "load/report/LoadReport.h"
#include "load/report/LoadSample.h"
#include "load/run/LoadOptions.h"

#include <atomic>
#include <functional>

#include <tl/expected.hpp>

namespace sluice {

class LoadGenerator
{
public:
    /** Takes what the run has come to, once a second and at its end. */
    using Progress = std::function<void(const LoadSample &sample)>;

    LoadGenerator(LoadOptions options, Progress progress);

    /** Blocks until the run is over; errors are options, targets or limits with which it cannot begin. */
    tl::expected<LoadReport, Error> run();

    /** Ends the run early: run() closes the clients and reports what it has. Any thread, and signal handlers.
     */
    void requestStop() { m_stop.store(true, std::memory_order_relaxed); }

private:
    LoadOptions m_options;
    Progress m_progress;
    std::atomic<bool> m_stop{false};
};

} // namespace sluice
