// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsFile.h"

#include "base/files/Descriptor.h"
#include "base/text/Nearest.h"
#include "base/text/QuotedText.h"
#include "base/text/Units.h"
#include "settings/Schema.h"
#include "settings/TomlShape.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

#include <toml++/toml.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {

namespace {

constexpr std::size_t largestFile = std::size_t{1} << 20U; // the commented defaults are a hundredth of it

tl::unexpected<Error> unreadable(const std::string &path)
{
    return tl::unexpected(environmentError("cannot read the configuration file " + quotedText(path) + ": " +
                                           std::generic_category().message(errno)));
}

} // namespace

tl::expected<std::string, Error> readSettingsText(const std::string &path)
{
    // It is read again at each reload, while others wait for the thread that reads: nothing here may block.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status = {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
        return unreadable(path);
    if (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode))
        return tl::unexpected(environmentError("cannot read the configuration file " + quotedText(path) +
                                               ": it is a pipe, and must be a regular file, because it is "
                                               "read again at each reload"));
    std::string content;
    std::array<char, 16384> block{};
    while (content.size() <= largestFile) {
        const ssize_t count = ::read(file.get(), block.data(), block.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return unreadable(path);
        if (count == 0)
            return content;
        content.append(block.data(), static_cast<std::size_t>(count));
    }
    return tl::unexpected(inputError("the configuration file " + quotedText(path) + " is larger than " +
                                     formatSize(static_cast<std::int64_t>(largestFile)) +
                                     ", the most that is read"));
}

namespace {

std::string_view nodeText(const toml::node &node)
{
    switch (node.type()) {
    case toml::node_type::table:
        return "a table";
    case toml::node_type::array:
        return "an array";
    case toml::node_type::string:
        return "text in quotes";
    case toml::node_type::integer:
        return "a whole number";
    case toml::node_type::floating_point:
        return "a number with a fraction";
    case toml::node_type::boolean:
        return "true or false";
    default:
        return "a date or time";
    }
}

std::string_view wantedText(SettingType type)
{
    switch (type) {
    case SettingType::Duration:
        return "a duration in quotes, as in \"15s\"";
    case SettingType::Size:
        return "a size in quotes, as in \"64KiB\"";
    case SettingType::Count:
        return "a whole number without quotes";
    case SettingType::AutoCount:
        return "a whole number without quotes, or \"auto\"";
    case SettingType::Rate:
        return "a number without quotes";
    case SettingType::Flag:
        return "true or false without quotes";
    case SettingType::Text:
    case SettingType::Secret:
    case SettingType::Choice:
        return "text in quotes";
    }
    return {};
}

/** The node as a user would have written it after --set, or nothing when TOML's type does not fit. */
std::optional<std::string> textFor(SettingType type, const toml::node &node)
{
    switch (type) {
    case SettingType::Duration:
    case SettingType::Size:
        if (const auto *number = node.as_integer()) // 0 needs no unit; any other gets the message about units
            return std::to_string(number->get());
        return node.value_exact<std::string>();
    case SettingType::Rate:
        if (const auto *number = node.as_floating_point())
            return formatRate(number->get());
        [[fallthrough]];
    case SettingType::Count:
    case SettingType::AutoCount:
        if (type == SettingType::AutoCount && node.is_string())
            return node.value_exact<std::string>();
        if (const auto *number = node.as_integer())
            return std::to_string(number->get());
        return std::nullopt;
    case SettingType::Flag:
        if (const auto *flag = node.as_boolean())
            return formatFlag(flag->get());
        return std::nullopt;
    case SettingType::Text:
    case SettingType::Secret:
    case SettingType::Choice:
        return node.value_exact<std::string>();
    }
    return std::nullopt;
}

/** What a syntax error most often is: heartbeat = 15s, where TOML wants quotes. Nothing where no word stands
 * bare. */
std::string quotesHint(std::string_view toml, toml::source_index lineNumber)
{
    for (toml::source_index line = 1; line < lineNumber; ++line) {
        const auto end = toml.find('\n');
        if (end == std::string_view::npos)
            return {};
        toml.remove_prefix(end + 1);
    }
    const std::string_view line = toml.substr(0, toml.find('\n'));
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || line.find_first_of("\"'\r", equals) != std::string_view::npos)
        return {};
    constexpr auto isLetter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/';
    };
    if (std::none_of(line.begin() + static_cast<std::ptrdiff_t>(equals), line.end(), isLetter))
        return {};
    return "; text and values with a unit stand in quotes, as in \"15s\"";
}

