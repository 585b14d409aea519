// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a check judges: the tables, their rules, and what they share. Pure functions over a CheckRecord; any
// thread. The thresholds are constants; docs/checking.md gives their reasons.
#pragma once

#include "findings/check/CheckRecord.h"
#include "findings/rules/Rule.h"

#include <optional>

namespace sluice {

/** When a rule has all that it looks at; what belongs to an earlier stage never changes later. */
enum class CheckStage : std::uint8_t {
    Head,   ///< the watched stream's head is in, or will never come
    Probes, ///< the other requests are answered: HEAD, a browser's, a preflight
    Watch,  ///< the stream was watched to its end
};

/** The rules of one stage. */
std::span<const Rule<CheckRecord>> checkRules(CheckStage stage);

} // namespace sluice

namespace sluice::check {

// The head: HeadRules.cpp
Outcome reachable(const CheckRecord &record);
Outcome redirects(const CheckRecord &record);
Outcome status(const CheckRecord &record);
Outcome contentType(const CheckRecord &record);
Outcome cacheControl(const CheckRecord &record);
Outcome connection(const CheckRecord &record);
Outcome transferEncoding(const CheckRecord &record);
Outcome xAccelBuffering(const CheckRecord &record);
Outcome httpVersion(const CheckRecord &record);

// The other requests: ProbeRules.cpp
Outcome firstByte(const CheckRecord &record);
Outcome headMethod(const CheckRecord &record);
Outcome contentEncoding(const CheckRecord &record);
Outcome cors(const CheckRecord &record);
Outcome preflight(const CheckRecord &record);

// What the stream carried: WatchRules.cpp
Outcome body(const CheckRecord &record);
Outcome delivery(const CheckRecord &record);
Outcome heartbeat(const CheckRecord &record);
Outcome cut(const CheckRecord &record);
Outcome resume(const CheckRecord &record);

/** The watched stream where it has an answer with status 200, else null: what most rules need. */
const StreamRecord *answered(const CheckRecord &record);

/** The same where it is an event stream by its type too. */
const StreamRecord *openedStream(const CheckRecord &record);

/** All values of a field, apart by ", "; nothing when there is none. */
std::optional<std::string> fieldOf(const HttpHead &head, std::string_view name);

/** Whether a comma-separated list holds the word, whatever its case; parameters after ';' and '=' are not
 * looked at. */
bool listHolds(std::string_view list, std::string_view word);

/** A field as evidence: its value, or "(none)". */
Evidence fieldEvidence(const HttpHead &head, std::string_view name);

/** "1.25 s" or "12.3 ms", with no more digits than anybody reads. */
std::string secondsText(double seconds);

/** Who says in Server or Via that it stands there, such as " (Server: nginx)"; empty when nobody does. */
std::string whoAnswers(const HttpHead &head);

} // namespace sluice::check
