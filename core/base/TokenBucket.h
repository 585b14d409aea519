// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How often something may happen: tokens that come at a rate and may be saved up to a burst. Two numbers; the
// rate is the caller's, so that it can change while the bucket is in use. Guarded by its owner's lock.
#pragma once

#include "base/Clock.h"

namespace sluice {

class TokenBucket
{
public:
    struct Rate
    {
        double perSecond = 0; ///< 0: no limit
        double burst = 0;     ///< tokens that can be saved; 0: one second's worth, and never less than one

        bool isOn() const { return perSecond > 0; }

        /** Tokens of a full bucket; only if isOn(). */
        double capacity() const;
    };

    /** Whether take() would succeed. */
    bool has(const Rate &rate, Instant now) const;

    /** Takes one token if there is one. A @p now before the last one counts as the last one. */
    bool take(const Rate &rate, Instant now);

    /** Puts a token back whose use came to nothing. */
    void giveBack();

    /** How long until has() is true; 0 if it is now. */
    Clock::duration wait(const Rate &rate, Instant now) const;

private:
    /** Tokens that a full bucket has more than this one. */
    double missing(const Rate &rate, Instant now) const;

    double m_missing = 0; ///< at m_at; so a new bucket is full, whatever its capacity
    Instant m_at;
};

} // namespace sluice
