// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/Schema.h"

#include "base/text/Nearest.h"
#include "base/text/QuotedText.h"
#include "base/text/Units.h"

#include <algorithm>
#include <type_traits>

#include <QByteArray>

namespace sluice {

namespace {

using namespace std::string_view_literals;

// clang-format off
constexpr SettingInfo table[] = {
#define SLUICE_SETTING(group, name, Type, default_, minimum, maximum, Apply, help)                           \
    {#group "." #name##sv, #group##sv, #name##sv, SettingType::Type, default_, minimum, maximum,             \
     SettingApply::Apply, help, &Settings::group##_##name},
#include "settings/SettingsSchema.def"
#undef SLUICE_SETTING
};
// clang-format on

constexpr std::string_view secretMask = "***";

// What a user writes where the engine is to find the number itself; held as 0, which no range includes.
constexpr std::string_view automatic = "auto";

bool isAutomatic(SettingType type, std::string_view text)
{
    return type == SettingType::AutoCount && text == automatic;
}

template <typename Value>
tl::expected<Value, Error> parseValue(SettingType type, std::string_view text)
{
    if constexpr (std::is_same_v<Value, std::chrono::milliseconds>)
        return parseDuration(text);
    else if constexpr (std::is_same_v<Value, std::int64_t>)
        return type == SettingType::Size ? parseSize(text) : isAutomatic(type, text) ? 0 : parseCount(text);
    else if constexpr (std::is_same_v<Value, double>)
        return parseRate(text);
    else if constexpr (std::is_same_v<Value, bool>)
        return parseFlag(text);
    else
        return std::string(text);
}

bool isControl(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x20 || byte == 0x7f;
}

bool isVisibleAscii(char character)
{
    return character > ' ' && character <= '~';
}

bool isUtf8(std::string_view text)
{
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
}

/** A Text may become a header's value or a part of JSON, so nothing in it may end a line or break the
 * encoding. */
tl::expected<void, Error> checkText(std::string_view text)
{
    constexpr std::size_t longest = 4096; // a list of a few hundred addresses; the audit keeps a thousand
    if (text.size() > longest)
        return tl::unexpected(inputError(quotedText(text) + " has " + std::to_string(text.size()) +
                                         " bytes; at most " + std::to_string(longest) + " are allowed"));
    if (std::any_of(text.begin(), text.end(), isControl))
        return tl::unexpected(
            inputError(quotedText(text) + " contains a control character; only printable text is allowed"));
    if (!isUtf8(text))
        return tl::unexpected(inputError(quotedText(text) + " is not valid UTF-8"));
    return {};
}

/** A Secret is a bearer token; its value must not get into a message. */
tl::expected<void, Error> checkSecret(std::string_view text)
{
    if (text == secretMask)
        return tl::unexpected(inputError("'***' only stands for a secret that is set, it is not a value"));
    constexpr std::size_t longest = 1024; // it must fit a request's head
    if (text.size() > longest)
        return tl::unexpected(inputError("the value (not shown) has " + std::to_string(text.size()) +
                                         " bytes; at most " + std::to_string(longest) + " are allowed"));
    if (!std::all_of(text.begin(), text.end(), isVisibleAscii))
        return tl::unexpected(inputError("the value (not shown) must be visible ASCII without spaces"));
    return {};
}

tl::expected<void, Error> checkChoice(const SettingInfo &info, std::string_view text)
{
    const auto choices = choicesOf(info);
    if (std::find(choices.begin(), choices.end(), text) != choices.end())
        return {};
    return tl::unexpected(
        inputError(quotedText(text) + " is not " + rangeText(info) + suggestion(text, choices)));
}

template <typename Value>
tl::expected<void, Error> checkRange(const SettingInfo &info, const Value &value, std::string_view text)
{
    if constexpr (std::is_same_v<Value, std::string>) {
        return info.type == SettingType::Secret   ? checkSecret(text)
               : info.type == SettingType::Choice ? checkChoice(info, text)
                                                  : checkText(text);
    } else {
        if ((info.minimumText.empty() && info.maximumText.empty()) || isAutomatic(info.type, text))
            return {};
        const auto minimum = parseValue<Value>(info.type, info.minimumText);
        const auto maximum = parseValue<Value>(info.type, info.maximumText);
        if (value >= minimum.value() && value <= maximum.value())
            return {};
        return tl::unexpected(
            inputError(quotedText(text) + " is out of range: it must be " + rangeText(info)));
    }
}

/** What is wrong with `text` as the value of a setting; neither a secret nor a page of text is repeated. */
RuleViolation badValue(const SettingInfo &info, std::string_view rule, std::string_view text,
                       const Error &error)
{
    constexpr std::size_t longestShown = 200;
    std::string shown(info.type == SettingType::Secret ? secretMask : text.substr(0, longestShown));
    return {std::string(rule),
            {std::string(info.key)},
            {std::move(shown)},
            std::string(info.key) + ": " + error.message};
}

} // namespace

std::span<const SettingInfo> schema()
{
    return table;
}

std::vector<std::string_view> settingGroups()
{
    std::vector<std::string_view> groups;
    for (const SettingInfo &info : schema()) {
        if (std::find(groups.begin(), groups.end(), info.group) == groups.end())
            groups.push_back(info.group);
    }
    return groups;
}

tl::expected<const SettingInfo *, Error> findSetting(std::string_view key)
{
    const auto settings = schema();
    const auto found = std::find_if(settings.begin(), settings.end(),
                                    [key](const SettingInfo &info) { return info.key == key; });
    if (found != settings.end())
        return &*found;
    std::vector<std::string_view> keys;
    std::string_view meant = key;
    for (const SettingInfo &info : settings) {
        keys.push_back(info.key);
        if (info.name == key) // only the group was left out
            meant = info.key;
    }
    return tl::unexpected(inputError("unknown setting " + quotedText(key) + suggestion(meant, keys)));
}

std::string valueText(const Settings &settings, const SettingInfo &info)
{
    return std::visit(
        [&](auto member) -> std::string {
            const auto &value = settings.*member;
            using Value = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_same_v<Value, std::chrono::milliseconds>)
                return formatDuration(value);
            else if constexpr (std::is_same_v<Value, std::int64_t>)
                return info.type == SettingType::Size                      ? formatSize(value)
                       : info.type == SettingType::AutoCount && value == 0 ? std::string(automatic)
                                                                           : formatCount(value);
            else if constexpr (std::is_same_v<Value, double>)
                return formatRate(value);
            else if constexpr (std::is_same_v<Value, bool>)
                return formatFlag(value);
            else if (info.type == SettingType::Secret && !value.empty())
                return std::string(secretMask);
            else
                return value;
        },
        info.member);
}

tl::expected<void, Error> assignText(Settings &settings, const SettingInfo &info, std::string_view text)
{
    return assignValue(settings, info, text).map_error([](const RuleViolation &broken) {
        return inputError(broken.message);
    });
}

tl::expected<void, RuleViolation> assignValue(Settings &settings, const SettingInfo &info,
                                              std::string_view text)
{
    return std::visit(
        [&](auto member) -> tl::expected<void, RuleViolation> {
            using Value = std::remove_cvref_t<decltype(settings.*member)>;
            auto value = parseValue<Value>(info.type, text);
            if (!value)
                return tl::unexpected(badValue(info, "setting-type", text, value.error()));
            if (const auto inRange = checkRange(info, *value, text); !inRange)
                return tl::unexpected(badValue(info, "setting-range", text, inRange.error()));
            settings.*member = std::move(*value);
            return {};
        },
        info.member);
}

void copyValue(Settings &settings, const Settings &from, const SettingInfo &info)
{
    std::visit([&](auto member) { settings.*member = from.*member; }, info.member);
}

bool sameValue(const Settings &left, const Settings &right, const SettingInfo &info)
{
    return std::visit([&](auto member) { return left.*member == right.*member; }, info.member);
}

std::string_view typeText(SettingType type)
{
    switch (type) {
    case SettingType::Duration:
        return "a duration";
    case SettingType::Size:
        return "a size";
    case SettingType::Count:
        return "a whole number";
    case SettingType::AutoCount:
        return "a whole number or auto";
    case SettingType::Rate:
        return "a number per second";
    case SettingType::Flag:
        return "true or false";
    case SettingType::Text:
        return "text";
    case SettingType::Secret:
        return "a secret";
    case SettingType::Choice:
        return "a word";
    }
    return {};
}

std::vector<std::string_view> choicesOf(const SettingInfo &info)
{
    std::vector<std::string_view> choices;
    if (info.type != SettingType::Choice)
        return choices;
    for (std::string_view rest = info.minimumText; !rest.empty();) {
        const auto bar = std::min(rest.find('|'), rest.size());
        choices.push_back(rest.substr(0, bar));
        rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
    return choices;
}

std::string rangeText(const SettingInfo &info)
{
    if (info.type == SettingType::Choice) {
        std::string text;
        for (const std::string_view choice : choicesOf(info))
            text.append(text.empty() ? "one of " : ", ").append(choice);
        return text;
    }
    if (info.minimumText.empty() && info.maximumText.empty())
        return {};
    if (info.minimumText == info.maximumText)
        return std::string(info.minimumText);
    return std::string(info.minimumText) + " to " + std::string(info.maximumText);
}

} // namespace sluice
