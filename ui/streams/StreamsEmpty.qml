// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What stands in the place of the streams when there are none: why, and what to type or do next.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Rectangle {
    id: empty

    required property ConsoleSession session
    property bool loaded: false
    property bool filtered: false
    property string problem
    signal cleared()

    color: Theme.color.surface

    EmptyState {
        anchors.fill: parent
        visible: !empty.loaded
        iconName: empty.problem !== "" ? "critical" : "streams"
        title: empty.problem !== "" ? qsTr("The engine does not tell its streams")
             : empty.session.link.live ? qsTr("Reading the streams…") : qsTr("Waiting for the engine")
        text: empty.problem !== "" ? empty.problem : empty.session.link.reason
    }
    EmptyState {
        anchors.fill: parent
        visible: empty.loaded && !empty.filtered
        iconName: "streams"
        title: qsTr("No stream is open")
        text: String(empty.session.link.publicUrl) === "" ? qsTr("Clients appear here as soon as they connect.")
            : qsTr("Clients appear here as soon as they connect. Try:  curl -N %1/stream/demo").arg(empty.session.link.publicUrl)
    }
    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.l, Math.round(520 * Theme.textScale))
        visible: empty.loaded && empty.filtered
        spacing: Theme.s

        Label {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("No stream fits all of this")
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
        }
        Label {
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.s
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Terms stand with spaces between them; a stream must fit each.")
            muted: true
            wrapMode: Text.Wrap
        }
        Repeater {
            model: [
                {term: "channel:demo   channel:orders-*", text: qsTr("a channel, or all that begin so")},
                {term: "client:192.0.2.7   client:10.0.0.0/8", text: qsTr("an address, or a network")},
                {term: "age>10m   age<5s", text: qsTr("open for so long, or less")},
                {term: "idle>30s", text: qsTr("without an event for so long")},
                {term: "backlog>4KiB", text: qsTr("with at least so much unsent")},
                {term: "state:blocked   worker:1   id:4711", text: qsTr("a state, a worker, one stream")}
            ]
            RowLayout {
                id: line
                required property var modelData
                Layout.fillWidth: true
                spacing: Theme.l
                Label {
                    Layout.preferredWidth: Math.round(280 * Theme.textScale)
                    text: line.modelData.term
                    font.family: Theme.monospace
                    font.pixelSize: Theme.caption
                }
                Label {
                    Layout.fillWidth: true
                    text: line.modelData.text
                    muted: true
                }
            }
        }
        ActionButton {
            objectName: "clearQuery"
            Layout.alignment: Qt.AlignHCenter
            Layout.topMargin: Theme.s
            text: qsTr("Show all streams")
            onClicked: empty.cleared()
        }
    }
}
