// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The marks of what happened over one chart: a line each, a count where several are one. What somebody did has
// its icon above the plot, what happened has it within, so that neither hides the other. The chart tells what they
// mean.
import QtQuick
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Item {
    id: strip

    required property ChartMarks marks
    // The mark that is told of, -1: none.
    property int current: -1
    // How far the icons stand above the plot.
    property int rise: 14

    Repeater {
        model: strip.marks
        Item {
            id: mark
            required property int index
            required property real at
            required property real until
            required property int entries
            required property string iconName
            required property string tone
            required property int lane
            readonly property bool happened: lane === ChartMarks.Happened
            readonly property bool isCurrent: strip.current === index

            x: Math.round(at * strip.width)
            height: strip.height

            // How long it went on.
            Rectangle {
                visible: mark.until > mark.at
                width: (mark.until - mark.at) * strip.width
                height: parent.height
                color: Theme.faint(Theme.tone(mark.tone), 0.07)
            }
            Rectangle {
                width: mark.isCurrent ? 2 : 1
                height: parent.height
                color: Theme.faint(Theme.tone(mark.tone), mark.isCurrent ? 0.9 : 0.45)
            }
            // Over the lines, which may be there too.
            Rectangle {
                visible: mark.happened
                x: icon.x
                y: icon.y
                width: icon.width + (count.visible ? count.implicitWidth + 2 : 0)
                height: icon.height
                color: Theme.faint(Theme.color.surface, 0.8)
            }
            Icon {
                id: icon
                // At the right edge of the plot it would be cut off.
                x: !mark.happened ? -Math.round(width / 2) : mark.x + width + 12 > strip.width ? -width - 2 : 2
                y: mark.happened ? 1 : -strip.rise
                size: 12
                name: mark.iconName
                color: Theme.tone(mark.tone)
            }
            Label {
                id: count
                visible: mark.entries > 1
                anchors.left: icon.right
                anchors.leftMargin: 1
                y: icon.y - 1
                text: mark.entries
                color: Theme.tone(mark.tone)
                font.pixelSize: 10
                font.weight: Font.Bold
            }
        }
    }
}
