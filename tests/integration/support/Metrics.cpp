// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "Metrics.h"

#include "Http.h"
#include "Patience.h"

namespace sluice::integration {

Metrics Metrics::scrape(quint16 adminPort)
{
    Metrics metrics;
    const HttpReply reply = get(adminPort, "/metrics");
    metrics.m_valid = reply.status == 200 && reply.complete;
    metrics.m_text = reply.body;
    for (const QByteArray &line : reply.body.split('\n')) {
        if (line.isEmpty() || line.startsWith('#'))
            continue;
        const qsizetype blank = line.lastIndexOf(' ');
        metrics.m_samples.append({line.left(blank), line.mid(blank + 1).toDouble()});
    }
    return metrics;
}

bool Metrics::has(const QByteArray &name) const
{
    for (const auto &[key, value] : m_samples) {
        if (key == name || key.startsWith(name + '{'))
            return true;
    }
    return false;
}

double Metrics::sum(const QByteArray &name, const QByteArray &label) const
{
    double total = 0;
    for (const auto &[key, value] : m_samples) {
        if ((key == name || key.startsWith(name + '{')) && key.contains(label))
            total += value;
    }
    return total;
}

QString brokenBalance(quint16 adminPort)
{
    Metrics metrics;
    const bool held = eventually([&] {
        metrics = Metrics::scrape(adminPort);
        return metrics.isValid() &&
               metrics.admitted() == metrics.active() + metrics.sum("sse_disconnects_total");
    });
    if (held)
        return {};
    return QStringLiteral("admitted %1 is not active %2 + disconnects %3")
        .arg(metrics.admitted())
        .arg(metrics.active())
        .arg(metrics.sum("sse_disconnects_total"));
}

} // namespace sluice::integration
