// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/StreamKick.h"

#include "server/admin/AdminJson.h"

#include <QJsonArray>

#include <mutex>

namespace sluice {

namespace {

/** Where the workers leave their answer, whether or not somebody still waits for it. */
struct Box
{
    std::mutex mutex;
    std::optional<KickAnswer> answer; ///< guarded by mutex
};

} // namespace

StreamKick::StreamKick(Engine &engine, std::optional<Milliseconds> block, EndNote note)
    : m_engine(engine)
    , m_block(block)
    , m_note(std::move(note))
{
}

void StreamKick::run(const std::vector<std::uint64_t> &ids, const std::vector<ClientAddress> &clients,
                     BoundedWait &wait)
{
    m_requested = ids.size();
    // Before the streams end, or their clients are back in between.
    block(clients);
    const auto box = std::make_shared<Box>();
    m_engine.kick(ids, Cause::Kicked, m_note, [box](KickAnswer answer) {
        const std::lock_guard lock(box->mutex);
        box->answer = std::move(answer);
    });
    wait.until([&] {
        const std::lock_guard lock(box->mutex);
        m_answer = box->answer;
        return m_answer.has_value();
    });
    if (!m_answer)
        return;
    std::vector<ClientAddress> ended;
    for (const KickAnswer::Kicked &one : m_answer->kicked)
        ended.push_back(one.client);
    block(ended); // also those that no copy of the streams knew
}

void StreamKick::block(const std::vector<ClientAddress> &clients)
{
    if (!m_block)
        return;
    for (const ClientAddress &client : clients) {
        const ClientKey key = ClientKey::of(client);
        if (m_blocked.contains(key))
            continue;
        if (const auto blocked = m_engine.admission().block(key, *m_block); !blocked)
            m_blockError = blocked.error().message;
        else
            m_blocked.insert(key);
    }
}

QJsonObject StreamKick::json() const
{
    QJsonArray gone;
    if (m_answer) {
        for (const std::uint64_t id : m_answer->missing)
            gone.append(static_cast<qint64>(id));
    }
    QJsonArray blocked;
    for (const ClientKey &client : m_blocked)
        blocked.append(adminjson::text(client.text()));
    QJsonObject object{{QStringLiteral("requested"), static_cast<qint64>(m_requested)},
                       {QStringLiteral("kicked"), static_cast<qint64>(kicked())},
                       {QStringLiteral("gone"), gone},
                       {QStringLiteral("pending"), !isDone()},
                       {QStringLiteral("blocked_clients"), blocked}};
    if (!m_blockError.empty())
        object.insert(QStringLiteral("block_error"), adminjson::text(m_blockError));
    return object;
}

} // namespace sluice
