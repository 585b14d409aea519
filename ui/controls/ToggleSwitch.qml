// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// On or off, said by position, colour and word.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Basic.Switch {
    id: toggle

    property string label: text

    implicitHeight: Theme.controlHeight
    font.family: Theme.family
    font.pixelSize: Theme.body
    spacing: Theme.s
    Accessible.name: label

    indicator: Rectangle {
        x: toggle.leftPadding
        anchors.verticalCenter: parent.verticalCenter
        implicitWidth: 34
        implicitHeight: 18
        radius: 9
        color: toggle.checked ? Theme.color.accent : Theme.color.raised
        border.width: toggle.visualFocus ? 2 : 1
        border.color: toggle.visualFocus ? Theme.color.text : toggle.checked ? Theme.color.accent : Theme.color.textMuted
        Rectangle {
            x: toggle.checked ? parent.width - width - 3 : 3
            anchors.verticalCenter: parent.verticalCenter
            width: 12
            height: 12
            radius: 6
            color: toggle.checked ? Theme.color.accentText : Theme.color.textMuted
            Behavior on x {
                NumberAnimation {
                    duration: Theme.quick
                }
            }
        }
    }
    contentItem: Label {
        leftPadding: toggle.indicator.width + toggle.spacing
        text: toggle.text
    }
}
