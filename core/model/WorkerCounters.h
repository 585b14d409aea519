// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Everything one worker counts. Written by that worker's thread only, read by any thread at any time.
#pragma once

#include "base/Counter.h"
#include "model/AgeBuckets.h"
#include "model/EndsRing.h"
#include "model/LatencyBuckets.h"
#include "model/LoopMeter.h"
#include "model/Refusal.h"
#include "model/StreamEnd.h"

#include <array>

namespace sluice {

struct WorkerCounters
{
    Counter streams;     ///< active now
    Counter blocked;     ///< active now, whose socket refused bytes
    Counter lingering;   ///< ended, whose descriptor waits for the peer's end
    Counter connections; ///< open now that are not streams
    Counter admitted;
    std::array<Counter, causeCount> ends;
    std::array<Counter, refusalCount> refusals;
    Counter accepted;
    Counter acceptErrors;
    Counter requests;
    Counter badRequests;
    Counter published;
    Counter duplicates;
    Counter heldAnswers; ///< publishes whose answer waited for another worker
    Counter delivered;   ///< events handed to the kernel whole
    Counter sentBytes;
    Counter sends;  ///< send() calls on streams
    Counter slices; ///< turns of the pump
    Counter heartbeats;
    Counter missedEvictions; ///< evictions that found their stream gone
    Counter resumeHits;
    Counter resumeGaps;
    Counter dropped;   ///< events that drop-oldest took from a stream
    Counter coalesced; ///< events that coalesce took from a stream
    Counter pauses;    ///< times that a channel's publishers were made to wait
    Counter
        slowWhileReading;   ///< ends as slow-consumer of clients that went on reading: too much was published
    Counter backlogBytes;   ///< what the sockets of all streams together refused; taken some times a second
    Counter largestBacklog; ///< of one stream; likewise, in bytes
    LatencyBuckets latency; ///< publish accepted until handed to the kernel
    LoopMeter loop;
    AgeBuckets ages; ///< of streams at their end
    EndsRing lastEnds;
};

} // namespace sluice
