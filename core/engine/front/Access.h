// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who may ask what, for both listeners. A token shows that a request is meant; where there is none, all that
// speaks for it is that it comes from this machine, and so does every page in its user's browser. Then the
// Host must be a name of ours, and the page of another origin must be listed for what it does. Owned by
// whoever judges the requests of one thread, PublicRoutes and AdminAuthorisation; its thread only.
#pragma once

#include "engine/front/KnownHosts.h"
#include "http/Answer.h"
#include "http/RequestGuard.h"
#include "model/Refusal.h"
#include "model/Stranger.h"
#include "settings/OriginList.h"
#include "settings/Settings.h"

#include <optional>

namespace sluice {

class Access
{
public:
    /** What a request would do. */
    enum class Deed : std::uint8_t {
        See,    ///< what any page may have: its Host is asked alone
        Read,   ///< what is for the eyes of listed pages
        Change, ///< every method but GET, HEAD and OPTIONS
    };

    /** Whether the request carries a token that is right; where no token is needed, none is. */
    enum class Token : bool { None, Right };

    /** Pages of other origins that may do something, and who says so. */
    struct Pages
    {
        std::string_view key; ///< of the setting; empty: there is none, and no such page may
        std::string setting;  ///< as it is written
        OriginList listed;    ///< as it is meant here
    };

    /** What one listener asks of whom. */
    struct Terms
    {
        Stranger::Listener listener = Stranger::Listener::Public;
        bool asksHost = true;     ///< false: any Host is served
        std::string allowedHosts; ///< listen.allowed_hosts
        bool asksReaders = true;  ///< false: pages of all origins may ask; CORS decides what they see
        Pages readers;
        Pages publishers;
    };

    /** The terms of the public listener, by the settings and from where it is reached. */
    static Terms publicTerms(const Settings &settings, Reach reach);

    /** The terms of the admin listener: it always asks, and no page of another origin may do anything. */
    static Terms adminTerms(const Settings &settings);

    void apply(Terms terms);

    struct Denial
    {
        Refusal cause = Refusal::UnknownHost;
        Answer answer;     ///< 421 or 403: names who is denied, and the command that lets it in
        Stranger stranger; ///< without client and times, which the caller knows
    };

    /** Why the request is denied; nothing: as far as Host and Origin go, it may. */
    std::optional<Denial> denialOf(const RequestHead &head, Deed deed, Token token) const;

private:
    bool isAdmin() const { return m_terms.listener == Stranger::Listener::Admin; }
    std::optional<Denial> hostDenial(const RequestHead &head) const;
    std::optional<Denial> pageDenial(const RequestHead &head, Deed deed) const;

    Terms m_terms;
    KnownHosts m_hosts;
};

} // namespace sluice
