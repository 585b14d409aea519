// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/Cors.h"

#include <algorithm>

namespace sluice {

void Cors::apply(const Settings &settings)
{
    // The rules origins-parse and credentials-need-origins have passed it; of any other nobody is allowed.
    m_allowed = OriginList::parse(settings.cors_allow_origin).value_or(OriginList());
    m_credentials = settings.cors_allow_credentials ? Credentials::Allowed : Credentials::Refused;
}

Cors::Fields Cors::fields(const RequestHead &request) const
{
    Fields fields;
    const std::string_view origin = request.value("origin");
    const bool listed = !m_allowed.isAny && !origin.empty() && m_allowed.contains(origin);
    // A cache must not give one origin's answer to another, so it is told even where the origin is not
    // listed.
    if (!m_allowed.isAny && !m_allowed.origins.empty())
        fields.emplace_back("Vary", "Origin");
    if (!listed && !m_allowed.isAny)
        return fields;
    fields.emplace_back("Access-Control-Allow-Origin", listed ? std::string(origin) : "*");
    if (listed && m_credentials == Credentials::Allowed)
        fields.emplace_back("Access-Control-Allow-Credentials", "true");
    fields.emplace_back("Access-Control-Expose-Headers", "Sluice-Gap, Retry-After");
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
        answer.fields.push_back(std::move(field));
    return answer;
}

Answer Cors::preflight(const RequestHead &request) const
{
    Answer answer{204, {}, {}, {{"Allow", "GET, HEAD, OPTIONS"}}};
    answer.fields.emplace_back("Access-Control-Allow-Methods", "GET, HEAD");
    answer.fields.emplace_back("Access-Control-Allow-Headers", "Last-Event-ID, Cache-Control");
    answer.fields.emplace_back("Access-Control-Max-Age", "86400");
    return with(std::move(answer), request);
}

} // namespace sluice
