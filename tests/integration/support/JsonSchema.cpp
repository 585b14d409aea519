// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "JsonSchema.h"

#include <QJsonArray>

#include <cmath>

namespace sluice::integration {

namespace {

bool isOfType(const QJsonValue &value, const QString &type)
{
    if (type == QStringLiteral("integer"))
        return value.isDouble() && std::trunc(value.toDouble()) == value.toDouble();
    switch (value.type()) {
    case QJsonValue::Null:
        return type == QStringLiteral("null");
    case QJsonValue::Bool:
        return type == QStringLiteral("boolean");
    case QJsonValue::Double:
        return type == QStringLiteral("number");
    case QJsonValue::String:
        return type == QStringLiteral("string");
    case QJsonValue::Array:
        return type == QStringLiteral("array");
    case QJsonValue::Object:
        return type == QStringLiteral("object");
    case QJsonValue::Undefined:
        break;
    }
    return false;
}

bool isOfAnyType(const QJsonValue &value, const QJsonValue &types)
{
    if (types.isUndefined())
        return true;
    if (types.isString())
        return isOfType(value, types.toString());
    for (const QJsonValue &type : types.toArray()) {
        if (isOfType(value, type.toString()))
            return true;
    }
    return false;
}

} // namespace

JsonSchema::JsonSchema(const QJsonObject &document, const QJsonObject &schema)
    : m_document(document)
    , m_schema(schema)
{
}

QString JsonSchema::whatIsWrong(const QJsonValue &value) const
{
    return check(m_schema, value, QStringLiteral("the answer"));
}

QJsonObject JsonSchema::resolved(const QJsonObject &document, const QJsonObject &object)
{
    const QString reference = object[QLatin1String("$ref")].toString();
    if (reference.isEmpty())
        return object;
    QJsonObject found = document;
    for (const QString &name : reference.mid(2).split(QLatin1Char('/')))
        found = found[name].toObject();
    return found;
}

QString JsonSchema::check(const QJsonObject &given, const QJsonValue &value, const QString &at) const
{
    const QJsonObject schema = resolved(m_document, given);
    if (schema.isEmpty())
        return at + QStringLiteral(" has no schema");
    if (!isOfAnyType(value, schema[QLatin1String("type")]))
        return at + QStringLiteral(" has the wrong type");
    const QJsonArray words = schema[QLatin1String("enum")].toArray();
    if (!words.isEmpty() && !words.contains(value))
        return at + QStringLiteral(" is '%1', which is not described").arg(value.toString());
    if (value.isObject())
        return checkObject(schema, value.toObject(), at);
    if (value.isArray()) {
        const QJsonArray rows = value.toArray();
        for (qsizetype index = 0; index < rows.size(); ++index) {
            const QString wrong = check(schema[QLatin1String("items")].toObject(), rows[index],
                                        at + QStringLiteral("[%1]").arg(index));
            if (!wrong.isEmpty())
                return wrong;
        }
    }
    return {};
}

QString JsonSchema::checkObject(const QJsonObject &schema, const QJsonObject &object, const QString &at) const
{
    const QJsonObject properties = schema[QLatin1String("properties")].toObject();
    const QJsonValue others = schema[QLatin1String("additionalProperties")];
    for (const QJsonValue &name : schema[QLatin1String("required")].toArray()) {
        if (!object.contains(name.toString()))
            return at + QStringLiteral(" lacks ") + name.toString();
    }
    for (auto member = object.begin(); member != object.end(); ++member) {
        const QString place = at + QLatin1Char('.') + member.key();
        QString wrong;
        if (properties.contains(member.key()))
            wrong = check(properties[member.key()].toObject(), member.value(), place);
        else if (others.isObject())
            wrong = check(others.toObject(), member.value(), place);
        else if (!others.toBool(true))
            wrong = place + QStringLiteral(" is not described");
        if (!wrong.isEmpty())
            return wrong;
    }
    return {};
}

} // namespace sluice::integration
