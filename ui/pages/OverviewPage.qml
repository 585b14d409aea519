// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Is it healthy now? The numbers that matter, and their course.
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Components
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session
    readonly property SnapshotStore snapshots: session.snapshots

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.l

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Overview")
            question: qsTr("Is it healthy now?")
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.m
            StatTile {
                Layout.fillWidth: true
                name: qsTr("Active streams")
                fresh: page.session.link.live
                value: page.snapshots.count, Format.brief(page.snapshots.latest("active_streams"), Format.Count)
            }
        }
        Panel {
            Layout.fillWidth: true
            Layout.fillHeight: true
            title: qsTr("Streams")
            TimeSeriesChart {
                Layout.fillWidth: true
                Layout.fillHeight: true
                model: ChartModel {
                    title: qsTr("Streams")
                    view: page.session.view
                    unit: Format.Count
                    ChartLine {
                        column: "active_streams"
                        label: qsTr("active")
                        color: Theme.color.series[0]
                    }
                }
            }
        }
    }
}
