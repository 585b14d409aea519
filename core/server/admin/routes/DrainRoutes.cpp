// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/DrainRoutes.h"

#include "server/admin/AdminJson.h"
#include "server/admin/AdminQuery.h"
#include "server/admin/DrainJson.h"

namespace sluice {

namespace {

constexpr int accepted = 202;

Answer refused(const DrainRefused &refused)
{
    return Answer::problem(refused.why == DrainRefused::Why::Invalid ? 422 : 409, refused.message);
}

} // namespace

void DrainRoutes::addTo(AdminRouter &router)
{
    constexpr std::string_view path = "/api/v1/drain";
    router.add("GET", path, Role::Viewer, [this](const AdminCall &call) { return progress(call); });
    router.add("POST", path, Role::Operator, [this](const AdminCall &call) { return start(call); });
    router.add("PATCH", path, Role::Operator, [this](const AdminCall &call) { return change(call); });
    router.add("DELETE", path, Role::Operator, [this](const AdminCall &call) { return cancel(call); });
}

Answer DrainRoutes::progress(const AdminCall &call) const
{
    if (auto problem = AdminQuery(call.target()).check())
        return *std::move(problem);
    return adminjson::answer(200, drainjson::progress(m_engine.drainProgress()));
}

Answer DrainRoutes::start(const AdminCall &call)
{
    AdminQuery query(call.target());
    const bool isDryRun = query.flag("dry_run");
    if (auto problem = query.check())
        return *std::move(problem);
    const auto body = adminjson::object(call.body());
    if (!body)
        return body.error();
    DrainPlan plan = DrainPlan::from(*m_engine.settings().settings(), DrainThen::Hold);
    if (const auto read = drainjson::read(*body, plan); !read)
        return read.error();
    if (isDryRun) {
        const auto preview = m_engine.drain().preview(plan);
        return preview ? adminjson::answer(200, drainjson::preview(*preview, plan))
                       : refused(preview.error());
    }
    if (const auto started = m_engine.drain().start(plan, call.caller.who); !started)
        return refused(started.error());
    return adminjson::answer(accepted, drainjson::progress(m_engine.drainProgress()));
}

Answer DrainRoutes::change(const AdminCall &call)
{
    if (auto problem = AdminQuery(call.target()).check())
        return *std::move(problem);
    const auto body = adminjson::object(call.body());
    if (!body)
        return body.error();
    const auto change = drainjson::readChange(*body);
    if (!change)
        return change.error();
    if (const auto changed = m_engine.drain().change(*change); !changed)
        return refused(changed.error());
    return adminjson::answer(200, drainjson::progress(m_engine.drainProgress()));
}

Answer DrainRoutes::cancel(const AdminCall &call)
{
    if (auto problem = AdminQuery(call.target()).check())
        return *std::move(problem);
    if (const auto cancelled = m_engine.drain().cancel(); !cancelled)
        return refused(cancelled.error());
    return adminjson::answer(200, drainjson::progress(m_engine.drainProgress()));
}

} // namespace sluice
