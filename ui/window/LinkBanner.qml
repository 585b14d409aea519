// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Stands over the page while what it shows is not from a living engine: what is wrong, for how long, and what
// can be done.
import QtQuick
import Sluice.Controls
import Sluice.Models
import Sluice.Window

Banner {
    id: banner

    required property ConsoleSession session
    required property EngineChooser chooser
    required property ConsoleActions actions
    readonly property EngineLink link: session.link
    readonly property bool isSaved: chooser.saved.count > 0 && chooser.current !== "own" && chooser.current !== "given"
    readonly property string age: link.secondsSinceSnapshot < 0 ? "" : Format.duration(link.secondsSinceSnapshot)

    objectName: "link-banner"
    visible: text !== "" || title !== ""
    tone: link.state === EngineLink.Stale || title === "" ? "warning" : link.state === EngineLink.Idle ? "info" : "critical"
    title: {
        switch (link.state) {
        case EngineLink.Lost:
            return age === "" ? qsTr("The engine does not answer") : qsTr("Disconnected: all numbers are %1 old").arg(age)
        case EngineLink.Stale:
            return age === "" ? qsTr("No numbers come") : qsTr("All numbers are %1 old").arg(age)
        case EngineLink.Refused: return qsTr("The engine refuses this console")
        case EngineLink.Incompatible: return qsTr("This is no engine that this console understands")
        case EngineLink.Idle:
            return chooser.current === "own" && chooser.own.problem !== "" ? qsTr("No engine of this console's own could be started") : ""
        default: return ""
        }
    }
    text: {
        const reason = link.state === EngineLink.Idle ? chooser.own.problem : link.reason
        return chooser.note === "" ? reason : reason === "" ? chooser.note : reason + "\n" + chooser.note
    }

    ActionButton {
        objectName: "retry"
        visible: banner.actions.retry.enabled && banner.link.state !== EngineLink.Connecting
        action: banner.actions.retry
        iconName: banner.actions.retry.iconName
    }
    ActionButton {
        objectName: "edit"
        visible: banner.isSaved && (banner.link.state === EngineLink.Refused || banner.link.state === EngineLink.Lost)
        text: qsTr("Edit the connection")
        onClicked: banner.actions.window.editConnection(banner.chooser.current)
    }
    ActionButton {
        objectName: "enterToken"
        visible: banner.actions.enterToken.enabled
        action: banner.actions.enterToken
        iconName: banner.actions.enterToken.iconName
        kind: "primary"
    }
}
