// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/TomlValue.h"

namespace sluice {

namespace {

/** A Text holds no control characters, so these two are all that needs an escape. */
std::string inQuotes(std::string_view text)
{
    std::string result = "\"";
    for (const char character : text) {
        if (character == '"' || character == '\\')
            result += '\\';
        result += character;
    }
    return result + "\"";
}

bool isNumber(std::string_view text)
{
    return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

} // namespace

std::string tomlValue(const SettingInfo &info, std::string_view text)
{
    switch (info.type) {
    case SettingType::Count:
    case SettingType::Rate:
    case SettingType::Flag:
        return std::string(text);
    case SettingType::AutoCount:
        return isNumber(text) ? std::string(text) : inQuotes(text);
    case SettingType::Duration:
    case SettingType::Size:
    case SettingType::Text:
    case SettingType::Secret:
    case SettingType::Choice:
        return inQuotes(text);
    }
    return {};
}

} // namespace sluice
