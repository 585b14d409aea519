// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/check/CheckRules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include <strings.h>

namespace sluice {

namespace {

constexpr Rule<CheckRecord> headRules[] = {
    {"reachable", "does anybody answer?", check::reachable},
    {"redirects", "is this the stream's own address?", check::redirects},
    {"status", "is the stream granted?", check::status},
    {"content-type", "does the answer say that it is an event stream?", check::contentType},
    {"cache-control", "may anybody keep or change it on the way?", check::cacheControl},
    {"connection", "does the connection stay?", check::connection},
    {"transfer-encoding", "can the stream go on, and its end be told from a cut?", check::transferEncoding},
    {"x-accel-buffering", "is nginx told not to buffer it?", check::xAccelBuffering},
    {"http-version", "does every hop speak HTTP/1.1?", check::httpVersion},
};

constexpr Rule<CheckRecord> probesRules[] = {
    {"first-byte", "does the head come at once?", check::firstByte},
    {"content-encoding", "is it compressed for browsers?", check::contentEncoding},
    {"head-method", "does HEAD answer like GET, without a stream?", check::headMethod},
    {"cors", "may a page of the origin read it?", check::cors},
    {"preflight", "may a page of the origin resume it?", check::preflight},
};

constexpr Rule<CheckRecord> watchRules[] = {
    {"body", "is it an event stream?", check::body},
    {"delivery", "do events arrive when they are sent?", check::delivery},
    {"heartbeat", "does a silent stream show that it lives?", check::heartbeat},
    {"cut", "does anything end the stream?", check::cut},
    {"resume", "does Last-Event-ID continue it?", check::resume},
};

} // namespace

std::span<const Rule<CheckRecord>> checkRules(CheckStage stage)
{
    switch (stage) {
    case CheckStage::Head:
        return headRules;
    case CheckStage::Probes:
        return probesRules;
    case CheckStage::Watch:
        break;
    }
    return watchRules;
}

} // namespace sluice

namespace sluice::check {

namespace {

bool isSame(std::string_view left, std::string_view right)
{
    return left.size() == right.size() && ::strncasecmp(left.data(), right.data(), left.size()) == 0;
}

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

} // namespace

const StreamRecord *answered(const CheckRecord &record)
{
    const StreamRecord *watched = record.watched();
    return watched && watched->hasHead() && watched->head.status == 200 ? watched : nullptr;
}

std::optional<std::string> fieldOf(const HttpHead &head, std::string_view name)
{
    std::optional<std::string> values;
    for (const auto &[fieldName, value] : head.fields)
        if (isSame(fieldName, name))
            values = values ? *values + ", " + value : value;
    return values;
}

bool listHolds(std::string_view list, std::string_view word)
{
    while (!list.empty()) {
        const auto comma = list.find(',');
        const std::string_view item = trimmed(list.substr(0, comma));
        if (isSame(trimmed(item.substr(0, item.find_first_of(";="))), word))
            return true;
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return false;
}

Evidence fieldEvidence(const HttpHead &head, std::string_view name)
{
    return {std::string(name), fieldOf(head, name).value_or("(none)")};
}

std::string secondsText(double seconds)
{
    // What rounds to more than the format's digits belongs to the next one.
    constexpr double milliseconds = 0.0995;
    constexpr double few = 9.95;
    constexpr double thousand = 1000;
    std::array<char, 32> text{};
    if (seconds < milliseconds)
        std::snprintf(text.data(), text.size(), "%.1f ms", seconds * thousand);
    else
        std::snprintf(text.data(), text.size(), seconds < few ? "%.2f s" : "%.1f s", seconds);
    return text.data();
}

std::string whoAnswers(const HttpHead &head)
{
    for (const char *name : {"Server", "Via"})
        if (const auto value = fieldOf(head, name))
            return std::string(" (") + name + ": " + *value + ")";
    return {};
}

} // namespace sluice::check
