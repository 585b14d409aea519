// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A button with a word, and an icon if it has one. kind: "plain", "primary" (one a view) or "destructive".
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Theme

Basic.Button {
    id: button

    property string kind: "plain"
    property string iconName
    property string hint

    readonly property color foreground: kind === "primary" ? Theme.color.accentText
                                      : kind === "destructive" ? Theme.color.criticalText
                                      : Theme.color.text

    implicitHeight: Theme.controlHeight
    leftPadding: Theme.m
    rightPadding: Theme.m
    opacity: enabled ? 1 : 0.45
    font.family: Theme.family
    font.pixelSize: Theme.body
    Accessible.name: text
    Accessible.description: hint

    Hint {
        visible: button.hovered && button.hint !== ""
        text: button.hint
    }

    contentItem: RowLayout {
        spacing: Theme.s
        Item {
            Layout.fillWidth: true
        }
        Icon {
            visible: button.iconName !== ""
            name: button.iconName
            color: button.foreground
            size: Math.round(16 * Theme.textScale)
        }
        Label {
            text: button.text
            color: button.foreground
            font.weight: button.kind === "plain" ? Font.Normal : Font.DemiBold
        }
        Item {
            Layout.fillWidth: true
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: button.kind === "primary" ? (button.down ? Theme.pressed(Theme.color.accent) : Theme.color.accent)
             : button.kind === "destructive" ? (button.down ? Theme.pressed(Theme.color.critical) : Theme.color.critical)
             : button.down || button.hovered || button.checked ? Theme.color.hover : Theme.color.raised
        border.width: button.visualFocus ? 2 : 1
        border.color: button.visualFocus ? (button.kind === "plain" ? Theme.color.accent : Theme.color.text)
                    : button.kind === "plain" ? Theme.color.border : "transparent"
    }
}
