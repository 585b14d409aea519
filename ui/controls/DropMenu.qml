// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A menu of commands.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Basic.Menu {
    id: menu

    padding: Theme.xs
    property bool counted: false
    onVisibleChanged: {
        if (visible === counted)
            return
        counted = visible
        OpenMenus.count += counted ? 1 : -1
    }
    Component.onDestruction: OpenMenus.count -= counted ? 1 : 0
    implicitWidth: Math.round(260 * Math.max(1, Theme.textScale))
    delegate: DropMenuItem {}
    background: Rectangle {
        implicitWidth: 200
        color: Theme.color.raised
        border.color: Theme.color.border
        radius: Theme.radiusSmall
    }
}
