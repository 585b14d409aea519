// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Nearest.h"

#include "base/text/QuotedText.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace sluice {

namespace {

constexpr std::size_t longestCompared =
    256; // the distance is quadratic, and no name here is nearly that long

} // namespace

std::size_t editDistance(std::string_view left, std::string_view right)
{
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates)
{
    word = word.substr(0, longestCompared);
    const auto found = std::min_element(candidates.begin(), candidates.end(), [word](auto left, auto right) {
        return editDistance(word, left) < editDistance(word, right);
    });
    return found == candidates.end() ? std::string_view() : *found;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates)
{
    const std::string_view best = nearest(word, candidates);
    if (best.empty())
        return {};
    const std::size_t nearEnough = std::max<std::size_t>(2, best.size() / 3);
    if (editDistance(word.substr(0, longestCompared), best) <= nearEnough)
        return "; did you mean " + quotedText(best) + "?";
    return "; the nearest is " + quotedText(best);
}

} // namespace sluice
