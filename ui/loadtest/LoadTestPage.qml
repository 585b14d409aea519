// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Will it hold? A load test as a process of its own, its verdict, and what the engine felt of it.
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session
    readonly property EngineLink link: session.link
    readonly property LoadTest test: session.loadTest

    // For the window's palette and its list of shortcuts.
    readonly property var commands: [start, stop, openReport, saveReport]
    property string saveProblem // why the report was not saved; empty: it was, or nobody asked

    Command {
        id: start
        iconName: "load"
        changesEngine: true
        text: qsTr("Load it with %1 clients").arg(form.options.clients)
        keys: "Ctrl+Return"
        enabled: page.visible && !test.running && page.link.live && page.link.publicUrl.toString() !== ""
        onTriggered: test.start(page.link.publicUrl, page.link.localPid, form.options)
    }
    Command {
        id: stop
        iconName: "close"
        text: qsTr("Stop the load test")
        keys: "Ctrl+Backspace"
        enabled: page.visible && test.running
        onTriggered: test.stop()
    }
    Command {
        id: openReport
        iconName: "exportFile"
        text: qsTr("Open the report")
        enabled: page.visible && test.htmlReport.toString() !== ""
        onTriggered: Qt.openUrlExternally(test.htmlReport)
    }

    Command {
        id: saveReport
        iconName: "exportFile"
        text: qsTr("Save the report…")
        enabled: page.visible && test.htmlReport.toString() !== ""
        onTriggered: reportFile.open()
    }
    FileChooser {
        id: reportFile
        title: qsTr("Save the report")
        saves: true
        nameFilters: [qsTr("Pages for a browser (*.html)")]
        suffix: "html"
        onChosen: file => page.saveProblem = test.saveReport(file)
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Load test")
            question: qsTr("Will it hold?")
            ActionButton {
                objectName: "openReport"
                visible: test.htmlReport.toString() !== ""
                action: openReport
                iconName: openReport.iconName
            }
            ActionButton {
                objectName: "saveReport"
                visible: test.htmlReport.toString() !== ""
                action: saveReport
                hint: qsTr("It is gone with the console else")
            }
            ActionButton {
                objectName: "stop"
                visible: test.running
                action: stop
                iconName: stop.iconName
                hint: qsTr("Closes the clients; what was measured is reported as partial")
            }
            ActionButton {
                objectName: "start"
                kind: "primary"
                visible: !test.running
                action: start
                hint: page.link.live ? "" : qsTr("The engine does not answer.")
            }
        }
        Banner {
            objectName: "message"
            Layout.fillWidth: true
            visible: test.message !== "" && !test.running
            tone: "warning"
            title: test.message
        }
        Banner {
            objectName: "saveProblem"
            Layout.fillWidth: true
            visible: page.saveProblem !== ""
            tone: "critical"
            title: qsTr("The report was not saved")
            text: page.saveProblem
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.m

            LoadTestForm {
                id: form
                Layout.preferredWidth: Math.round(280 * Math.max(1, Theme.textScale * 0.9))
                Layout.fillHeight: true
                test: page.test
                publicUrl: page.link.publicUrl
                running: page.test.running
                command: test.commandLine(page.link.publicUrl, form.options)
            }
            ColumnLayout {
                Layout.fillWidth: true
                Layout.fillHeight: true
                spacing: Theme.m

                LoadTestProgress {
                    Layout.fillWidth: true
                    test: page.test
                }
                LoadTestVerdict {
                    Layout.fillWidth: true
                    visible: test.hasVerdict && !test.running
                    test: page.test
                }
                RowLayout {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    spacing: Theme.m
                    Panel {
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        Layout.preferredWidth: 1
                        title: qsTr("Streams on the engine")
                        TimeSeriesChart {
                            Layout.fillWidth: true
                            Layout.fillHeight: true
                            model: ChartModel {
                                title: qsTr("Streams")
                                view: page.session.view
                                unit: Format.Count
                                mostTimeTicks: 4
                                ChartLine {
                                    column: "active_streams"
                                    label: qsTr("active")
                                    color: Theme.color.series[0]
                                }
                                ChartLine {
                                    column: "max_streams"
                                    label: qsTr("cap")
                                    color: Theme.color.textMuted
                                    dashed: true
                                }
                            }
                        }
                    }
                    Panel {
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        Layout.preferredWidth: 1
                        title: qsTr("Delivery on the engine")
                        TimeSeriesChart {
                            Layout.fillWidth: true
                            Layout.fillHeight: true
                            model: ChartModel {
                                title: qsTr("Delivery latency")
                                view: page.session.view
                                unit: Format.Seconds
                                mostTimeTicks: 4
                                ChartLine {
                                    column: "delivery_latency_p50_seconds"
                                    label: qsTr("p50")
                                    color: Theme.color.series[2]
                                }
                                ChartLine {
                                    column: "delivery_latency_p99_seconds"
                                    label: qsTr("p99")
                                    color: Theme.color.series[0]
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
