// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which words the console speaks. GUI thread only, once the application object is there.
#pragma once

#include <QString>

namespace sluice {

/** Installs the translations called @p name from @p folder for the default locale's language. Where there are
 * none, as for LANG=C, the English ones: they know one thing from many, and our sources do not. */
bool installCatalogue(const QString &name, const QString &folder);

} // namespace sluice
