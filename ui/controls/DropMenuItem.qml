// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A command in a menu: its icon, its words, its keys.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Theme

Basic.MenuItem {
    id: item

    property string iconName: action && action.iconName !== undefined ? action.iconName : ""
    property string keys: action && action.keys !== undefined ? action.keys : ""
    // Words, never key names, decide how wide it is: see implicitWidth of the menu.
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.s
    rightPadding: Theme.s
    opacity: enabled ? 1 : 0.45
    indicator: null
    arrow: null
    Accessible.name: text

    contentItem: RowLayout {
        spacing: Theme.m
        Icon {
            name: item.checkable && item.checked ? "ok" : item.iconName
            color: item.checkable && item.checked ? Theme.color.accent : Theme.color.textMuted
            size: Math.round(16 * Theme.textScale)
        }
        Label {
            Layout.fillWidth: true
            text: item.text
            font.weight: item.checked ? Font.DemiBold : Font.Normal
        }
        Label {
            visible: text !== ""
            text: item.keys
            muted: true
            font.pixelSize: Theme.caption
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: item.highlighted ? Theme.color.selection : "transparent"
    }
}
