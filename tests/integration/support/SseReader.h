// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Parses an event stream as the WHATWG HTML standard, section 9.2.6, says. Written apart from the product's
// own parser on purpose: a mistake that both shared would be invisible. Owned by a StreamClient.

#include <QByteArray>
#include <QList>

namespace sluice::integration {

struct SseEvent
{
    /** "message" when the stream named none. */
    QByteArray name;
    QByteArray data;
    /** The stream's last event id when this event was dispatched. */
    QByteArray id;
};

class SseReader
{
public:
    /** Parses decoded body bytes; may be cut anywhere. */
    void feed(const QByteArray &bytes);

    bool hasEvent() const { return !m_events.isEmpty(); }
    /** Removes and returns the oldest event; there must be one. */
    SseEvent takeEvent() { return m_events.takeFirst(); }
    /** Moved by each dispatch, also by one without data. */
    QByteArray lastEventId() const { return m_lastEventId; }
    /** Last `retry:` in milliseconds, -1 when none came. */
    qint64 retry() const { return m_retry; }
    int comments() const { return m_comments; }
    /** True between events, false while one has begun and not ended. */
    bool isAtBoundary() const { return m_line.isEmpty() && m_data.isNull() && m_name.isEmpty(); }
    /** Lines that no rule of the standard names; a correct server sends none. */
    QList<QByteArray> strangeLines() const { return m_strangeLines; }

private:
    void takeLine(const QByteArray &line);
    void takeField(const QByteArray &name, const QByteArray &value);
    void dispatch();

    QByteArray m_line;
    bool m_afterCarriageReturn = false;
    QByteArray m_name;
    QByteArray m_data;
    QByteArray m_idBuffer;
    QByteArray m_lastEventId;
    QList<SseEvent> m_events;
    QList<QByteArray> m_strangeLines;
    qint64 m_retry = -1;
    int m_comments = 0;
};

} // namespace sluice::integration
