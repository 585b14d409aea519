// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/Answer.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include <http_parser.h>
#include <strings.h>

namespace sluice {

Answer Answer::text(int status, std::string body)
{
    return {status, "text/plain; charset=utf-8", std::move(body), {}};
}

Answer Answer::json(int status, std::string body)
{
    return {status, "application/json", std::move(body), {}};
}

Answer Answer::problem(int status, std::string_view detail)
{
    Answer answer;
    answer.status = status;
    answer.contentType = "application/problem+json";
    answer.body = "{\"title\":" + jsonString(reasonPhrase(status)) + ",\"status\":" + std::to_string(status) +
                  ",\"detail\":" + jsonString(detail) + "}\n";
    answer.fields.emplace_back("Cache-Control", "no-store");
    return answer;
}

Answer &&Answer::with(std::string name, std::string value) &&
{
    fields.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
}

std::string_view reasonPhrase(int status)
{
    return http_status_str(static_cast<http_status>(status));
}

std::string_view httpDate()
{
    thread_local std::time_t at = 0;
    thread_local char text[40] = {};
    const std::time_t now = std::time(nullptr);
    if (now != at) {
        at = now;
        std::tm utc{};
        ::gmtime_r(&now, &utc);
        // Not by %a and %b: Qt sets the locale of the environment, and the header speaks English.
        static constexpr const char *days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char *months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::snprintf(text, sizeof text, "%s, %02d %s %d %02d:%02d:%02d GMT", days[utc.tm_wday], utc.tm_mday,
                      months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
    }
    return text;
}

std::string jsonString(std::string_view text)
{
    const QJsonArray array{QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))};
    const QByteArray json = QJsonDocument(array).toJson(QJsonDocument::Compact);
    return json.mid(1, json.size() - 2).toStdString();
}

bool hasField(const HeaderFields &fields, std::string_view name)
{
    return std::any_of(fields.begin(), fields.end(), [name](const auto &field) {
        return field.first.size() == name.size() &&
               ::strncasecmp(field.first.data(), name.data(), name.size()) == 0;
    });
}

std::string serialized(const Answer &answer, Persistence persistence, WithBody withBody,
                       const HeaderFields &common)
{
    std::string out;
    out.reserve(answer.body.size() + 256);
    out.append("HTTP/1.1 ").append(std::to_string(answer.status)).append(" ");
    out.append(reasonPhrase(answer.status)).append("\r\nDate: ").append(httpDate()).append("\r\n");
    if (!answer.contentType.empty())
        out.append("Content-Type: ").append(answer.contentType).append("\r\n");
    if (answer.status != 204 && answer.status >= 200) // RFC 9110 8.6
        out.append("Content-Length: ").append(std::to_string(answer.body.size())).append("\r\n");
    for (const auto &[name, value] : answer.fields)
        out.append(name).append(": ").append(value).append("\r\n");
    for (const auto &[name, value] : common)
        if (!hasField(answer.fields, name))
            out.append(name).append(": ").append(value).append("\r\n");
    out.append(persistence == Persistence::KeepAlive ? "Connection: keep-alive\r\n\r\n"
                                                     : "Connection: close\r\n\r\n");
    if (withBody == WithBody::Yes)
        out.append(answer.body);
    return out;
}

} // namespace sluice
