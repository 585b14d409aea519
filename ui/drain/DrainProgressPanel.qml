// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A drain that runs: how far it is, its course, and its pace.
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Controls
import Sluice.Drain
import Sluice.Models
import Sluice.Theme

ColumnLayout {
    id: panel

    required property DrainModel drain
    required property DrainActions actions
    required property ConsoleSession session
    readonly property bool fresh: session.link.live
    readonly property TimeView shared: session.view
    readonly property bool mayPace: actions.mayChange && drain.pausable

    spacing: Theme.m

    // Whoever was pointed at tells the other; not a number is equal to nothing, so it is compared as such.
    function shareCrosshair(from: TimeView, to: TimeView) {
        if (from.crosshair !== to.crosshair && !(isNaN(from.crosshair) && isNaN(to.crosshair)))
            to.crosshair = from.crosshair
    }
    Connections {
        target: panel.shared
        enabled: panel.visible
        function onCrosshairChanged() {
            panel.shareCrosshair(panel.shared, courseView)
        }
    }

    GridLayout {
        Layout.fillWidth: true
        columns: Theme.textScale > 1.3 ? 3 : 6
        columnSpacing: Theme.m
        rowSpacing: Theme.m
        StatTile {
            objectName: "initial"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            fresh: panel.fresh
            name: qsTr("Initial")
            value: Format.integer(panel.drain.initial)
            detail: qsTr("streams when it began")
        }
        StatTile {
            objectName: "left"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            fresh: panel.fresh
            name: qsTr("Left")
            value: Format.integer(panel.drain.left)
            detail: qsTr("still open")
        }
        StatTile {
            objectName: "closed"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            fresh: panel.fresh
            name: qsTr("Closed")
            value: Format.integer(panel.drain.closed)
            detail: Format.brief(panel.drain.share, Format.Ratio)
        }
        StatTile {
            objectName: "forced"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            fresh: panel.fresh
            name: qsTr("Forced")
            value: Format.integer(panel.drain.forced)
            tone: panel.drain.forced > 0 ? "warning" : ""
            detail: qsTr("deadline %1").arg(panel.drain.deadline)
        }
        StatTile {
            objectName: "eta"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            fresh: panel.fresh
            name: qsTr("Time left")
            value: panel.drain.phase === DrainModel.Paused ? qsTr("paused")
                                                           : Format.duration(Math.ceil(panel.drain.etaSeconds))
            detail: qsTr("at this rate")
        }
        StatTile {
            objectName: "who"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            fresh: panel.fresh
            name: qsTr("Started")
            value: panel.drain.phase === DrainModel.Drained ? qsTr("done")
                                                            : qsTr("%1 ago").arg(Format.duration(panel.drain.elapsedSeconds))
            detail: panel.drain.who
            exact: panel.drain.who
        }
    }

    Rectangle {
        id: bar
        objectName: "bar"
        Layout.fillWidth: true
        implicitHeight: 10
        radius: 5
        color: Theme.color.raised
        border.color: Theme.color.border
        Accessible.role: Accessible.ProgressBar
        Accessible.name: qsTr("%1 of %2 streams have gone").arg(Format.integer(panel.drain.closed)).arg(Format.integer(panel.drain.initial))
        Rectangle {
            height: parent.height
            radius: 5
            width: parent.width * panel.drain.share
            color: panel.drain.phase === DrainModel.Drained ? Theme.color.ok
                 : panel.drain.phase === DrainModel.Paused ? Theme.color.warning : Theme.color.accent
        }
    }

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: 140
        title: qsTr("Streams left")
        TimeSeriesChart {
            Layout.fillWidth: true
            Layout.fillHeight: true
            fresh: panel.fresh
            model: ChartModel {
                title: qsTr("Streams left")
                // A span of its own, from the drain's start; marks, crosshair and pause are everybody's.
                view: TimeView {
                    id: courseView
                    store: panel.drain.course
                    journal: panel.session.journal
                    windowSeconds: panel.drain.courseSeconds
                    paused: panel.shared.paused && panel.drain.course.count > 1
                    onPausedChanged: {
                        if (paused) // by its own wheel
                            panel.shared.paused = true
                    }
                    onCrosshairChanged: panel.shareCrosshair(courseView, panel.shared)
                }
                unit: Format.Count
                ChartLine {
                    column: "left"
                    label: qsTr("left")
                    color: Theme.color.series[0]
                }
                ChartLine {
                    column: "forced"
                    label: qsTr("forced")
                    color: Theme.color.series[5]
                }
            }
        }
    }

    Panel {
        Layout.fillWidth: true
        padding: Theme.m
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.m

            ActionButton {
                objectName: "pause"
                action: panel.actions.pause
                iconName: panel.actions.pause.iconName
                hint: qsTr("Ctrl+P")
            }
            Label {
                text: qsTr("Rate")
                muted: true
            }
            ValueSlider {
                id: slider
                objectName: "rateSlider"
                Layout.fillWidth: true
                enabled: panel.mayPace
                label: qsTr("Streams ended per second")
                // By decades: 10 and 10,000 are as easy to hit.
                from: 0
                to: 4
                stepSize: 0.05
                onSettled: value => panel.drain.setRate(Math.round(Math.pow(10, value)))
                Binding on value {
                    when: !slider.pressed
                    value: Math.log(Math.max(1, panel.drain.rate)) / Math.LN10
                    restoreMode: Binding.RestoreNone
                }
            }
            EntryField {
                id: rate
                objectName: "rateField"
                implicitWidth: Math.round(84 * Theme.textScale)
                enabled: panel.mayPace
                label: qsTr("Streams ended per second")
                problem: text === "" || isNaN(Number(text)) || Number(text) <= 0 ? qsTr("a number per second, such as 1000") : ""
                onAccepted: {
                    if (problem === "")
                        panel.drain.setRate(Number(text))
                }
                Binding on text {
                    when: !rate.activeFocus
                    value: isNaN(panel.drain.rate) ? "" : String(panel.drain.rate)
                    restoreMode: Binding.RestoreNone
                }
            }
            Label {
                text: qsTr("/s")
                muted: true
            }
            Label {
                text: qsTr("Deadline")
                muted: true
            }
            EntryField {
                id: deadline
                objectName: "deadlineField"
                implicitWidth: Math.round(76 * Theme.textScale)
                enabled: panel.mayPace
                label: qsTr("Deadline, from the first end")
                onAccepted: panel.drain.setDeadline(text)
                Binding on text {
                    when: !deadline.activeFocus
                    value: panel.drain.deadline
                    restoreMode: Binding.RestoreNone
                }
            }
            ActionButton {
                objectName: "cancel"
                action: panel.actions.cancel
                iconName: panel.drain.phase === DrainModel.Drained ? "play" : "close"
                hint: qsTr("Back to serving (Ctrl+Backspace)")
            }
        }
    }
}
