// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One of a few, all of them visible. options: [{value, text}]; chosen(value) tells of a click or key.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Rectangle {
    id: choice

    property var options: []
    property var value
    property string label // for a screen reader
    signal chosen(var value)

    implicitWidth: row.implicitWidth + 4
    implicitHeight: Theme.controlHeight
    radius: Theme.radiusSmall
    color: Theme.color.raised
    border.color: Theme.color.border
    Accessible.role: Accessible.Grouping
    Accessible.name: label

    Row {
        id: row
        anchors.centerIn: parent
        Repeater {
            model: choice.options
            Basic.AbstractButton {
                id: segment
                required property var modelData
                readonly property bool isChosen: choice.value === modelData.value
                implicitWidth: word.implicitWidth + 2 * Theme.m
                implicitHeight: choice.height - 4
                focusPolicy: Qt.StrongFocus
                Accessible.role: Accessible.RadioButton
                Accessible.name: modelData.text
                Accessible.checked: isChosen
                onClicked: choice.chosen(modelData.value)
                contentItem: Label {
                    id: word
                    text: segment.modelData.text
                    horizontalAlignment: Text.AlignHCenter
                    color: segment.isChosen ? Theme.color.text : Theme.color.textMuted
                    font.weight: segment.isChosen ? Font.DemiBold : Font.Normal
                }
                background: Rectangle {
                    radius: Theme.radiusSmall - 1
                    color: segment.isChosen ? Theme.color.selection : segment.hovered ? Theme.color.hover : "transparent"
                    border.width: segment.visualFocus ? 2 : 0
                    border.color: Theme.color.accent
                }
            }
        }
    }
}
