// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A number in a panel of details, with its course since somebody looks.
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Controls
import Sluice.Theme

ColumnLayout {
    id: course

    property string name
    property string value
    property bool stale: false
    property alias values: line.values
    property alias capacity: line.capacity
    property alias color: line.color

    Layout.fillWidth: true
    Layout.bottomMargin: Theme.xs
    spacing: 2
    Accessible.role: Accessible.Chart
    Accessible.name: name + ": " + value

    RowLayout {
        Layout.fillWidth: true
        Label {
            Layout.fillWidth: true
            text: course.name
            muted: true
        }
        Label {
            text: course.value
            stale: course.stale
            font.weight: Font.DemiBold
        }
    }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: Math.round(48 * Theme.textScale)
        color: Theme.color.raised
        radius: Theme.radiusSmall
        Sparkline {
            id: line
            anchors.fill: parent
            anchors.margins: 3
            color: Theme.color.series[0]
        }
    }
}
