// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "admin/StreamKick.h"

#include "admin/AdminJson.h"

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

StreamKick::StreamKick(Engine &engine)
    : m_engine(engine)
{
}

void StreamKick::run(const std::vector<std::uint64_t> &ids, BoundedWait &wait)
{
    m_requested = ids.size();
    const auto box = std::make_shared<Box>();
    m_engine.kick(ids, Cause::Kicked, [box](KickAnswer answer) {
        const std::lock_guard lock(box->mutex);
        box->answer = std::move(answer);
    });
    wait.until([&] {
        const std::lock_guard lock(box->mutex);
        m_answer = box->answer;
        return m_answer.has_value();
    });
}

QJsonObject StreamKick::json() const
{
    QJsonArray gone;
    if (m_answer) {
        for (const std::uint64_t id : m_answer->missing)
            gone.append(static_cast<qint64>(id));
    }
    QJsonObject object{{QStringLiteral("requested"), static_cast<qint64>(m_requested)},
                       {QStringLiteral("kicked"), static_cast<qint64>(kicked())},
                       {QStringLiteral("gone"), gone},
                       {QStringLiteral("pending"), !isDone()}};
    return object;
}

} // namespace sluice
