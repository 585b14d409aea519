// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A chart over the shared span of time: lines or stacked areas, limits, gaps, and the crosshair that reads all
// charts at one instant. The one file that imports QtCharts, which only draws the series here: axes, words and
// everything that the pointer touches are ours.
import QtCharts
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Components
import Sluice.Models
import Sluice.Theme

Item {
    id: chart

    required property ChartModel model
    // What stands at the right of the legend.
    property alias tools: toolRow.data
    // Laid over the plot, below the crosshair: marks of what happened.
    property alias overlay: overlayArea.data
    property bool legendVisible: true
    readonly property Item plot: plotArea
    // A pause shows the past on purpose; else figures that are not of now are greyed.
    readonly property bool isOld: model.view !== null && !model.view.fresh && !model.view.paused

    implicitWidth: 320
    implicitHeight: 180
    Accessible.role: Accessible.Chart
    Accessible.name: model.summary

    Binding {
        target: chart.model
        property: "active"
        value: chart.visible
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.xs

        RowLayout {
            visible: chart.legendVisible
            Layout.fillWidth: true
            spacing: Theme.m

            Repeater {
                // At the crosshair's instant when there is one, else now.
                model: chart.readouts
                Row {
                    id: entry
                    required property var modelData
                    spacing: Theme.xs + 2
                    Rectangle {
                        width: 10
                        height: 3
                        radius: 1.5
                        anchors.verticalCenter: parent.verticalCenter
                        color: entry.modelData.color
                    }
                    Label {
                        text: entry.modelData.label
                        muted: true
                        font.pixelSize: Theme.caption
                    }
                    Label {
                        text: entry.modelData.text
                        font.pixelSize: Theme.caption
                        font.weight: Font.DemiBold
                        opacity: chart.isOld ? 0.5 : 1
                    }
                }
            }
            Item {
                Layout.fillWidth: true
            }
            RowLayout {
                id: toolRow
                spacing: Theme.xs
            }
        }

        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            Item {
                id: plotArea
                anchors.fill: parent
                anchors.leftMargin: Math.round(56 * Theme.textScale)
                anchors.bottomMargin: Math.round(18 * Theme.textScale)
                anchors.topMargin: 6
                anchors.rightMargin: 2

                Repeater {
                    model: chart.model.valueTicks
                    Item {
                        id: valueTick
                        required property var modelData
                        y: Math.round((1 - modelData.at) * plotArea.height)
                        width: plotArea.width
                        Rectangle {
                            width: parent.width
                            height: 1
                            color: Theme.color.grid
                        }
                        Label {
                            anchors.right: parent.left
                            anchors.rightMargin: Theme.s
                            anchors.verticalCenter: parent.verticalCenter
                            text: valueTick.modelData.label
                            muted: true
                            font.pixelSize: Theme.caption
                        }
                    }
                }
                Repeater {
                    model: chart.model.timeTicks
                    Label {
                        required property var modelData
                        x: Math.min(Math.max(modelData.at * plotArea.width - width / 2, -20), plotArea.width - width)
                        y: plotArea.height + 3
                        text: modelData.label
                        muted: true
                        font.pixelSize: Theme.caption
                    }
                }

                ChartView {
                    id: view
                    anchors.fill: parent
                    plotArea: Qt.rect(0, 0, width, height)
                    margins {
                        top: 0
                        bottom: 0
                        left: 0
                        right: 0
                    }
                    backgroundColor: "transparent"
                    plotAreaColor: "transparent"
                    backgroundRoundness: 0
                    dropShadowEnabled: false
                    legend.visible: false
                    animationOptions: ChartView.NoAnimation
                    antialiasing: true
                    enabled: false

                    ValueAxis {
                        id: timeAxis
                        visible: false
                        min: chart.model.start
                        max: chart.model.end
                    }
                    ValueAxis {
                        id: valueAxis
                        visible: false
                        min: chart.model.low
                        max: chart.model.high
                    }
                }

                Repeater {
                    model: chart.model.gaps
                    Rectangle {
                        id: gap
                        required property var modelData
                        x: modelData.from * plotArea.width + 1
                        width: Math.max(0, (modelData.to - modelData.from) * plotArea.width - 2)
                        height: plotArea.height
                        color: Theme.color.raised
                        Label {
                            anchors.centerIn: parent
                            visible: gap.width > implicitWidth + Theme.s
                            text: qsTr("not recorded")
                            muted: true
                            font.pixelSize: Theme.caption
                        }
                    }
                }
                Label {
                    anchors.centerIn: parent
                    visible: chart.model.isEmpty
                    text: qsTr("Nothing recorded in this span")
                    muted: true
                }
                Item {
                    id: overlayArea
                    anchors.fill: parent
                }
                Rectangle {
                    visible: chart.crosshairAt >= 0 && chart.crosshairAt <= 1
                    x: Math.round(chart.crosshairAt * plotArea.width)
                    width: 1
                    height: plotArea.height
                    color: Theme.color.textMuted
                    Label {
                        visible: hover.hovered
                        y: -2
                        x: parent.x > plotArea.width / 2 ? -width - 4 : 5
                        text: Format.clock(chart.model.view ? chart.model.view.crosshair : 0)
                        font.pixelSize: Theme.caption
                    }
                }
                HoverHandler {
                    id: hover
                    onPointChanged: {
                        if (hovered && chart.model.view)
                            chart.model.view.crosshair = chart.model.start
                                + point.position.x / plotArea.width * (chart.model.end - chart.model.start)
                    }
                    onHoveredChanged: {
                        if (!hovered && chart.model.view)
                            chart.model.view.crosshair = NaN
                    }
                }
            }
        }
    }

    readonly property real crosshairAt: model.view && model.view.hasCrosshair
        ? (model.view.crosshair - model.start) / (model.end - model.start) : -1
    property var readouts: []
    property var drawn: []

    function read() {
        if (model.view)
            readouts = model.readout(model.view.hasCrosshair ? model.view.crosshair : model.end)
    }

    // Series are made once for each line; the last line of a stack lies at the back.
    function makeSeries() {
        view.removeAllSeries()
        drawn = []
        const made = []
        const lines = model.lines
        for (let step = 0; step < lines.length; ++step) {
            const i = model.stacked ? lines.length - 1 - step : step
            const line = lines[i]
            let series
            if (model.stacked) {
                const area = view.createSeries(ChartView.SeriesTypeArea, line.label, timeAxis, valueAxis)
                area.color = line.color
                area.borderWidth = 0
                area.borderColor = line.color
                area.upperSeries = upper.createObject(area)
                series = area.upperSeries
            } else {
                series = view.createSeries(ChartView.SeriesTypeLine, line.label, timeAxis, valueAxis)
                series.color = line.color
                series.width = line.dashed ? 1 : 1.6
                if (line.dashed)
                    series.style = Qt.DashLine
            }
            made[i] = series
        }
        drawn = made
        fill()
    }

    function fill() {
        for (let i = 0; i < drawn.length; ++i)
            SeriesFeed.fill(drawn[i], model, i)
        read()
    }

    Component {
        id: upper
        LineSeries {}
    }
    Connections {
        target: chart.model
        function onRedrawn() {
            chart.fill()
        }
        function onLinesChanged() {
            Qt.callLater(chart.makeSeries)
        }
    }
    Connections {
        target: chart.model.view
        function onCrosshairChanged() {
            chart.read()
        }
    }
    Component.onCompleted: makeSeries()
}
