// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/Event.h"

#include <QByteArray>

#include <algorithm>

namespace sluice {

namespace {

constexpr std::size_t maxPublisherId = 64;
constexpr std::size_t maxEventName = 256;
constexpr std::size_t maxChannelName = 128;

bool isAlphaNumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isUtf8(std::string_view text)
{
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
}

} // namespace

bool isPublisherId(std::string_view id)
{
    return !id.empty() && id.size() <= maxPublisherId && std::all_of(id.begin(), id.end(), [](char c) {
        return isAlphaNumeric(c) || c == '_' || c == ':' || c == '-';
    });
}

bool isEngineEventName(std::string_view name)
{
    return name == "gap" || name == "missed" || name == "shutdown";
}

bool isChannelName(std::string_view name)
{
    return !name.empty() && name.size() <= maxChannelName && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return isAlphaNumeric(c) || c == '.' || c == '_' || c == ':' || c == '@' || c == '-';
           });
}

tl::expected<void, Error> Event::check() const
{
    if (name.size() > maxEventName)
        return tl::unexpected(inputError("event name has " + std::to_string(name.size()) +
                                         " bytes; at most " + std::to_string(maxEventName) + " are allowed"));
    if (name.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
        return tl::unexpected(
            inputError("event name contains CR, LF or NUL, which would inject fields into the stream"));
    if (!isUtf8(name))
        return tl::unexpected(inputError("event name is not valid UTF-8"));
    if (!id.empty() && !isPublisherId(id))
        return tl::unexpected(inputError("event id is not one of [A-Za-z0-9_:-]{1,64}"));
    if (!isUtf8(data))
        return tl::unexpected(inputError("event data is not valid UTF-8"));
    return {};
}

} // namespace sluice
