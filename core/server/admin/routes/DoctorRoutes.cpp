// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/DoctorRoutes.h"

#include "findings/doctor/DoctorJson.h"
#include "server/admin/AdminJson.h"
#include "server/admin/AdminQuery.h"
#include "settings/TokenWarnings.h"

namespace sluice {

namespace {

constexpr std::int64_t mostStreams = 10'000'000; // as pool.max_streams

} // namespace

void DoctorRoutes::addTo(AdminRouter &router)
{
    router.add("GET", "/api/v1/doctor", Role::Viewer, [this](const AdminCall &call) { return doctor(call); });
}

Answer DoctorRoutes::doctor(const AdminCall &call) const
{
    AdminQuery query(call.target());
    const auto streams = query.count("streams", 1, mostStreams);
    if (auto wrong = query.check())
        return *std::move(wrong);
    const DoctorFacts facts = DoctorFacts::ofThisProcess();
    DoctorSubject subject =
        DoctorSubject::of(*m_engine.settings().settings(), DoctorSubject::Source::Engine, facts, streams);
    subject.workers = static_cast<std::int64_t>(m_engine.workerCount());
    const SettingsStore &store = m_engine.settings();
    subject.tokenWarnings = tokenWarnings(*store.settings(), store.source());
    return adminjson::answer(200, doctorJson(facts, subject));
}

} // namespace sluice
