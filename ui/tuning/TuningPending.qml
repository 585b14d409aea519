// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is typed and not applied yet: old -> new, why, what the engine says against it, and apply or discard.
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
    readonly property PendingChanges pending: tuning.pending
    readonly property bool isStale: pending.state === PendingChanges.Stale
    signal chosen(string key)

    objectName: "pending"
    title: qsTr("Pending changes")
    subtitle: pending.count > 0 ? pending.count : ""
    padding: Theme.m

    Label {
        Layout.fillWidth: true
        visible: panel.pending.count === 0
        text: panel.tuning.readOnlyReason !== "" ? panel.tuning.readOnlyReason
                                                 : qsTr("Type a new value beside a setting. Nothing changes before you apply it.")
        muted: true
        wrapMode: Text.Wrap
    }
    ListView {
        id: view
        objectName: "pendingList"
        Layout.fillWidth: true
        Layout.preferredHeight: Math.min(contentHeight, Math.round(190 * Theme.textScale))
        visible: panel.pending.count > 0
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        spacing: Theme.xs
        model: panel.pending
        Basic.ScrollBar.vertical: Basic.ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: panel.title
        Keys.onReturnPressed: {
            if (currentIndex >= 0)
                panel.chosen(panel.pending.keyAt(currentIndex))
        }
        Keys.onDeletePressed: {
            panel.pending.drop(panel.pending.keyAt(currentIndex))
        }
        delegate: PendingRow {}
    }
    component PendingRow: Rectangle {
        id: change
        required property string key
        required property string oldText
        required property string newText
        required property string problem
        required property string risk

        width: ListView.view ? ListView.view.width : 0
        height: lines.implicitHeight + Theme.s
        radius: Theme.radiusSmall
        color: ListView.isCurrentItem && view.activeFocus ? Theme.color.selection : Theme.color.raised
        Accessible.role: Accessible.ListItem
        Accessible.name: qsTr("%1 from %2 to %3").arg(key).arg(oldText).arg(newText)

        TapHandler {
            onTapped: panel.chosen(change.key)
        }
        RowLayout {
            anchors.fill: parent
            anchors.leftMargin: Theme.s
            spacing: Theme.xs
            ColumnLayout {
                id: lines
                Layout.fillWidth: true
                spacing: 0
                RowLayout {
                    spacing: Theme.xs
                    Icon {
                        visible: change.problem !== "" || change.risk !== ""
                        name: change.problem !== "" ? "critical" : "warning"
                        color: Theme.tone(change.problem !== "" ? "critical" : "warning")
                        size: Math.round(14 * Theme.textScale)
                    }
                    Label {
                        Layout.fillWidth: true
                        text: change.key
                        muted: true
                        font.pixelSize: Theme.caption
                    }
                }
                RowLayout {
                    spacing: Theme.s
                    Label {
                        Layout.maximumWidth: Math.round(panel.width * 0.38)
                        text: change.oldText
                        font.strikeout: true
                        muted: true
                    }
                    Label {
                        text: "→"
                        muted: true
                    }
                    Label {
                        Layout.fillWidth: true
                        text: change.newText
                        font.weight: Font.DemiBold
                        color: change.problem !== "" ? Theme.color.critical : Theme.color.text
                    }
                }
            }
            IconButton {
                focusPolicy: Qt.NoFocus
                iconName: "close"
                label: qsTr("Drop the change of %1").arg(change.key)
                onClicked: panel.pending.drop(change.key)
            }
        }
    }

    Label {
        Layout.fillWidth: true
        visible: panel.pending.risky && !panel.isStale
        text: qsTr("Risky for clients that are connected: you will be asked to keep it, and it is taken back by itself after %1 s.")
                  .arg(panel.tuning.countdown.seconds)
        muted: true
        font.pixelSize: Theme.caption
        wrapMode: Text.Wrap
    }
    Banner {
        objectName: "refused"
        Layout.fillWidth: true
        visible: panel.pending.state === PendingChanges.Refused
        tone: "critical"
        title: qsTr("Refused")
        text: panel.pending.refusal
    }
    Banner {
        objectName: "stale"
        Layout.fillWidth: true
        visible: panel.isStale
        tone: "warning"
        title: qsTr("The settings were changed meanwhile")
        text: panel.pending.meanwhileText !== "" ? panel.pending.meanwhileText
              : qsTr("The engine may have been started again. Look at the values, then go on.")
    }
    EntryField {
        objectName: "why"
        Layout.fillWidth: true
        visible: panel.pending.count > 0
        label: qsTr("Why, for the history")
        placeholderText: qsTr("Why? (for the history)")
        text: panel.pending.why
        onTextEdited: panel.pending.why = text
    }
    Label {
        objectName: "blocker"
        Layout.fillWidth: true
        visible: panel.pending.count > 0 && panel.pending.blocker !== ""
        text: panel.pending.blocker
        muted: true
        font.pixelSize: Theme.caption
        wrapMode: Text.Wrap
    }
    RowLayout {
        visible: panel.pending.count > 0
        Layout.fillWidth: true
        spacing: Theme.s
        ActionButton {
            objectName: "discard"
            action: panel.actions.discard
        }
        ActionButton {
            objectName: "rebase"
            Layout.fillWidth: true
            visible: panel.isStale
            action: panel.actions.rebase
            kind: "primary"
        }
        ActionButton {
            objectName: "apply"
            Layout.fillWidth: true
            visible: !panel.isStale
            action: panel.actions.apply
            kind: "primary"
            hint: qsTr("Ctrl+Enter")
        }
    }
}
