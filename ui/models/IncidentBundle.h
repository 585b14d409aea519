// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Gathers what somebody needs who was not there: the figures, the journal, the settings, the diagnosis, who
// was connected and who left, the version. No secret is in it. Owned by the Exporter; GUI thread only.
#pragma once

#include "Diagnosis.h"
#include "EngineLink.h"
#include "Journal.h"
#include "TarArchive.h"

#include <QObject>

namespace sluice {

class IncidentBundle : public QObject
{
    Q_OBJECT

public:
    /** All outlive it. */
    IncidentBundle(EngineLink &link, const Journal &journal, QObject *parent = nullptr);

    /** Asks the engine for its part; ready() follows, also when it does not answer, or failed() when another
     * engine is looked at meanwhile. */
    void gather();

    /** @p text without passwords in addresses, bearer tokens and tokens in queries. */
    static QByteArray withoutSecrets(const QByteArray &text);

    /** A `GET settings` answer without the value of any secret, should an engine ever send one. */
    static QJsonObject withoutSecretSettings(QJsonObject answer);

Q_SIGNALS:
    /** All but the snapshots, which are the Exporter's to add. */
    void ready(const QList<sluice::ArchivePart> &parts);
    /** @p why is for people. */
    void failed(const QString &why);

private:
    void ask(const QString &path, const QString &name, const QList<std::pair<QString, QString>> &query = {});
    void take(const QString &name, const AdminClient::Result &result, bool isJson);
    void abandon();
    void finish();
    QByteArray journalCsv() const;
    QByteArray journalJson() const;
    QByteArray summary() const;
    QByteArray readme() const;

    EngineLink &m_link;
    const Journal &m_journal;
    QList<ArchivePart> m_parts;
    QJsonObject m_streams;
    QJsonObject m_ends;
    QStringList m_missing; ///< what could not be had, and why
    int m_open = 0;        ///< questions without an answer yet
};

} // namespace sluice
