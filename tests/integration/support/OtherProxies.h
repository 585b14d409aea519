// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a Debian machine has around the configuration of a proxy that is installed there, for those that
// packaging/test.sh only unpacks into build/other-proxies: the program, its libraries and modules, the words
// that start it, and the lines that a package's own files would give. Pure functions; any thread.

#include "ProxyProcess.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace sluice::integration {

/** Whether it is one of those, and not nginx or HAProxy. */
bool isOtherProxy(ProxyProcess::Kind kind);

/** The program that was unpacked, else the machine's; empty when there is none. */
QString otherProgram(ProxyProcess::Kind kind);

/** With the libraries that were unpacked too, and nothing of the user's own. */
QProcessEnvironment otherEnvironment(const QString &folder);

/** The words that run it in the foreground with what stands at @p path, of which @p text is the content. */
QStringList otherArguments(ProxyProcess::Kind kind, const QString &folder, const QString &path,
                           const QByteArray &text);

/** A configuration, with what the package's own files give on a machine: modules, the user, places to write.
 */
QByteArray surrounded(ProxyProcess::Kind kind, const QString &folder, const QByteArray &text);

/** The configuration that docs/proxies.md shows for a server that `sluicectl config` does not know (Squid,
 * lighttpd); empty for others. */
QByteArray documented(ProxyProcess::Kind kind, quint16 listen, quint16 engine);

} // namespace sluice::integration
