// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the engine says of its own machine and process (GET /api/v1/doctor), for the Doctor page. Owned by its
// page; GUI thread only.
#pragma once

#include "EngineLink.h"
#include "FindingsModel.h"

#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class MachineDoctor : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EngineLink *link READ link WRITE setLink NOTIFY linkChanged)
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed)
    Q_PROPERTY(QString error READ error NOTIFY changed)
    Q_PROPERTY(sluice::FindingsModel *findings READ findings CONSTANT)

public:
    using QObject::QObject;

    EngineLink *link() const { return m_link; }
    void setLink(EngineLink *link);

    bool isBusy() const { return m_isBusy; }

    /** Why there are no findings, for people. */
    QString error() const { return m_error; }

    /** None before the first answer. */
    FindingsModel *findings() { return &m_findings; }

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
    FindingsModel m_findings;
};

} // namespace sluice
