// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A chart with its title on a surface, and the way to a picture of it.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Rectangle {
    id: panel

    required property ChartModel model
    // Somebody wants the chart as a file.
    signal pictureWanted(ChartModel model)

    color: Theme.color.surface
    border.color: chart.activeFocus ? Theme.color.accent : Theme.color.border
    border.width: chart.activeFocus ? 2 : 1
    radius: Theme.radius
    implicitWidth: 320
    implicitHeight: 160

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.m
        anchors.topMargin: Theme.s
        anchors.bottomMargin: Theme.s
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.preferredHeight: Math.round(22 * Theme.textScale)
            spacing: Theme.s
            Label {
                Layout.fillWidth: true
                text: panel.model.title
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            IconButton {
                objectName: "savePicture"
                Layout.preferredHeight: Math.round(22 * Theme.textScale)
                Layout.preferredWidth: Math.round(22 * Theme.textScale)
                iconName: "picture"
                label: qsTr("Save the chart \"%1\" as a picture").arg(panel.model.title)
                // Nine of them all the time would be clutter.
                opacity: hover.hovered || activeFocus ? 1 : 0
                onClicked: panel.pictureWanted(panel.model)
            }
        }
        TimeSeriesChart {
            id: chart
            objectName: "chart"
            Layout.fillWidth: true
            Layout.fillHeight: true
            model: panel.model
        }
    }
    HoverHandler {
        id: hover
    }
}
