// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the admin listener answers: /metrics and health. Lives in the AdminThread; that thread only.
#pragma once

#include "engine/Engine.h"
#include "front/RequestHandler.h"

namespace sluice {

class AdminRoutes final : public RequestHandler
{
public:
    explicit AdminRoutes(const Engine &engine);

    void handle(Exchange &exchange) override;

private:
    Answer answerFor(const Exchange &exchange) const;

    const Engine &m_engine;
    const std::string m_token;
};

} // namespace sluice
