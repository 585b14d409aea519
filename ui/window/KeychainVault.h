// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The desktop's keychain (the Secret Service or KWallet), through qtkeychain. Never falls back to a file: a
// token in plain text would be worse than one that has to be typed again. Owned by the EngineChooser; GUI
// thread only.
#pragma once

#include "TokenVault.h"

#include <QObject>

namespace sluice {

class KeychainVault final : public TokenVault
{
public:
    void read(const QString &key, Read answer) override;
    void write(const QString &key, const QString &token, Written answer) override;
    void remove(const QString &key) override;

private:
    QObject m_context; // answers that come after it are dropped
};

} // namespace sluice
