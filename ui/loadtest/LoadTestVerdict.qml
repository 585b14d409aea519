// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether a load test reached what was asked, threshold by threshold.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Panel {
    id: panel

    required property LoadTest test

    title: qsTr("Verdict")
    subtitle: test.note
    tools: StateBadge {
        objectName: "verdict"
        tone: panel.test.interrupted ? "warning" : panel.test.passed ? "ok" : "critical"
        text: panel.test.interrupted ? qsTr("Interrupted: so far") : panel.test.passed ? qsTr("It holds") : qsTr("Missed")
    }

    function word(name: string): string {
        switch (name) {
        case "connect_failures": return qsTr("Failed connects")
        case "drop_rate": return qsTr("Drops")
        case "loss": return qsTr("Lost events")
        case "duplicates": return qsTr("Duplicates")
        case "published": return qsTr("Published")
        case "publish_errors": return qsTr("Failed publishes")
        case "publish_share": return qsTr("Published of offered")
        case "p50": return qsTr("p50 latency")
        case "p99": return qsTr("p99 latency")
        case "rss_growth": return qsTr("Memory growth")
        default: return name
        }
    }

    Flow {
        Layout.fillWidth: true
        spacing: Theme.s
        Repeater {
            model: panel.test.thresholds
            Rectangle {
                id: threshold
                required property var modelData
                width: Math.round(150 * Theme.textScale)
                height: column.implicitHeight + 2 * Theme.s
                radius: Theme.radiusSmall
                color: Theme.color.raised
                border.color: modelData.passed ? Theme.color.border : Theme.color.critical
                Accessible.role: Accessible.StaticText
                Accessible.name: panel.word(modelData.name) + ": " + modelData.measured + ", " + modelData.asked
                    + ", " + (modelData.passed ? qsTr("reached") : qsTr("missed"))
                ColumnLayout {
                    id: column
                    anchors.fill: parent
                    anchors.margins: Theme.s
                    spacing: 0
                    RowLayout {
                        spacing: Theme.xs
                        Icon {
                            name: threshold.modelData.passed ? "ok" : "critical"
                            color: Theme.tone(name)
                            size: Math.round(14 * Theme.textScale)
                        }
                        Label {
                            Layout.fillWidth: true
                            text: panel.word(threshold.modelData.name)
                            font.pixelSize: Theme.caption
                        }
                    }
                    Label {
                        text: threshold.modelData.measured
                        font.pixelSize: Theme.title
                        font.weight: Font.DemiBold
                    }
                    Label {
                        text: threshold.modelData.asked
                        muted: true
                        font.pixelSize: Theme.caption
                    }
                }
            }
        }
    }
}
