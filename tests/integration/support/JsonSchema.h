// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// As much of JSON Schema as docs/openapi.json uses: $ref, type, enum, properties, required, items and
// additionalProperties. A value; any thread.

#include <QJsonObject>

namespace sluice::integration {

class JsonSchema
{
public:
    /** `document` is what a $ref points into. */
    JsonSchema(const QJsonObject &document, const QJsonObject &schema);

    /** Where and how `value` does not fit; empty when it does. */
    QString whatIsWrong(const QJsonValue &value) const;

    /** `object`, or what its $ref means. */
    static QJsonObject resolved(const QJsonObject &document, const QJsonObject &object);

private:
    QString check(const QJsonObject &schema, const QJsonValue &value, const QString &at) const;
    QString checkObject(const QJsonObject &schema, const QJsonObject &object, const QString &at) const;

    QJsonObject m_document;
    QJsonObject m_schema;
};

} // namespace sluice::integration
