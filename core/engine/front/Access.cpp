// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Access.h"

#include "base/text/ListItems.h"
#include "base/text/QuotedText.h"

#include <algorithm>
#include <array>

namespace sluice {

namespace {

/**
 * Whether a page of another origin would change something. Browsers set these fields and pages cannot. A
 * same-site page is another origin too: any program's page on another port of localhost is one.
 */
bool isForeignChange(const RequestHead &head)
{
    const std::string site = head.joined("sec-fetch-site");
    if (!site.empty())
        return site != "same-origin" && site != "none";
    const std::string origin = head.joined("origin"); // of two that differ none is ours
    return !origin.empty() && !namesHost(origin, head.value("host"));
}

/** Whether a page of another origin would read. Whoever follows a link does no harm; what a page loads
 * without asking (an image, fetch with no-cors) comes without an Origin. */
bool isForeignRead(const RequestHead &head)
{
    const std::string_view mode = head.value("sec-fetch-mode");
    if (mode == "navigate")
        return false;
    const std::string origin = head.joined("origin"); // of two that differ none is ours
    if (!origin.empty())
        return !namesHost(origin, head.value("host"));
    const std::string site = head.joined("sec-fetch-site");
    return !mode.empty() && !site.empty() && site != "same-origin" && site != "none";
}

bool isForwarded(const RequestHead &head)
{
    constexpr std::array<std::string_view, 5> marks{"x-forwarded-for", "forwarded", "via", "x-forwarded-host",
                                                    "x-real-ip"};
    return std::any_of(marks.begin(), marks.end(),
                       [&head](std::string_view mark) { return !head.value(mark).empty(); });
}

Access::Denial denial(Refusal cause, const RequestHead &head, std::string text)
{
    text += " (" + std::string(refusalName(cause)) + ')';
    Access::Denial denial;
    denial.cause = cause;
    denial.answer = Answer::problem(cause == Refusal::UnknownHost ? 421 : 403, text);
    denial.stranger.name = head.joined(cause == Refusal::UnknownHost ? "host" : "origin");
    denial.stranger.isForwarded = isForwarded(head);
    return denial;
}

/** What lets @p name in; what stands in the setting already is nobody's business here. */
std::string commandFor(const Access::Pages &pages, std::string_view name)
{
    const bool isAuto = trimmed(pages.setting) == "auto";
    return "sluicectl set " + std::string(pages.key) + '=' + (isAuto ? "auto," : "") + std::string(name) +
           (isAuto || pages.setting.empty() ? "" : " (beside what is there)");
}

} // namespace

Access::Terms Access::publicTerms(const Settings &settings, Reach reach)
{
    // The rules have passed both lists; of others nobody is allowed.
    const auto listed = [reach](const std::string &text) {
        return OriginList::parse(text).value_or(OriginList()).resolved(reach);
    };
    const bool isOfThisMachine = reach == Reach::ThisMachine;
    return {
        Stranger::Listener::Public,
        isOfThisMachine,
        settings.listen_allowed_hosts,
        // Where a token is needed to publish, being of this machine is no authority, and streams are public.
        isOfThisMachine && settings.auth_publish_token.empty(),
        {"cors.allow_origin", settings.cors_allow_origin, listed(settings.cors_allow_origin)},
        {"publish.allow_origin", settings.publish_allow_origin, listed(settings.publish_allow_origin)}};
}

Access::Terms Access::adminTerms(const Settings &settings)
{
    return {Stranger::Listener::Admin, true, settings.listen_allowed_hosts, true, {}, {}};
}

void Access::apply(Terms terms)
{
    m_terms = std::move(terms);
    m_hosts.setAllowed(m_terms.allowedHosts);
}

std::optional<Access::Denial> Access::denialOf(const RequestHead &head, Deed deed, Token token) const
{
    if (token == Token::Right)
        return std::nullopt;
    auto denial = hostDenial(head);
    if (!denial)
        denial = pageDenial(head, deed);
    if (denial) {
        denial->stranger.listener = m_terms.listener;
        denial->stranger.isChange = deed == Deed::Change;
    }
    return denial;
}

std::optional<Access::Denial> Access::hostDenial(const RequestHead &head) const
{
    const std::string_view host = head.value("host");
    if (!m_terms.asksHost || m_hosts.contains(host))
        return std::nullopt;
    std::string text = "Host " + quotedText(host) + " is no name of this engine's " +
                       (isAdmin() ? "admin" : "public") + " listener";
    // Somebody will type the command: nothing stands there that is no name.
    if (const auto parsed = HostPort::parse(host))
        text += "; if it is yours: sluicectl set listen.allowed_hosts=" + parsed->host +
                (m_terms.allowedHosts.empty() ? "" : " (beside what is there)");
    return denial(Refusal::UnknownHost, head, std::move(text));
}

std::optional<Access::Denial> Access::pageDenial(const RequestHead &head, Deed deed) const
{
    const bool isChange = deed == Deed::Change;
    if (deed == Deed::See || (!isChange && !m_terms.asksReaders))
        return std::nullopt;
    if (isChange ? !isForeignChange(head) : !isForeignRead(head))
        return std::nullopt;
    const Pages &pages = isChange ? m_terms.publishers : m_terms.readers;
    const std::string origin = head.joined("origin"); // of two that differ none is ours
    if (pages.listed.isAny || (!origin.empty() && pages.listed.contains(origin)))
        return std::nullopt;
    std::string text = "a page of another origin may not ";
    text += isAdmin() ? "use the admin API" : isChange ? "publish here" : "read streams here";
    text += origin.empty() ? ": Sec-Fetch-Site is " + quotedText(head.value("sec-fetch-site"))
                           : ": its Origin is " + quotedText(origin);
    if (!pages.key.empty() && isOneOrigin(origin))
        text += "; if it is yours: " + commandFor(pages, origin);
    return denial(Refusal::ForeignOrigin, head, std::move(text));
}

} // namespace sluice
