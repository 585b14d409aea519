// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Something that can be done, once: menu, button, shortcut, command palette and tests use the same.
import QtQuick.Controls.Basic as Basic

Basic.Action {
    property string keys     // its shortcut as it is shown; empty: none
    property string iconName // of IconPaths
    property bool changesEngine: false // the palette ranks it behind the others, and asks where it was hardly typed
    shortcut: keys
}
