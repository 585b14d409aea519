// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/ClientFilter.h"

namespace sluice {

namespace {

/** IPv4 as IPv4, not as the IPv6 address it is mapped to. */
QHostAddress unmapped(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : address;
}

} // namespace

std::optional<ClientFilter> ClientFilter::from(AdminQuery &query)
{
    const auto given = query.text("client");
    if (!given)
        return std::nullopt;
    const QString text = QString::fromStdString(*given);
    const qsizetype slash = text.indexOf(QLatin1Char('/'));
    const QHostAddress address = unmapped(QHostAddress(text.left(slash)));
    const int longest = address.protocol() == QAbstractSocket::IPv4Protocol ? 32 : 128;
    bool isNumber = true;
    ClientFilter filter;
    filter.m_network = address;
    filter.m_prefix = slash < 0 ? longest : QStringView(text).mid(slash + 1).toInt(&isNumber);
    if (address.isNull() || !address.scopeId().isEmpty() || !isNumber || filter.m_prefix < 0 ||
        filter.m_prefix > longest) {
        query.refuse("client", "is '" + *given + "', neither an address nor a CIDR block such as 10.0.0.0/8");
        return std::nullopt;
    }
    return filter;
}

bool ClientFilter::accepts(const ClientAddress &client) const
{
    return unmapped(QHostAddress(client.bytes.data())).isInSubnet(m_network, m_prefix);
}

} // namespace sluice
