// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A square button with an icon; label says in words what it does, as tooltip and to a screen reader.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Basic.AbstractButton {
    id: button

    property string iconName
    property string label: action ? action.text : ""
    property color color: Theme.color.textMuted

    implicitWidth: Theme.controlHeight
    implicitHeight: Theme.controlHeight
    opacity: enabled ? 1 : 0.45
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: label

    Hint {
        visible: button.hovered && button.label !== ""
        text: button.label
    }

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: button.iconName
            color: button.checked ? Theme.color.accent : button.hovered ? Theme.color.text : button.color
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: button.down || button.hovered ? Theme.color.hover : "transparent"
        border.width: button.visualFocus ? 2 : 0
        border.color: Theme.color.accent
    }
}
