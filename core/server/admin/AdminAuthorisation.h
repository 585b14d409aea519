// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who may do what on the admin listener: tokens and roles, and what Access asks of whoever has none.
// Every refusal is an answer that says what is missing. Owned by the AdminThread; admin thread only.
#pragma once

#include "engine/front/Access.h"
#include "engine/pool/AttemptLimit.h"
#include "engine/pool/Strangers.h"
#include "server/admin/AdminCall.h"
#include "settings/Settings.h"

#include <tl/expected.hpp>

namespace sluice {

class AdminAuthorisation
{
public:
    /** @p strangers counts who is refused for its Host or its Origin, @p attempts wrong tokens; both outlive
     * it. */
    AdminAuthorisation(Strangers &strangers, AttemptLimit &attempts)
        : m_strangers(strangers)
        , m_attempts(attempts)
    {
    }

    /** Takes over auth.admin_token, auth.viewer_token and listen.allowed_hosts. */
    void apply(const Settings &settings);

    /**
     * Who calls, if that caller may use a route that needs @p needed; else the refusal: without the right
     * token 421 for an unknown Host and 403 for another site; 403 for too low a role, 401 without the right
     * token where there is one, 429 after too many wrong ones, 415 for a change whose body is not
     * application/json, 400 for a Sluice-User that cannot go into the audit.
     */
    tl::expected<Identity, Answer> judge(const Exchange &exchange, Role needed, Instant now);

    /** Whether only a right token makes an operator; else whoever is on this machine is one. */
    bool needsToken() const { return !m_adminToken.empty(); }

private:
    std::optional<Role> roleOfToken(const RequestHead &head) const;
    tl::expected<Role, Answer> roleWithoutToken(const Exchange &exchange, Instant now);
    std::optional<Answer> accessRefusal(const Exchange &exchange, Instant now);
    Answer wrongToken(const Exchange &exchange, Instant now);

    Strangers &m_strangers;
    AttemptLimit &m_attempts;
    Access m_access;
    std::string m_adminToken;
    std::string m_viewerToken; ///< empty: nobody has that role
};

} // namespace sluice
