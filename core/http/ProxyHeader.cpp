// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/ProxyHeader.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace sluice {

namespace {

constexpr std::string_view lineBegin = "PROXY ";
constexpr std::string_view unknown = "PROXY UNKNOWN";
constexpr std::string_view signature("\r\n\r\n\0\r\nQUIT\n", 12);

// "PROX" is no beginning of a method, and the NUL of the signature none of anything; fewer bytes may be a
// request.
constexpr std::size_t tellingLine = 4;
constexpr std::size_t tellingBinary = 5;

constexpr std::size_t fixedSize = 16;
constexpr std::size_t addressesV4 = 12;
constexpr std::size_t addressesV6 = 36;
constexpr std::size_t addressesUnix = 216;

constexpr std::array<std::uint8_t, 12> mappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

/** A word of a line, of 107 bytes at most, in quotes; what is no plain character is a #. */
std::string quoted(std::string_view word)
{
    std::string text = "'";
    for (const char c : word)
        text += c >= ' ' && c <= '~' ? c : '#';
    return text + "'";
}

/** Whether one of both is the beginning of the other. */
bool agree(std::string_view a, std::string_view b)
{
    const std::size_t common = std::min(a.size(), b.size());
    return a.substr(0, common) == b.substr(0, common);
}

std::uint8_t byteAt(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint8_t>(bytes[at]);
}

std::uint16_t wordAt(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(byteAt(bytes, at) << 8 | byteAt(bytes, at + 1));
}

/** A decimal number from 0 to 65535 without zeros in front. */
std::optional<std::uint16_t> parsePort(std::string_view digits)
{
    std::uint16_t port = 0;
    const char *end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, port);
    if (digits.empty() || error != std::errc() || stop != end || (digits.size() > 1 && digits.front() == '0'))
        return std::nullopt;
    return port;
}

std::optional<std::array<std::uint8_t, 16>> parseAddress(std::string_view text, bool isV6)
{
    std::array<std::uint8_t, 16> bytes{};
    const std::string terminated(
        text); // inet_pton wants a C string, and takes no zeros in front, zone or blank
    if (terminated.find('\0') != std::string::npos)
        return std::nullopt;
    if (!isV6)
        std::copy(mappedPrefix.begin(), mappedPrefix.end(), bytes.begin());
    std::uint8_t *target = isV6 ? bytes.data() : bytes.data() + mappedPrefix.size();
    if (::inet_pton(isV6 ? AF_INET6 : AF_INET, terminated.c_str(), target) != 1)
        return std::nullopt;
    return bytes;
}

/** Takes the text up to the next blank, and the blank, off @p rest. */
std::string_view takeWord(std::string_view &rest)
{
    const std::size_t blank = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, blank);
    rest.remove_prefix(std::min(blank + 1, rest.size()));
    return word;
}

} // namespace

bool ProxyHeader::isBegunBy(std::string_view first)
{
    return (first.size() >= tellingLine && agree(first, lineBegin)) ||
           (first.size() >= tellingBinary && agree(first, signature));
}

void ProxyHeader::fail(std::string error)
{
    m_state = State::Malformed;
    m_error = std::move(error);
}

std::size_t ProxyHeader::feed(std::string_view bytes)
{
    std::size_t used = 0;
    while (m_state == State::Reading && used < bytes.size()) {
        if (m_isBinary && m_head.size() == m_size) {
            const std::size_t skipped = std::min(m_extra, bytes.size() - used);
            m_extra -= skipped;
            used += skipped;
            finish();
            continue;
        }
        m_head += bytes[used++];
        step();
    }
    return used;
}

/** One byte more is in m_head. */
void ProxyHeader::step()
{
    if (m_isBinary) {
        if (m_head.size() == fixedSize)
            readBinaryHead();
        if (m_state == State::Reading && m_head.size() == m_size)
            finish();
        return;
    }
    if (m_head == signature) {
        m_isBinary = true;
        return;
    }
    if (!agree(m_head, lineBegin)) {
        if (!agree(m_head, signature))
            m_state = State::NoHeader;
        return;
    }
    if (m_head.ends_with("\r\n"))
        readLine();
    else if (m_head.ends_with('\n') && !m_head.starts_with(unknown))
        fail("its line ends without CR");
    else if (m_head.size() == longestLine)
        fail("its line has no end within " + std::to_string(longestLine) + " bytes");
}

