// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "AdminApi.h"

#include <QJsonDocument>

namespace sluice::integration {

ApiReply callApi(quint16 adminPort, const QByteArray &method, const QByteArray &what, const QJsonObject &body)
{
    QByteArray content;
    QList<QByteArray> fields;
    if (!body.isEmpty() || method == "POST" || method == "PATCH") {
        content = QJsonDocument(body).toJson(QJsonDocument::Compact);
        fields << "Content-Type: application/json";
    }
    ApiReply answer;
    answer.reply = exchange(adminPort, request(method, "/api/v1/" + what, fields, content));
    answer.status = answer.reply.status;
    answer.object = QJsonDocument::fromJson(answer.reply.body).object();
    return answer;
}

QString drainPhase(quint16 adminPort)
{
    const ApiReply answer = callApi(adminPort, "GET", "drain");
    return answer.status == 200 ? answer.object[QLatin1String("phase")].toString()
                                : QStringLiteral("status %1").arg(answer.status);
}

} // namespace sluice::integration
