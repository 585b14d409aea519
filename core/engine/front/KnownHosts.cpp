// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/KnownHosts.h"

#include <QHostAddress>

#include <algorithm>

namespace sluice {

namespace {

/** "[::1]" without its brackets. */
std::string_view unbracketed(std::string_view host)
{
    return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

std::string_view withoutDot(std::string_view host)
{
    return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

bool isLoopbackName(std::string_view host)
{
    return host == "localhost" || host.ends_with(".localhost");
}

} // namespace

void KnownHosts::setAllowed(std::string_view list)
{
    m_lastKnown.clear();
    m_allowed = HostPort::parseList(list).value_or(std::vector<HostPort>());
}

bool KnownHosts::contains(std::string_view hostField) const
{
    if (hostField.empty() || hostField == m_lastKnown)
        return true;
    const bool isKnown = isListed(hostField);
    if (isKnown)
        m_lastKnown = hostField;
    return isKnown;
}

bool KnownHosts::isListed(std::string_view hostField) const
{
    if (hostField.ends_with(':')) // an empty port is the default one (RFC 3986 3.2.3)
        hostField.remove_suffix(1);
    const auto field = HostPort::parse(hostField);
    if (!field)
        return false;
    const std::string_view host = withoutDot(field->host);
    if (isLoopbackName(host))
        return true;
    const std::string_view address = unbracketed(host);
    if (!QHostAddress(QString::fromLatin1(address.data(), static_cast<qsizetype>(address.size()))).isNull())
        return true;
    return std::any_of(m_allowed.begin(), m_allowed.end(), [&](const HostPort &allowed) {
        return withoutDot(allowed.host) == host && (allowed.port.empty() || allowed.port == field->port);
    });
}

} // namespace sluice
