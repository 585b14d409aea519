// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A Shape that lives only while it stands in a window. Every Shape of the console stands in one: the software
// renderer of Qt 6.4 knows its node by its address, and a dialog that closes and opens again may get a new one
// at the old place, which is then read as if it were filled (a crash, or an icon that is gone).
import QtQuick

Loader {
    active: Window.window !== null
}
