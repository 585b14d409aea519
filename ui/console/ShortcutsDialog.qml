// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the keyboard does.
import QtQuick
import QtQuick.Layouts
import Sluice.Components
import Sluice.Theme

FormDialog {
    id: dialog

    required property ConsoleActions actions

    title: qsTr("Keyboard shortcuts")
    verb: qsTr("Close")
    cancellable: false
    width: Math.min(Math.round(720 * Math.max(1, Theme.textScale)), parent ? parent.width - 48 : 720)
    onSubmitted: close()

    GridLayout {
        Layout.fillWidth: true
        columns: 2
        columnSpacing: Theme.xl
        rowSpacing: Theme.s

        Repeater {
            // The commands themselves: a list of their words would be made anew whenever one changes, and Qt 6.4's
            // layouts crash when a text scales in between.
            model: dialog.actions.all.filter(command => command.keys !== "")
            RowLayout {
                id: row
                required property Command modelData
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                spacing: Theme.m
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
        Layout.fillWidth: true
        Layout.topMargin: Theme.s
        text: qsTr("Tab and Shift+Tab go from one control to the next, Space or Return presses it, Escape closes what lies on top.")
        wrapMode: Text.Wrap
        muted: true
    }
}
