// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/ContentCoding.h"

#include "base/text/ListItems.h"

#include <strings.h>

namespace sluice {

namespace {

constexpr std::string_view identity = "identity";
constexpr std::size_t longestQuote = 64;

} // namespace

std::optional<Answer> codingRefusal(const RequestHead &request)
{
    const std::string codings = request.joined("content-encoding");
    std::string_view rest = codings;
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        const std::string_view coding = trimmed(rest.substr(0, comma));
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        if (coding.empty() || (coding.size() == identity.size() &&
                               ::strncasecmp(coding.data(), identity.data(), identity.size()) == 0))
            continue;
        return Answer::problem(415, "the body is sent with Content-Encoding '" +
                                        std::string(coding.substr(0, longestQuote)) +
                                        "', which is not decoded here; send it as it is")
            .with("Accept-Encoding", std::string(identity));
    }
    return std::nullopt;
}

} // namespace sluice
