// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything that can be done from anywhere, each once: navigation, top bar, menu, shortcuts, the command
// palette and the tests use the same commands. What only one page can do is in that page's "commands".
import QtQuick
import QtQuick.Templates as T
import Sluice.Controls
import Sluice.Models
import Sluice.Theme
import Sluice.Window

// An item, because a dialog that lies over it takes its shortcuts away.
Item {
    id: actions

    required property ConsoleSession session
    required property EngineChooser chooser
    // The Main window: what is typed where, which page, and its dialogs.
    required property var window

    // The page that is shown; it may have focusFilter(), exportView() and commands.
    readonly property Item page: window.currentPage

    // The pages in the order of the navigation; Ctrl+1 is the first.
    readonly property var pages: [
        {page: "overview", text: qsTr("Overview"), icon: "overview", file: "Overview/OverviewPage.qml"},
        {page: "streams", text: qsTr("Streams"), icon: "streams", file: "Streams/StreamsPage.qml"},
        {page: "channels", text: qsTr("Channels"), icon: "channels", file: "Channels/ChannelsPage.qml"},
        {page: "tuning", text: qsTr("Tuning"), icon: "tuning", file: "Tuning/TuningPage.qml"},
        {page: "capacity", text: qsTr("Capacity"), icon: "capacity", file: "Capacity/CapacityPage.qml"},
        {page: "drain", text: qsTr("Drain"), icon: "drain", file: "Drain/DrainPage.qml"},
        {page: "load", text: qsTr("Load test"), icon: "load", file: "Loadtest/LoadTestPage.qml"},
        {page: "doctor", text: qsTr("Doctor"), icon: "doctor", file: "Doctor/DoctorPage.qml"},
        {page: "journal", text: qsTr("Journal"), icon: "journal", file: "Journal/JournalPage.qml"}
    ]

    // All of them, as the palette lists them.
    readonly property var all: [
        overview, streams, channels, tuning, capacity, drain, load, doctor, journal,
        pause, span1, span5, span15, span60, exportView, openRecording, liveView, undo, keep, takeBack, filter,
        retry, enterToken, ownEngine, addConnection,
        theme, systemTheme, contrastTheme, largerText, smallerText, usualText,
        shortcuts, palette, quit
    ]

    // What only the page that is shown can do.
    readonly property var ofPage: page && page["commands"] ? Array.from(page["commands"]) : []
    readonly property string pageTitle: pages.find(entry => entry.page === window.page)?.text ?? ""

    function show(page: string) {
        window.page = page
    }

    component PageCommand: Command {
        property int index
        readonly property var entry: actions.pages[index]
        text: qsTr("Go to %1").arg(entry.text)
        iconName: entry.icon
        keys: "Ctrl+" + (index + 1)
        onTriggered: actions.show(entry.page)
    }
    readonly property Command overview: PageCommand { index: 0 }
    readonly property Command streams: PageCommand { index: 1 }
    readonly property Command channels: PageCommand { index: 2 }
    readonly property Command tuning: PageCommand { index: 3 }
    readonly property Command capacity: PageCommand { index: 4 }
    readonly property Command drain: PageCommand { index: 5 }
    readonly property Command load: PageCommand { index: 6 }
    readonly property Command doctor: PageCommand { index: 7 }
    readonly property Command journal: PageCommand { index: 8 }

    // Space presses the button that has the focus; only elsewhere is it free to pause. Fields of text keep
    // their keys by themselves.
    readonly property bool isSpaceFree: !(window.activeFocusItem instanceof T.AbstractButton)
                                        && !(window.activeFocusItem instanceof T.ComboBox)

    readonly property Command pause: Command {
        text: actions.session.view.paused ? qsTr("Go on with the live view") : qsTr("Pause the view")
        iconName: actions.session.view.paused ? "play" : "pause"
        keys: "Space"
        shortcut: actions.isSpaceFree ? keys : ""
        onTriggered: actions.session.view.paused = !actions.session.view.paused
    }

    component SpanCommand: Command {
        property int minutes
        text: qsTr("Show the last %n minute(s)", "", minutes)
        iconName: "clock"
        onTriggered: actions.session.view.windowSeconds = 60 * minutes
    }
    readonly property Command span1: SpanCommand { minutes: 1 }
    readonly property Command span5: SpanCommand { minutes: 5 }
    readonly property Command span15: SpanCommand { minutes: 15 }
    readonly property Command span60: SpanCommand { minutes: 60 }

    readonly property Command filter: Command {
        text: qsTr("Filter the list")
        iconName: "filter"
        keys: "/"
        enabled: actions.page !== null && actions.page["focusFilter"] !== undefined && actions.page["filterable"] !== false
        onTriggered: actions.page["focusFilter"]()
    }
    readonly property Command exportView: Command {
        text: qsTr("Export …")
        iconName: "exportFile"
        keys: "Ctrl+E"
        onTriggered: actions.window.openExport()
    }
    readonly property Command undo: Command {
        changesEngine: true
        text: actions.session.journal.canUndo ? qsTr("Undo %1").arg(actions.session.journal.undoText) : qsTr("Undo the last change")
        iconName: "undo"
        keys: "Ctrl+Z"
        enabled: actions.session.journal.canUndo && actions.session.link.live
        onTriggered: actions.session.journal.undoLast()
    }
    // Of the session's question whether to keep a risky change; on the tuning page they are that page's.
    readonly property bool asksToKeep: session.tuning.countdown.state === KeepCountdown.Asking && window.page !== "tuning"
    readonly property Command keep: Command {
        text: qsTr("Keep")
        iconName: "ok"
        keys: "Ctrl+Shift+Return"
        enabled: actions.asksToKeep
        onTriggered: actions.session.tuning.countdown.keep()
    }
    readonly property Command takeBack: Command {
        changesEngine: true
        text: qsTr("Undo now")
        iconName: "undo"
        enabled: actions.asksToKeep
        onTriggered: actions.session.tuning.countdown.takeBack()
    }
    readonly property Command openRecording: Command {
        text: qsTr("Open a recording …")
        iconName: "record"
        keys: "Ctrl+O"
        onTriggered: actions.window.openRecording()
    }
    readonly property Command liveView: Command {
        text: qsTr("Back from the recording to the live engine")
        iconName: "close"
        enabled: actions.session.recording.open
        onTriggered: actions.session.recording.close()
    }

    readonly property Command retry: Command {
        text: qsTr("Connect again now")
        iconName: "refresh"
        enabled: actions.session.link.state !== EngineLink.Live && actions.session.link.state !== EngineLink.Idle
        onTriggered: actions.session.link.retryNow()
    }
    readonly property Command ownEngine: Command {
        text: qsTr("Show this computer's own engine")
        iconName: "plug"
        enabled: actions.chooser.current !== "own"
        onTriggered: actions.chooser.chooseOwn()
    }
    readonly property Command enterToken: Command {
        text: qsTr("Enter a token …")
        iconName: "key"
        enabled: actions.chooser.current === "given" && actions.session.link.state === EngineLink.Refused
        onTriggered: actions.window.openToken()
    }
    readonly property Command addConnection: Command {
        text: qsTr("Add a connection …")
        iconName: "plus"
        onTriggered: actions.window.editConnection("")
    }

    readonly property Command theme: Command {
        text: Theme.color.isDark ? qsTr("Light theme") : qsTr("Dark theme")
        iconName: Theme.color.isDark ? "sun" : "moon"
        keys: "Ctrl+T"
        onTriggered: Theme.choice = Theme.color.isDark ? "light" : "dark"
    }
    readonly property Command systemTheme: Command {
        text: qsTr("Theme as the desktop's")
        iconName: "sun"
        enabled: Theme.choice !== "system"
        onTriggered: Theme.choice = "system"
    }
    readonly property Command contrastTheme: Command {
        text: qsTr("High-contrast theme")
        iconName: "sun"
        enabled: Theme.choice !== "contrast"
        onTriggered: Theme.choice = "contrast"
    }

    function scaleText(step: real) {
        Theme.textScale = Math.round(10 * Math.min(2, Math.max(0.8, Theme.textScale + step))) / 10
    }
    readonly property Command largerText: Command {
        text: qsTr("Larger text")
        iconName: "plus"
        keys: "Ctrl++"
        enabled: Theme.textScale < 2
        onTriggered: actions.scaleText(0.1)
    }
    readonly property Command smallerText: Command {
        text: qsTr("Smaller text")
        iconName: "muted"
        keys: "Ctrl+-"
        enabled: Theme.textScale > 0.8
        onTriggered: actions.scaleText(-0.1)
    }
    readonly property Command usualText: Command {
        text: qsTr("Text at 100 %")
        iconName: "muted"
        keys: "Ctrl+0"
        enabled: Theme.textScale !== 1
        onTriggered: Theme.textScale = 1
    }

    readonly property Command palette: Command {
        text: qsTr("Find a command …")
        iconName: "palette"
        keys: "Ctrl+K"
        onTriggered: actions.window.openPalette()
    }
    readonly property Command shortcuts: Command {
        text: qsTr("Keyboard shortcuts")
        iconName: "help"
        keys: "F1"
        onTriggered: actions.window.openShortcuts()
    }
    readonly property Command quit: Command {
        text: qsTr("Quit")
        iconName: "close"
        keys: "Ctrl+Q"
        onTriggered: actions.window.close()
    }
}
