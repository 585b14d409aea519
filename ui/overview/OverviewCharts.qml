// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The course of everything that tells whether the engine is healthy, as a grid that fits its width.
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

GridLayout {
    id: grid

    required property ConsoleSession session
    // Height that the page has for it; it is higher when the charts need more.
    property real room: 0
    readonly property SnapshotStore snapshots: session.snapshots
    readonly property int least: Math.round(156 * Theme.textScale)
    readonly property int rowCount: Math.ceil(9 / columns)
    readonly property int chartHeight: Math.max(least, Math.floor((room - (rowCount - 1) * rowSpacing) / rowCount))

    columns: width >= 980 * Theme.textScale ? 3 : width >= 620 * Theme.textScale ? 2 : 1
    columnSpacing: Theme.m
    rowSpacing: Theme.m

    // A column a worker; of many workers only the slowest is drawn, else nobody could tell them apart.
    readonly property int mostWorkers: 8
    readonly property var workerColumns: (snapshots.columnNames, snapshots.numbered("worker_%1_loop_lag_seconds"))
    readonly property var lagLines: workerColumns.length > 0 && workerColumns.length <= mostWorkers
        ? workerColumns.map((column, number) => ({
            column: column,
            label: qsTr("worker %1").arg(number),
            color: Theme.color.series[number % Theme.color.series.length]
        }))
        : [{column: "loop_lag_max_seconds", label: qsTr("slowest worker"), color: Theme.color.series[0]}]
    readonly property var causes: ["client_closed", "reset", "timed_out", "write_stalled", "slow_consumer", "max_age",
        "kicked", "drained", "forced", "shutdown", "error"]
    readonly property var refusals: ["pool_full", "rate_limited", "client_cap", "channel_cap", "draining",
        "unauthorised", "blocked", "descriptors", "connections", "channel_limit", "history_full", "channel_paused",
        "publish_rate", "unknown_host", "foreign_origin", "proxy_header", "connection_share"]

    // What is as it should be is quiet; what has no colour of its own takes the next one.
    readonly property var colours: ({
        client_closed: 6, max_age: 2, drained: 7, shutdown: 10, kicked: 0, reset: 1, timed_out: 4, write_stalled: 9,
        slow_consumer: 3, forced: 8, error: 5, draining: 6, pool_full: 5, blocked: 4
    })

    function perCause(names: var, pattern: string): var {
        return names.map((name, number) => ({
            column: pattern.arg(name),
            label: name.replace(/_/g, "-"),
            color: Theme.color.series[(colours[name] ?? number) % Theme.color.series.length],
            perSecond: true
        }))
    }
    function offer(model: ChartModel) {
        grid.session.exporter.offerPicture(model)
    }

    component Cell: ChartPanel {
        Layout.fillWidth: true
        Layout.preferredWidth: 100
        Layout.preferredHeight: grid.chartHeight
        onPictureWanted: chart => grid.offer(chart)
    }

    Cell {
        objectName: "streamsChart"
        model: ChartModel {
            title: qsTr("Active streams")
            view: grid.session.view
            unit: Format.Count
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
                limit: true
            }
        }
    }
    Cell {
        objectName: "lagChart"
        model: ChartModel {
            title: qsTr("Loop lag")
            view: grid.session.view
            unit: Format.Seconds
            logarithmic: true
            series: grid.lagLines
        }
    }
    Cell {
        objectName: "deliveryChart"
        model: ChartModel {
            title: qsTr("Delivery latency")
            view: grid.session.view
            unit: Format.Seconds
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
    Cell {
        objectName: "disconnectsChart"
        model: ChartModel {
            title: qsTr("Disconnects by cause")
            view: grid.session.view
            unit: Format.PerSecond
            stacked: true
            hidesQuiet: true
            series: grid.perCause(grid.causes, "disconnects_%1_total")
        }
    }
    Cell {
        objectName: "refusalsChart"
        model: ChartModel {
            title: qsTr("Refusals by cause")
            view: grid.session.view
            unit: Format.PerSecond
            stacked: true
            hidesQuiet: true
            series: grid.perCause(grid.refusals, "refusals_%1_total")
        }
    }
    Cell {
        objectName: "eventsChart"
        model: ChartModel {
            title: qsTr("Events")
            view: grid.session.view
            unit: Format.PerSecond
            ChartLine {
                column: "events_delivered_per_second"
                label: qsTr("delivered")
                color: Theme.color.series[0]
            }
            ChartLine {
                column: "events_published_per_second"
                label: qsTr("published")
                color: Theme.color.series[1]
            }
        }
    }
    Cell {
        objectName: "bytesChart"
        model: ChartModel {
            title: qsTr("Bytes to streams")
            view: grid.session.view
            unit: Format.BytesPerSecond
            ChartLine {
                column: "sent_bytes_per_second"
                label: qsTr("sent")
                color: Theme.color.series[0]
            }
        }
    }
    Cell {
        objectName: "descriptorsChart"
        model: ChartModel {
            title: qsTr("Descriptors")
            view: grid.session.view
            unit: Format.Count
            ChartLine {
                column: "descriptors_used"
                label: qsTr("used")
                color: Theme.color.series[0]
            }
            ChartLine {
                column: "descriptors_limit"
                label: qsTr("limit")
                color: Theme.color.textMuted
                dashed: true
                limit: true
            }
        }
    }
    Cell {
        objectName: "memoryChart"
        model: ChartModel {
            title: qsTr("Memory")
            view: grid.session.view
            unit: Format.Bytes
            ChartLine {
                column: "resident_bytes"
                label: qsTr("resident")
                color: Theme.color.series[0]
            }
            ChartLine {
                column: "heap_bytes"
                label: qsTr("heap")
                color: Theme.color.series[1]
            }
        }
    }
}
