// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How far a load test is, in numbers.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Panel {
    id: panel

    required property LoadTest test
    readonly property var figures: test.progress
    readonly property bool hasFigures: figures.phase !== undefined
    readonly property string phase: {
        switch (figures.phase) {
        case "connecting": return qsTr("Connecting")
        case "settling": return qsTr("Settling")
        case "holding": return qsTr("Holding")
        case "publishing": return qsTr("Publishing")
        case "finishing": return qsTr("Waiting for the last events")
        case "finished": return qsTr("Finished")
        case "interrupted": return qsTr("Interrupted")
        default: return test.running ? qsTr("Starting") : qsTr("Not started")
        }
    }

    title: phase
    subtitle: hasFigures ? qsTr("%1 of %2 clients connected").arg(Format.integer(figures.connected))
                                                             .arg(Format.integer(figures.asked))
                         : qsTr("Clients, publishers and their measurements run in a process of their own.")

    Rectangle {
        Layout.fillWidth: true
        implicitHeight: 6
        radius: 3
        color: Theme.color.raised
        border.color: Theme.color.border
        Accessible.role: Accessible.ProgressBar
        Accessible.name: panel.phase
        Rectangle {
            height: parent.height
            radius: 3
            color: Theme.color.accent
            width: parent.width * (panel.test.share >= 0 ? Math.min(1, panel.test.share)
                 : panel.figures.phase === "finished" || panel.figures.phase === "finishing" ? 1 : 0)
        }
    }
    GridLayout {
        Layout.fillWidth: true
        columns: 5
        columnSpacing: Theme.l
        Repeater {
            model: [
                {name: qsTr("Delivered"), value: panel.figures.delivered, unit: Format.Count},
                {name: qsTr("Deliveries"), value: panel.figures.delivery_rate, unit: Format.PerSecond},
                {name: qsTr("p50, p99 now"), value: panel.figures.p50_ms, second: panel.figures.p99_ms, unit: Format.Seconds},
                {name: qsTr("Drops, gaps"), value: panel.figures.drops, second: panel.figures.gaps, unit: Format.Count},
                {name: qsTr("Refused"), value: panel.figures.refused, unit: Format.Count}
            ]
            ColumnLayout {
                id: cell
                required property var modelData
                readonly property real factor: modelData.unit === Format.Seconds ? 0.001 : 1
                function text(value: var): string {
                    return value === undefined || value === null ? "–" : Format.brief(value * factor, modelData.unit)
                }
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                spacing: 2
                Accessible.role: Accessible.StaticText
                Accessible.name: modelData.name + ": " + number.text
                Label {
                    Layout.fillWidth: true
                    text: cell.modelData.name
                    muted: true
                    font.pixelSize: Theme.caption
                }
                Label {
                    id: number
                    Layout.fillWidth: true
                    text: cell.text(cell.modelData.value)
                        + (cell.modelData.second === undefined ? "" : " / " + cell.text(cell.modelData.second))
                    font.pixelSize: Theme.title
                    font.weight: Font.DemiBold
                }
            }
        }
    }
}
