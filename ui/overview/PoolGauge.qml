// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How full the pool is, 0 to 100 %, with the cap and what is free; its state by icon, word and colour.
import QtQuick
import QtQuick.Layouts
import QtQuick.Shapes
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Rectangle {
    id: gauge

    required property SnapshotStore snapshots
    required property TimeView view
    property bool fresh: true

    readonly property real active: (view.end, snapshots.valueAt("active_streams", view.end))
    readonly property real cap: (view.end, snapshots.valueAt("max_streams", view.end))
    readonly property real percent: (view.end, snapshots.valueAt("pool_utilization_percent", view.end))
    readonly property bool isKnown: !isNaN(percent)
    readonly property string level: !isKnown ? "unknown" : percent >= 100 ? "full" : percent >= 95 ? "nearly"
                                  : percent >= 80 ? "filling" : "room"
    readonly property string tone: ({unknown: "muted", full: "critical", nearly: "critical", filling: "warning", room: "ok"})[level]
    readonly property string word: ({
        unknown: qsTr("Unknown"),
        full: qsTr("Full"),
        nearly: qsTr("Nearly full"),
        filling: qsTr("Filling up"),
        room: qsTr("Room")
    })[level]
    readonly property string sentence: isKnown
        ? qsTr("%1 of %2, %3 free").arg(Format.brief(active, Format.Count)).arg(Format.brief(cap, Format.Count))
            .arg(Format.brief(Math.max(0, cap - active), Format.Count))
        : qsTr("no figure yet")

    color: Theme.color.surface
    border.color: Theme.color.border
    radius: Theme.radius
    implicitWidth: Math.round(250 * Theme.textScale)
    implicitHeight: body.implicitHeight + 2 * Theme.s
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("Pool: %1, %2, %3").arg(Format.brief(percent, Format.Percent)).arg(word).arg(sentence)

    RowLayout {
        id: body
        anchors.fill: parent
        anchors.margins: Theme.s
        anchors.leftMargin: Theme.m
        spacing: Theme.m

        Item {
            id: dial
            Layout.preferredWidth: Math.round(88 * Theme.textScale)
            Layout.preferredHeight: Math.round(56 * Theme.textScale)
            readonly property real ring: width / 2 - 6

            DrawnAnew {
                anchors.fill: parent
                sourceComponent: Shape {
                    ShapePath {
                        strokeColor: Theme.color.grid
                        strokeWidth: 9
                        fillColor: "transparent"
                        capStyle: ShapePath.FlatCap
                        PathAngleArc {
                            centerX: dial.width / 2
                            centerY: dial.height - 6
                            radiusX: dial.ring
                            radiusY: dial.ring
                            startAngle: 180
                            sweepAngle: 180
                        }
                    }
                    ShapePath {
                        strokeColor: gauge.isKnown && gauge.percent > 0 ? (!gauge.fresh ? Theme.color.stale : gauge.tone === "ok" ? Theme.color.accent : Theme.tone(gauge.tone)) : "transparent"
                        strokeWidth: 9
                        fillColor: "transparent"
                        capStyle: ShapePath.FlatCap
                        PathAngleArc {
                            centerX: dial.width / 2
                            centerY: dial.height - 6
                            radiusX: dial.ring
                            radiusY: dial.ring
                            startAngle: 180
                            sweepAngle: gauge.isKnown ? 1.8 * Math.min(100, Math.max(0.6, gauge.percent)) : 0
                        }
                    }
                }
            }
            Label {
                anchors.horizontalCenter: parent.horizontalCenter
                anchors.bottom: parent.bottom
                text: Format.brief(gauge.percent, Format.Percent)
                font.pixelSize: Theme.figure
                font.weight: Font.DemiBold
                stale: !gauge.fresh
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            RowLayout {
                spacing: Theme.xs
                Label {
                    text: qsTr("Pool")
                    muted: true
                    font.pixelSize: Theme.caption
                }
                Icon {
                    name: gauge.tone
                    color: Theme.tone(gauge.tone)
                    size: Math.round(13 * Theme.textScale)
                }
                Label {
                    Layout.fillWidth: true
                    text: gauge.word
                    font.pixelSize: Theme.caption
                    font.weight: Font.DemiBold
                }
            }
            Label {
                Layout.fillWidth: true
                text: gauge.isKnown ? qsTr("%1 of %2").arg(Format.brief(gauge.active, Format.Count)).arg(Format.brief(gauge.cap, Format.Count)) : gauge.sentence
                stale: !gauge.fresh
            }
            Label {
                Layout.fillWidth: true
                visible: gauge.isKnown
                text: qsTr("%1 free").arg(Format.brief(Math.max(0, gauge.cap - gauge.active), Format.Count))
                muted: true
                stale: !gauge.fresh
            }
        }
    }
    HoverHandler {
        id: hover
    }
    Hint {
        visible: hover.hovered && gauge.isKnown
        text: qsTr("%1 active streams, the cap is %2 (pool.max_streams): %3 full")
            .arg(Format.integer(gauge.active)).arg(Format.integer(gauge.cap)).arg(Format.exact(gauge.percent, Format.Percent))
    }
}
