// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Finds any command by a few of its letters; the keyboard alone is enough.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Sluice.Controls
import Sluice.Theme
import Sluice.Window

Basic.Popup {
    id: finder // not "palette": every control has one of its own

    required property ConsoleActions actions

    parent: T.Overlay.overlay
    x: Math.round((parent.width - width) / 2)
    y: Math.round(parent.height / 8)
    width: Math.min(Math.round(560 * Math.max(1, Theme.textScale)), parent.width - 2 * Theme.xl)
    // Whole rows only, as many as fit.
    readonly property real others: entry.implicitHeight + hint.implicitHeight + 4 * Theme.s
    readonly property int rows: Math.max(1, Math.min(list.count, Math.floor((parent.height * 0.7 - others) / Theme.controlHeight)))
    height: others + (list.count === 0 ? 0 : rows * Theme.controlHeight)
    padding: Theme.s
    modal: true
    focus: true
    closePolicy: Basic.Popup.CloseOnEscape | Basic.Popup.CloseOnPressOutside
    onAboutToShow: {
        entry.clear()
        pointer = Qt.point(-1, -1)
        found.actions = actions.ofPage.concat(actions.all)
        list.currentIndex = 0
    }
    onOpened: entry.forceActiveFocus()

    // Where the pointer was last: a row that comes to lie under it while it rests is not chosen by that.
    property point pointer: Qt.point(-1, -1)
    function pointTo(row: int, x: real, y: real) {
        const isFirst = pointer.x < 0
        const hasMoved = x !== pointer.x || y !== pointer.y
        pointer = Qt.point(x, y)
        if (hasMoved && !isFirst)
            list.currentIndex = row
    }

    function runCurrent() {
        const row = list.currentIndex
        if (found.isGuess(row)) {
            question.row = row
            question.text = list.currentItem.words
            question.open()
            return
        }
        runRow(row)
    }
    function runRow(row: int) {
        // Closed first, so that the focus is back where the command expects it.
        close()
        found.run(row)
    }

    CommandList {
        id: found
        typed: entry.text
        onTypedChanged: list.currentIndex = 0
    }
    ConfirmDialog {
        id: question
        property int row
        title: qsTr("You typed only some letters of it")
        verb: qsTr("Do it")
        destructive: false
        onAccepted: finder.runRow(row)
        onRejected: entry.forceActiveFocus()
    }

    background: Rectangle {
        color: Theme.color.surface
        border.color: Theme.color.border
        radius: Theme.radius
    }
    T.Overlay.modal: Rectangle {
        color: Qt.rgba(0, 0, 0, 0.35)
    }
    contentItem: ColumnLayout {
        spacing: Theme.s

        EntryField {
            id: entry
            objectName: "palette-entry"
            Layout.fillWidth: true
            label: qsTr("Find a command")
            placeholderText: qsTr("Find a command")
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            Keys.onReturnPressed: finder.runCurrent()
            Keys.onEnterPressed: finder.runCurrent()
        }
        ListView {
            id: list
            objectName: "palette-list"
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            model: found
            keyNavigationWraps: true
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Commands")
            Basic.ScrollBar.vertical: Basic.ScrollBar {}

            delegate: Basic.ItemDelegate {
                id: row
                required property int index
                required property string words
                required property string iconName
                required property string keys
                width: list.width
                height: Theme.controlHeight
                highlighted: ListView.isCurrentItem
                Accessible.name: row.words
                HoverHandler {
                    onPointChanged: if (hovered) finder.pointTo(row.index, point.scenePosition.x, point.scenePosition.y)
                }
                onClicked: {
                    list.currentIndex = index
                    finder.runCurrent()
                }
                contentItem: RowLayout {
                    spacing: Theme.m
                    Icon {
                        name: row.iconName
                        color: Theme.color.textMuted
                        size: Math.round(16 * Theme.textScale)
                    }
                    Label {
                        Layout.fillWidth: true
                        text: row.words
                    }
                    Label {
                        text: row.keys
                        muted: true
                        font.pixelSize: Theme.caption
                    }
                }
                background: Rectangle {
                    radius: Theme.radiusSmall
                    color: row.highlighted ? Theme.color.selection : "transparent"
                }
            }
        }
        Label {
            id: hint
            Layout.fillWidth: true
            Layout.leftMargin: Theme.s
            text: list.count === 0 ? qsTr("No command has these letters in this order.") : qsTr("Return runs it, Escape leaves")
            muted: true
            font.pixelSize: Theme.caption
        }
    }
}
