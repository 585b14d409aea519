// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminAuthorisation.h"

#include "engine/front/BearerToken.h"
#include "http/ContentCoding.h"

#include <algorithm>

#include <strings.h>

#include <QString>

namespace sluice {

namespace {

constexpr qsizetype longestUser = 64;

bool sameWord(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

bool isChange(const RequestHead &head)
{
    return head.method != "GET" && head.method != "HEAD";
}

bool isLoopback(const ClientAddress &client)
{
    return QHostAddress(client.bytes.data()).isLoopback();
}

/** The address alone: of a connection's audit the port says nothing. */
std::string addressOf(const ClientAddress &client)
{
    const std::string text = client.text();
    return text.substr(0, text.rfind(':'));
}

bool isJson(const RequestHead &head)
{
    const std::string_view type = head.value("content-type");
    std::string_view name = type.substr(0, type.find(';'));
    while (name.ends_with(' ') || name.ends_with('\t'))
        name.remove_suffix(1);
    return sameWord(name, "application/json");
}

/** Whether a terminal shows it as itself: no control or format character, no end of a line, no noncharacter.
 */
bool isShown(char32_t character)
{
    const bool endsLine = character == U'\u2028' || character == U'\u2029';
    return QChar::isPrint(character) && !endsLine && character != QChar::ReplacementCharacter;
}

/** The caller's own name, or why it cannot be written into the audit. */
tl::expected<std::string, Answer> userOf(const RequestHead &head)
{
    const std::string_view field = head.value("sluice-user");
    const QString user = QString::fromUtf8(field.data(), static_cast<qsizetype>(field.size()));
    const QList<uint> characters = user.toUcs4();
    const bool isPrintable = std::all_of(characters.begin(), characters.end(), isShown);
    if (!isPrintable || user.size() > longestUser)
        return tl::unexpected(
            Answer::problem(400, "Sluice-User must be at most 64 printable characters in UTF-8"));
    return std::string(field);
}

} // namespace

void AdminAuthorisation::apply(const Settings &settings)
{
    m_adminToken = settings.auth_admin_token;
    m_viewerToken = settings.auth_viewer_token;
    m_access.apply(Access::adminTerms(settings));
}

tl::expected<Identity, Answer> AdminAuthorisation::judge(const Exchange &exchange, Role needed, Instant now)
{
    if (needed == Role::Open)
        return Identity{Role::Open, "open@" + addressOf(exchange.client())};
    const RequestHead &head = exchange.head();
    tl::expected<Role, Answer> role;
    if (const auto ofToken = roleOfToken(head)) {
        // Rebinding is no threat: no page has the token by itself.
        role = *ofToken;
    } else if (auto refusal = accessRefusal(exchange, now)) {
        return tl::unexpected(*std::move(refusal));
    } else {
        role = roleWithoutToken(exchange, now);
    }
    if (!role)
        return tl::unexpected(role.error());
    if (*role < needed)
        return tl::unexpected(Answer::problem(403, "this needs the role " + std::string(roleName(needed)) +
                                                       "; the token is a " + std::string(roleName(*role)) +
                                                       "'s"));
    // A page can make a browser POST without asking first, but not with this type, and not DELETE at all.
    const bool needsType = isChange(head) && (head.method != "DELETE" || !exchange.body().empty());
    if (needsType && !isJson(head))
        return tl::unexpected(Answer::problem(415, "a change needs Content-Type: application/json"));
    if (needsType)
        if (auto refusal = codingRefusal(head))
            return tl::unexpected(*std::move(refusal));
    auto user = userOf(head);
    if (!user)
        return tl::unexpected(user.error());
    // What the caller says of itself never stands alone: anybody may call himself SIGHUP.
    std::string who = std::string(roleName(*role)) + '@' + addressOf(exchange.client());
    if (!user->empty())
        who += " (" + *user + ')';
    return Identity{*role, std::move(who)};
}

std::optional<Answer> AdminAuthorisation::accessRefusal(const Exchange &exchange, Instant now)
{
    const auto deed = isChange(exchange.head()) ? Access::Deed::Change : Access::Deed::Read;
    auto denial = m_access.denialOf(exchange.head(), deed, Access::Token::None);
    if (!denial)
        return std::nullopt;
    denial->stranger.client = exchange.client();
    m_strangers.note(denial->cause, std::move(denial->stranger), now);
    return std::move(denial->answer);
}

std::optional<Role> AdminAuthorisation::roleOfToken(const RequestHead &head) const
{
    const bool isOperator = !m_adminToken.empty() && bearerTokenMatches(head, m_adminToken);
    const bool isViewer = !m_viewerToken.empty() && bearerTokenMatches(head, m_viewerToken);
    return isOperator ? std::optional(Role::Operator) : isViewer ? std::optional(Role::Viewer) : std::nullopt;
}

tl::expected<Role, Answer> AdminAuthorisation::roleWithoutToken(const Exchange &exchange, Instant now)
{
    const RequestHead &head = exchange.head();
    const bool isMistaken = !m_viewerToken.empty() && !head.value("authorization").empty();
    if (m_adminToken.empty() && !isMistaken) {
        // Nobody else can reach a listener without a token: the start-up rules bind it to loopback.
        if (isLoopback(exchange.client()))
            return Role::Operator;
        return tl::unexpected(
            Answer::problem(403, "auth.admin_token is not set, so the admin API is for this machine only"));
    }
    if (head.value("authorization").empty())
        return tl::unexpected(
            Answer::problem(401, "this needs the token of auth.admin_token or auth.viewer_token as "
                                 "Authorization: Bearer")
                .with("WWW-Authenticate", "Bearer realm=\"sluice admin\""));
    return tl::unexpected(wrongToken(exchange, now));
}

Answer AdminAuthorisation::wrongToken(const Exchange &exchange, Instant now)
{
    if (const auto wait = m_attempts.failed(exchange.client(), now); wait.count() > 0)
        return Answer::problem(429, "too many wrong tokens came from this address")
            .with("Retry-After", std::to_string(wait.count()));
    return Answer::problem(401, "the token is neither that of auth.admin_token nor of auth.viewer_token")
        .with("WWW-Authenticate", "Bearer realm=\"sluice admin\", error=\"invalid_token\"");
}

} // namespace sluice
