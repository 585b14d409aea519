// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/WorkerPulse.h"

#include "engine/Engine.h"

namespace sluice {

WorkerPulse::WorkerPulse(Engine &engine)
    : m_engine(engine)
{
    for (std::size_t i = 0; i < engine.workerCount(); ++i)
        m_answered.push_back(std::make_shared<Answered>(true));
}

void WorkerPulse::ask()
{
    for (std::size_t i = 0; i < m_answered.size(); ++i) {
        const auto &answered = m_answered[i];
        if (answered->exchange(false))
            QMetaObject::invokeMethod(
                m_engine.workers()[i].get(), [answered] { answered->store(true); }, Qt::QueuedConnection);
    }
}

std::optional<std::size_t> WorkerPulse::silentWorker() const
{
    for (std::size_t i = 0; i < m_answered.size(); ++i)
        if (!m_answered[i]->load())
            return i;
    return std::nullopt;
}

} // namespace sluice
