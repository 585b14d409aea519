// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Details of one row, beside its table; closed by its button or Escape. Scrolls where it is too long.
import QtQuick
import QtQuick.Layouts
import Sluice.Theme

Rectangle {
    id: panel

    property string title
    default property alias content: body.data
    property alias footer: foot.data
    signal closed()

    implicitWidth: Math.round(320 * Theme.textScale)
    color: Theme.color.surface
    border.color: Theme.color.border
    radius: Theme.radius
    Accessible.role: Accessible.Grouping
    Accessible.name: title
    Keys.onEscapePressed: closed()

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.l
        spacing: Theme.m

        RowLayout {
            Layout.fillWidth: true
            Label {
                Layout.fillWidth: true
                text: panel.title
                font.pixelSize: Theme.title
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            IconButton {
                objectName: "closeDetails"
                iconName: "close"
                label: qsTr("Close the details")
                onClicked: panel.closed()
            }
        }
        ScrollArea {
            label: panel.title
            Layout.fillWidth: true
            Layout.fillHeight: true
            ColumnLayout {
                id: body
                width: parent.width
                spacing: Theme.s
            }
        }
        ColumnLayout {
            id: foot
            Layout.fillWidth: true
            spacing: Theme.s
        }
    }
}
