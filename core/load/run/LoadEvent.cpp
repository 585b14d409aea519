// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/run/LoadEvent.h"

#include <algorithm>
#include <cassert>

namespace sluice {

namespace {

constexpr std::string_view kOpening = "{\"sluice\":\"";
constexpr std::string_view kClosing = "\"}";
constexpr std::size_t kRunDigits = 6;
constexpr std::size_t kPublisherDigits = 2;
constexpr std::size_t kSequenceDigits = 8;
constexpr std::size_t kTimeDigits = 16;
constexpr std::uint8_t kNoDigit = 0xFF;

constexpr std::array<std::uint8_t, 256> makeDigitValues()
{
    std::array<std::uint8_t, 256> values{};
    values.fill(kNoDigit);
    for (std::uint8_t digit = 0; digit < 10; ++digit)
        values[static_cast<std::size_t>('0' + digit)] = digit;
    for (std::uint8_t digit = 10; digit < 16; ++digit)
        values[static_cast<std::size_t>('a' + digit - 10)] = digit;
    return values;
}

constexpr auto kDigitValues = makeDigitValues();

char *putHex(char *out, std::uint64_t value, std::size_t digits)
{
    for (std::size_t i = digits; i-- > 0; value >>= 4)
        out[i] = "0123456789abcdef"[value & 0xF];
    return out + digits;
}

/** Reads digits and moves @p in behind them; @p wrong exceeds 15 when one of them was none. */
std::uint64_t takeHex(const char *&in, std::size_t digits, std::uint8_t &wrong)
{
    std::uint64_t value = 0;
    for (const char *end = in + digits; in != end; ++in) {
        const std::uint8_t digit = kDigitValues[static_cast<unsigned char>(*in)];
        wrong = static_cast<std::uint8_t>(wrong | digit);
        value = value << 4 | (digit & 0xF);
    }
    return value;
}

} // namespace

LoadEventFormat::LoadEventFormat(std::uint32_t run, std::size_t size)
    : m_size(size)
{
    static_assert(kMarkerSize == kOpening.size() + kRunDigits + 1);
    static_assert(kHeaderSize == kMarkerSize + kPublisherDigits + 1 + kSequenceDigits + 1 + kTimeDigits);
    static_assert(kMinimumSize == kHeaderSize + kClosing.size());
    assert(size >= kMinimumSize);
    char *out = std::copy(kOpening.begin(), kOpening.end(), m_marker.data());
    out = putHex(out, run, kRunDigits);
    *out = '-';
}

void LoadEventFormat::append(std::string &out, const LoadEvent &event) const
{
    const std::size_t begin = out.size();
    out.resize(begin + m_size, 'x');
    char *at = std::copy(m_marker.begin(), m_marker.end(), out.data() + begin);
    at = putHex(at, event.publisher, kPublisherDigits);
    *at++ = '-';
    at = putHex(at, event.sequence, kSequenceDigits);
    *at++ = '-';
    putHex(at, event.sentNanoseconds, kTimeDigits);
    std::copy(kClosing.begin(), kClosing.end(), out.end() - static_cast<std::ptrdiff_t>(kClosing.size()));
}

std::optional<LoadEvent> LoadEventFormat::read(const char *header)
{
    const char *in = header + kMarkerSize;
    std::uint8_t wrong = 0;
    LoadEvent event;
    event.publisher = static_cast<std::uint8_t>(takeHex(in, kPublisherDigits, wrong));
    const bool dashes = in[0] == '-' && in[1 + kSequenceDigits] == '-';
    ++in;
    event.sequence = static_cast<std::uint32_t>(takeHex(in, kSequenceDigits, wrong));
    ++in;
    event.sentNanoseconds = takeHex(in, kTimeDigits, wrong);
    if (!dashes || wrong > 0xF)
        return std::nullopt;
    return event;
}

} // namespace sluice
