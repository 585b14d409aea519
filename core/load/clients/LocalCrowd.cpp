// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/LocalCrowd.h"

namespace sluice {

LocalCrowd::LocalCrowd(const LoadOptions &options, const LoadStreams::Route &route,
                       const LoadEventFormat &format, const LoadBoard &board)
    : m_ledger({route.share.of(options.allClients()), options.channels, options.publishers, route.share},
               board)
    , m_streams(options, route, format, m_ledger)
{
}

CrowdFigures LocalCrowd::figures() const
{
    CrowdFigures figures;
    figures.counts = m_streams.counts();
    figures.failures = m_streams.failures();
    figures.dropReasons = m_streams.dropReasons();
    figures.delivered = m_ledger.delivered();
    figures.duplicates = m_ledger.duplicates();
    figures.skipped = m_ledger.gaps();
    figures.lastDecision = m_streams.lastDecision();
    figures.lastDelivery = m_streams.lastDelivery();
    figures.latencies = m_streams.latencies();
    return figures;
}

CrowdFigures LocalCrowd::finish()
{
    CrowdFigures figures = this->figures();
    figures.skipped = m_ledger.skipped();
    figures.doubts = m_ledger.doubts();
    figures.owed = m_ledger.owed();
    m_streams.closeAll();
    return figures;
}

} // namespace sluice
