// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/Csv.h"

#include <optional>

namespace sluice::csv {

namespace {

/** Takes a text apart into records, one call each. */
class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {
    }

    enum class Ended { AtLineEnd, AtTextEnd };
    struct Record
    {
        std::vector<std::string> fields;
        Ended ended = Ended::AtLineEnd;
    };

    bool isAtEnd() const { return m_at >= m_text.size(); }
    std::size_t lineNumber() const { return m_line; }

    /** The next record; there must be one. */
    tl::expected<Record, Error> next()
    {
        Record record;
        for (;;) {
            auto one = isAtEnd() || m_text[m_at] != '"' ? plainField() : quotedField();
            if (!one)
                return tl::unexpected(one.error());
            record.fields.push_back(*std::move(one));
            if (isAtEnd()) {
                record.ended = Ended::AtTextEnd;
                return record;
            }
            const char separator = m_text[m_at++];
            if (separator == ',')
                continue;
            if (separator == '\r')
                ++m_at; // plainField() and quotedField() stop only at CRLF
            ++m_line;
            return record;
        }
    }

private:
    bool isLineEnd(std::size_t at) const
    {
        return m_text[at] == '\n' || (m_text[at] == '\r' && at + 1 < m_text.size() && m_text[at + 1] == '\n');
    }

    tl::expected<std::string, Error> plainField()
    {
        const std::size_t from = m_at;
        while (!isAtEnd() && m_text[m_at] != ',' && !isLineEnd(m_at))
            ++m_at;
        return std::string(m_text.substr(from, m_at - from));
    }

    tl::expected<std::string, Error> quotedField()
    {
        std::string value;
        const std::size_t begin = m_line;
        for (++m_at; !isAtEnd(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '\n')
                ++m_line;
            if (c != '"') {
                value += c;
                continue;
            }
            ++m_at;
            if (isAtEnd() || m_text[m_at] == ',' || isLineEnd(m_at))
                return value;
            if (m_text[m_at] != '"')
                return tl::unexpected(
                    inputError("line " + std::to_string(m_line) +
                               ": a closing quote must be followed by a comma or the line's end"));
            value += '"';
        }
        return tl::unexpected(
            inputError("line " + std::to_string(begin) + ": a quoted field has no closing quote"));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
};

} // namespace

std::string field(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted += '"';
}

std::string guardedField(std::string_view text)
{
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        return field('\'' + std::string(text));
    return field(text);
}

std::string line(const std::vector<std::string> &fields)
{
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0)
            text += ',';
        text += fields[i];
    }
    return text += "\r\n";
}

tl::expected<Table, Error> parse(std::string_view text)
{
    constexpr std::string_view byteOrderMark = "\xef\xbb\xbf"; // spreadsheets write one
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    if (text.empty())
        return tl::unexpected(inputError("the text is empty; a header line is needed"));
    Table table;
    Reader reader(text);
    while (!reader.isAtEnd()) {
        const std::size_t number = reader.lineNumber();
        auto record = reader.next();
        if (!record)
            return tl::unexpected(record.error());
        const bool isHeader = table.header.empty();
        if (!isHeader && record->ended == Reader::Ended::AtTextEnd) {
            table.wasCut = true;
            break;
        }
        if (isHeader) {
            table.header = std::move(record->fields);
        } else if (record->fields.size() != table.header.size()) {
            return tl::unexpected(inputError(
                "line " + std::to_string(number) + " has " + std::to_string(record->fields.size()) +
                " fields, the header has " + std::to_string(table.header.size())));
        } else {
            table.rows.push_back(std::move(record->fields));
        }
    }
    return table;
}

} // namespace sluice::csv
