// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the keyboard does: on the page that is shown, and everywhere.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Theme

FormDialog {
    id: dialog

    required property ConsoleActions actions
    // The commands themselves: a list of their words would be made anew whenever one changes, and Qt 6.4's
    // layouts crash when a text scales in between.
    property var here: []
    property var everywhere: []

    title: qsTr("Keyboard shortcuts")
    verb: qsTr("Close")
    cancellable: false
    width: Math.min(Math.round(720 * Math.max(1, Theme.textScale)), parent ? parent.width - 48 : 720)
    onSubmitted: close()
    onAboutToShow: {
        here = actions.ofPage.filter(command => command.keys !== "")
        everywhere = actions.all.filter(command => command.keys !== "")
    }

    component KeyTable: GridLayout {
        id: keyTable
        property alias commands: rows.model
        Layout.fillWidth: true
        columns: 2
        columnSpacing: Theme.xl
        rowSpacing: Theme.s

        Repeater {
            id: rows
            RowLayout {
                id: row
                required property Command modelData
                objectName: "keys-" + modelData.keys
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                spacing: Theme.m
                Accessible.role: Accessible.StaticText
                Accessible.name: modelData.keys + ": " + modelData.text
                Label {
                    Layout.fillWidth: true
                    text: row.modelData.text
                }
                Rectangle {
                    implicitWidth: keys.implicitWidth + 2 * Theme.s
                    implicitHeight: keys.implicitHeight + Theme.xs
                    radius: Theme.radiusSmall
                    color: Theme.color.raised
                    border.color: Theme.color.border
                    Label {
                        id: keys
                        anchors.centerIn: parent
                        text: row.modelData.keys
                        font.pixelSize: Theme.caption
                    }
                }
            }
        }
    }

    Label {
        visible: dialog.here.length > 0
        text: qsTr("On the page %1").arg(dialog.actions.pageTitle)
        muted: true
        font.weight: Font.DemiBold
    }
    KeyTable {
        visible: dialog.here.length > 0
        commands: dialog.here
    }
    Label {
        Layout.topMargin: dialog.here.length > 0 ? Theme.m : 0
        text: qsTr("Everywhere")
        muted: true
        font.weight: Font.DemiBold
    }
    KeyTable {
        commands: dialog.everywhere
    }
    Label {
        Layout.fillWidth: true
        Layout.topMargin: Theme.s
        text: qsTr("Tab and Shift+Tab go from one control to the next, Space or Return presses it, Escape closes what lies on top. A page that is longer than the window scrolls by Page Up and Page Down.")
        wrapMode: Text.Wrap
        muted: true
    }
}
