// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the tokens of saved connections stay over restarts: the desktop's keychain, or a stand-in of a test.
// Owned by the EngineChooser; GUI thread only.
#pragma once

#include <QString>

#include <functional>

namespace sluice {

class TokenVault
{
public:
    /** @p problem is for people; without one @p token is what is kept, empty: nothing is. */
    using Read = std::function<void(const QString &token, const QString &problem)>;
    /** @p problem is for people; empty: it is kept. */
    using Written = std::function<void(const QString &problem)>;

    TokenVault() = default;
    virtual ~TokenVault() = default;
    TokenVault(const TokenVault &) = delete;
    TokenVault &operator=(const TokenVault &) = delete;

    /** Calls @p answer once, maybe much later: a keychain may have to be unlocked first. */
    virtual void read(const QString &key, Read answer) = 0;

    virtual void write(const QString &key, const QString &token, Written answer) = 0;

    /** Forgets a token, if there is one. */
    virtual void remove(const QString &key) = 0;
};

} // namespace sluice
