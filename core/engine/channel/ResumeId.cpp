// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/channel/ResumeId.h"

#include <algorithm>

namespace sluice {

namespace {
constexpr std::string_view nobodysId = "?"; // no character of an event id
}

std::vector<std::string_view> resumeIds(std::string_view id, std::size_t channels)
{
    std::vector<std::string_view> ids(channels);
    if (id.empty())
        return ids;
    if (static_cast<std::size_t>(std::count(id.begin(), id.end(), '.')) + 1 != channels) {
        std::fill(ids.begin(), ids.end(), nobodysId);
        return ids;
    }
    for (std::string_view &part : ids) {
        const std::size_t dot = id.find('.');
        part = dot == 0 || id.empty() ? nobodysId : id.substr(0, dot);
        id.remove_prefix(dot == std::string_view::npos ? id.size() : dot + 1);
    }
    return ids;
}

} // namespace sluice
