// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A cell of a TableRow that tells a state by icon, word and colour together.
import QtQuick
import Sluice.Theme

Item {
    id: cell

    required property TableColumn column
    property string tone: "muted"
    property string iconName: tone
    property string text
    readonly property bool stale: parent !== null && parent["stale"] === true

    visible: column.shown
    width: column.actualWidth
    height: parent ? parent.height : 0

    Icon {
        id: icon
        x: Theme.s
        anchors.verticalCenter: parent.verticalCenter
        visible: cell.text !== ""
        name: cell.iconName
        color: Theme.tone(cell.stale ? "stale" : cell.tone)
        size: Math.round(14 * Theme.textScale)
    }
    Label {
        anchors.left: icon.right
        anchors.leftMargin: Theme.xs + 2
        anchors.right: parent.right
        anchors.rightMargin: Theme.xs
        height: parent.height
        text: cell.text
        color: cell.stale ? Theme.color.stale : cell.tone === "critical" || cell.tone === "warning" ? Theme.tone(cell.tone) : Theme.color.text
    }
}
