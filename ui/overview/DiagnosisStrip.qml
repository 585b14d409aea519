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
    readonly property int count: diagnosis.findings.count

    implicitHeight: row.implicitHeight + 2 * Theme.s
    radius: Theme.radius
    color: count > 0 ? Theme.faint(Theme.tone(diagnosis.tone), 0.08) : Theme.color.surface
    border.color: count > 0 ? Theme.faint(Theme.tone(diagnosis.tone), 0.5) : Theme.color.border
    Accessible.role: Accessible.AlertMessage
    Accessible.name: qsTr("Diagnosis: %1. %2 %3").arg(diagnosis.word).arg(diagnosis.sentence).arg(diagnosis.action)

    RowLayout {
        id: row
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.leftMargin: Theme.m
        anchors.rightMargin: Theme.m
        spacing: Theme.m

        StateBadge {
            objectName: "diagnosisState"
            visible: strip.count === 0
            tone: strip.fresh ? strip.diagnosis.tone : "stale"
            iconName: strip.diagnosis.tone
            text: strip.diagnosis.word
        }
        Label {
            objectName: "diagnosisSentence"
            Layout.fillWidth: true
            Layout.minimumHeight: Math.round(24 * Theme.textScale)
            visible: strip.count === 0
            text: strip.diagnosis.sentence
            stale: !strip.fresh
            wrapMode: Text.Wrap
        }
        ColumnLayout {
            Layout.fillWidth: true
            visible: strip.count > 0
            spacing: 0
            Repeater {
                model: strip.diagnosis.findings
                FindingCard {
                    required property int index
                    Layout.fillWidth: true
                    visible: index === 0 || strip.unfolded
                    stale: !strip.fresh
                }
            }
        }
        ActionButton {
            objectName: "moreFindings"
            visible: strip.count > 1
            Layout.alignment: Qt.AlignTop
            text: strip.unfolded ? qsTr("Fewer") : qsTr("%n more", "", strip.count - 1)
            iconName: strip.unfolded ? "sortUp" : "chevronDown"
            onClicked: strip.unfolded = !strip.unfolded
        }
    }
}
