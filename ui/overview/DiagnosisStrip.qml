// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The diagnosis in one sentence, with its evidence and the first thing to do.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Rectangle {
    id: strip

    required property Diagnosis diagnosis
    property bool unfolded: false
    property bool fresh: true

    implicitHeight: column.implicitHeight + 2 * Theme.s
    radius: Theme.radius
    color: diagnosis.findingCount > 0 ? Theme.faint(Theme.tone(diagnosis.tone), 0.08) : Theme.color.surface
    border.color: diagnosis.findingCount > 0 ? Theme.faint(Theme.tone(diagnosis.tone), 0.5) : Theme.color.border
    Accessible.role: Accessible.AlertMessage
    Accessible.name: qsTr("Diagnosis: %1. %2 %3").arg(diagnosis.word).arg(diagnosis.sentence).arg(diagnosis.action)

    ColumnLayout {
        id: column
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: Theme.m
        anchors.rightMargin: Theme.m
        spacing: Theme.xs

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.m

            StateBadge {
                objectName: "diagnosisState"
                Layout.alignment: Qt.AlignTop
                tone: strip.fresh ? strip.diagnosis.tone : "stale"
                iconName: strip.diagnosis.tone
                text: strip.diagnosis.word
            }
            Label {
                objectName: "diagnosisSentence"
                Layout.fillWidth: true
                Layout.minimumHeight: Math.round(24 * Theme.textScale)
                text: strip.diagnosis.sentence
                stale: !strip.fresh
                font.weight: strip.diagnosis.findingCount > 0 ? Font.DemiBold : Font.Normal
                wrapMode: Text.Wrap
            }
            ActionButton {
                objectName: "moreFindings"
                visible: strip.diagnosis.findingCount > 1
                Layout.alignment: Qt.AlignTop
                text: strip.unfolded ? qsTr("Fewer") : qsTr("%n more", "", strip.diagnosis.findingCount - 1)
                iconName: strip.unfolded ? "sortUp" : "chevronDown"
                onClicked: strip.unfolded = !strip.unfolded
            }
        }
        Label {
            objectName: "diagnosisAction"
            Layout.fillWidth: true
            visible: text !== ""
            text: strip.diagnosis.action === "" ? "" : qsTr("First: %1").arg(strip.diagnosis.action)
            stale: !strip.fresh
            wrapMode: Text.Wrap
        }
        Label {
            objectName: "diagnosisEvidence"
            Layout.fillWidth: true
            visible: text !== ""
            text: strip.diagnosis.evidence.join("   ")
            muted: true
            font.pixelSize: Theme.caption
            wrapMode: Text.Wrap
        }
        Repeater {
            model: strip.unfolded ? strip.diagnosis.findings.slice(1) : []
            RowLayout {
                id: finding
                required property var modelData
                Layout.fillWidth: true
                spacing: Theme.m
                StateBadge {
                    Layout.alignment: Qt.AlignTop
                    tone: finding.modelData.severity
                    text: finding.modelData.severity === "critical" ? qsTr("Critical") : qsTr("Warning")
                }
                Label {
                    Layout.fillWidth: true
                    text: finding.modelData.summary + "\n" + qsTr("First: %1").arg(finding.modelData.action)
                    wrapMode: Text.Wrap
                }
            }
        }
    }
}
