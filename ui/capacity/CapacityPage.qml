// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What should the cap be? The load at the left, what it needs at the right, and the configurations for it below.
import QtQuick
import QtQuick.Layouts
import Sluice.Capacity
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session

    // What is typed and no figure leaves the plan of the figures before it: that is not what would be applied.
    readonly property bool isReadable: Object.values(plan.problems).every(problem => problem === "")

    // For the window's palette and its list of shortcuts.
    readonly property var commands: [useLive, apply, configurations.copy]

    Command {
        id: useLive
        iconName: "refresh"
        text: qsTr("Take the engine's load")
        keys: "F5"
        enabled: page.visible && page.session.link.live
        onTriggered: plan.useLive()
    }
    Command {
        id: apply
        iconName: "ok"
        text: qsTr("Set the cap to %1").arg(Format.integer(plan.maxStreams))
        keys: "Ctrl+Return"
        enabled: page.visible && plan.fits && page.isReadable && page.session.link.live && page.session.link.mayOperate && !plan.busy
        onTriggered: plan.apply(qsTr("capacity plan for %1 clients").arg(plan.load.clients))
    }

    CapacityPlan {
        id: plan
        link: page.session.link
        tuning: page.session.tuning
    }
    Component.onCompleted: plan.refresh()
    onVisibleChanged: {
        if (visible)
            plan.refresh()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Capacity")
            question: qsTr("What should the cap be?")
            ActionButton {
                objectName: "useLive"
                action: useLive
                iconName: useLive.iconName
                hint: qsTr("Clients, durations and rates as the engine had them within the last hour")
            }
            ActionButton {
                objectName: "apply"
                kind: "primary"
                action: apply
                hint: page.session.link.mayOperate ? qsTr("Takes effect at once; the journal can undo it")
                                                   : qsTr("This token may only look: a viewer changes nothing.")
            }
        }
        Banner {
            Layout.fillWidth: true
            visible: plan.outcome !== "" || plan.error !== ""
            tone: plan.error !== "" ? "critical" : plan.outcomeIsGood ? "ok" : "warning"
            title: plan.error !== "" ? plan.error : plan.outcome
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.m

            CapacityLoad {
                Layout.preferredWidth: Math.round(300 * Math.max(1, Theme.textScale * 0.9))
                Layout.fillHeight: true
                plan: plan
            }
            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: true
                spacing: Theme.m
                CapacityNeeds {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredHeight: 3
                    plan: plan
                }
                CapacityConfigurations {
                    id: configurations
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredHeight: 2
                    plan: plan
                }
            }
        }
    }
}
