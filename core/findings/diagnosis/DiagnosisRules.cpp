// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/DiagnosisRules.h"

#include "findings/diagnosis/Looks.h"

namespace sluice {

namespace {

constexpr std::array rules{
    DiagnosisRule{"descriptor-exhaustion", "is the process out of descriptors?", lookAtDescriptors},
    DiagnosisRule{"pool-saturation", "is the pool full, or nearly?", lookAtPool},
    DiagnosisRule{"loop-stall", "does a worker's event loop stand still?", lookAtLoops},
    DiagnosisRule{"proxy-limits", "does the proxy turn clients away?", lookAtProxyLimits, true},
    DiagnosisRule{"proxy-errors", "does the proxy lose the engine?", lookAtProxyErrors, true},
    DiagnosisRule{"proxy-timeout", "does something cut streams at one age?", lookAtProxyTimeout},
    DiagnosisRule{"proxy-buffering", "does something hold events back?", lookAtProxyBuffering},
    DiagnosisRule{"proxy-compression", "does something compress streams?", lookAtProxyCompression},
    DiagnosisRule{"proxy-http-version", "does something ask in HTTP/1.0?", lookAtProxyHttpVersion},
    DiagnosisRule{"proxy-latency", "does the proxy wait for the engine?", lookAtProxyLatency, true},
    DiagnosisRule{"slow-consumers", "do clients take less than is published?", lookAtSlowConsumers},
    DiagnosisRule{"network-drops", "are streams reset or lost on the way?", lookAtNetworkDrops},
    DiagnosisRule{"reconnect-storm", "do clients come back all at once?", lookAtReconnects},
};

} // namespace

std::span<const DiagnosisRule> diagnosisRules()
{
    return rules;
}

} // namespace sluice
