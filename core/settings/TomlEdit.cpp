// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/TomlEdit.h"

#include "base/text/QuotedText.h"
#include "settings/Schema.h"
#include "settings/SettingsFile.h"
#include "settings/TomlShape.h"
#include "settings/TomlValue.h"

#include <algorithm>
#include <map>
#include <optional>

#include <toml++/toml.h>

namespace sluice {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t";

/** Where a line begins, and where the next one does. */
struct Line
{
    std::size_t begin;
    std::size_t end;
};

/** The text while it is edited; positions are offsets of bytes. */
class Editor
{
public:
    explicit Editor(std::string_view toml)
        : m_text(toml)
        , m_lineEnd(m_text.find("\r\n") == std::string::npos ? "\n" : "\r\n")
    {
    }

    /** Puts in one value; throws toml::parse_error when the text is no TOML. */
    void put(const SettingInfo &info, const std::string &value)
    {
        const toml::table root = toml::parse(m_text);
        const toml::node *group = root.get(info.group);
        const toml::table *table = group ? group->as_table() : nullptr;
        const std::string assignment = std::string(info.name) + " = " + value;
        if (!table)
            appendGroup(info, assignment);
        else if (const toml::node *node = table->get(info.name))
            replace(begin(*node), end(*node), value);
        else if (table->is_inline())
            insertInline(*table, assignment);
        else if (hasHeader(*table))
            putUnderHeader(*table, info, assignment);
        else
            insertLine(lineOf(lastEnd(*table) - 1).end, std::string(info.group) + "." + assignment);
    }

    const std::string &text() const { return m_text; }

private:
    /** TOML counts lines and, in them, characters, both from 1. */
    std::size_t offset(toml::source_position position) const
    {
        std::size_t at = 0;
        for (toml::source_index line = 1; line < position.line; ++line)
            at = std::min(m_text.find('\n', at), m_text.size() - 1) + 1;
        for (toml::source_index column = 1; column < position.column && at < m_text.size(); ++column) {
            ++at;
            while (at < m_text.size() && isContinuation(m_text[at]))
                ++at;
        }
        return at;
    }

    static bool isContinuation(char character)
    {
        return (static_cast<unsigned char>(character) & 0xc0U) == 0x80U; // of a UTF-8 character
    }

    std::size_t begin(const toml::node &node) const { return offset(node.source().begin); }
    std::size_t end(const toml::node &node) const { return offset(node.source().end); }

    void replace(std::size_t from, std::size_t to, const std::string &with)
    {
        m_text.replace(from, to - from, with);
    }

    bool hasHeader(const toml::table &table) const
    {
        const std::size_t at = begin(table);
        return at < m_text.size() && m_text[at] == '[';
    }

    std::size_t lastEnd(const toml::table &table) const
    {
        std::size_t last = begin(table);
        for (const auto &[key, node] : table)
            last = std::max(last, end(node));
        return last;
    }

    Line lineOf(std::size_t at) const
    {
        const auto before = at == 0 ? std::string::npos : m_text.rfind('\n', at - 1);
        const auto after = m_text.find('\n', at);
        return {before == std::string::npos ? 0 : before + 1,
                after == std::string::npos ? m_text.size() : after + 1};
    }

    std::string_view lineText(const Line &line) const
    {
        std::string_view text = std::string_view(m_text).substr(line.begin, line.end - line.begin);
        while (text.ends_with('\n') || text.ends_with('\r'))
            text.remove_suffix(1);
        return text;
    }

    void insertLine(std::size_t at, const std::string &line)
    {
        if (at > 0 && m_text[at - 1] != '\n') { // the last line has no end
            m_text.insert(at, m_lineEnd);
            at += m_lineEnd.size();
        }
        m_text.insert(at, line + m_lineEnd);
    }

    void appendGroup(const SettingInfo &info, const std::string &assignment)
    {
        if (!m_text.empty())
            insertLine(m_text.size(), "");
        insertLine(m_text.size(), "[" + std::string(info.group) + "]");
        insertLine(m_text.size(), assignment);
    }

