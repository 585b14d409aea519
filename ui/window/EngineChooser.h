// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which engine the console looks at: its own, one that was saved, or the one of the command line; and the
// tokens of the saved ones. Owned by the window; GUI thread only.
#pragma once

#include "EmbeddedEngine.h"
#include "EngineLink.h"
#include "SavedConnections.h"
#include "TokenVault.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace sluice {

class EngineChooser : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(sluice::EngineLink *link READ link WRITE setLink NOTIFY linkChanged)
    Q_PROPERTY(sluice::SavedConnections *saved READ saved CONSTANT)
    Q_PROPERTY(sluice::EmbeddedEngine *own READ own CONSTANT)
    Q_PROPERTY(QString current READ current NOTIFY currentChanged)
    Q_PROPERTY(QString note READ note NOTIFY noteChanged)

public:
    /** What current() is while the console's own engine, or that of the command line, is shown. */
    static constexpr QLatin1StringView ownId{"own"};
    static constexpr QLatin1StringView givenId{"given"};

    /** Keeps tokens in the desktop's keychain. */
    explicit EngineChooser(QObject *parent = nullptr);

    /** Keeps tokens elsewhere, for tests. */
    explicit EngineChooser(std::unique_ptr<TokenVault> vault, QObject *parent = nullptr);

    EngineLink *link() const { return m_link; }
    void setLink(EngineLink *link);
    SavedConnections *saved() { return &m_saved; }
    EmbeddedEngine *own() { return &m_own; }

    /** The id of the connection that is shown; empty: none. */
    QString current() const { return m_current; }

    /** What the operator should know of the keychain, for people; empty: nothing. */
    QString note() const { return m_note; }

    /** Shows the console's own engine, which it starts if need be. */
    Q_INVOKABLE void chooseOwn();

    /** Shows a saved one; chooseOwn() when it is not saved any more. */
    Q_INVOKABLE void choose(const QString &id);

    /** Shows one that is not saved. */
    Q_INVOKABLE void chooseGiven(const QUrl &url, const QString &token);

    /** Saves an engine and shows it; answers what is wrong with name or address, empty: nothing. */
    Q_INVOKABLE QString add(const QString &name, const QString &address, const QString &token);

    /** Changes a saved one, keeping its token where @p token is null; if it is shown, connects anew. */
    Q_INVOKABLE QString change(const QString &id, const QString &name, const QString &address,
                               const QVariant &token);

    /** Forgets a saved one and its token; if it is shown, the own engine is instead. */
    Q_INVOKABLE void remove(const QString &id);

Q_SIGNALS:
    void linkChanged();
    void currentChanged();
    void noteChanged();

private:
    void setCurrent(const QString &id);
    void setNote(const QString &note);
    void keepToken(const QString &id, const QString &token);

    QPointer<EngineLink> m_link;
    SavedConnections m_saved;
    EmbeddedEngine m_own;
    std::unique_ptr<TokenVault> m_vault;
    QHash<QString, QString> m_tokens; // by id, those that were typed or read since the start
    QString m_current;
    QString m_note;
};

} // namespace sluice
