// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The lines of a chart with their figures at one instant, on one row: what does not fit is counted at its
// end, and stands in the tooltip.
import QtQuick
import Sluice.Controls
import Sluice.Theme

Item {
    id: legend

    // Of ChartModel.readout().
    property var readouts: []
    property bool isOld: false
    property int hidden: 0

    implicitHeight: Math.round(15 * Theme.textScale)
    clip: true

    function fit() {
        const all = row.implicitWidth <= width
        const room = all ? width : width - more.width - Theme.s
        let fitting = 0
        for (let i = 0; i < entries.count; ++i) {
            const entry = entries.itemAt(i)
            if (!entry)
                continue
            entry.opacity = entry.x + entry.width <= room ? 1 : 0
            fitting += entry.opacity
        }
        hidden = entries.count - fitting
    }

    onWidthChanged: fit()

    Row {
        id: row
        height: parent.height
        spacing: Theme.m
        onPositioningComplete: legend.fit()

        Repeater {
            id: entries
            // By number, so that new figures do not make everything anew.
            model: legend.readouts.length
            Row {
                id: entry
                required property int index
                readonly property var readout: legend.readouts[index] ?? {label: "", text: "", color: "gray", dashed: false}
                spacing: Theme.xs
                height: row.height
                Rectangle {
                    width: 10
                    height: entry.readout.dashed ? 1 : 3
                    radius: 1
                    anchors.verticalCenter: parent.verticalCenter
                    color: entry.readout.color
                }
                Label {
                    height: parent.height
                    text: entry.readout.label
                    muted: true
                    font.pixelSize: Theme.caption
                }
                Label {
                    height: parent.height
                    text: entry.readout.text
                    font.pixelSize: Theme.caption
                    font.weight: Font.DemiBold
                    stale: legend.isOld
                }
            }
        }
    }
    Label {
        id: more
        visible: legend.hidden > 0
        anchors.right: parent.right
        height: parent.height
        width: Math.round(24 * Theme.textScale)
        horizontalAlignment: Text.AlignRight
        text: qsTr("+%1").arg(legend.hidden)
        muted: true
        font.pixelSize: Theme.caption
    }
    HoverHandler {
        id: hover
    }
    Hint {
        visible: hover.hovered && legend.readouts.length > 0
        text: legend.readouts.map(each => each.label + ": " + each.exact).join("\n")
    }
}
