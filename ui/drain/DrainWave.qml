// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The wave of clients that come back after the drain, from its start to the last of them.
import QtQuick
import Sluice.Controls
import Sluice.Drain
import Sluice.Models
import Sluice.Theme

Item {
    id: wave

    required property DrainPlanModel plan

    implicitHeight: 140
    Accessible.role: Accessible.Chart
    Accessible.name: plan.wave.length === 0 ? qsTr("No client would come back")
        : qsTr("Reconnects after the drain begins: up to %1, the last after %2")
              .arg(Format.brief(plan.reconnectsPerSecond, Format.PerSecond)).arg(Format.duration(plan.waveSeconds))

    Label {
        id: heading
        text: qsTr("When clients come back")
        muted: true
        font.pixelSize: Theme.caption
    }
    Label {
        anchors.right: parent.right
        visible: wave.plan.wave.length > 0
        text: qsTr("highest: %1").arg(Format.brief(wave.plan.reconnectsPerSecond, Format.PerSecond))
        muted: true
        font.pixelSize: Theme.caption
    }
    Item {
        id: plot
        anchors.fill: parent
        anchors.topMargin: heading.height + Theme.xs
        anchors.bottomMargin: axis.height + Theme.xs

        Repeater {
            model: wave.plan.wave
            Rectangle {
                required property real modelData
                required property int index
                readonly property real part: plot.width / Math.max(1, wave.plan.wave.length)
                x: Math.round(index * part)
                width: Math.max(1, Math.round((index + 1) * part) - Math.round(index * part) - 1)
                height: modelData > 0 ? Math.max(1, Math.round(modelData * plot.height)) : 0
                y: plot.height - height
                color: Theme.faint(Theme.color.accent, 0.28)
                Rectangle {
                    width: parent.width
                    height: Math.min(2, parent.height)
                    color: Theme.color.accent
                }
            }
        }
        Rectangle {
            y: parent.height
            width: parent.width
            height: 1
            color: Theme.color.border
        }
        Label {
            anchors.centerIn: parent
            visible: wave.plan.wave.length === 0
            text: wave.plan.known ? qsTr("No stream is open: nobody would come back.") : qsTr("Nothing to preview yet.")
            muted: true
        }
    }
    Label {
        id: axis
        anchors.bottom: parent.bottom
        visible: wave.plan.wave.length > 0
        text: qsTr("drain begins")
        muted: true
        font.pixelSize: Theme.caption
    }
    Label {
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        visible: axis.visible
        text: qsTr("after %1").arg(Format.duration(Math.ceil(wave.plan.waveSeconds)))
        muted: true
        font.pixelSize: Theme.caption
    }
}
