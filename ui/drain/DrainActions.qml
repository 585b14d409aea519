// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What can be done on the drain page, each once: buttons, shortcuts and tests use the same.
import QtQuick
import Sluice.Controls
import Sluice.Drain
import Sluice.Models

QtObject {
    id: actions

    required property DrainModel drain
    required property DrainPlanModel plan
    // Shortcuts are of the page that is shown.
    required property bool shown

    readonly property bool mayChange: drain.readOnlyReason === "" && !drain.busy
    signal startWanted()

    readonly property Command start: Command {
        changesEngine: true
        iconName: "drain"
        text: actions.plan.known ? qsTr("Drain %1 streams").arg(Format.integer(actions.plan.streams)) : qsTr("Drain")
        keys: "Ctrl+Return"
        enabled: actions.shown && actions.drain.phase === DrainModel.Serving && !actions.drain.busy && actions.plan.refusal === ""
        onTriggered: actions.startWanted()
    }
    readonly property Command pause: Command {
        changesEngine: true
        text: actions.drain.phase === DrainModel.Paused ? qsTr("Go on") : qsTr("Pause")
        iconName: actions.drain.phase === DrainModel.Paused ? "play" : "pause"
        keys: "Ctrl+P"
        enabled: actions.shown && actions.mayChange && actions.drain.pausable
        onTriggered: {
            if (actions.drain.phase === DrainModel.Paused)
                actions.drain.resume()
            else
                actions.drain.pause()
        }
    }
    readonly property Command cancel: Command {
        changesEngine: true
        iconName: "close"
        text: actions.drain.phase === DrainModel.Drained ? qsTr("Serve again") : qsTr("Cancel the drain")
        keys: "Ctrl+Backspace"
        enabled: actions.shown && actions.mayChange && actions.drain.running
        onTriggered: actions.drain.cancel()
    }
}
