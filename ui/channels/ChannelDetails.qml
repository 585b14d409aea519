// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One channel beside the table: its rate, how much of each bound of its history is used, and what backpressure did.
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

SidePanel {
    id: details

    property var facts: ({})
    property bool fresh: true
    property bool gone: false // the engine has forgotten it; the facts are its last ones
    property real historyCount: NaN
    property real historyBytes: NaN
    property real historyAge: NaN
    readonly property bool isPaused: facts.paused !== undefined && !isNaN(facts.paused)
    signal publishWanted()

    function ofBound(text: string, bound: string): string {
        return bound === "" ? text : qsTr("%1 of %2").arg(text).arg(bound)
    }

    Banner {
        objectName: "gone"
        Layout.fillWidth: true
        visible: details.gone
        tone: "info"
        title: qsTr("The engine has forgotten this channel")
        text: qsTr("It was empty and idle. It comes into being again when somebody names it.")
    }
    Banner {
        Layout.fillWidth: true
        visible: details.isPaused
        tone: "critical"
        title: qsTr("Its publishers wait")
        text: qsTr("for %1, until its slow streams have caught up; they are answered 503.")
              .arg(Format.duration(details.facts.paused ?? 0))
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.s

        FactCourse {
            stale: !details.fresh
            name: qsTr("Published")
            value: Format.brief(details.facts.rate ?? NaN, Format.PerSecond)
            values: details.facts.rates ?? []
            capacity: 60
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Streams")
            value: Format.integer(details.facts.streams ?? NaN)
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Events in all")
            value: Format.brief(details.facts.published ?? NaN, Format.Count)
            exact: Format.exact(details.facts.published ?? NaN, Format.Count)
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("History")
            value: details.ofBound(qsTr("%1 events").arg(Format.integer(details.facts.historyEvents ?? NaN)),
                                   isNaN(details.historyCount) ? "" : Format.integer(details.historyCount))
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Its bytes")
            value: details.ofBound(Format.brief(details.facts.historyBytes ?? NaN, Format.Bytes),
                                   isNaN(details.historyBytes) ? "" : Format.brief(details.historyBytes, Format.Bytes))
            exact: Format.exact(details.facts.historyBytes ?? NaN, Format.Bytes)
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Its oldest")
            value: details.ofBound(Format.duration(details.facts.oldest ?? NaN),
                                   isNaN(details.historyAge) ? "" : Format.duration(details.historyAge))
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Newest id")
            value: details.facts.headId ?? ""
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Slowest stream")
            value: (details.facts.backlog ?? 0) > 0 ? qsTr("lacks %1").arg(Format.brief(details.facts.backlog, Format.Bytes))
                                                    : qsTr("lacks nothing")
            exact: Format.exact(details.facts.backlog ?? NaN, Format.Bytes)
            tone: (details.facts.backlog ?? 0) > 0 ? "warning" : ""
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Blocked")
            value: (details.facts.blocked ?? 0) === 1 ? qsTr("1 stream") : qsTr("%1 streams").arg(Format.integer(details.facts.blocked ?? NaN))
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Policy")
            value: details.facts.policy ?? ""
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Dropped")
            value: qsTr("%1 events").arg(Format.integer(details.facts.dropped ?? NaN))
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Coalesced")
            value: qsTr("%1 events").arg(Format.integer(details.facts.coalesced ?? NaN))
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Pauses")
            value: Format.integer(details.facts.pauses ?? NaN)
        }
        FactRow {
            stale: !details.fresh
            name: qsTr("Slow ends")
            value: qsTr("%1 streams").arg(Format.integer(details.facts.slowEnds ?? NaN))
        }
    }
    footer: ActionButton {
        objectName: "publishHere"
        Layout.fillWidth: true
        iconName: "send"
        text: qsTr("Test publish…")
        onClicked: details.publishWanted()
    }
}
