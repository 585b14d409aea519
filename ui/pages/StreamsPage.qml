// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who is connected, who left, and why? Open streams, the last ends, and the clients that are kept away.
import QtQuick
import QtQuick.Layouts
import Sluice.Components
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session
    property string section: "open"

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Streams")
            question: qsTr("Who is connected, who left, and why?")
            SegmentedChoice {
                objectName: "section"
                label: qsTr("Which streams")
                value: page.section
                options: [
                    {value: "open", text: qsTr("Open")},
                    {value: "ended", text: qsTr("Ended")},
                    {value: "blocked", text: qsTr("Blocked clients")}
                ]
                onChosen: value => page.section = value
            }
        }
        StreamsTable {
            id: open
            objectName: "openStreams"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.section === "open"
            session: page.session
        }
        StreamsEnded {
            id: ended
            objectName: "endedStreams"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.section === "ended"
            session: page.session
        }
        StreamsBlocked {
            objectName: "blockedClients"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: page.section === "blocked"
            session: page.session
        }
    }
    Shortcut {
        sequence: "/"
        enabled: page.visible && page.section !== "blocked"
        onActivated: page.section === "open" ? open.search() : ended.search()
    }
}
