// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a process under test has written, or what the kernel says of it. Any thread.
#pragma once

#include <QByteArray>
#include <QFile>

namespace sluice::integration {

/** Everything in the file; empty when it cannot be read. */
inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace sluice::integration
