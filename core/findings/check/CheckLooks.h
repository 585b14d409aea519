// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What each rule of the check does, and what they share. Private to core/tools/check; pure functions, any
// thread.
#pragma once

#include "findings/check/CheckFinding.h"
#include "findings/check/CheckRecord.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice {

using Judged = std::optional<CheckFinding>;

// The head: HeadLooks.cpp
Judged judgeReachable(const CheckRecord &record);
Judged judgeRedirects(const CheckRecord &record);
Judged judgeStatus(const CheckRecord &record);
Judged judgeContentType(const CheckRecord &record);
Judged judgeCacheControl(const CheckRecord &record);
Judged judgeConnection(const CheckRecord &record);
Judged judgeTransferEncoding(const CheckRecord &record);
Judged judgeAccelBuffering(const CheckRecord &record);
Judged judgeUpstreamVersion(const CheckRecord &record);

// The other requests: ProbeLooks.cpp
Judged judgeFirstByte(const CheckRecord &record);
Judged judgeHeadMethod(const CheckRecord &record);
Judged judgeContentEncoding(const CheckRecord &record);
Judged judgeCors(const CheckRecord &record);
Judged judgePreflight(const CheckRecord &record);

// What the stream carried: WatchLooks.cpp
Judged judgeBody(const CheckRecord &record);
Judged judgeDelivery(const CheckRecord &record);
Judged judgeHeartbeat(const CheckRecord &record);
Judged judgeCut(const CheckRecord &record);
Judged judgeResume(const CheckRecord &record);

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
CheckEvidence fieldEvidence(const HttpHead &head, std::string_view name);

/** "1.25 s" or "12.3 ms", with no more digits than anybody reads. */
std::string secondsText(double seconds);

/** Who says in Server or Via that it stands there, such as " (Server: nginx)"; empty when nobody does. */
std::string whoAnswers(const HttpHead &head);

} // namespace sluice
