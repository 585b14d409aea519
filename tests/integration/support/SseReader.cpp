// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "SseReader.h"

#include <algorithm>

namespace sluice::integration {

void SseReader::feed(const QByteArray &bytes)
{
    for (const char byte : bytes) {
        if (byte == '\n' && m_afterCarriageReturn) {
            m_afterCarriageReturn = false;
            continue;
        }
        m_afterCarriageReturn = byte == '\r';
        if (byte != '\r' && byte != '\n') {
            m_line += byte;
            continue;
        }
        takeLine(m_line);
        m_line.clear();
    }
}

void SseReader::takeLine(const QByteArray &line)
{
    if (line.isEmpty()) {
        dispatch();
        return;
    }
    const qsizetype colon = line.indexOf(':');
    if (colon == 0) {
        ++m_comments;
        return;
    }
    QByteArray value = colon < 0 ? QByteArray() : line.mid(colon + 1);
    if (value.startsWith(' '))
        value.remove(0, 1);
    takeField(colon < 0 ? line : line.left(colon), value);
}

void SseReader::takeField(const QByteArray &name, const QByteArray &value)
{
    if (name == "event") {
        m_name = value;
    } else if (name == "data") {
        m_data += value + '\n'; // Never null from here on: an empty `data:` is data too.
    } else if (name == "id" && !value.contains('\0')) {
        m_idBuffer = value;
    } else if (name == "retry" && !value.isEmpty() &&
               std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        m_retry = value.toLongLong();
    } else {
        m_strangeLines << name + ':' + value;
    }
}

void SseReader::dispatch()
{
    m_lastEventId = m_idBuffer;
    if (!m_data.isEmpty())
        m_events.append(
            {m_name.isEmpty() ? QByteArray("message") : m_name, m_data.chopped(1), m_lastEventId});
    else if (!m_name.isEmpty())
        m_strangeLines << "event without data: " + m_name;
    m_name.clear();
    m_data = QByteArray();
}

} // namespace sluice::integration
