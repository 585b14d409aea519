// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the load needs, each figure with its reason; what does not fit first, with the command that mends it.
import QtQuick
import QtQuick.Layouts
import Sluice.Capacity
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Panel {
    id: panel

    required property CapacityPlan plan

    title: qsTr("What it needs")
    tools: StateBadge {
        visible: panel.plan.hasPlan
        tone: panel.plan.fits ? "ok" : "critical"
        text: panel.plan.fits ? qsTr("It fits") : qsTr("It does not fit")
    }

    EmptyState {
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: !panel.plan.hasPlan
        iconName: "capacity"
        title: panel.plan.busy ? qsTr("Asking the engine") : qsTr("No plan")
        text: panel.plan.busy ? qsTr("Its settings and its machine decide what fits.")
                              : qsTr("The engine does not answer; the plan appears when it is back.")
    }
    Label {
        Layout.fillWidth: true
        visible: panel.plan.hasPlan
        wrapMode: Text.Wrap
        text: qsTr("(%1 clients × %2 duration) / %3 window = %4 streams at one time; with headroom pool.max_streams = %5 (now %6).")
              .arg(panel.plan.load.clients).arg(panel.plan.load.streamDuration)
              .arg(panel.plan.load.timeoutWindow === "0" ? panel.plan.load.streamDuration : panel.plan.load.timeoutWindow)
              .arg(Format.integer(panel.plan.poolSize)).arg(Format.integer(panel.plan.maxStreams)).arg(panel.plan.presentCap)
    }
    ReadingList {
        id: list
        objectName: "needs"
        label: panel.title
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: panel.plan.hasPlan
        model: panel.plan.figures
        header: Column {
            width: list.rowWidth
            bottomPadding: Theme.s
            spacing: Theme.s
            Repeater {
                model: panel.plan.shortfalls
                Banner {
                    required property var modelData
                    width: list.rowWidth
                    tone: "critical"
                    title: modelData.message
                    text: modelData.remedy
                }
            }
            Repeater {
                model: panel.plan.advice
                Banner {
                    required property string modelData
                    width: list.rowWidth
                    tone: "warning"
                    title: modelData
                }
            }
        }
        delegate: Item {
            id: figure
            required property var modelData
            width: list.rowWidth
            height: line.implicitHeight + 2 * Theme.s
            Accessible.role: Accessible.StaticText
            Accessible.name: modelData.title + ": " + modelData.value + ". " + modelData.reason
            GridLayout {
                id: line
                // Where three columns have no room, the reason stands below.
                readonly property bool isNarrow: figure.width < 560 * Theme.textScale
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                columns: isNarrow ? 2 : 3
                columnSpacing: Theme.m
                rowSpacing: 2
                Label {
                    Layout.preferredWidth: Math.round(150 * Theme.textScale)
                    Layout.fillWidth: line.isNarrow
                    text: figure.modelData.title
                }
                Label {
                    Layout.preferredWidth: Math.round(110 * Theme.textScale)
                    horizontalAlignment: Text.AlignRight
                    text: figure.modelData.value
                    font.weight: Font.DemiBold
                }
                Label {
                    Layout.fillWidth: true
                    Layout.columnSpan: line.isNarrow ? 2 : 1
                    text: figure.modelData.reason
                    muted: true
                    wrapMode: Text.Wrap
                }
            }
            Rectangle {
                anchors.bottom: parent.bottom
                width: parent.width
                height: 1
                color: Theme.color.grid
            }
        }
    }
}
