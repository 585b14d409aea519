// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the engine says of its own machine and process (GET /api/v1/doctor), for the Doctor page. Owned by its
// page; GUI thread only.
#pragma once

#include "EngineLink.h"

#include <QObject>
#include <QPointer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class MachineDoctor : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EngineLink *link READ link WRITE setLink NOTIFY linkChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed)
    Q_PROPERTY(QString error READ error NOTIFY changed)
    Q_PROPERTY(QString status READ status NOTIFY changed)
    Q_PROPERTY(QVariantList findings READ findings NOTIFY changed)

public:
    using QObject::QObject;

    EngineLink *link() const { return m_link; }
    void setLink(EngineLink *link);

    bool isBusy() const { return m_isBusy; }

    /** Why there are no findings, for people. */
    QString error() const { return m_error; }

    /** The gravest severity: ok, notice, warning or error; empty before the first answer. */
    QString status() const { return m_status; }

    /** Each with "name", "severity", "value", "needed", "reason" and "remedies", the gravest first. */
    QVariantList findings() const { return m_findings; }

    /** Has the machine examined anew. */
    Q_INVOKABLE void examine();

Q_SIGNALS:
    void linkChanged();
    void changed();

private:
    void forget();

    QPointer<EngineLink> m_link;
    bool m_isBusy = false;
    QString m_error;
    QString m_status;
    QVariantList m_findings;
};

} // namespace sluice
