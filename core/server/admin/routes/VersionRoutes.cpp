// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/VersionRoutes.h"

#include "server/admin/AdminJson.h"
#include "server/admin/AdminQuery.h"

#include <QJsonArray>
#include <QSysInfo>

#include <set>

#include <unistd.h>

namespace sluice {

namespace {

// Raised by a change that a client of the former version would misunderstand; more routes and members are
// none.
constexpr int apiVersion = 1;
constexpr std::string_view apiPrefix = "/api/v1/";

/** What the API offers: the first segment of each route, so that the list cannot lie. */
QJsonArray features(const AdminRouter &router)
{
    std::set<std::string> names;
    for (const AdminRouter::Entry &entry : router.entries()) {
        if (entry.pattern.starts_with(apiPrefix)) {
            const std::string rest = entry.pattern.substr(apiPrefix.size());
            names.insert(rest.substr(0, rest.find('/')));
        }
    }
    QJsonArray array;
    for (const std::string &name : names)
        array.append(adminjson::text(name));
    return array;
}

} // namespace

void VersionRoutes::addTo(AdminRouter &router)
{
    m_router = &router;
    router.add("GET", "/api/v1/version", Role::Viewer, [this](const AdminCall &call) {
        if (auto problem = AdminQuery(call.target()).check())
            return *std::move(problem);
        const std::chrono::duration<double> uptime = Clock::now() - m_since;
        return adminjson::answer(200, {{QStringLiteral("version"), QStringLiteral(SLUICE_VERSION)},
                                       {QStringLiteral("api_version"), apiVersion},
                                       {QStringLiteral("public_url"), adminjson::text(m_publicUrl)},
                                       {QStringLiteral("host_name"), QSysInfo::machineHostName()},
                                       {QStringLiteral("pid"), static_cast<qint64>(::getpid())},
                                       {QStringLiteral("uptime_seconds"), uptime.count()},
                                       {QStringLiteral("role"), adminjson::text(roleName(call.caller.role))},
                                       {QStringLiteral("features"), features(*m_router)}});
    });
}

} // namespace sluice
