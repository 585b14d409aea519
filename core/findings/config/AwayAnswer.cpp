// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/config/AwayAnswer.h"

#include "settings/ListenAddress.h"
#include "settings/OriginList.h"

#include <string>
#include <string_view>

namespace sluice {

namespace {

// Origins of this machine, of any port, as cors.allow_origin = auto means them. Without braces, which nginx
// would take for a block's, and without backslashes, which HAProxy's words lose.
constexpr std::string_view ofThisMachine =
    "^https?://(([^/:]+[.])?localhost|127[.][0-9]+[.][0-9]+[.][0-9]+|[[]::1])(:[0-9]+)?$";

/** An origin with stars as a regular expression: "*.app.example" is "[^/:]+[.]app[.]example" in it. */
std::string patternOf(std::string_view origin)
{
    std::string pattern = "^";
    for (std::size_t i = 0; i < origin.size(); ++i) {
        const char c = origin[i];
        if (c == '*')
            pattern += i > 0 && origin[i - 1] == ':' ? "[0-9]+" : "[^/:]+";
        else if (c == '.' || c == '+' || c == '[')
            pattern += std::string("[") + c + ']';
        else
            pattern += c;
    }
    // Any port is also none, the scheme's own.
    if (pattern.ends_with(":[0-9]+"))
        pattern.replace(pattern.size() - 7, 7, "(:[0-9]+)?");
    return pattern + '$';
}

} // namespace

void setAwayAnswer(ConfigTemplate &page, const Settings &settings)
{
    const auto publicAddress = ListenAddress::parse(settings.listen_public);
    const bool isOfThisMachine = publicAddress && publicAddress->isLoopback();
    const auto origins = OriginList::parse(settings.cors_allow_origin)
                             .value_or(OriginList())
                             .resolved(isOfThisMachine ? Reach::ThisMachine : Reach::Beyond);
    std::string map;
    std::string words;
    std::string patterns;
    std::string pattern; // of all of them
    const auto orPattern = [&pattern](const std::string &one) {
        pattern += (pattern.empty() ? "" : "|") + one;
    };
    for (const std::string &origin : origins.origins) {
        const bool isPattern = origin.find('*') != std::string::npos;
        map += (map.empty() ? "\"" : "\n\"") + (isPattern ? "~*" + patternOf(origin) : origin) +
               "\" $http_origin;";
        orPattern(patternOf(origin));
        (isPattern ? patterns : words) += ' ' + (isPattern ? patternOf(origin) : origin);
    }
    if (origins.hasThisMachine) {
        map +=
            std::string(map.empty() ? "" : "\n") + "\"~*" + std::string(ofThisMachine) + "\" $http_origin;";
        patterns += ' ' + std::string(ofThisMachine);
        orPattern(std::string(ofThisMachine));
    }
    std::string acls;
    if (!words.empty())
        acls = "acl is_known_origin req.hdr(Origin) -i -m str" + words;
    if (!patterns.empty())
        acls += (acls.empty() ? "" : "\n") + ("acl is_known_origin req.hdr(Origin) -i -m reg" + patterns);
    page.setIf("COME_BACK", settings.pool_overload_mode != "status");
    page.setIf("ANY_ORIGIN", origins.isAny);
    page.setIf("ORIGIN_LIST", !origins.isAny && !origins.isEmpty());
    page.setIf("CREDENTIALS", settings.cors_allow_credentials);
    page.set("ORIGIN_MAP", map);
    page.set("ORIGIN_PATTERN", pattern);
    page.set("ORIGIN_ACLS", acls);
    page.set("ANY_ORIGIN_HEADER", origins.isAny ? R"( hdr Access-Control-Allow-Origin "*")" : "");
    page.set("CREDENTIALS_HEADER",
             settings.cors_allow_credentials ? " hdr Access-Control-Allow-Credentials true" : "");
}

} // namespace sluice
