// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The ages as bars, the one where they cluster marked by colour, frame and words.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Streams
import Sluice.Theme

ColumnLayout {
    id: bars

    required property AgeHistogram ages

    spacing: Theme.s
    Accessible.role: Accessible.Chart
    Accessible.name: qsTr("Ages at the end. %1").arg(ages.finding)

    RowLayout {
        Layout.fillWidth: true
        spacing: 3
        Repeater {
            model: bars.ages.bars
            ColumnLayout {
                id: bar
                required property var modelData
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                spacing: 2
                Item {
                    Layout.fillWidth: true
                    implicitHeight: Math.round(56 * Theme.textScale)
                    Rectangle {
                        anchors.bottom: parent.bottom
                        width: parent.width
                        height: 1
                        color: Theme.color.grid
                    }
                    Rectangle {
                        anchors.bottom: parent.bottom
                        width: parent.width
                        height: bar.modelData.count === 0 ? 0 : Math.max(2, Math.round(bar.modelData.share * parent.height))
                        radius: 2
                        color: bar.modelData.isCluster ? Theme.color.warning : Theme.color.accent
                    }
                    HoverHandler {
                        id: hover
                    }
                    Hint {
                        visible: hover.hovered
                        text: qsTr("%1: %2 ends").arg(bar.modelData.range).arg(Format.integer(bar.modelData.count))
                    }
                }
                Label {
                    Layout.fillWidth: true
                    horizontalAlignment: Text.AlignHCenter
                    text: bar.modelData.label
                    muted: !bar.modelData.isCluster
                    color: bar.modelData.isCluster ? Theme.color.warning : Theme.color.textMuted
                    font.pixelSize: Theme.caption
                    font.weight: bar.modelData.isCluster ? Font.DemiBold : Font.Normal
                }
            }
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.s
        Icon {
            name: bars.ages.clustered ? "warning" : "ok"
            color: bars.ages.clustered ? Theme.color.warning : Theme.color.ok
            size: Math.round(16 * Theme.textScale)
        }
        Label {
            objectName: "ageFinding"
            Layout.fillWidth: true
            text: bars.ages.finding
            wrapMode: Text.Wrap
        }
    }
}
