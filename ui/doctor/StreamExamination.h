// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A check of any stream's URL from this machine, as `sluicectl check` does it: headers, buffering, where the
// stream is cut. Owned by the Doctor page; GUI thread only.
#pragma once

#include "FindingsModel.h"

#include "findings/check/StreamCheck.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace sluice {

class StreamExamination : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool running READ isRunning NOTIFY changed)
    Q_PROPERTY(QString doing READ doing NOTIFY changed)
    Q_PROPERTY(QString error READ error NOTIFY changed)
    Q_PROPERTY(sluice::FindingsModel *findings READ findings CONSTANT)

public:
    explicit StreamExamination(QObject *parent = nullptr);
    ~StreamExamination() override;

    bool isRunning() const { return m_check && !m_check->isFinished(); }

    /** What the check does now, for people. */
    QString doing() const { return m_doing; }

    /** Why nothing could be checked, for people. */
    QString error() const { return m_error; }

    /** In the order in which they were made. */
    FindingsModel *findings() { return &m_findings; }

    /**
     * Begins to check @p url for @p seconds; with @p publishUrl canaries tell buffering from a slow
     * publisher.
     * @p origin is a page's, for CORS. Targets beyond this machine need @p allowRemote.
     */
    Q_INVOKABLE void start(const QString &url, const QString &publishUrl, const QString &origin, int seconds,
                           bool allowRemote);

    /** Judges what was seen so far. */
    Q_INVOKABLE void stop();

Q_SIGNALS:
    void changed();

private:
    std::unique_ptr<StreamCheck> m_check;
    QString m_doing;
    QString m_error;
    FindingsModel m_findings;
};

} // namespace sluice
