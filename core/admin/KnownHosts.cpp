// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "admin/KnownHosts.h"

#include <algorithm>

namespace sluice {

namespace {

std::string inSmallLetters(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

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
    m_allowed.clear();
    while (!list.empty()) {
        const auto comma = list.find(',');
        const std::string_view name = trimmed(list.substr(0, comma));
        if (!name.empty())
            m_allowed.push_back(inSmallLetters(name));
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
}

bool KnownHosts::contains(std::string_view hostField) const
{
    const std::string field = inSmallLetters(hostField);
    std::string_view host = hostWithoutPort(field);
    if (host.ends_with('.'))
        host.remove_suffix(1);
    if (host == "localhost" || host.ends_with(".localhost"))
        return true;
    const bool isAllowed = std::any_of(m_allowed.begin(), m_allowed.end(), [&](const std::string &allowed) {
        return allowed == field || allowed == host;
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
