// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One number that matters: its name, its value now, and a word below it. Old numbers are greyed, never shown
// as new.
import QtQuick
import QtQuick.Layouts
import Sluice.Theme

Rectangle {
    id: tile

    property string name
    property string value
    property string detail
    property string exact // in the tooltip
    property string tone: ""
    property bool fresh: true

    color: Theme.color.surface
    border.color: Theme.color.border
    radius: Theme.radius
    implicitWidth: 150
    implicitHeight: column.implicitHeight + 2 * Theme.m
    Accessible.role: Accessible.StaticText
    Accessible.name: name + ": " + value + (detail === "" ? "" : ", " + detail)

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: Theme.m
        spacing: 2

        Label {
            text: tile.name
            muted: true
            font.pixelSize: Theme.caption
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.s
            Label {
                text: tile.value
                font.pixelSize: Theme.heading
                font.weight: Font.DemiBold
                stale: !tile.fresh
                Layout.fillWidth: true
            }
            Icon {
                visible: tile.tone === "warning" || tile.tone === "critical"
                name: tile.tone
                color: Theme.tone(tile.tone)
            }
        }
        Label {
            text: tile.detail
            muted: true
            font.pixelSize: Theme.caption
            Layout.fillWidth: true
        }
    }
    HoverHandler {
        id: hover
    }
    Hint {
        visible: hover.hovered && tile.exact !== ""
        text: tile.exact
    }
}
