// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How do I take this node out? A plan with what it would do, then its course, whoever started it.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Drain
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session
    readonly property alias drain: drain
    readonly property alias plan: plan
    readonly property alias actions: actions

    // For the window's palette and its list of shortcuts.
    readonly property var commands: [actions.start, actions.pause, actions.cancel]

    DrainModel {
        id: drain
        link: page.session.link
        active: page.visible
    }
    DrainPlanModel {
        id: plan
        drain: drain
        active: page.visible && drain.phase === DrainModel.Serving
    }
    DrainActions {
        id: actions
        drain: drain
        plan: plan
        shown: page.visible
        onStartWanted: confirmation.open()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Drain")
            question: qsTr("How do I take this node out?")
        }
        Banner {
            objectName: "readOnly"
            Layout.fillWidth: true
            visible: drain.phase !== DrainModel.Unknown && drain.readOnlyReason !== ""
            title: qsTr("Read-only")
            text: drain.readOnlyReason
        }
        Banner {
            objectName: "problem"
            Layout.fillWidth: true
            visible: drain.problem !== ""
            tone: "critical"
            title: qsTr("Refused")
            text: drain.problem
            IconButton {
                iconName: "close"
                label: qsTr("Dismiss")
                onClicked: drain.dismiss()
            }
        }
        Banner {
            objectName: "ending"
            Layout.fillWidth: true
            visible: drain.ending !== DrainModel.NotSeen
            tone: drain.ending === DrainModel.Emptied || drain.ending === DrainModel.Reopened ? "ok"
                : drain.ending === DrainModel.Exited ? "info" : "warning"
            title: {
                switch (drain.ending) {
                case DrainModel.Emptied: return qsTr("Drained")
                case DrainModel.Reopened: return qsTr("Serving again")
                case DrainModel.Exited: return qsTr("The engine has exited")
                default: return qsTr("Called off")
                }
            }
            text: drain.summary
            ActionButton {
                objectName: "serveAgain"
                visible: drain.phase === DrainModel.Drained
                action: actions.cancel
                iconName: "play"
                kind: "primary"
            }
            IconButton {
                objectName: "dismiss"
                visible: drain.phase !== DrainModel.Drained
                iconName: "close"
                label: qsTr("Dismiss")
                onClicked: drain.dismiss()
            }
        }
        DrainPhaseStrip {
            Layout.fillWidth: true
            visible: drain.phase !== DrainModel.Unknown
            phase: drain.phase
            fresh: page.session.link.live
        }
        DrainPlanPanel {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: drain.phase === DrainModel.Serving
            plan: plan
            actions: actions
            embedded: page.session.link.embedded
        }
        DrainProgressPanel {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: drain.running
            drain: drain
            actions: actions
            session: page.session
        }
        EmptyState {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: drain.phase === DrainModel.Unknown
            iconName: "drain"
            title: page.session.link.live ? qsTr("Asking the engine") : qsTr("No engine answers")
            text: page.session.link.live ? "" : qsTr("As soon as one is connected, its drain can be planned here.")
        }
    }

    ConfirmDialog {
        id: confirmation
        objectName: "confirmation"
        title: qsTr("Drain %1?").arg(page.session.link.name)
        text: qsTr("New streams are refused from now on, and all that are open end. Clients are told when to come back.")
        targets: [
            qsTr("Engine: %1").arg(page.session.link.name),
            qsTr("Streams open now: %1").arg(Format.integer(plan.streams)),
            qsTr("Time: about %1").arg(Format.duration(Math.ceil(plan.seconds))),
            qsTr("Forced at the deadline: %1").arg(Format.integer(plan.forced)),
            qsTr("Reconnects: up to %1").arg(Format.brief(plan.reconnectsPerSecond, Format.PerSecond)),
            plan.fields["then"] === "exit" ? qsTr("Then: the engine exits") : qsTr("Then: the engine holds until it is told to serve again")
        ]
        verb: actions.start.text
        onAccepted: plan.start()
    }
}
