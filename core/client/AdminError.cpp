// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/AdminError.h"

#include "base/text/QuotedText.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice {

namespace {

std::string member(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString().toStdString();
}

/** A problem document, whatever its media type says; empty when the body is something else. */
QJsonObject problemIn(const std::string &body)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

/** What else is wrong, beside the detail: the further rules that a change of settings broke. */
std::string furtherViolations(const QJsonObject &problem, const std::string &said)
{
    std::string text;
    const QJsonArray violations = problem.value(QLatin1String("violations")).toArray();
    for (const auto &violation : violations) {
        const std::string message = member(violation.toObject(), "message");
        if (!message.empty() && said.find(message) == std::string::npos)
            text += "; " + message;
    }
    return text;
}

std::string firstLine(const std::string &body)
{
    const std::string line = body.substr(0, body.find_first_of("\r\n"));
    return quotedText(line);
}

/** What to do about the statuses that every command can meet. */
std::string adviceFor(unsigned status)
{
    if (status == 401)
        return " (give the token of auth.admin_token with --token-file FILE or SLUICE_TOKEN)";
    if (status == 403)
        return " (the token is a viewer's; changes need the one of auth.admin_token)";
    return {};
}

} // namespace

AdminError adminErrorOf(const HttpError &error, const std::string &base)
{
    AdminError made{};
    made.kind = error.kind;
    made.detail = error.message;
    switch (error.stage) {
    case HttpError::Stage::Request:
        made.reason = AdminError::Reason::Request;
        made.message = error.message;
        break;
    case HttpError::Stage::Connect:
        made.reason = AdminError::Reason::Unreachable;
        made.message = "cannot connect to the engine at " + base + ": " + error.message +
                       "; is sluiced running, and is this its listen.admin? Name another with --admin URL or "
                       "SLUICE_ADMIN";
        break;
    case HttpError::Stage::Answer:
        made.reason = AdminError::Reason::Unreachable;
        made.message = "the engine at " + base + " did not answer: " + error.message +
                       "; what was asked may or may not have been done";
        break;
    case HttpError::Stage::Garbled:
        return garbledAnswer(base, error.message);
    }
    return made;
}

AdminError adminErrorOf(const HttpAnswer &answer, const std::string &base)
{
    AdminError made{};
    made.kind = Error::Kind::Environment;
    made.reason = AdminError::Reason::Refused;
    made.status = answer.head.status;
    made.problem = problemIn(answer.body);
    made.title = member(made.problem, "title");
    made.detail = member(made.problem, "detail");
    std::string said = std::to_string(made.status);
    if (!made.title.empty())
        said += " " + made.title;
    if (!made.detail.empty())
        said += ": " + made.detail;
    else if (made.title.empty() && !answer.body.empty())
        said += ": " + firstLine(answer.body);
    made.message = "the engine at " + base + " said no: " + said + furtherViolations(made.problem, said) +
                   adviceFor(made.status);
    return made;
}

AdminError garbledAnswer(const std::string &base, const std::string &why)
{
    AdminError made{};
    made.kind = Error::Kind::Environment;
    made.reason = AdminError::Reason::Garbled;
    made.message = "what answers at " + base + " is no Sluice admin listener: " + why;
    return made;
}

} // namespace sluice
