// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The load that is planned for, each value typed with its unit.
import QtQuick
import QtQuick.Layouts
import Sluice.Capacity
import Sluice.Controls
import Sluice.Theme

Panel {
    id: panel

    required property CapacityPlan plan

    title: qsTr("Load")

    ScrollArea {
        id: area
        label: panel.title
        Layout.fillWidth: true
        Layout.fillHeight: true

        ColumnLayout {
            width: parent.width
            spacing: Theme.s

            Label {
                Layout.fillWidth: true
                text: panel.plan.source
                muted: true
                wrapMode: Text.Wrap
            }
            Repeater {
                model: [
                    {name: "clients", label: qsTr("Concurrent clients"), help: qsTr("tabs, apps, devices at one time")},
                    {name: "streamDuration", label: qsTr("Average stream duration"), help: qsTr("such as 10min or 2h")},
                    {name: "timeoutWindow", label: qsTr("Timeout window"),
                     help: qsTr("from one connect of a client to its next; 0: nothing cuts its stream")},
                    {name: "eventRate", label: qsTr("Events per second, each stream"), help: qsTr("0: heartbeats only")},
                    {name: "eventSize", label: qsTr("Size of an event"), help: qsTr("such as 100B or 4KiB")},
                    {name: "channels", label: qsTr("Channels"), help: qsTr("over which the clients spread")},
                    {name: "headroom", label: qsTr("Headroom, percent"), help: qsTr("of the pool, free at this load")}
                ]
                ColumnLayout {
                    id: row
                    required property var modelData
                    readonly property string problem: panel.plan.problems[modelData.name] ?? ""
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.xs
                    spacing: 2
                    Label {
                        text: row.modelData.label
                    }
                    EntryField {
                        objectName: "field-" + row.modelData.name
                        Layout.fillWidth: true
                        label: row.modelData.label
                        problem: row.problem
                        text: panel.plan.load[row.modelData.name] ?? ""
                        onEditingFinished: panel.plan.set(row.modelData.name, text)
                    }
                    Label {
                        Layout.fillWidth: true
                        text: row.problem !== "" ? row.problem : row.modelData.help
                        color: row.problem !== "" ? Theme.color.critical : Theme.color.textMuted
                        font.pixelSize: Theme.caption
                        wrapMode: Text.Wrap
                    }
                }
            }
        }
    }
}
