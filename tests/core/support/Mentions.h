// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the tests of messages share: a message must name the thing, the value and the rule.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <QTest>

namespace sluice {

using Words = std::vector<std::string>;

/** Whether every one of `words` stands in `message`. */
inline bool mentionsAll(const std::string &message, const Words &words)
{
    return std::all_of(words.begin(), words.end(),
                       [&](const std::string &word) { return message.find(word) != std::string::npos; });
}

} // namespace sluice

/** Fails the test, showing the message, unless it mentions all of `words`. */
#define SLUICE_VERIFY_MENTIONS(message, words)                                                               \
    QVERIFY2(sluice::mentionsAll(message, words), (message).c_str())
