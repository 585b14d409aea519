// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/ListItems.h"

#include "base/text/QuotedText.h"

namespace sluice {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

tl::expected<std::vector<std::string_view>, Error> listItems(std::string_view text)
{
    std::vector<std::string_view> items;
    if (trimmed(text).empty())
        return items;
    for (std::string_view rest = text;;) {
        const auto comma = rest.find(',');
        items.push_back(trimmed(rest.substr(0, comma)));
        if (items.back().empty())
            return tl::unexpected(
                inputError("item " + std::to_string(items.size()) + " of " + quotedText(text) + " is empty"));
        if (comma == std::string_view::npos)
            return items;
        rest.remove_prefix(comma + 1);
    }
}

} // namespace sluice
