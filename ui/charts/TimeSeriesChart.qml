// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A chart over the shared span of time: lines or stacked areas, limits, gaps, and the crosshair that reads all
// charts at one instant. The one file that imports QtCharts, which only draws the series here: axes, words and
// everything that the pointer touches are ours.
import QtCharts
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Controls
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
    // Whether the newest figures are of now; figures of a paused view never are.
    property bool fresh: model.view !== null && model.view.fresh
    readonly property bool isOld: model.view !== null && (!fresh || model.view.paused)

    implicitWidth: 320
    implicitHeight: 180
    activeFocusOnTab: true
    Accessible.focusable: true
    Accessible.role: Accessible.Chart
    Accessible.description: currentMark < 0 ? "" : card.text
    Keys.onLeftPressed: event => move(-1, event.modifiers & Qt.ControlModifier)
    Keys.onRightPressed: event => move(1, event.modifiers & Qt.ControlModifier)
    Keys.onReturnPressed: openMark()
    Keys.onEnterPressed: openMark()
    Keys.onEscapePressed: event => {
        event.accepted = model.view !== null && model.view.hasCrosshair
        if (event.accepted)
            model.view.crosshair = NaN
    }
    onActiveFocusChanged: {
        if (!activeFocus && model.view)
            model.view.crosshair = NaN
    }
    Accessible.name: model.summary

    Binding {
        target: chart.model
        property: "active"
        value: chart.visible
    }
    // As many as stand apart: where they have seconds, fewer.
    Binding {
        target: chart.model
        property: "mostTimeTicks"
        value: {
            const shorts = Math.floor(plotArea.width / (shortTime.advanceWidth + Theme.m))
            const longs = Math.floor(plotArea.width / (longTime.advanceWidth + Theme.m))
            const seconds = chart.model.view ? chart.model.view.windowSeconds : 60
            return Math.max(1, Math.min(6, seconds / Math.max(1, shorts) <= 30 ? longs : shorts))
        }
    }
    TextMetrics {
        id: shortTime
        font.family: Theme.family
        font.pixelSize: Theme.caption
        text: "00:00"
    }
    TextMetrics {
        id: longTime
        font: shortTime.font
        text: "00:00:00"
    }

    ChartMarks {
        id: marks
        journal: chart.model.view ? chart.model.view.journal : null
        start: chart.model.start
        end: chart.model.end
        apart: chart.markReach / Math.max(1, plotArea.width)
    }

    // Of a picture that shows nothing but the chart.
    Rectangle {
        anchors.fill: parent
        color: Theme.color.surface
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.xs

        RowLayout {
            visible: chart.legendVisible
            Layout.fillWidth: true
            spacing: Theme.m

            ChartLegend {
                Layout.fillWidth: true
                // At the crosshair's instant when there is one, else now.
                readouts: chart.readouts
                isOld: chart.isOld
            }
            RowLayout {
                id: toolRow
                Layout.fillWidth: false
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
                anchors.topMargin: chart.markRoom
                anchors.rightMargin: 2

                Repeater {
                    model: chart.valueTicks.length
                    Item {
                        id: valueTick
                        required property int index
                        readonly property var tick: chart.valueTicks[index] ?? chart.noTick
                        y: Math.round((1 - tick.at) * plotArea.height)
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
                            // Every second one where they would touch.
                            visible: valueTick.index % Math.ceil(implicitHeight * chart.valueTicks.length / Math.max(1, plotArea.height)) === 0
                            text: valueTick.tick.label
                            muted: true
                            font.pixelSize: Theme.caption
                        }
                    }
                }
                Repeater {
                    model: chart.timeTicks.length
                    Label {
                        required property int index
                        objectName: "timeLabel"
                        readonly property var tick: chart.timeTicks[index] ?? chart.noTick
                        x: tick.at * plotArea.width - width / 2
                        // Pushed in from the edge it would lie over its neighbour and stand at another time.
                        visible: x >= -8 && x + width <= plotArea.width + 2
                        y: plotArea.height + 3
                        text: tick.label
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
                    visible: chart.hasSomething
                    animationOptions: ChartView.NoAnimation
                    antialiasing: true
                    enabled: false

                    // QtCharts 6.4 describes its ValueAxis to qmllint under another name.
                    // qmllint disable
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
                    // qmllint enable
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
                Rectangle {
                    anchors.centerIn: parent
                    visible: !chart.hasSomething
                    implicitWidth: nothing.contentWidth + 2 * Theme.s
                    implicitHeight: nothing.implicitHeight
                    color: Theme.color.surface
                    Label {
                        id: nothing
                        anchors.centerIn: parent
                        // Beside others and with large text a chart is narrower than its words.
                        width: parent.parent.width - 2 * Theme.s
                        horizontalAlignment: Text.AlignHCenter
                        wrapMode: Text.Wrap
                        text: chart.model.isEmpty ? qsTr("Nothing recorded in this span") : qsTr("None in this span")
                        muted: true
                    }
                }
                ChartMarkStrip {
                    id: strip
                    anchors.fill: parent
                    marks: marks
                    current: chart.currentMark
                    rise: chart.markRoom
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
                // Where the marks' icons are belongs to it.
                Item {
                    anchors.fill: parent
                    anchors.topMargin: -chart.markRoom
                    HoverHandler {
                        id: hover
                        cursorShape: chart.currentMark >= 0 ? Qt.PointingHandCursor : undefined
                        onPointChanged: {
                            chart.follow()
                            const place = point.scenePosition
                            if (hovered && (place.x !== chart.pointerX || place.y !== chart.pointerY)) {
                                chart.pointerX = place.x
                                chart.pointerY = place.y
                                chart.point()
                            }
                        }
                        onHoveredChanged: {
                            if (!hovered && chart.model.view)
                                chart.model.view.crosshair = NaN
                        }
                    }
                    TapHandler {
                        onTapped: chart.openMark()
                    }
                }
                Hint {
                    id: card
                    objectName: "markCard"
                    parent: plotArea
                    delay: 0
                    visible: chart.tellsMark
                    most: Math.min(420, chart.roomBeside - 2 * Theme.m)
                    x: chart.isTold ? chart.toldX + (chart.isRoomRight ? Theme.m : -width - Theme.m) : 0
                    y: Theme.m
                    // Its effect is measured as time goes on.
                    text: chart.currentMark < 0 ? "" : (chart.model.end, marks.tell(chart.currentMark))
                }
            }
        }
    }

    readonly property real crosshairAt: model.view && model.view.hasCrosshair
        ? (model.view.crosshair - model.start) / (model.end - model.start) : -1
    readonly property var valueTicks: model.valueTicks
    readonly property var timeTicks: model.timeTicks
    readonly property var noTick: ({at: 0, label: ""})
    readonly property bool hasSomething: !model.isEmpty && !model.isQuiet
    readonly property int markRoom: 14
    readonly property int markReach: 16
    // The mark under the pointer, or under the crosshair while the keyboard is here.
    readonly property int currentMark: (hover.hovered || activeFocus) && crosshairAt >= 0
        ? (marks.count, model.end, marks.markAt(crosshairAt, hover.hovered ? laneUnderPointer : -1)) : -1
    // Above the plot are the icons of what was done, at its top those of what happened.
    readonly property int laneUnderPointer: hover.point.position.y < markRoom ? ChartMarks.Done
                                          : hover.point.position.y < 2 * markRoom ? ChartMarks.Happened : -1
    // The mark that somebody went to, by its time: one that comes by under a pointer at rest tells nothing.
    property real wantedMark: NaN
    readonly property bool tellsMark: currentMark >= 0 && (model.end, marks.timeOf(currentMark)) === wantedMark
    property real pointerX: NaN
    property real pointerY: NaN
    // Where its card goes: beside the mark, within the window.
    property bool isTold: false
    property bool isRoomRight: true
    property real roomBeside: 420
    property real toldX: 0
    property var readouts: []
    property var drawn: []

    // The crosshair goes with the pointer, also when the chart moves on below it.
    function follow() {
        if (hover.hovered && model.view)
            model.view.crosshair = model.start + hover.point.position.x / plotArea.width * (model.end - model.start)
    }

    // Somebody points at an instant, by hand or by key.
    function point() {
        wantedMark = currentMark >= 0 ? marks.timeOf(currentMark) : NaN
        placeCard()
    }

    function placeCard() {
        isTold = currentMark >= 0
        if (!isTold)
            return
        toldX = Math.min(1, Math.max(0, crosshairAt)) * plotArea.width
        const scene = plotArea.mapToItem(null, toldX, 0).x
        const width = Window.window ? Window.window.width : 960
        isRoomRight = width - scene >= Math.min(width / 2, 420 + 2 * Theme.m)
        roomBeside = isRoomRight ? width - scene : scene
    }

    // A sixtieth of the span, or to the next mark.
    function move(step: int, toMark: bool) {
        if (!model.view)
            return
        const at = model.view.hasCrosshair ? crosshairAt : 1
        const mark = toMark ? marks.markBeside(at, step) : -1
        if (mark >= 0)
            model.view.crosshair = marks.timeOf(mark)
        else if (!toMark)
            model.view.crosshair = model.start + Math.min(1, Math.max(0, at + step / 60)) * (model.end - model.start)
        point()
    }

    function openMark() {
        if (currentMark >= 0 && model.view && model.view.journal)
            model.view.journal.show(marks.entryOf(currentMark))
    }

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
            chart.follow()
            chart.placeCard()
            chart.fill()
        }
        function onPictureRequested(engine) {
            ChartPicture.take(chart.model, marks, engine, {
                surface: Theme.color.surface,
                raised: Theme.color.raised,
                grid: Theme.color.grid,
                text: Theme.color.text,
                muted: Theme.color.textMuted,
                ok: Theme.color.ok,
                info: Theme.color.accent,
                warning: Theme.color.warning,
                critical: Theme.color.critical,
                family: Theme.family
            })
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
