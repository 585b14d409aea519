// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The clients that this process opens itself: streams and their books. Owned by LoadGenerator, or by the
// LoadWorker of a process of its own; its thread.
#pragma once

#include "load/clients/DeliveryLedger.h"
#include "load/clients/LoadCrowd.h"
#include "load/clients/LoadStreams.h"

namespace sluice {

class LocalCrowd : public LoadCrowd
{
public:
    /** Everything must outlive the crowd. */
    LocalCrowd(const LoadOptions &options, const LoadStreams::Route &route, const LoadEventFormat &format,
               const LoadBoard &board);

    void aim(std::uint32_t clients) override { m_streams.aim(clients); }
    void setChurn(LoadStreams::Churn churn) override { m_streams.setChurn(churn); }
    void work(std::chrono::milliseconds patience) override { m_streams.work(patience); }
    std::uint32_t decided() const override { return m_streams.counts().decided; }
    bool hasAll() override { return m_streams.hasAll(); }
    CrowdFigures figures() const override;
    CrowdFigures finish() override;

private:
    DeliveryLedger m_ledger;
    LoadStreams m_streams;
};

} // namespace sluice
