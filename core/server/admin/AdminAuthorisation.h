// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who may do what on the admin listener: tokens and roles, known Host names, and no page of another site.
// Every refusal is an answer that says what is missing. Owned by the AdminThread; admin thread only.
#pragma once

#include "engine/pool/AttemptLimit.h"
#include "server/admin/AdminCall.h"
#include "server/admin/KnownHosts.h"
#include "settings/Settings.h"

#include <tl/expected.hpp>

namespace sluice {

class AdminAuthorisation
{
public:
    /** @p own is where the admin listener is bound. */
    explicit AdminAuthorisation(ListenAddress own)
        : m_hosts(std::move(own))
    {
    }

    /** Takes over auth.admin_token, auth.viewer_token and listen.allowed_hosts. */
    void apply(const Settings &settings);

    /**
     * Who calls, if that caller may use a route that needs @p needed; else the refusal: 421 for an unknown
     * Host, 403 for another site or too low a role, 401 without the right token, 429 after too many wrong
     * ones, 415 for a change whose body is not application/json, 400 for a Sluice-User that cannot go into
     * the audit.
     */
    tl::expected<Identity, Answer> judge(const Exchange &exchange, Role needed, Instant now);

private:
    tl::expected<Role, Answer> roleOf(const Exchange &exchange, Instant now);
    Answer wrongToken(const Exchange &exchange, Instant now);

    KnownHosts m_hosts;
    AttemptLimit m_attempts;
    std::string m_adminToken;
    std::string m_viewerToken; ///< empty: nobody has that role
};

} // namespace sluice
