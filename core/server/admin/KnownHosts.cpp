// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/KnownHosts.h"

#include <algorithm>

namespace sluice {

std::string_view hostWithoutPort(std::string_view hostField)
{
    if (hostField.starts_with('[')) {
        const auto end = hostField.find(']');
        return end == std::string_view::npos ? hostField : hostField.substr(1, end - 1);
    }
    return hostField.substr(0, hostField.find(':'));
}

void KnownHosts::setAllowed(std::string_view list)
{
    m_allowed = HostPort::parseList(list).value_or(std::vector<HostPort>());
}

bool KnownHosts::contains(std::string_view hostField) const
{
    const std::string field = inSmallLetters(hostField);
    std::string_view host = hostWithoutPort(field);
    if (host.ends_with('.'))
        host.remove_suffix(1);
    if (host == "localhost" || host.ends_with(".localhost"))
        return true;
    const bool isAllowed = std::any_of(m_allowed.begin(), m_allowed.end(), [&](const HostPort &allowed) {
        return hostWithoutPort(allowed.host) == host &&
               (allowed.port.empty() || field.ends_with(':' + allowed.port));
    });
    if (isAllowed)
        return true;
    const QHostAddress address(QString::fromUtf8(host.data(), static_cast<qsizetype>(host.size())));
    if (address.isNull())
        return false;
    const bool listensEverywhere = m_own.host == QHostAddress(QHostAddress::AnyIPv4) ||
                                   m_own.host == QHostAddress(QHostAddress::AnyIPv6) ||
                                   m_own.host == QHostAddress(QHostAddress::Any);
    return address.isLoopback() || address == m_own.host || listensEverywhere;
}

} // namespace sluice
