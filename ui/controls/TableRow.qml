// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One row of a BaseTable: what its states look like, and what a click on it does. Its children are its cells.
import QtQuick
import Sluice.Theme

Rectangle {
    id: row

    required property int index
    property BaseTable within
    property bool selected: false
    property bool loaded: true
    property string label // for a screen reader: the row in words
    default property alias cells: cellRow.data

    readonly property bool isCurrent: ListView.isCurrentItem

    // What its cells say, from left to right.
    function words(): var {
        const list = []
        for (let i = 0; i < cellRow.children.length; ++i) {
            const cell = cellRow.children[i]
            if (cell.visible)
                list.push(cell["text"] ?? "")
        }
        return list
    }
    // What stands at a place in it.
    function wordAt(x: real): string {
        const cell = cellRow.childAt(x, height / 2)
        return cell ? cell["text"] ?? "" : ""
    }

    width: within ? within.rowWidth : 0
    height: within ? within.rowHeight : 0
    color: selected ? Theme.color.selection : area.containsMouse ? Theme.color.hover : "transparent"
    Accessible.role: Accessible.Row
    Accessible.name: label
    Accessible.selected: selected
    Accessible.focused: isCurrent && row.within.activeFocus

    MouseArea {
        id: area
        anchors.fill: parent
        hoverEnabled: true
        acceptedButtons: Qt.LeftButton | Qt.RightButton
        onClicked: mouse => {
            if (mouse.button === Qt.RightButton)
                row.within.openMenu(row.index, mouse.x, mouse.y)
            else
                row.within.click(row.index, mouse.modifiers)
        }
        onDoubleClicked: mouse => {
            if (mouse.button === Qt.LeftButton)
                row.within.opened(row.index)
        }
    }
    Row {
        id: cellRow
        anchors.fill: parent
        // Its cells grey themselves by it.
        readonly property bool stale: !row.within || !row.within.fresh || !row.loaded
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.color.grid
    }
    Rectangle {
        visible: row.isCurrent && row.within.activeFocus
        anchors.fill: parent
        color: "transparent"
        border.width: 2
        border.color: Theme.color.accent
        radius: 2
    }
}
