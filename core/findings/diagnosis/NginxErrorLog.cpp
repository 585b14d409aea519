// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/diagnosis/NginxErrorLog.h"

#include <algorithm>

namespace sluice {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/** Takes the digits at the beginning; false when there are none. */
bool takeNumber(std::string_view &text)
{
    const auto *const end = std::find_if_not(text.begin(), text.end(), isDigit);
    const auto length = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(length);
    return length > 0;
}

bool take(std::string_view &text, std::string_view word)
{
    if (!text.starts_with(word))
        return false;
    text.remove_prefix(word.size());
    return true;
}

bool contains(std::string_view text, std::string_view word)
{
    return text.find(word) != std::string_view::npos;
}

/**
 * What follows "2026/01/31 14:05:09 [error] 12#12: *7 ", up to where nginx begins to say whose request it
 * was. Only there can a client put words of its own in.
 */
std::optional<std::string_view> messageOf(std::string_view line)
{
    constexpr std::string_view stamp = "dddd/dd/dd dd:dd:dd [";
    if (line.size() < stamp.size())
        return std::nullopt;
    for (std::size_t i = 0; i < stamp.size(); ++i)
        if (stamp[i] == 'd' ? !isDigit(line[i]) : line[i] != stamp[i])
            return std::nullopt;
    line.remove_prefix(stamp.size());
    while (!line.empty() && line.front() >= 'a' && line.front() <= 'z')
        line.remove_prefix(1);
    if (!take(line, "] ") || !takeNumber(line) || !take(line, "#") || !takeNumber(line) || !take(line, ": "))
        return std::nullopt;
    if (take(line, "*") && !(takeNumber(line) && take(line, " ")))
        return std::nullopt;
    return line.substr(0, line.find(", client: "));
}

/** A system call of nginx that failed towards the engine. */
std::optional<ProxyFault> failedCall(std::string_view message)
{
    const bool isUpstream = contains(message, "upstream");
    if (contains(message, "failed (24:") || contains(message, "failed (23:"))
        return message.starts_with("accept") || message.starts_with("socket() failed (")
                   ? std::optional(ProxyFault::Descriptors)
                   : std::nullopt;
    if (message.starts_with("connect() ") && contains(message, "while connecting to upstream")) {
        if (contains(message, "failed (111:"))
            return ProxyFault::Refused;
        if (contains(message, "failed (110:"))
            return ProxyFault::ConnectTimeout;
        return contains(message, "failed (99:") ? ProxyFault::Ports : ProxyFault::Unreachable;
    }
    if ((message.starts_with("recv() failed (") || message.starts_with("readv() failed (")) && isUpstream)
        return contains(message, "failed (110:") ? ProxyFault::ReadTimeout : ProxyFault::Closed;
    if ((message.starts_with("send() failed (") || message.starts_with("writev() failed (")) &&
        contains(message, "while sending request to upstream"))
        return ProxyFault::Closed;
    return std::nullopt;
}

} // namespace

std::optional<ProxyFault> nginxFaultOf(std::string_view line)
{
    const auto message = messageOf(line);
    if (!message)
        return std::nullopt;
    if (message->starts_with("upstream timed out (")) {
        if (contains(*message, "while connecting to upstream"))
            return ProxyFault::ConnectTimeout;
        return contains(*message, "while reading upstream") ? ProxyFault::ReadTimeout
                                                            : ProxyFault::AnswerTimeout;
    }
    if (message->starts_with("upstream prematurely closed connection"))
        return ProxyFault::Closed;
    if (message->starts_with("no live upstreams"))
        return ProxyFault::Unreachable;
    // "are not enough, reusing connections" is a warning before: idle ones are closed, nobody is turned away.
    std::string_view words = *message;
    if (takeNumber(words) && take(words, " worker_connections are not enough"))
        return words.starts_with(", reusing") ? std::nullopt : std::optional(ProxyFault::WorkerConnections);
    return failedCall(*message);
}

} // namespace sluice
