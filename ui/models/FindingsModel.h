// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Findings as a list, of the diagnosis, the doctor or a check alike: a FindingCard shows a row. Owned by
// whoever asks for them; GUI thread only.
#pragma once

#include "findings/rules/Finding.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace sluice {

class FindingsModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Whoever asks for findings has it")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(QString tone READ tone NOTIFY changed)
    Q_PROPERTY(QString verdict READ verdict NOTIFY changed)

public:
    /** A property of FindingCard each. */
    enum Role {
        RuleRole = Qt::UserRole,
        ToneRole, // one of Theme.tone()'s names
        WordRole,
        SummaryRole,
        EvidenceRole, // texts
        CauseRole,
        RemediesRole, // texts
    };

    using QAbstractListModel::QAbstractListModel;

    /** Shows these, the gravest first. Where the rules are the same as before, rows change in place, so that
     * the keyboard and a selection stay where they are. */
    void show(std::vector<Finding> findings);

    /** Shows one more, below those that are as grave. Where findings advise one setting with different values
     * each says the least of them, which serves them all: nobody can set three. */
    void append(Finding finding);

    /** All of them in plain words, the gravest first: for the clipboard. */
    Q_INVOKABLE QString text() const;

    const std::vector<Finding> &findings() const { return m_findings; }
    int count() const { return static_cast<int>(m_findings.size()); }

    /** The tone of the gravest; a notice is well enough. */
    QString tone() const;
    /** How it is on the whole, in a few words. */
    QString verdict() const;

    static QString toneOf(Severity severity);
    /** What shows it, where something is wrong and the summary does not say it, with units where the name
     * tells them. */
    static QStringList evidenceOf(const Finding &finding);
    static QStringList remediesOf(const Finding &finding);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void changed();

private:
    static QVariant cell(const Finding &finding, int role);
    void adviseAlike();

    std::vector<Finding> m_findings;
};

} // namespace sluice