/** Walks the parsed tree and gathers changes and errors, both in the order of the file. */
class Reader
{
public:
    explicit Reader(const std::string &source)
        : m_source(source)
    {
    }

    tl::expected<std::vector<SettingChange>, Error> read(const toml::table &root)
    {
        for (const auto &[key, node] : root)
            readGroup(key, node);
        if (!m_errors.empty())
            return tl::unexpected(joinedErrors(inOrder(m_errors)));
        return inOrder(m_changes);
    }

private:
    template <typename Value>
    struct Located
    {
        toml::source_position at;
        Value value;
    };

    template <typename Value>
    static std::vector<Value> inOrder(std::vector<Located<Value>> &located)
    {
        std::stable_sort(located.begin(), located.end(),
                         [](const auto &left, const auto &right) { return left.at < right.at; });
        std::vector<Value> values;
        values.reserve(located.size());
        for (auto &entry : located)
            values.push_back(std::move(entry.value));
        return values;
    }

    std::string origin(toml::source_position at) const
    {
        return m_source + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    }

    void fail(const toml::key &key, const std::string &message)
    {
        const auto at = key.source().begin;
        m_errors.push_back({at, origin(at) + ": " + message});
    }

    void readGroup(const toml::key &key, const toml::node &node)
    {
        const std::vector<std::string_view> groups = settingGroups();
        const bool isGroup = std::find(groups.begin(), groups.end(), key.str()) != groups.end();
        const toml::table *table = node.as_table();
        if (isGroup && table) {
            for (const auto &[name, value] : *table)
                readSetting(name, std::string(key.str()) + "." + std::string(name.str()), value);
        } else if (isGroup) {
            fail(key, quotedText(key.str()) + " must be a table, as in [" + std::string(key.str()) +
                          "], but it is " + std::string(nodeText(node)));
        } else if (table || node.is_array_of_tables()) {
            fail(key, "unknown table " + quotedText(key.str()) + suggestion(key.str(), groups));
        } else {
            failOutsideTable(key);
        }
    }

    void failOutsideTable(const toml::key &key)
    {
        const auto info = findSetting(key.str());
        fail(key, info ? quotedText(key.str()) + " must stand in the table [" + std::string((*info)->group) +
                             "] as " + std::string((*info)->name)
                       : info.error().message);
    }

    void readSetting(const toml::key &key, const std::string &fullKey, const toml::node &node)
    {
        const auto info = findSetting(fullKey);
        if (!info)
            return fail(key, info.error().message);
        const auto text = textFor((*info)->type, node);
        if (!text) {
            return fail(key, fullKey + " must be " + std::string(wantedText((*info)->type)) + ", but it is " +
                                 std::string(nodeText(node)));
        }
        if (const auto assigned = assignText(m_scratch, **info, *text); !assigned)
            return fail(key, assigned.error().message);
        const auto at = key.source().begin;
        m_changes.push_back({at, {fullKey, *text, origin(at)}});
    }

    std::string m_source;
    Settings m_scratch; // takes the values only to check them
    std::vector<Located<SettingChange>> m_changes;
    std::vector<Located<std::string>> m_errors;
};

} // namespace

tl::expected<std::vector<SettingChange>, Error> parseSettingsText(std::string_view toml,
                                                                  const std::string &source)
{
    if (const auto fault = tomlShapeFault(toml))
        return tl::unexpected(inputError(source + ":" + std::to_string(fault->line) + ":" +
                                         std::to_string(fault->column) + ": " + fault->message));
    try {
        return Reader(source).read(toml::parse(toml));
    } catch (const toml::parse_error &error) {
        const auto at = error.source().begin;
        return tl::unexpected(inputError(source + ":" + std::to_string(at.line) + ":" +
                                         std::to_string(at.column) + ": " + std::string(error.description()) +
                                         quotesHint(toml, at.line)));
    }
}

tl::expected<std::vector<SettingChange>, Error> readSettingsFile(const std::string &path)
{
    return readSettingsText(path).and_then(
        [&path](const std::string &content) { return parseSettingsText(content, path); });
}

} // namespace sluice
