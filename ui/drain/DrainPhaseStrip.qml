// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where a drain is, by icon and word.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Drain
import Sluice.Theme

RowLayout {
    id: strip

    required property int phase
    property bool fresh: true
    readonly property var steps: [
        {phase: DrainModel.Serving, icon: "streams", text: qsTr("Serving"), tone: "ok"},
        {phase: DrainModel.Grace, icon: "clock", text: qsTr("Grace"), tone: "info"},
        {phase: DrainModel.Evicting, icon: "drain", text: qsTr("Evicting"), tone: "info"},
        {phase: DrainModel.Paused, icon: "pause", text: qsTr("Paused"), tone: "warning"},
        {phase: DrainModel.Forcing, icon: "critical", text: qsTr("Forcing"), tone: "critical"},
        {phase: DrainModel.Drained, icon: "ok", text: qsTr("Drained"), tone: "ok"}
    ]
    readonly property string word: {
        const now = steps.find(step => step.phase === phase)
        return now ? now.text : qsTr("Unknown")
    }

    objectName: "phases"
    spacing: Theme.s
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Phase: %1").arg(word)

    Repeater {
        model: strip.steps
        Rectangle {
            id: step
            required property var modelData
            readonly property bool isNow: strip.phase === modelData.phase
            readonly property string tone: strip.fresh ? modelData.tone : "stale"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            implicitHeight: Theme.controlHeight
            radius: Theme.radiusSmall
            color: isNow ? Theme.faint(Theme.tone(tone), 0.14) : Theme.color.surface
            border.color: isNow ? Theme.tone(tone) : Theme.color.border
            RowLayout {
                anchors.centerIn: parent
                spacing: Theme.s
                Icon {
                    name: step.modelData.icon
                    color: step.isNow ? Theme.tone(step.tone) : Theme.color.textMuted
                    size: Math.round(16 * Theme.textScale)
                }
                Label {
                    text: step.modelData.text
                    muted: !step.isNow
                    stale: step.isNow && !strip.fresh
                    font.weight: step.isNow ? Font.DemiBold : Font.Normal
                }
            }
        }
    }
}
