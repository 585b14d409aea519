// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Any stream's URL, checked from this machine: its headers, and whether a proxy holds its events back or cuts it.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Doctor
import Sluice.Theme

Panel {
    id: panel

    required property StreamExamination examination
    property url publicUrl

    readonly property Command check: Command {
        iconName: panel.examination.running ? "close" : "search"
        text: panel.examination.running ? qsTr("Stop the check of the stream") : qsTr("Check the stream")
        keys: "Ctrl+Return"
        enabled: panel.visible
        onTriggered: {
            if (panel.examination.running)
                panel.examination.stop()
            else
                panel.examination.start(url.text, publishUrl.text, origin.text, seconds.value, remote.checked)
        }
    }

    readonly property string base: publicUrl.toString().replace(/\/$/, "")

    title: qsTr("Any stream")
    subtitle: panel.examination.doing
    tools: [
        StateBadge {
            visible: !panel.examination.running && panel.examination.findings.count > 0
            tone: panel.examination.findings.tone
            text: panel.examination.findings.verdict
        },
        IconButton {
            objectName: "copyStream"
            visible: panel.examination.findings.count > 0
            iconName: "copy"
            label: qsTr("Copy what was found")
            onClicked: desk.put(panel.examination.findings.text())
        }
    ]

    CopyDesk {
        id: desk
    }

    GridLayout {
        Layout.fillWidth: true
        columns: 2
        columnSpacing: Theme.s
        rowSpacing: Theme.xs

        Label {
            text: qsTr("Stream")
        }
        EntryField {
            id: url
            objectName: "checkUrl"
            Layout.fillWidth: true
            label: qsTr("URL of the stream")
            text: panel.base === "" ? "" : panel.base + "/stream/demo"
            onAccepted: panel.check.trigger()
        }
        Label {
            text: qsTr("Publish to")
        }
        EntryField {
            id: publishUrl
            objectName: "checkPublishUrl"
            Layout.fillWidth: true
            label: qsTr("URL that publishes to it, for a canary")
            placeholderText: qsTr("optional: a canary tells buffering from a slow publisher")
            text: panel.base === "" ? "" : panel.base + "/publish/demo"
        }
        Label {
            text: qsTr("Origin")
        }
        EntryField {
            id: origin
            objectName: "checkOrigin"
            Layout.fillWidth: true
            label: qsTr("Origin of a page, for CORS")
            placeholderText: qsTr("optional, such as https://example.org")
        }
    }
    GridLayout {
        id: controls
        readonly property bool isNarrow: panel.width < 480 * Theme.textScale
        Layout.fillWidth: true
        columnSpacing: Theme.m
        rowSpacing: Theme.xs
        SegmentedChoice {
            Layout.row: 0
            Layout.column: 0
            id: seconds
            label: qsTr("How long it is watched")
            value: 20
            options: [{value: 10, text: qsTr("10 s")}, {value: 20, text: qsTr("20 s")}, {value: 75, text: qsTr("75 s")}]
            onChosen: chosenSeconds => value = chosenSeconds
        }
        ToggleSwitch {
            id: remote
            objectName: "allowRemote"
            Layout.row: controls.isNarrow ? 1 : 0
            Layout.column: controls.isNarrow ? 0 : 1
            Layout.columnSpan: controls.isNarrow ? 4 : 1
            text: qsTr("Beyond this machine")
        }
        Item {
            Layout.row: 0
            Layout.column: 2
            Layout.fillWidth: true
        }
        ActionButton {
            objectName: "check"
            Layout.row: 0
            Layout.column: 3
            action: panel.check
            kind: panel.examination.running ? "plain" : "primary"
            text: panel.examination.running ? qsTr("Stop") : qsTr("Check it")
        }
    }
    Banner {
        objectName: "checkError"
        Layout.fillWidth: true
        visible: panel.examination.error !== ""
        tone: "critical"
        title: panel.examination.error
    }
    EmptyState {
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: list.count === 0 && panel.examination.error === ""
        iconName: "search"
        title: panel.examination.running ? qsTr("Watching the stream") : qsTr("Nothing checked yet")
        text: panel.examination.running ? qsTr("Findings appear as they are made.")
              : qsTr("The URL that your users open, with the proxies in between, is the one to check.")
    }
    ReadingList {
        id: list
        objectName: "streamFindings"
        label: panel.title
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: count > 0
        model: panel.examination.findings
        delegate: FindingCard {
            width: list.rowWidth
            separated: true
        }
    }
}
