// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who changed what, when and why, newest first, each with its undo; and the way to and from the file.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Panel {
    id: panel

    required property Tuning tuning
    required property TuningActions actions

    objectName: "history"
    title: qsTr("History")
    subtitle: tuning.history.count > 0 ? tuning.history.count : ""
    padding: Theme.m
    tools: IconButton {
        objectName: "undoLast"
        action: panel.actions.undoLast
        iconName: "undo"
        label: panel.tuning.history.lastUndoable === ""
               ? qsTr("There is no change left to undo")
               : qsTr("Undo last: %1").arg(panel.tuning.history.lastUndoable)
    }

    ListView {
        id: view
        objectName: "historyList"
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: 60
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        model: panel.tuning.history
        Basic.ScrollBar.vertical: Basic.ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: panel.title
        Keys.onReturnPressed: {
            const revision = panel.tuning.history.undoableAt(currentIndex)
            if (revision > 0)
                panel.tuning.undo(revision)
        }
        delegate: HistoryRow {}

        Label {
            anchors.centerIn: parent
            width: parent.width
            visible: view.count === 0
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            muted: true
            text: panel.tuning.history.problem !== "" ? panel.tuning.history.problem
                : panel.tuning.history.loaded ? qsTr("Nothing was changed since the engine started.") : ""
        }
    }
    component HistoryRow: Item {
        id: change
        required property var revision
        required property real when
        required property string who
        required property string why
        required property var lines
        required property var undoes
        required property var undoneBy
        required property bool canUndo
        required property string undoReason

        width: ListView.view ? ListView.view.width - Theme.s : 0
        height: words.implicitHeight + 2 * Theme.s
        Accessible.role: Accessible.ListItem
        Accessible.name: qsTr("%1, %2: %3. %4").arg(Format.dateTime(when)).arg(who).arg(lines.join(", ")).arg(why)

        Rectangle {
            anchors.fill: parent
            anchors.bottomMargin: 1
            radius: Theme.radiusSmall
            color: change.ListView.isCurrentItem && view.activeFocus ? Theme.color.selection : "transparent"
        }
        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: 1
            color: Theme.color.grid
        }
        HoverHandler {
            id: hover
        }
        Hint {
            visible: hover.hovered && !undo.hovered
            text: Format.dateTime(change.when) + qsTr(", revision %1").arg(change.revision)
        }
        RowLayout {
            anchors.fill: parent
            spacing: Theme.xs
            ColumnLayout {
                id: words
                Layout.fillWidth: true
                Layout.leftMargin: Theme.xs
                spacing: 1
                Label {
                    Layout.fillWidth: true
                    text: change.lines.join("\n")
                    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                    font.strikeout: change.undoneBy > 0
                }
                Label {
                    Layout.fillWidth: true
                    visible: change.why !== ""
                    text: qsTr("“%1”").arg(change.why)
                    font.italic: true
                    font.pixelSize: Theme.caption
                    wrapMode: Text.Wrap
                }
                Label {
                    Layout.fillWidth: true
                    text: Format.clock(change.when) + "  ·  " + change.who
                          + (change.undoes > 0 ? "  ·  " + qsTr("undoes revision %1").arg(change.undoes) : "")
                          + (change.undoneBy > 0 ? "  ·  " + qsTr("undone") : "")
                    muted: true
                    font.pixelSize: Theme.caption
                }
            }
            IconButton {
                id: undo
                objectName: "undo"
                focusPolicy: Qt.NoFocus
                iconName: "undo"
                enabled: change.canUndo && panel.actions.mayChange
                label: change.canUndo ? qsTr("Undo this change (Enter)") : change.undoReason
                onClicked: panel.tuning.undo(change.revision)
            }
        }
    }
    GridLayout {
        Layout.fillWidth: true
        columns: panel.width < 330 * Theme.textScale ? 1 : 2
        columnSpacing: Theme.s
        rowSpacing: Theme.s
        ActionButton {
            objectName: "revertToFile"
            Layout.fillWidth: true
            action: panel.actions.revertToFile
            iconName: "refresh"
            hint: qsTr("Reads the configuration file again: what was changed and not saved goes back to its values.")
        }
        ActionButton {
            objectName: "saveToFile"
            Layout.fillWidth: true
            action: panel.actions.saveToFile
            iconName: "save"
            hint: qsTr("Writes what was changed into the configuration file (Ctrl+S).")
        }
    }
}
