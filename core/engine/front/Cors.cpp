// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Cors.h"

#include "base/text/ListItems.h"

#include <algorithm>

#include <strings.h>

namespace sluice {

namespace {

// No client asks for more: longer lists come from nobody's browser, and are not repeated.
constexpr std::size_t mostNames = 32;
constexpr std::size_t longestName = 64;

constexpr std::string_view ownNames = "Last-Event-ID, Cache-Control";

bool sameName(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/** Whether it is a field's name (RFC 9110 5.6.2): nothing else is repeated in an answer's head. */
bool isToken(std::string_view name)
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(), [marks](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

/** The names that a preflight asks for, as far as they are names, each once and not those of @p known. */
std::vector<std::string_view> namesIn(std::string_view list, std::vector<std::string_view> known)
{
    const std::size_t before = known.size();
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        const std::string_view name = trimmed(list.substr(0, comma));
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
        const auto isName = [name](std::string_view other) { return sameName(name, other); };
        if (name.size() > longestName || !isToken(name) || std::any_of(known.begin(), known.end(), isName))
            continue;
        if (known.size() == before + mostNames)
            break;
        known.push_back(name);
    }
    known.erase(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(before));
    return known;
}

} // namespace

void Cors::apply(const Settings &settings, Reach reach)
{
    // The rules origins-parse and credentials-need-origins have passed it; of any other nobody is allowed.
    m_allowed = OriginList::parse(settings.cors_allow_origin).value_or(OriginList()).resolved(reach);
    m_credentials = settings.cors_allow_credentials ? Credentials::Allowed : Credentials::Refused;
}

void Cors::applyPublishing(const Settings &settings)
{
    m_allowed = OriginList::parse(settings.publish_allow_origin).value_or(OriginList());
}

Cors::Fields Cors::fields(const RequestHead &request) const
{
    Fields fields;
    if (m_allowed.isEmpty())
        return fields;
    const std::string_view origin = request.value("origin");
    const bool listed = !m_allowed.isAny && !origin.empty() && m_allowed.contains(origin);
    // A cache must not give one origin's answer to another, so it is told even where the origin is not
    // listed.
    if (!m_allowed.isAny)
        fields.emplace_back("Vary", "Origin");
    if (!listed && !m_allowed.isAny)
        return fields;
    fields.emplace_back("Access-Control-Allow-Origin", listed ? std::string(origin) : "*");
    if (listed && m_credentials == Credentials::Allowed)
        fields.emplace_back("Access-Control-Allow-Credentials", "true");
    fields.emplace_back("Access-Control-Expose-Headers", "Sluice-Gap, Sluice-First-Id, Retry-After");
    return fields;
}

void Cors::appendTo(std::string &head, const RequestHead &request) const
{
    for (const auto &[name, value] : fields(request))
        head.append(name).append(": ").append(value).append("\r\n");
}

Answer Cors::with(Answer answer, const RequestHead &request) const
{
    for (auto &field : fields(request))
        if (!hasField(answer.fields, field.first))
            answer.fields.push_back(std::move(field));
    return answer;
}

Answer Cors::preflight(const RequestHead &request, std::string_view methods) const
{
    Answer answer{204, {}, {}, {{"Allow", std::string(methods) + ", OPTIONS"}}};
    answer.fields.emplace_back("Access-Control-Allow-Methods", std::string(methods));
    std::string names(ownNames);
    const bool isAllowed = hasField(fields(request), "Access-Control-Allow-Origin");
    const std::string asked = isAllowed ? request.joined("access-control-request-headers") : std::string();
    for (const std::string_view name : namesIn(asked, {"Last-Event-ID", "Cache-Control"}))
        names.append(", ").append(name);
    answer.fields.emplace_back("Access-Control-Allow-Headers", std::move(names));
    answer.fields.emplace_back("Access-Control-Max-Age", "86400");
    return with(std::move(answer), request);
}

} // namespace sluice
