// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "EngineChooser.h"

#include "KeychainVault.h"

namespace sluice {

EngineChooser::EngineChooser(QObject *parent)
    : EngineChooser(std::make_unique<KeychainVault>(), parent)
{
}

EngineChooser::EngineChooser(std::unique_ptr<TokenVault> vault, QObject *parent)
    : QObject(parent)
    , m_vault(std::move(vault))
{
}

void EngineChooser::setLink(EngineLink *link)
{
    if (link == m_link)
        return;
    m_link = link;
    Q_EMIT linkChanged();
}

void EngineChooser::chooseOwn()
{
    setCurrent(ownId);
    setNote({});
    if (m_own.start() && m_link)
        m_link->connectTo(m_own.url(), m_own.token(), tr("This computer"));
    else if (m_link)
        m_link->disconnectFromEngine();
}

void EngineChooser::choose(const QString &id)
{
    const SavedConnections::Connection *saved = m_saved.find(id);
    if (saved == nullptr)
        return chooseOwn();
    setCurrent(id);
    setNote({});
    if (!m_link)
        return;
    if (!saved->hasToken || m_tokens.contains(id)) {
        m_link->connectTo(saved->url, m_tokens.value(id), saved->name);
        return;
    }
    m_link->disconnectFromEngine();
    setNote(tr("Asking the keychain for the token of “%1” …").arg(saved->name));
    m_vault->read(id, [this, id](const QString &token, const QString &problem) {
        const SavedConnections::Connection *wanted = m_saved.find(id);
        if (wanted == nullptr)
            return;
        if (!token.isEmpty())
            m_tokens.insert(id, token);
        if (m_current != id || !m_link)
            return;
        setNote(problem.isEmpty()
                    ? QString()
                    : tr("The keychain does not give the token of “%1”: %2. Edit the connection to "
                         "type it.")
                          .arg(wanted->name, problem));
        m_link->connectTo(wanted->url, token, wanted->name);
    });
}

void EngineChooser::chooseGiven(const QUrl &url, const QString &token)
{
    setCurrent(givenId);
    setNote({});
    if (m_link)
        m_link->connectTo(url, token);
}

QString EngineChooser::add(const QString &name, const QString &address, const QString &token)
{
    if (QString problem = m_saved.problemWith(name, address); !problem.isEmpty())
        return problem;
    const QString id = m_saved.add(name, QUrl(SavedConnections::addressOf(address)), !token.isEmpty()).id;
    if (!token.isEmpty())
        m_tokens.insert(id, token);
    choose(id);
    keepToken(id, token);
    return {};
}

QString EngineChooser::change(const QString &id, const QString &name, const QString &address,
                              const QVariant &token)
{
    const SavedConnections::Connection *saved = m_saved.find(id);
    if (saved == nullptr)
        return tr("This connection is not saved any more.");
    if (QString problem = m_saved.problemWith(name, address, id); !problem.isEmpty())
        return problem;
    const bool isTokenKept = token.isNull() || !token.isValid();
    SavedConnections::Connection changed = *saved;
    changed.name = name.trimmed();
    changed.url = QUrl(SavedConnections::addressOf(address));
    if (!isTokenKept)
        changed.hasToken = !token.toString().isEmpty();
    m_saved.change(changed);
    if (!isTokenKept) {
        m_tokens.remove(id);
        if (changed.hasToken)
            m_tokens.insert(id, token.toString());
    }
    if (m_current == id)
        choose(id);
    if (!isTokenKept)
        keepToken(id, token.toString());
    return {};
}

void EngineChooser::remove(const QString &id)
{
    const SavedConnections::Connection *saved = m_saved.find(id);
    if (saved == nullptr)
        return;
    if (saved->hasToken)
        m_vault->remove(id);
    m_tokens.remove(id);
    m_saved.remove(id);
    if (m_current == id)
        chooseOwn();
}

void EngineChooser::setCurrent(const QString &id)
{
    if (id == m_current)
        return;
    m_current = id;
    Q_EMIT currentChanged();
}

void EngineChooser::setNote(const QString &note)
{
    if (note == m_note)
        return;
    m_note = note;
    Q_EMIT noteChanged();
}

void EngineChooser::keepToken(const QString &id, const QString &token)
{
    if (token.isEmpty()) {
        m_vault->remove(id);
        return;
    }
    m_vault->write(id, token, [this](const QString &problem) {
        if (!problem.isEmpty())
            setNote(
                tr("The token could not be put into a keychain (%1). It is kept until this window closes, "
                   "and nowhere else.")
                    .arg(problem));
    });
}

} // namespace sluice
