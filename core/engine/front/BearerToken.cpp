// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/front/BearerToken.h"

#include <strings.h>

namespace sluice {

namespace {

bool sameSecret(std::string_view given, std::string_view expected)
{
    unsigned difference = given.size() == expected.size() ? 0 : 1;
    for (std::size_t i = 0; i < given.size(); ++i)
        difference |= static_cast<unsigned>(static_cast<unsigned char>(given[i]) ^
                                            static_cast<unsigned char>(expected[i % expected.size()]));
    return difference == 0;
}

} // namespace

bool bearerTokenMatches(const RequestHead &head, std::string_view expected)
{
    if (expected.empty())
        return true;
    constexpr std::string_view scheme = "bearer ";
    std::string_view field = head.value("authorization");
    if (field.size() <= scheme.size() || ::strncasecmp(field.data(), scheme.data(), scheme.size()) != 0)
        return false;
    field.remove_prefix(scheme.size());
    return sameSecret(field, expected);
}

} // namespace sluice
