// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/Rules.h"

#include "base/net/CidrBlock.h"
#include "base/net/HostPort.h"
#include "base/net/HttpUrl.h"
#include "settings/ChannelPolicies.h"
#include "settings/ListenAddress.h"
#include "settings/OriginList.h"
#include "settings/Schema.h"
#include "settings/TokenWarnings.h"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string>

namespace sluice {

namespace {

struct Rule
{
    std::string_view name;
    std::string_view statement;
    std::initializer_list<std::string_view> keys;
    bool (*holds)(const Settings &);
};

/** An address that does not parse is the business of the listen-address rule alone. */
bool isLoopbackOrBroken(const std::string &address)
{
    const auto parsed = ListenAddress::parse(address);
    return !parsed || parsed->isLoopback();
}

/** That there is none is the business of other rules. */
bool isLongEnough(const std::string &token)
{
    return token.empty() || token.size() >= leastTokenLength;
}

bool canBindBoth(const Settings &settings)
{
    const auto streams = ListenAddress::parse(settings.listen_public);
    const auto admin = ListenAddress::parse(settings.listen_admin);
    return !streams || !admin || !streams->clashesWith(*admin);
}

/** An origin list that does not parse is the business of the origins-parse rule alone. */
bool namesOriginsOrBroken(const std::string &origins)
{
    const auto parsed = OriginList::parse(origins);
    return !parsed || (!parsed->isAny && !parsed->isAuto && !parsed->origins.empty());
}

const Rule rules[] = {
    {"keep-alive-covers-heartbeat",
     "timeouts.keep_alive must be at least 2 x timeouts.heartbeat",
     {"timeouts.keep_alive", "timeouts.heartbeat"},
     [](const Settings &s) { return s.timeouts_keep_alive >= 2 * s.timeouts_heartbeat; }},
    {"headers-above-keep-alive",
     "timeouts.headers must be above timeouts.keep_alive",
     {"timeouts.headers", "timeouts.keep_alive"},
     [](const Settings &s) { return s.timeouts_headers > s.timeouts_keep_alive; }},
    {"head-read-below-headers",
     "timeouts.head_read must be below timeouts.headers",
     {"timeouts.head_read", "timeouts.headers"},
     [](const Settings &s) { return s.timeouts_head_read < s.timeouts_headers; }},
    {"write-stall-covers-heartbeat",
     "timeouts.write_stall must be at least timeouts.heartbeat",
     {"timeouts.write_stall", "timeouts.heartbeat"},
     [](const Settings &s) { return s.timeouts_write_stall >= s.timeouts_heartbeat; }},
    {"proxy-protocol-needs-proxies",
     "pool.proxy_protocol needs the proxies in pool.trusted_proxies, because nobody else may connect then",
     {"pool.proxy_protocol", "pool.trusted_proxies"},
     [](const Settings &s) { return !s.pool_proxy_protocol || !s.pool_trusted_proxies.empty(); }},
    {"streams-retry-has-a-floor",
     "streams.retry must be 0 or at least 100ms",
     {"streams.retry"},
     [](const Settings &s) {
         return s.streams_retry.count() == 0 || s.streams_retry >= std::chrono::milliseconds(100);
     }},
    {"no-request-timeout",
     "timeouts.request must be 0, because a stream has no request timeout",
     {"timeouts.request"},
     [](const Settings &s) { return s.timeouts_request == s.timeouts_request.zero(); }},
    {"public-bind-needs-token",
     "listen.public beyond loopback needs auth.publish_token or its file",
     {"listen.public", "auth.publish_token"},
     [](const Settings &s) { return isLoopbackOrBroken(s.listen_public) || !s.auth_publish_token.empty(); }},
    {"admin-bind-needs-token",
     "listen.admin beyond loopback needs auth.admin_token or its file",
     {"listen.admin", "auth.admin_token"},
     [](const Settings &s) { return isLoopbackOrBroken(s.listen_admin) || !s.auth_admin_token.empty(); }},
    {"public-token-is-long",
     "auth.publish_token must have at least 16 characters while listen.public is beyond loopback",
     {"auth.publish_token", "listen.public"},
     [](const Settings &s) {
         return isLoopbackOrBroken(s.listen_public) || isLongEnough(s.auth_publish_token);
     }},
    {"admin-tokens-are-long",
     "auth.admin_token and auth.viewer_token must have at least 16 characters while listen.admin is beyond "
     "loopback",
     {"auth.admin_token", "auth.viewer_token", "listen.admin"},
     [](const Settings &s) {
         return isLoopbackOrBroken(s.listen_admin) ||
                (isLongEnough(s.auth_admin_token) && isLongEnough(s.auth_viewer_token));
     }},
    {"admin-and-viewer-tokens-differ",
     "auth.viewer_token must not be auth.admin_token, which may do everything",
     {"auth.viewer_token", "auth.admin_token"},
     [](const Settings &s) {
         return s.auth_viewer_token.empty() || s.auth_viewer_token != s.auth_admin_token;
     }},
    {"credentials-need-origins",
     "cors.allow_credentials needs a list of origins in cors.allow_origin, not *, auto or nothing",
     {"cors.allow_credentials", "cors.allow_origin"},
     [](const Settings &s) {
         return !s.cors_allow_credentials || namesOriginsOrBroken(s.cors_allow_origin);
     }},
    {"publishing-origins-are-named",
     "publish.allow_origin must not hold auto: which pages may publish is to be said",
     {"publish.allow_origin"},
     [](const Settings &s) {
         const auto parsed = OriginList::parse(s.publish_allow_origin);
         return !parsed || !parsed->isAuto;
     }},
    {"listeners-differ",
     "listen.public and listen.admin must not share an address and port",
     {"listen.public", "listen.admin"},
     canBindBoth},
    {"low-water-mark-below-high",
     "backpressure.low_water_mark must be at most backpressure.high_water_mark",
     {"backpressure.low_water_mark", "backpressure.high_water_mark"},
     [](const Settings &s) { return s.backpressure_low_water_mark <= s.backpressure_high_water_mark; }},
    {"total-holds-a-channel",
     "history.total_bytes must be at least history.bytes and the larger of publish.max_body and "
     "backpressure.high_water_mark together",
     {"history.total_bytes", "history.bytes", "publish.max_body", "backpressure.high_water_mark"},
     [](const Settings &s) {
         return s.history_total_bytes >=
                s.history_bytes + std::max(s.publish_max_body, s.backpressure_high_water_mark);
     }},
    {"in-flight-holds-a-body",
     "publish.max_in_flight must be at least publish.max_body",
     {"publish.max_in_flight", "publish.max_body"},
     [](const Settings &s) { return s.publish_max_in_flight >= s.publish_max_body; }},
    {"unsent-fits-send-buffer",
     "backpressure.unsent_low_water must be at most backpressure.send_buffer",
     {"backpressure.unsent_low_water", "backpressure.send_buffer"},
     [](const Settings &s) { return s.backpressure_unsent_low_water <= s.backpressure_send_buffer; }},
};

const Rule tokenSources[] = {
    {"one-publish-token",
     "auth.publish_token and auth.publish_token_file must not both be given",
     {"auth.publish_token", "auth.publish_token_file"},
     [](const Settings &s) { return s.auth_publish_token.empty() || s.auth_publish_token_file.empty(); }},
    {"one-admin-token",
     "auth.admin_token and auth.admin_token_file must not both be given",
     {"auth.admin_token", "auth.admin_token_file"},
     [](const Settings &s) { return s.auth_admin_token.empty() || s.auth_admin_token_file.empty(); }},
    {"one-viewer-token",
     "auth.viewer_token and auth.viewer_token_file must not both be given",
     {"auth.viewer_token", "auth.viewer_token_file"},
     [](const Settings &s) { return s.auth_viewer_token.empty() || s.auth_viewer_token_file.empty(); }},
};

constexpr std::string_view listenAddressRule = "listen-address";
constexpr std::string_view trustedProxiesRule = "trusted-proxies-parse";
constexpr std::string_view originsRule = "origins-parse";
constexpr std::string_view allowedHostsRule = "allowed-hosts-parse";
constexpr std::string_view probeUrlRule = "probe-url-is-http";
constexpr std::string_view poolFitsRule = "pool-fits-descriptors";

/** The violation of rule `name`, with the values of `keys` as `settings` has them. */
RuleViolation violation(const Settings &settings, std::string_view name, std::string_view statement,
                        std::initializer_list<std::string_view> keys)
{
    RuleViolation broken{std::string(name),
                         {keys.begin(), keys.end()},
                         {},
                         "rule " + std::string(name) + ": " + std::string(statement)};
    std::string_view separator = "; ";
    for (const std::string_view key : keys) {
        broken.values.push_back(valueText(settings, *findSetting(key).value()));
        const std::string &value = broken.values.back();
        broken.message +=
            std::string(separator) + std::string(key) + (value.empty() ? " is empty" : " is " + value);
        separator = ", ";
    }
    return broken;
}

/** The violation of rule `name` if @p parsed, made of the value of `key`, is an error. */
template <typename T>
std::optional<RuleViolation> checkParses(const Settings &settings, std::string_view name,
                                         std::string_view key, const tl::expected<T, Error> &parsed)
{
    if (parsed)
        return std::nullopt;
    return violation(settings, name, std::string(key) + ": " + parsed.error().message, {key});
}

std::optional<RuleViolation> checkChannelPolicies(const Settings &settings)
{
    const auto parsed =
        ChannelPolicies::parse(settings.backpressure_channel_policies, SlowPolicy::Disconnect);
    if (parsed)
        return std::nullopt;
    return violation(settings, "channel-policies", parsed.error().message, {"backpressure.channel_policies"});
}

std::optional<RuleViolation> checkProbeUrl(const Settings &settings)
{
    if (settings.diagnosis_probe_url.empty())
        return std::nullopt;
    return checkParses(settings, probeUrlRule, "diagnosis.probe_url",
                       parseHttpUrl(settings.diagnosis_probe_url));
}

} // namespace

std::vector<RuleViolation> checkRules(const Settings &settings)
{
    std::vector<RuleViolation> violations;
    for (auto broken : {checkParses(settings, listenAddressRule, "listen.public",
                                    ListenAddress::parse(settings.listen_public)),
                        checkParses(settings, listenAddressRule, "listen.admin",
                                    ListenAddress::parse(settings.listen_admin)),
                        checkParses(settings, trustedProxiesRule, "pool.trusted_proxies",
                                    CidrBlock::parseList(settings.pool_trusted_proxies)),
                        checkParses(settings, originsRule, "cors.allow_origin",
                                    OriginList::parse(settings.cors_allow_origin)),
                        checkParses(settings, originsRule, "publish.allow_origin",
                                    OriginList::parse(settings.publish_allow_origin)),
                        checkParses(settings, allowedHostsRule, "listen.allowed_hosts",
                                    HostPort::parseList(settings.listen_allowed_hosts)),
                        checkProbeUrl(settings), checkChannelPolicies(settings)}) {
        if (broken)
            violations.push_back(std::move(*broken));
    }
    for (const Rule &rule : rules) {
        if (!rule.holds(settings))
            violations.push_back(violation(settings, rule.name, rule.statement, rule.keys));
    }
    return violations;
}

std::vector<RuleViolation> checkTokenSources(const Settings &settings)
{
    std::vector<RuleViolation> violations;
    for (const Rule &rule : tokenSources) {
        if (!rule.holds(settings))
            violations.push_back(violation(settings, rule.name, rule.statement, rule.keys));
    }
    return violations;
}

std::vector<std::string_view> rulesOf(std::string_view key)
{
    std::vector<std::string_view> names;
    if (key == "listen.public" || key == "listen.admin")
        names.push_back(listenAddressRule);
    if (key == "pool.trusted_proxies")
        names.push_back(trustedProxiesRule);
    if (key == "cors.allow_origin" || key == "publish.allow_origin")
        names.push_back(originsRule);
    if (key == "listen.allowed_hosts")
        names.push_back(allowedHostsRule);
    if (key == "diagnosis.probe_url")
        names.push_back(probeUrlRule);
    if (key == "pool.max_streams")
        names.push_back(poolFitsRule);
    const auto collect = [&](std::span<const Rule> table) {
        for (const Rule &rule : table) {
            if (std::find(rule.keys.begin(), rule.keys.end(), key) != rule.keys.end())
                names.push_back(rule.name);
        }
    };
    collect(rules);
    collect(tokenSources);
    return names;
}

std::vector<RuleStatement> ruleStatements()
{
    std::vector<RuleStatement> all{
        {listenAddressRule,
         "listen.public and listen.admin are an address and a port, such as 127.0.0.1:8080"},
        {trustedProxiesRule, "pool.trusted_proxies lists addresses and CIDR blocks, such as 10.0.0.0/8, ::1"},
        {originsRule, "cors.allow_origin and publish.allow_origin are *, empty or a list of origins, such as "
                      "https://app.example"},
        {allowedHostsRule, "listen.allowed_hosts lists host names and addresses, such as console.example"},
        {probeUrlRule, "diagnosis.probe_url is empty or an http URL; https is not spoken here"},
        {poolFitsRule, "pool.max_streams must be at most the descriptor limit less a reserve: the largest of "
                       "64, 2 %, and 29 with 5 for each worker and those of the admin listener: 16 and "
                       "admin.max_followers, or fewer where the limit is below 1,024"}};
    for (const Rule &rule : rules)
        all.push_back({rule.name, rule.statement});
    for (const Rule &rule : tokenSources)
        all.push_back({rule.name, rule.statement});
    return all;
}

std::int64_t descriptorReserve(std::int64_t descriptorLimit)
{
    constexpr std::int64_t least = 64;
    constexpr std::int64_t percent = 2;
    return std::max(least, descriptorLimit / 100 * percent + descriptorLimit % 100 * percent / 100);
}

std::optional<RuleViolation> checkPoolFits(const Settings &settings, std::int64_t descriptorLimit,
                                           std::int64_t reserve)
{
    const std::int64_t most = std::max<std::int64_t>(0, descriptorLimit - reserve);
    if (settings.pool_max_streams <= most) // 0 means "as many as fit", and always does
        return std::nullopt;
    const std::string statement = "pool.max_streams must be at most " + std::to_string(most) +
                                  ", the descriptor limit of " + std::to_string(descriptorLimit) +
                                  " less a reserve of " + std::to_string(reserve);
    RuleViolation broken = violation(settings, poolFitsRule, statement, {"pool.max_streams"});
    broken.values.push_back(std::to_string(most)); // the other value is the machine's, not a setting's
    return broken;
}

} // namespace sluice
