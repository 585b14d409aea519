// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One stream beside the table: what is known of it now, and how its backlog and its rate go.
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Controls
import Sluice.Models
import Sluice.Streams
import Sluice.Theme

SidePanel {
    id: details

    required property StreamWatch watch
    property bool fresh: true
    property bool mayEnd: false
    readonly property var facts: watch.facts
    readonly property var end: watch.end
    signal endWanted()
    signal channelWanted(string name)
    signal clientWanted(string address)

    title: qsTr("Stream %1").arg(watch.streamId)

    Banner {
        Layout.fillWidth: true
        visible: details.watch.ended
        tone: "info"
        title: details.end.cause === undefined ? qsTr("It has ended") : qsTr("It has ended: %1").arg(details.end.cause)
        text: details.end.cause === undefined ? qsTr("The engine no longer knows how.")
            : details.end.reason ? qsTr("%1: %2").arg(details.end.by).arg(details.end.reason)
            : qsTr("after %1, %2 sent").arg(Format.duration(details.end.age_seconds))
                                       .arg(Format.brief(details.end.sent_bytes, Format.Bytes))
    }
    Label {
        Layout.fillWidth: true
        visible: details.facts.id === undefined && !details.watch.ended
        text: details.watch.problem !== "" ? details.watch.problem : qsTr("Asking the engine…")
        muted: true
        wrapMode: Text.Wrap
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: details.facts.id !== undefined
        spacing: Theme.s

        FactCourse {
            stale: !details.fresh || details.watch.ended
            name: qsTr("Backlog")
            value: Format.brief(details.facts.backlog_bytes ?? NaN, Format.Bytes)
            values: details.watch.backlogs
            capacity: 120
            color: Theme.color.series[1]
        }
        FactCourse {
            stale: !details.fresh || details.watch.ended
            name: qsTr("Rate")
            value: Format.brief(details.facts.drain_bytes_per_second ?? NaN, Format.BytesPerSecond)
            values: details.watch.rates
            capacity: 120
        }
        FactRow {
            stale: !details.fresh || details.watch.ended
            name: qsTr("Client")
            value: details.facts.client ?? ""
        }
        FactRow {
            stale: !details.fresh || details.watch.ended
            name: qsTr("Channels")
            value: details.watch.channels
        }
        FactRow {
            stale: !details.fresh || details.watch.ended
            name: qsTr("Age")
            value: Format.duration(details.facts.age_seconds ?? NaN)
            exact: Format.exact(details.facts.age_seconds ?? NaN, Format.Seconds)
        }
        FactRow {
            stale: !details.fresh || details.watch.ended
            name: qsTr("Last event")
            value: details.facts.last_event_seconds === undefined || details.facts.last_event_seconds === null ? qsTr("none yet")
                 : qsTr("%1 ago").arg(Format.brief(details.facts.last_event_seconds, Format.Seconds))
        }
        FactRow {
            stale: !details.fresh || details.watch.ended
            name: qsTr("Events sent")
            value: Format.brief(details.facts.sent_events ?? NaN, Format.Count)
            exact: Format.exact(details.facts.sent_events ?? NaN, Format.Count)
        }
        FactRow {
            stale: !details.fresh || details.watch.ended
            name: qsTr("Bytes sent")
            value: Format.brief(details.facts.sent_bytes ?? NaN, Format.Bytes)
            exact: Format.exact(details.facts.sent_bytes ?? NaN, Format.Bytes)
        }
        FactRow {
            stale: !details.fresh || details.watch.ended
            name: qsTr("Events now")
            value: Format.brief(details.facts.events_per_second ?? NaN, Format.PerSecond)
            exact: Format.exact(details.facts.events_per_second ?? NaN, Format.PerSecond)
        }
        FactRow {
            stale: !details.fresh || details.watch.ended
            name: qsTr("State")
            value: details.facts.state ?? ""
            tone: details.facts.state === "blocked" ? "warning" : ""
        }
        FactRow {
            stale: !details.fresh || details.watch.ended
            name: qsTr("Worker")
            value: String(details.facts.worker ?? "")
        }
        Flow {
            Layout.fillWidth: true
            Layout.topMargin: Theme.xs
            spacing: Theme.s
            ActionButton {
                text: qsTr("All of this client")
                onClicked: details.clientWanted(details.addressOf(details.facts.client ?? ""))
            }
            ActionButton {
                text: qsTr("All of this channel")
                visible: (details.facts.channels ?? []).length > 0
                onClicked: details.channelWanted(details.facts.channels[0])
            }
        }
    }

    footer: ActionButton {
        objectName: "endOne"
        Layout.fillWidth: true
        visible: !details.watch.ended
        enabled: details.mayEnd && details.facts.id !== undefined
        iconName: "block"
        text: qsTr("Disconnect…")
        onClicked: details.endWanted()
    }

    // Without its port; an IPv6 address stands in brackets.
    function addressOf(client: string): string {
        const address = client.replace(/:\d+$/, "")
        return address.startsWith("[") ? address.slice(1, -1) : address
    }
}
