// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which engine is shown, how fresh the numbers are, and the span of time of all charts.
import QtQuick
import QtQuick.Layouts
import Sluice.Components
import Sluice.Models
import Sluice.Theme

Rectangle {
    id: bar

    required property ConsoleSession session
    required property ConsoleActions actions

    implicitHeight: Theme.controlHeight + 2 * Theme.s + 4
    color: Theme.color.surface

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.color.border
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.l
        anchors.rightMargin: Theme.l
        spacing: Theme.m

        Label {
            text: bar.session.link.name
            font.weight: Font.DemiBold
        }
        FreshnessBadge {
            link: bar.session.link
        }
        Item {
            Layout.fillWidth: true
        }
        SegmentedChoice {
            label: qsTr("Span of time")
            value: bar.session.view.windowSeconds
            options: [
                {value: 60, text: qsTr("1 min")},
                {value: 300, text: qsTr("5 min")},
                {value: 900, text: qsTr("15 min")},
                {value: 3600, text: qsTr("60 min")}
            ]
            onChosen: value => bar.session.view.windowSeconds = value
        }
        IconButton {
            action: bar.actions.pause
            iconName: action.icon.name
            checked: bar.session.view.paused
        }
        IconButton {
            action: bar.actions.theme
            iconName: action.icon.name
        }
    }
}
