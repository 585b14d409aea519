// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admin/AdminJson.h"

#include <QJsonDocument>

namespace sluice::adminjson {

namespace {

std::string compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString() + '\n';
}

} // namespace

Answer answer(int status, const QJsonObject &object)
{
    return Answer::json(status, compact(object));
}

Answer problem(int status, std::string_view detail, QJsonObject members)
{
    members.insert(QStringLiteral("title"), text(reasonPhrase(status)));
    members.insert(QStringLiteral("status"), status);
    members.insert(QStringLiteral("detail"), text(detail));
    return {status, "application/problem+json", compact(members), {}};
}

tl::expected<QJsonObject, Answer> object(std::string_view body)
{
    if (body.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return QJsonObject();
    QJsonParseError error{};
    const auto document = QJsonDocument::fromJson(
        QByteArray::fromRawData(body.data(), static_cast<qsizetype>(body.size())), &error);
    if (error.error != QJsonParseError::NoError)
        return tl::unexpected(
            Answer::problem(400, "the body is no JSON: " + error.errorString().toStdString() + " at byte " +
                                     std::to_string(error.offset)));
    if (!document.isObject())
        return tl::unexpected(Answer::problem(422, "the body is a JSON array; an object is needed"));
    return document.object();
}

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace sluice::adminjson
