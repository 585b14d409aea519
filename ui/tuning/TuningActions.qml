// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What can be done on the tuning page, each once: buttons, shortcuts and tests use the same.
import QtQuick
import Sluice.Controls
import Sluice.Models

QtObject {
    id: actions

    required property Tuning tuning
    // Shortcuts are of the page that is shown.
    required property bool shown

    readonly property bool mayChange: tuning.readOnlyReason === "" && !tuning.busy
    signal listWanted()

    readonly property Command apply: Command {
        changesEngine: true
        iconName: "ok"
        text: actions.tuning.pending.count === 1 ? qsTr("Apply the change") : qsTr("Apply %1 changes").arg(actions.tuning.pending.count)
        keys: "Ctrl+Return"
        enabled: actions.shown && actions.tuning.pending.blocker === ""
        onTriggered: actions.tuning.pending.apply()
    }
    readonly property Command discard: Command {
        iconName: "close"
        text: qsTr("Discard")
        enabled: actions.shown && actions.tuning.pending.count > 0
        onTriggered: {
            actions.listWanted()
            actions.tuning.pending.discard()
        }
    }
    readonly property Command rebase: Command {
        changesEngine: true
        iconName: "refresh"
        text: qsTr("Keep mine on top")
        enabled: actions.shown && actions.tuning.pending.state === PendingChanges.Stale
        onTriggered: actions.tuning.pending.rebase()
    }
    readonly property Command undoLast: Command {
        changesEngine: true
        iconName: "undo"
        text: qsTr("Undo last change of settings") // Ctrl+Z is the window's
        enabled: actions.shown && actions.mayChange && actions.tuning.history.lastUndoable !== ""
        onTriggered: actions.tuning.undoLast()
    }
    readonly property Command revertToFile: Command {
        changesEngine: true
        iconName: "refresh"
        text: qsTr("Revert to file")
        enabled: actions.shown && actions.mayChange
        onTriggered: actions.tuning.revertToFile()
    }
    readonly property Command saveToFile: Command {
        changesEngine: true
        iconName: "save"
        text: qsTr("Save to file")
        keys: "Ctrl+S"
        enabled: actions.shown && actions.mayChange
        onTriggered: actions.tuning.saveToFile()
    }
    readonly property Command keep: Command {
        iconName: "ok"
        text: qsTr("Keep")
        keys: "Ctrl+Shift+Return"
        enabled: actions.shown && actions.tuning.countdown.state === KeepCountdown.Asking
        onTriggered: actions.tuning.countdown.keep()
    }
    readonly property Command takeBack: Command {
        changesEngine: true
        iconName: "undo"
        text: qsTr("Undo now")
        enabled: actions.shown && actions.tuning.countdown.state === KeepCountdown.Asking
        onTriggered: actions.tuning.countdown.takeBack()
    }
}
