// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One line of text to type; problem says below it in words what is wrong.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Basic.TextField {
    id: field

    property string label // for a screen reader
    property string problem

    implicitHeight: Theme.controlHeight
    implicitWidth: 200
    leftPadding: Theme.s
    rightPadding: Theme.s
    selectByMouse: true
    color: Theme.color.text
    placeholderTextColor: Theme.color.textMuted
    selectionColor: Theme.color.accent
    selectedTextColor: Theme.color.accentText
    font.family: Theme.family
    font.pixelSize: Theme.body
    opacity: enabled ? 1 : 0.5
    Accessible.name: label
    Accessible.description: problem

    background: Rectangle {
        radius: Theme.radiusSmall
        color: Theme.color.raised
        border.width: field.activeFocus ? 2 : 1
        border.color: field.problem !== "" ? Theme.color.critical
                    : field.activeFocus ? Theme.color.accent : Theme.color.border
    }
}
