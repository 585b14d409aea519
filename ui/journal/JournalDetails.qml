// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The chosen entry of the journal: what changed, who, why, what it did, and how to take it back.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Panel {
    id: panel

    required property ConsoleSession session
    readonly property Journal journal: session.journal
    // Read again whenever the journal changes.
    readonly property var entry: (journal.count, revision, journal.get(journal.current))
    property int revision: 0
    readonly property bool hasEntry: entry.entryId !== undefined

    Connections {
        target: panel.journal
        function onChanged() {
            ++panel.revision
        }
    }

    title: hasEntry ? entry.kindText : qsTr("Details")

    ScrollArea {
        label: qsTr("Details")
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: panel.hasEntry

        ColumnLayout {
            width: parent ? parent.width : 0
            spacing: Theme.m

            Label {
                objectName: "detailsTitle"
                Layout.fillWidth: true
                text: panel.entry.title ?? ""
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
            }
            Label {
                Layout.fillWidth: true
                text: !panel.hasEntry ? "" : isNaN(panel.entry.until)
                    ? Format.dateTime(panel.entry.time)
                    : qsTr("%1 to %2").arg(Format.dateTime(panel.entry.time)).arg(Format.clock(panel.entry.until))
                muted: true
                wrapMode: Text.Wrap
            }
            Repeater {
                model: panel.hasEntry ? panel.entry.steps : []
                ColumnLayout {
                    id: step
                    required property var modelData
                    Layout.fillWidth: true
                    spacing: 0
                    Label {
                        Layout.fillWidth: true
                        text: step.modelData.key
                        font.family: Theme.monospace
                        font.pixelSize: Theme.caption
                        wrapMode: Text.WrapAnywhere
                    }
                    Label {
                        Layout.fillWidth: true
                        text: step.modelData.before + " \u2192 " + step.modelData.after
                        wrapMode: Text.WrapAnywhere
                    }
                }
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: panel.entry.detail ?? ""
                wrapMode: Text.Wrap
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: panel.entry.who ? qsTr("By %1").arg(panel.entry.who) : ""
                muted: true
                wrapMode: Text.Wrap
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: panel.entry.why ? qsTr("Because: %1").arg(panel.entry.why) : ""
                wrapMode: Text.Wrap
            }
            Label {
                objectName: "detailsEffect"
                Layout.fillWidth: true
                visible: text !== ""
                // Measured anew while the time after it goes on.
                text: panel.visible && panel.hasEntry ? (panel.session.link.snapshots.count, panel.journal.effectOf(panel.entry.entryId)) : ""
                wrapMode: Text.Wrap
            }
            ActionButton {
                objectName: "undoEntry"
                visible: panel.hasEntry && panel.entry.kind === Journal.Setting
                enabled: panel.hasEntry && panel.entry.undoable && panel.session.link.live
                iconName: "undo"
                text: panel.hasEntry && panel.entry.undone ? qsTr("Undone") : qsTr("Undo this change")
                onClicked: panel.journal.undo(panel.entry.entryId)
            }
        }
    }
    EmptyState {
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: !panel.hasEntry
        iconName: "journal"
        title: qsTr("Choose an entry")
        text: qsTr("It tells who did what, why, and what it did.")
    }
}
