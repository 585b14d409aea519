// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One scrape of /metrics, and the sum that must always hold: admitted = active + sum of disconnects. A value.

#include <QByteArray>
#include <QHash>
#include <QString>

namespace sluice::integration {

class Metrics
{
public:
    /** Scrapes the admin listener; isValid() is false when that fails. */
    static Metrics scrape(quint16 adminPort);

    bool isValid() const { return m_valid; }
    const QByteArray &text() const { return m_text; }
    /** Whether a sample of that name exists, whatever its labels. */
    bool has(const QByteArray &name) const;
    /** Sum of the samples of that name; with `label`, such as `cause="reset"`, only of those that carry it.
     */
    double sum(const QByteArray &name, const QByteArray &label = {}) const;
    /** sse_disconnects_total of one cause. */
    double ended(const QByteArray &cause) const
    {
        return sum("sse_disconnects_total", "cause=\"" + cause + '"');
    }
    double active() const { return sum("http_active_connections"); }
    double admitted() const { return sum("sluice_streams_admitted_total"); }

private:
    bool m_valid = false;
    QByteArray m_text;
    QList<QPair<QByteArray, double>> m_samples;
};

/** Waits until the sum holds; an explanation when it does not, else empty. */
QString brokenBalance(quint16 adminPort);

} // namespace sluice::integration
