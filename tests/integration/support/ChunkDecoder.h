// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A strict decoder of the chunked transfer coding (RFC 9112, section 7.1): one missing CR is an error, as it
// is for the strict clients out there. Owned by whoever reads the body.

#include <QByteArray>

namespace sluice::integration {

class ChunkDecoder
{
public:
    enum class State { Open, Ended, Broken };

    /** Decodes whole chunks from the front of `bytes`; returns how many bytes it used up. */
    qsizetype feed(const QByteArray &bytes);
    /** Removes and returns the decoded body so far. */
    QByteArray takeData();
    State state() const { return m_state; }

private:
    qsizetype feedOne(const QByteArray &bytes, qsizetype from);

    State m_state = State::Open;
    QByteArray m_data;
};

} // namespace sluice::integration
