// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a test does where a program of somebody else lacks that it needs. A person who runs one test may be
// without nginx: it is skipped. packaging/test.sh, and so CI, installs them all and sets SLUICE_NO_SKIP=1:
// then a program that lacks is a failure, or nobody would see that half of the tests had stopped to test.
// Test thread only.
//
// For programs and packages only. What a machine forbids (ptrace, namespaces without root) remains a plain
// QSKIP.

#include <QStandardPaths>
#include <QString>
#include <QTest>

/** Ends the test function: by a failure where SLUICE_NO_SKIP=1, else by a skip. The reason is a C string. */
#define SKIP_OR_FAIL(reason)                                                                                 \
    do {                                                                                                     \
        if (sluice::integration::isNoSkip())                                                                 \
            QFAIL(reason);                                                                                   \
        QSKIP(reason);                                                                                       \
    } while (false)

/** Ends the test function where there is no such program; `package` is Debian's that has it. */
#define NEED_TOOL(name, package)                                                                             \
    do {                                                                                                     \
        if (sluice::integration::findTool(name).isEmpty())                                                   \
            SKIP_OR_FAIL(qPrintable(QStringLiteral("%1 is not installed (Debian package %2)")                \
                                        .arg(QString::fromLatin1(name), QString::fromLatin1(package))));     \
    } while (false)

namespace sluice::integration {

/** The program of that name, also where the PATH of plain users does not lead; empty when there is none. */
inline QString findTool(const char *name)
{
    const QString program = QStandardPaths::findExecutable(QString::fromLatin1(name));
    return program.isEmpty()
               ? QStandardPaths::findExecutable(QString::fromLatin1(name),
                                                {QStringLiteral("/usr/sbin"), QStringLiteral("/sbin")})
               : program;
}

inline bool isNoSkip()
{
    return qEnvironmentVariableIntValue("SLUICE_NO_SKIP") != 0;
}

} // namespace sluice::integration