    void insertInline(const toml::table &table, const std::string &assignment)
    {
        const std::size_t brace = end(table) - 1;
        const auto last = m_text.find_last_not_of(blanks, brace - 1);
        m_text.insert(last + 1, (table.empty() ? " " : ", ") + assignment);
    }

    void putUnderHeader(const toml::table &table, const SettingInfo &info, const std::string &assignment)
    {
        const Line header = lineOf(begin(table));
        if (const auto commented = commentedLine(header.end, info.name)) {
            replace(commented->begin, commented->begin + lineText(*commented).size(),
                    assignment + trailingComment(*commented));
        } else {
            insertLine(lineOf(std::max(lastEnd(table), header.begin + 1) - 1).end, assignment);
        }
    }

    /** The line "#name = value" before the next header: --print-config writes every setting so. */
    std::optional<Line> commentedLine(std::size_t from, std::string_view name) const
    {
        while (from < m_text.size()) {
            const Line line = lineOf(from);
            std::string_view text = lineText(line);
            text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
            if (text.starts_with('['))
                return std::nullopt;
            if (isCommentedAssignment(text, name))
                return line;
            from = line.end;
        }
        return std::nullopt;
    }

    static bool isCommentedAssignment(std::string_view text, std::string_view name)
    {
        if (!text.starts_with('#'))
            return false;
        text.remove_prefix(1);
        text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
        if (!text.starts_with(name))
            return false;
        text.remove_prefix(name.size());
        text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
        if (!text.starts_with('='))
            return false;
        if (tomlShapeFault(text)) // a comment is not judged with the file
            return false;
        try { // prose such as "# rate = what a drain evicts" stays
            (void)toml::parse("x " + std::string(text));
            return true;
        } catch (const toml::parse_error &) {
            return false;
        }
    }

    /** What its author noted behind a commented value. */
    std::string trailingComment(const Line &line) const
    {
        const std::string_view text = lineText(line);
        const std::string value = "x " + std::string(text.substr(text.find('=')));
        const toml::table parsed = toml::parse(value);
        const auto valueEnd = Editor(value).end(*parsed.get("x"));
        return value.substr(valueEnd);
    }

    std::string m_text;
    std::string m_lineEnd;
};

using KeyedTexts = std::map<std::string, std::string>;

KeyedTexts keyed(std::span<const SettingChange> changes, KeyedTexts texts = {})
{
    for (const SettingChange &change : changes)
        texts[change.key] = change.text;
    return texts;
}

/** The texts as valueText() writes them, so that 1000ms and 1s are the same. */
KeyedTexts canonical(const KeyedTexts &texts)
{
    KeyedTexts result;
    for (const auto &[key, text] : texts) {
        Settings scratch;
        const SettingInfo &info = *findSetting(key).value();
        result[key] = assignText(scratch, info, text) && info.type != SettingType::Secret
                          ? valueText(scratch, info)
                          : text;
    }
    return result;
}

SettingsError beyondEditor(const std::string &source)
{
    return settingsError(inputError("the configuration file " + quotedText(source) +
                                    " has a form that cannot be edited safely; it is unchanged"));
}

} // namespace

tl::expected<std::string, SettingsError>
editedToml(std::string_view toml, std::span<const SettingChange> changes, const std::string &source)
{
    const auto before = parseSettingsText(toml, source);
    if (!before)
        return tl::unexpected(settingsError(before.error()));
    std::string_view body = toml;
    const bool hasMark = body.starts_with(byteOrderMark);
    if (hasMark)
        body.remove_prefix(byteOrderMark.size());

    Editor editor(body);
    try {
        for (const SettingChange &change : changes) {
            const SettingInfo &info = *findSetting(change.key).value();
            editor.put(info, tomlValue(info, change.text));
        }
    } catch (const toml::parse_error &) {
        return tl::unexpected(beyondEditor(source));
    }
    const std::string result = std::string(hasMark ? byteOrderMark : std::string_view()) + editor.text();
    const auto after = parseSettingsText(result, source);
    if (!after || canonical(keyed(*after)) != canonical(keyed(changes, keyed(*before))))
        return tl::unexpected(beyondEditor(source));
    return result;
}

} // namespace sluice
