// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text/RawJsonMember.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice {

namespace {

constexpr std::string_view blanks = " \t\r\n";

std::size_t afterBlanks(std::string_view json, std::size_t at)
{
    return std::min(json.find_first_not_of(blanks, at), json.size());
}

/** Behind the string that begins at @p at. */
std::size_t afterString(std::string_view json, std::size_t at)
{
    for (++at; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\')
            ++at;
    }
    return std::min(at + 1, json.size());
}

/** Behind the value that begins at @p at. */
std::size_t afterValue(std::string_view json, std::size_t at)
{
    int depth = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (depth == 0 && (c == ',' || c == '}'))
            return at;
        if (c == '"') {
            at = afterString(json, at);
            continue;
        }
        if (c == '{' || c == '[')
            ++depth;
        else if (c == '}' || c == ']')
            --depth;
        ++at;
    }
    return at;
}

bool namesSame(std::string_view quoted, std::string_view name)
{
    const std::string_view written = quoted.substr(1, quoted.size() - 2);
    if (written.find('\\') == std::string_view::npos)
        return written == name;
    const QByteArray array = '[' + QByteArray(quoted.data(), static_cast<qsizetype>(quoted.size())) + ']';
    return QJsonDocument::fromJson(array).array().at(0).toString().toStdString() == name;
}

} // namespace

std::string_view rawJsonMember(std::string_view object, std::string_view name)
{
    std::string_view found;
    std::size_t at = object.find('{');
    while (at < object.size() && object[at] != '}') {
        const std::size_t key = afterBlanks(object, at + 1);
        if (key >= object.size() || object[key] != '"')
            break; // the object is empty
        const std::size_t keyEnd = afterString(object, key);
        const std::size_t value = afterBlanks(object, afterBlanks(object, keyEnd) + 1);
        at = afterValue(object, value);
        if (namesSame(object.substr(key, keyEnd - key), name))
            found = object.substr(value, at - value);
    }
    return found.substr(0, found.find_last_not_of(blanks) + 1);
}

std::ptrdiff_t jsonMemberCount(std::string_view object)
{
    std::ptrdiff_t count = 0;
    std::size_t at = object.find('{');
    while (at < object.size() && object[at] != '}') {
        const std::size_t key = afterBlanks(object, at + 1);
        if (key >= object.size() || object[key] != '"')
            break; // the object is empty
        at = afterValue(object, afterBlanks(object, afterBlanks(object, afterString(object, key)) + 1));
        ++count;
    }
    return count;
}

} // namespace sluice
