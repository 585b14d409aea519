// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The demo's publisher: a small live feed on channel "demo". Owned by the Server, its thread only.
#pragma once

#include "engine/Engine.h"

#include <QTimer>

namespace sluice {

class DemoFeed final : public QObject
{
    Q_OBJECT

public:
    static constexpr const char *channel = "demo";

    /** Begins to publish at once, every half second. */
    explicit DemoFeed(Engine &engine);

private:
    void publish();

    Engine &m_engine;
    QTimer m_timer;
    std::int64_t m_number = 0;
};

} // namespace sluice
