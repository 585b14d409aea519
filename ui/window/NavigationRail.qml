// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The pages, by icon and word; where the window is narrow by icon alone, the word as its tooltip.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Theme

Rectangle {
    id: rail

    property string current
    required property ConsoleActions actions
    // The words take the room of a column of figures.
    readonly property bool iconsOnly: (Window.window ? Window.window.width : 1280) < 1100 * Math.max(1, Theme.textScale)

    implicitWidth: iconsOnly ? Theme.controlHeight + 4 + 2 * Theme.s : Math.round(168 * Math.max(1, Theme.textScale))
    color: Theme.color.surface
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Pages")

    Rectangle {
        anchors.right: parent.right
        width: 1
        height: parent.height
        color: Theme.color.border
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.s
        spacing: 2

        Label {
            Layout.fillWidth: true
            Layout.margins: Theme.s
            Layout.preferredHeight: Theme.controlHeight
            visible: !rail.iconsOnly
            text: qsTr("Sluice")
            font.pixelSize: Theme.heading
            font.weight: Font.Bold
        }
        Repeater {
            model: rail.actions.pages
            Basic.AbstractButton {
                id: entry
                required property var modelData
                readonly property bool isCurrent: rail.current === modelData.page
                objectName: "page-" + modelData.page
                Layout.fillWidth: true
                implicitHeight: Theme.controlHeight + 4
                focusPolicy: Qt.StrongFocus
                text: modelData.text
                Accessible.role: Accessible.PageTab
                Accessible.name: text
                Accessible.selected: isCurrent
                onClicked: rail.actions.show(modelData.page)
                Hint {
                    visible: rail.iconsOnly && entry.hovered
                    text: entry.text
                }
                contentItem: RowLayout {
                    spacing: Theme.m
                    Icon {
                        Layout.leftMargin: Theme.s
                        name: entry.modelData.icon
                        color: entry.isCurrent ? Theme.color.accent : Theme.color.textMuted
                    }
                    Label {
                        Layout.fillWidth: true
                        visible: !rail.iconsOnly
                        text: entry.text
                        font.weight: entry.isCurrent ? Font.DemiBold : Font.Normal
                    }
                }
                background: Rectangle {
                    radius: Theme.radiusSmall
                    color: entry.isCurrent ? Theme.color.selection : entry.hovered ? Theme.color.hover : "transparent"
                    border.width: entry.visualFocus ? 2 : 0
                    border.color: Theme.color.accent
                }
            }
        }
        Item {
            Layout.fillHeight: true
        }
    }
}
