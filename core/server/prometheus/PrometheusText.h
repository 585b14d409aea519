// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The text of /metrics (Prometheus exposition format 0.0.4) from the figures of one moment. Pure functions,
// any thread.
#pragma once

#include "base/system/ProcessFigures.h"
#include "model/EngineFigures.h"
#include "model/ProxyLogFigures.h"
#include "server/snapshots/SignalFigures.h"

#include <string>

namespace sluice {

/** All metrics of the engine and its process; docs/metrics.md lists them. */
std::string prometheusText(const EngineFigures &engine, const ProcessFigures &process,
                           const SignalFigures &signals = {}, const ProxyLogFigures &proxy = {});

} // namespace sluice
