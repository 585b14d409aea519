// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChunkDecoder.h"

#include <utility>

namespace sluice::integration {

qsizetype ChunkDecoder::feed(const QByteArray &bytes)
{
    qsizetype used = 0;
    while (m_state == State::Open) {
        const qsizetype taken = feedOne(bytes, used);
        if (taken == 0)
            break;
        used += taken;
    }
    return used;
}

qsizetype ChunkDecoder::feedOne(const QByteArray &bytes, qsizetype from)
{
    const qsizetype lineEnd = bytes.indexOf("\r\n", from);
    if (lineEnd < 0)
        return 0;
    bool ok = false;
    const qsizetype size = bytes.mid(from, lineEnd - from).toLongLong(&ok, 16);
    if (!ok || size < 0) {
        m_state = State::Broken;
        return 0;
    }
    const qsizetype dataBegin = lineEnd + 2;
    if (bytes.size() < dataBegin + size + 2)
        return 0;
    if (bytes.mid(dataBegin + size, 2) != "\r\n") {
        m_state = State::Broken;
        return 0;
    }
    m_data.append(bytes.constData() + dataBegin, size);
    if (size == 0)
        m_state = State::Ended;
    return dataBegin + size + 2 - from;
}

QByteArray ChunkDecoder::takeData()
{
    return std::exchange(m_data, QByteArray());
}

} // namespace sluice::integration
