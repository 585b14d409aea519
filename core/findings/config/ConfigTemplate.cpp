// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "findings/config/ConfigTemplate.h"

#include <QFile>
#include <QtGlobal>

#include <algorithm>
#include <vector>

namespace sluice {

namespace {

constexpr std::string_view kIf = "@IF ";
constexpr std::string_view kEnd = "@END@";
constexpr std::string_view kLicence = "SPDX-";

/** Takes the first line, without its end, off a text. */
std::string_view takeLine(std::string_view &text)
{
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

bool isNameCharacter(char c)
{
    return (c >= 'A' && c <= 'Z') || c == '_';
}

/** The end of the name behind an '@' when it is a placeholder's: "@sluice_away" is none. */
std::size_t endOfName(std::string_view line, std::size_t begin)
{
    std::size_t end = begin;
    while (end < line.size() && isNameCharacter(line[end]))
        ++end;
    return end > begin && end < line.size() && line[end] == '@' ? end : std::string_view::npos;
}

} // namespace

std::string ConfigTemplate::text(const char *name) const
{
    QFile file(QStringLiteral(":/sluice/config/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("there is no template %s", name);
    const std::string whole = file.readAll().toStdString();
    std::string_view rest = whole;
    while (rest.substr(0, rest.find('\n')).find(kLicence) != std::string_view::npos)
        takeLine(rest);
    return filled(rest, name);
}

std::string ConfigTemplate::filled(std::string_view text, const char *name) const
{
    std::string out;
    std::vector<bool> holds; // of the conditions that are open
    while (!text.empty()) {
        const std::string_view line = takeLine(text);
        if (line.starts_with(kIf)) {
            const auto condition = m_conditions.find(line.substr(kIf.size(), line.size() - kIf.size() - 1));
            if (condition == m_conditions.end())
                qFatal("%s asks for a condition that is not set", name);
            holds.push_back(condition->second);
        } else if (line == kEnd) {
            if (holds.empty())
                qFatal("%s ends a condition that is not open", name);
            holds.pop_back();
        } else if (std::find(holds.begin(), holds.end(), false) == holds.end()) {
            const std::string filled = filledLine(line, name);
            if (!filled.empty() || line.empty())
                out += filled + "\n";
        }
    }
    return out;
}

std::string ConfigTemplate::filledLine(std::string_view line, const char *name) const
{
    const std::string_view indentation = line.substr(0, std::min(line.find_first_not_of(' '), line.size()));
    std::string out;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const std::size_t end = line[at] == '@' ? endOfName(line, at + 1) : std::string_view::npos;
        if (end == std::string_view::npos) {
            out += line[at];
            continue;
        }
        const auto value = m_values.find(line.substr(at + 1, end - at - 1));
        if (value == m_values.end())
            qFatal("%s asks for a value that is not set: %s", name, std::string(line).c_str());
        for (const char c : value->second) {
            out += c;
            if (c == '\n')
                out += indentation;
        }
        at = end;
    }
    // Nothing but a placeholder whose value is empty: no line at all.
    return out.find_first_not_of(' ') == std::string::npos ? std::string() : out;
}

std::string indented(std::string_view text, std::size_t columns)
{
    std::string out;
    while (!text.empty()) {
        const std::string_view line = takeLine(text);
        if (!line.empty())
            out.append(columns, ' ').append(line);
        out += '\n';
    }
    return out;
}

} // namespace sluice
