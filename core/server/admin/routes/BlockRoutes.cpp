// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/routes/BlockRoutes.h"

#include "server/admin/AdminJson.h"
#include "server/admin/AdminQuery.h"

#include <QJsonArray>

namespace sluice {

void BlockRoutes::addTo(AdminRouter &router)
{
    router.add("GET", "/api/v1/blocks", Role::Viewer, [this](const AdminCall &call) { return list(call); });
    router.add("DELETE", "/api/v1/blocks/{client}", Role::Operator,
               [this](const AdminCall &call) { return forgive(call); });
}

Answer BlockRoutes::list(const AdminCall &call)
{
    AdminQuery query(call.target());
    const Page page = Page::from(query);
    if (auto problem = query.check())
        return *std::move(problem);
    const auto blocks = m_engine.admission().blocks();
    QJsonArray rows;
    for (std::size_t i = page.offset; i < blocks.size() && i < page.offset + page.limit; ++i)
        rows.append(QJsonObject{
            {QStringLiteral("client"), adminjson::text(blocks[i].client.text())},
            {QStringLiteral("left_seconds"), std::chrono::duration<double>(blocks[i].left).count()}});
    return adminjson::answer(200, {{QStringLiteral("total"), static_cast<qint64>(blocks.size())},
                                   {QStringLiteral("blocks"), rows}});
}

Answer BlockRoutes::forgive(const AdminCall &call)
{
    AdminQuery query(call.target());
    if (auto problem = query.check())
        return *std::move(problem);
    const auto client = ClientKey::parse(call.parameter);
    if (!client)
        return Answer::problem(400, "'" + call.parameter + "' is no client: an address, or an IPv6 /64");
    if (!m_engine.admission().unblock(*client))
        return Answer::problem(404, "client " + client->text() + " is not blocked");
    return adminjson::answer(200, {{QStringLiteral("client"), adminjson::text(client->text())}});
}

} // namespace sluice
