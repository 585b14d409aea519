// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who is connected, who left, and why? Open streams, the last ends, and the clients that are kept away.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session
    property string section: "open"

    // For the window's palette and its list of shortcuts.
    readonly property var commands: [showOpen, showEnded, showBlocked].concat(section === "open" ? open.commands : [])
    readonly property bool filterable: section !== "blocked"

    // What "/" of the window does here.
    function focusFilter() {
        if (section === "open")
            open.search()
        else
            ended.search()
    }

    component SectionCommand: Command {
        property string section
        iconName: "streams"
        enabled: page.visible && page.section !== section
        onTriggered: page.section = section
    }
    SectionCommand {
        id: showOpen
        section: "open"
        text: qsTr("Show the open streams")
    }
    SectionCommand {
        id: showEnded
        section: "ended"
        text: qsTr("Show the streams that ended")
    }
    SectionCommand {
        id: showBlocked
        section: "blocked"
        text: qsTr("Show the blocked clients")
    }

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
}
