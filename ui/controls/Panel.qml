// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A surface that holds one thing, with an optional title line.
import QtQuick
import QtQuick.Layouts
import Sluice.Theme

Rectangle {
    id: panel

    property string title
    property string subtitle
    property int padding: Theme.l
    default property alias content: body.data
    // What stands at the right of the title.
    property alias tools: toolRow.data

    color: Theme.color.surface
    border.color: Theme.color.border
    border.width: 1
    radius: Theme.radius
    implicitWidth: column.implicitWidth + 2 * padding
    implicitHeight: column.implicitHeight + 2 * padding
    Accessible.role: Accessible.Grouping
    Accessible.name: title

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: panel.padding
        spacing: Theme.m

        RowLayout {
            visible: panel.title !== ""
            Layout.fillWidth: true
            spacing: Theme.s

            Label {
                // Only without a subtitle, which else gives way first.
                Layout.fillWidth: panel.subtitle === ""
                Layout.preferredWidth: Math.ceil(implicitWidth)
                text: panel.title
                font.pixelSize: Theme.title
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            Label {
                visible: panel.subtitle !== ""
                text: panel.subtitle
                muted: true
                Layout.fillWidth: true
            }
            RowLayout {
                id: toolRow
                spacing: Theme.s
            }
        }
        ColumnLayout {
            id: body
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.m
        }
    }
}
