// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A menu of commands.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Basic.Menu {
    id: menu

    padding: Theme.xs
    implicitWidth: Math.round(260 * Math.max(1, Theme.textScale))
    delegate: DropMenuItem {}
    background: Rectangle {
        implicitWidth: 200
        color: Theme.color.raised
        border.color: Theme.color.border
        radius: Theme.radiusSmall
    }
}
