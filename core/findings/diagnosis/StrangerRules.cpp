// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/CidrBlock.h"
#include "base/net/HostPort.h"
#include "base/text/ListItems.h"
#include "base/text/QuotedText.h"
#include "findings/diagnosis/DiagnosisRules.h"
#include "model/HeaderFault.h"
#include "settings/OriginList.h"

#include <algorithm>

namespace sluice::diagnosis {

namespace {

/** "12 requests were refused in the last 60 s; 7 in a row within 40 s, the last of 192.0.2.7:5000". */
std::string howMany(const Observation &seen, Refusal cause, const std::optional<Stranger> &last)
{
    std::string text = std::to_string(seen.refused(cause)) + " in the last " + plain(seen.seconds()) + " s";
    if (last)
        text += ", " + std::to_string(last->count) + " in a row since " +
                plain(std::chrono::duration<double>(seen.samples.back().at - last->first).count()) +
                " s ago, the last of " + last->client.text();
    return text;
}

/** "sluicectl set KEY=NAME" with what is in the setting already: what is typed replaces it. */
std::string adding(std::string_view key, const std::string &setting, std::string_view name)
{
    return "sluicectl set " + std::string(key) + "='" + setting + (trimmed(setting).empty() ? "" : ",") +
           std::string(name) + '\'';
}

/** The command that trusts whom @p peer names, without what is said already. */
std::string trusting(const Observation &seen, const Stranger &peer)
{
    const auto blocks = CidrBlock::parseList(seen.settings.pool_trusted_proxies);
    const bool isTrusted = blocks && std::any_of(blocks->begin(), blocks->end(), [&](const CidrBlock &block) {
                               return block.contains(peer.client.bytes);
                           });
    return isTrusted
               ? "sluicectl set"
               : adding("pool.trusted_proxies", seen.settings.pool_trusted_proxies, peer.client.hostText());
}

} // namespace

Outcome unknownHosts(const Observation &seen)
{
    if (seen.refused(Refusal::UnknownHost) == 0)
        return Clear();
    const auto &last = seen.unknownHost;
    const bool isProxy = last && last->isForwarded;
    Finding finding;
    finding.severity = isProxy ? Severity::Critical : Severity::Warning;
    finding.summary = last ? "Host " + quotedText(last->name) + " is no name of the " +
                                 (last->listener == Stranger::Listener::Admin ? "admin" : "public") +
                                 " listener, so requests are refused (421): "
                           : "requests are refused (421) for a Host that is no name of the listener: ";
    finding.summary += howMany(seen, Refusal::UnknownHost, last);
    finding.evidence = {refusedEvidence(seen, Refusal::UnknownHost)};
    finding.cause =
        isProxy ? "a proxy passes its clients' Host on to an engine that listens on loopback"
                : "a client has a name for the engine that it does not know, or a page has rebound its "
                  "own name to this machine";
    const std::string proxyLine = "let the proxy send the engine's own address and the client's Host apart "
                                  "(nginx: proxy_set_header Host " +
                                  seen.settings.listen_public + "; HAProxy: http-request set-header Host " +
                                  seen.settings.listen_public + ')';
    const auto name = HostPort::parse(last ? last->name : std::string());
    const std::string setting =
        name ? "if the name is yours: " +
                   adding("listen.allowed_hosts", seen.settings.listen_allowed_hosts, name->host)
             : "if the name is yours, add it to listen.allowed_hosts";
    finding.remedies = first(isProxy ? proxyLine + "; or, " + setting : setting);
    return finding;
}

Outcome foreignPages(const Observation &seen)
{
    if (seen.refused(Refusal::ForeignOrigin) == 0)
        return Clear();
    const auto &last = seen.foreignOrigin;
    const bool isAdmin = last && last->listener == Stranger::Listener::Admin;
    const bool isChange = last && last->isChange;
    Finding finding;
    finding.severity = Severity::Warning;
    finding.summary = "pages of another origin are refused (403)";
    if (last)
        finding.summary += std::string(", at last one that would ") +
                           (isAdmin    ? "use the admin API"
                            : isChange ? "publish"
                                       : "read a stream") +
                           " with " + (last->name.empty() ? "no Origin" : "Origin " + quotedText(last->name));
    finding.summary += ": " + howMany(seen, Refusal::ForeignOrigin, last);
    finding.evidence = {refusedEvidence(seen, Refusal::ForeignOrigin)};
    finding.cause =
        "a page in a browser asks, which is not listed for that; being on this machine is no leave";
    if (isAdmin)
        finding.remedies = first("see which page it is: no page of another origin may use the admin API");
    else if (last && isOneOrigin(last->name))
        finding.remedies =
            first("if the page is yours: " +
                  (isChange ? adding("publish.allow_origin", seen.settings.publish_allow_origin, last->name)
                            : adding("cors.allow_origin", seen.settings.cors_allow_origin, last->name)));
    else
        finding.remedies = first("if the page is yours, let it ask with an Origin, and list that in "
                                 "cors.allow_origin or publish.allow_origin");
    return finding;
}

Outcome proxyHeaders(const Observation &seen)
{
    if (seen.refused(Refusal::ProxyHeader) == 0)
        return Clear();
    const auto &last = seen.proxyHeader;
    const auto isLast = [&last](HeaderFault fault) { return last && last->name == headerFaultName(fault); };
    const std::string who = last ? last->client.hostText() : "a peer";
    Finding finding;
    // Whom nobody has listed is a stranger; what goes wrong with a proxy goes wrong with all of its clients.
    finding.severity = isLast(HeaderFault::Untrusted) ? Severity::Warning : Severity::Critical;
    finding.summary = "connections are refused for their PROXY header: ";
    finding.summary += howMany(seen, Refusal::ProxyHeader, last);
    finding.evidence = {refusedEvidence(seen, Refusal::ProxyHeader)};
    if (isLast(HeaderFault::Untrusted)) {
        finding.cause = "pool.proxy_protocol is on, and " + who + " is not in pool.trusted_proxies";
        finding.remedies =
            first("if it is a proxy of yours: " +
                  adding("pool.trusted_proxies", seen.settings.pool_trusted_proxies, who) +
                  "; a client has to come through the proxy, a health check to the admin listener");
    } else if (isLast(HeaderFault::Unwanted)) {
        finding.cause = seen.settings.pool_proxy_protocol
                            ? "two proxies in a row send a PROXY header each to the engine, and it takes one"
                            : "a proxy sends PROXY headers, and pool.proxy_protocol is off";
        finding.remedies = first(
            seen.settings.pool_proxy_protocol
                ? std::string(
                      "let the proxy in the middle take the first one (HAProxy: accept-proxy on bind; "
                      "nginx: proxy_protocol on listen)")
                : trusting(seen, *last) + " pool.proxy_protocol=true; or take send-proxy, proxy_protocol out "
                                          "of the proxy's configuration");
    } else {
        finding.cause = isLast(HeaderFault::Missing) ? "the proxy at " + who + " sends no PROXY header"
                        : isLast(HeaderFault::Late)
                            ? "the proxy at " + who + " sends its PROXY header late"
                            : "the proxy at " + who + " sends a PROXY header that is none";
        finding.remedies =
            first("sluicectl config haproxy, or nginx, writes what the proxy needs; or sluicectl set "
                  "pool.proxy_protocol=false");
    }
    return finding;
}

} // namespace sluice::diagnosis
