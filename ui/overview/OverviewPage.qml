// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Is it healthy now? What is wrong first, then the numbers that matter, then their course.
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session
    readonly property SnapshotStore snapshots: session.snapshots
    readonly property bool hasFigures: snapshots.count > 0
    // Figures of a paused view are as old as the pause.
    readonly property bool fresh: session.view.fresh && (!session.view.paused || session.recording.open)

    Binding {
        target: page.session.diagnosis
        property: "watched"
        value: page.visible
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Overview")
            question: qsTr("Is it healthy now?")
        }
        ScrollArea {
            id: area
            objectName: "overviewArea"
            label: qsTr("Figures and charts")
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.hasFigures

            ColumnLayout {
                id: content
                width: parent ? parent.width : 0
                spacing: Theme.m

                DiagnosisStrip {
                    id: strip
                    objectName: "diagnosisStrip"
                    Layout.fillWidth: true
                    // It speaks of the engine now.
                    visible: !page.session.recording.open
                    diagnosis: page.session.diagnosis
                    fresh: page.session.link.live
                }
                GridLayout {
                    id: tiles
                    readonly property bool uniform: columns < 8
                    Layout.fillWidth: true
                    // All in one row where they fit; else in rows that they fill, none with a figure cut.
                    columns: area.width >= 1000 * Theme.textScale ? 8 : area.width >= 872 * Theme.textScale ? 4 : 3
                    columnSpacing: Theme.s
                    rowSpacing: Theme.s

                    PoolGauge {
                        objectName: "poolGauge"
                        Layout.fillHeight: true
                        Layout.fillWidth: tiles.uniform
                        Layout.preferredWidth: !tiles.uniform ? implicitWidth : tiles.columns === 3 ? 200 + tiles.columnSpacing : 100
                        Layout.columnSpan: tiles.columns === 3 ? 2 : 1
                        snapshots: page.snapshots
                        view: page.session.view
                        fresh: page.fresh
                    }
                    Repeater {
                        model: [
                            {name: qsTr("Active streams"), column: "active_streams", unit: Format.Count},
                            {name: qsTr("Events delivered"), column: "events_delivered_per_second", unit: Format.PerSecond},
                            {name: qsTr("Bytes sent"), column: "sent_bytes_per_second", unit: Format.BytesPerSecond},
                            {name: qsTr("Delivery p99"), column: "delivery_latency_p99_seconds", unit: Format.Seconds},
                            {name: qsTr("Loop lag"), column: "loop_lag_max_seconds", unit: Format.Seconds},
                            {name: qsTr("Descriptors"), column: "descriptors_used", unit: Format.Count},
                            {name: qsTr("Memory"), column: "resident_bytes", unit: Format.Bytes}
                        ]
                        MetricTile {
                            required property var modelData
                            objectName: "tile-" + modelData.column
                            Layout.fillWidth: true
                            Layout.fillHeight: true
                            Layout.preferredWidth: 100
                            view: page.session.view
                            name: modelData.name
                            column: modelData.column
                            unit: modelData.unit
                            fresh: page.fresh
                        }
                    }
                }
                OverviewCharts {
                    objectName: "overviewCharts"
                    Layout.fillWidth: true
                    session: page.session
                    room: area.height - tiles.implicitHeight - (strip.visible ? strip.implicitHeight + Theme.m : 0) - Theme.m - Theme.s
                }
            }
        }
        EmptyState {
            objectName: "overviewEmpty"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: !page.hasFigures
            iconName: "overview"
            title: page.session.link.state === EngineLink.Idle ? qsTr("No engine is chosen")
                 : page.session.link.state === EngineLink.Connecting ? qsTr("Connecting to %1").arg(page.session.link.name)
                 : page.session.link.state === EngineLink.Live || page.session.link.state === EngineLink.Stale
                   ? qsTr("Waiting for the first snapshot") : qsTr("%1 does not answer").arg(page.session.link.name)
            text: page.session.link.state === EngineLink.Idle
                  ? qsTr("Choose one at the top, or open a recording with Ctrl+O.") : page.session.link.reason
        }
    }
}
