// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How many menus and lists of choices are open: while one is, no tooltip lies over it.
pragma Singleton
import QtQuick

QtObject {
    property int count: 0
}
