// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A cell of a TableRow with a number and, as a bar below it, how much of its bound that is.
import QtQuick
import Sluice.Theme

Item {
    id: cell

    required property TableColumn column
    property string text
    property real share: NaN // 0 to 1; not a number: no bar
    readonly property bool stale: parent !== null && parent["stale"] === true

    visible: column.shown
    width: column.actualWidth
    height: parent ? parent.height : 0

    Label {
        anchors.fill: parent
        anchors.bottomMargin: isNaN(cell.share) ? 0 : 5
        leftPadding: Theme.s
        rightPadding: Theme.s
        horizontalAlignment: cell.column.alignment
        text: cell.text
        stale: cell.stale
    }
    Rectangle {
        visible: !isNaN(cell.share)
        x: Theme.s
        y: cell.height - 8
        width: cell.width - 2 * Theme.s
        height: 3
        radius: 1.5
        color: Theme.color.grid
        Rectangle {
            width: Math.round(Math.max(0, Math.min(1, cell.share)) * parent.width)
            height: parent.height
            radius: parent.radius
            color: cell.stale ? Theme.color.stale : Theme.color.accent
        }
    }
}
