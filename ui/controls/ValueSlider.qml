// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A slider; moved(value) tells of hand and keys only, settled(value) when the hand rests.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Basic.Slider {
    id: slider

    property string label // for a screen reader
    signal settled(real value)

    implicitHeight: Theme.controlHeight
    implicitWidth: 200
    opacity: enabled ? 1 : 0.5
    Accessible.name: label
    onMoved: rest.restart()
    onPressedChanged: {
        if (!pressed && rest.running) {
            rest.stop()
            slider.settled(slider.value)
        }
    }

    Timer {
        id: rest
        interval: 300
        onTriggered: slider.settled(slider.value)
    }

    background: Rectangle {
        x: slider.leftPadding
        anchors.verticalCenter: parent.verticalCenter
        width: slider.availableWidth
        height: 4
        radius: 2
        color: Theme.color.border
        Rectangle {
            width: slider.visualPosition * parent.width
            height: parent.height
            radius: 2
            color: Theme.color.accent
        }
    }
    handle: Rectangle {
        x: slider.leftPadding + slider.visualPosition * (slider.availableWidth - width)
        anchors.verticalCenter: parent.verticalCenter
        width: 16
        height: 16
        radius: 8
        color: slider.pressed ? Theme.pressed(Theme.color.accent) : Theme.color.accent
        border.width: slider.visualFocus ? 2 : 0
        border.color: Theme.color.text
    }
}
