// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything that can be done from anywhere, each once: navigation, top bar, shortcuts, the command palette and
// the tests use the same actions.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Models
import Sluice.Theme

QtObject {
    id: actions

    required property ConsoleSession session
    required property var window

    // The pages in the order of the navigation; Ctrl+1 is the first.
    readonly property var pages: [
        {page: "overview", text: qsTr("Overview"), icon: "overview", file: "OverviewPage.qml"},
        {page: "streams", text: qsTr("Streams"), icon: "streams", file: "StreamsPage.qml"},
        {page: "channels", text: qsTr("Channels"), icon: "channels", file: "ChannelsPage.qml"},
        {page: "tuning", text: qsTr("Tuning"), icon: "tuning", file: "TuningPage.qml"},
        {page: "capacity", text: qsTr("Capacity"), icon: "capacity", file: "CapacityPage.qml"},
        {page: "drain", text: qsTr("Drain"), icon: "drain", file: "DrainPage.qml"},
        {page: "load", text: qsTr("Load test"), icon: "load", file: "LoadTestPage.qml"},
        {page: "doctor", text: qsTr("Doctor"), icon: "doctor", file: "DoctorPage.qml"},
        {page: "journal", text: qsTr("Journal"), icon: "journal", file: "JournalPage.qml"}
    ]

    function show(page: string) {
        window.page = page
    }

    readonly property Basic.Action pause: Basic.Action {
        text: actions.session.view.paused ? qsTr("Go on with the live view") : qsTr("Pause the view")
        icon.name: actions.session.view.paused ? "play" : "pause"
        shortcut: "Space"
        onTriggered: actions.session.view.paused = !actions.session.view.paused
    }
    readonly property Basic.Action theme: Basic.Action {
        text: Theme.color.isDark ? qsTr("Light theme") : qsTr("Dark theme")
        icon.name: Theme.color.isDark ? "sun" : "moon"
        shortcut: "Ctrl+T"
        onTriggered: Theme.choice = Theme.color.isDark ? "light" : "dark"
    }
    readonly property Basic.Action retry: Basic.Action {
        text: qsTr("Connect again now")
        icon.name: "refresh"
        onTriggered: actions.session.link.retryNow()
    }
}
