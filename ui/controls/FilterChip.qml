// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A kind of entry that is shown or not, small enough to stand in a row of many.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Basic.AbstractButton {
    id: chip

    property string iconName

    checkable: true
    focusPolicy: Qt.StrongFocus
    implicitHeight: Math.round(26 * Theme.textScale)
    implicitWidth: row.implicitWidth + 2 * Theme.s
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: checked

    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.xs
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: chip.checked ? "ok" : chip.iconName
                color: chip.checked ? Theme.color.accent : Theme.color.textMuted
                size: Math.round(14 * Theme.textScale)
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: chip.text
                muted: !chip.checked
                font.pixelSize: Theme.caption
                font.weight: Font.Medium
            }
        }
    }
    background: Rectangle {
        radius: height / 2
        color: chip.checked ? Theme.color.selection : chip.hovered || chip.down ? Theme.color.hover : Theme.color.raised
        border.width: chip.visualFocus ? 2 : 1
        border.color: chip.visualFocus || chip.checked ? Theme.color.accent : Theme.color.border
    }
}