void ProxyHeader::readLine()
{
    std::string_view rest = std::string_view(m_head).substr(lineBegin.size());
    rest.remove_suffix(2);
    const std::string_view family = takeWord(rest);
    if (family == "UNKNOWN")
        m_state = State::Complete; // whatever follows
    else if (family == "TCP4" || family == "TCP6")
        readAddresses(rest, family == "TCP6");
    else
        fail(quoted(family) + " is not TCP4, TCP6 or UNKNOWN");
}

void ProxyHeader::readAddresses(std::string_view rest, bool isV6)
{
    const std::string_view from = takeWord(rest);
    const std::string_view to = takeWord(rest);
    const std::string_view fromPort = takeWord(rest);
    const auto source = parseAddress(from, isV6);
    const char *family = isV6 ? " is no IPv6 address" : " is no IPv4 address";
    if (!source)
        return fail("the source " + quoted(from) + family);
    if (!parseAddress(to, isV6))
        return fail("the destination " + quoted(to) + family);
    const auto port = parsePort(fromPort);
    if (!port || !parsePort(rest))
        return fail("its line ends in " + quoted(std::string(fromPort).append(" ").append(rest)) +
                    ", not in two ports from 0 to 65535");
    m_source = Source{*source, *port};
    m_state = State::Complete;
}

void ProxyHeader::readBinaryHead()
{
    constexpr std::uint8_t version = 2;
    constexpr std::uint8_t proxy = 1;
    constexpr std::uint8_t stream = 1;
    const std::uint8_t command = byteAt(m_head, 12) & 0xf;
    const std::uint8_t family = byteAt(m_head, 13) >> 4;
    const std::uint8_t transport = byteAt(m_head, 13) & 0xf;
    const std::size_t length = wordAt(m_head, 14);
    if (byteAt(m_head, 12) >> 4 != version)
        return fail("its version is " + std::to_string(byteAt(m_head, 12) >> 4) + ", not 2");
    if (command > proxy)
        return fail("its command is " + std::to_string(command) + ", not LOCAL (0) or PROXY (1)");
    if (fixedSize + length > longestBinary)
        return fail("it has " + std::to_string(fixedSize + length) + " bytes; at most " +
                    std::to_string(longestBinary) + " are taken");
    std::size_t addresses = 0; // that are read
    if (command == proxy) {    // of LOCAL all but the length is void
        constexpr std::array<std::size_t, 4> sizes{0, addressesV4, addressesV6, addressesUnix};
        if (family >= sizes.size() || transport > 2)
            return fail("its family " + std::to_string(family) + " or transport " +
                        std::to_string(transport) + " is not known");
        if (length < sizes.at(family))
            return fail("it has " + std::to_string(length) + " bytes for addresses of " +
                        std::to_string(sizes.at(family)));
        if (transport == stream && family != 0 && sizes.at(family) != addressesUnix)
            addresses = sizes.at(family);
    }
    m_size = fixedSize + addresses;
    m_extra = length - addresses;
}

void ProxyHeader::readBinaryAddresses()
{
    const std::string_view block = std::string_view(m_head).substr(fixedSize);
    if (block.empty())
        return;
    const bool isV6 = block.size() == addressesV6;
    const std::size_t width = isV6 ? 16 : 4;
    Source source;
    if (!isV6)
        std::copy(mappedPrefix.begin(), mappedPrefix.end(), source.bytes.begin());
    for (std::size_t i = 0; i < width; ++i)
        source.bytes.at(source.bytes.size() - width + i) = byteAt(block, i);
    source.port = wordAt(block, 2 * width);
    m_source = source;
}

/** Of version 2: done, if nothing is left to be skipped. */
void ProxyHeader::finish()
{
    if (m_extra > 0)
        return;
    readBinaryAddresses();
    m_state = State::Complete;
}

} // namespace sluice
