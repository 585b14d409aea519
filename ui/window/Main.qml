// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The console's window: which engine, how fresh, which page; what it remembers, and how it closes.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme
import Sluice.Window

Basic.ApplicationWindow {
    id: window

    // What the command line says; empty or 0: as it was remembered.
    property url givenUrl
    property string givenToken
    property string givenPage
    property string givenTheme
    property real givenTextScale
    property int givenWidth
    property int givenHeight
    // A picture, or a test, starts from nothing and leaves nothing behind.
    property alias remembers: preferences.enabled

    property string page
    property Item currentPage
    property bool leaving: false
    readonly property ConsoleSession session: consoleSession
    readonly property EngineChooser chooser: engineChooser
    readonly property ConsoleActions actions: consoleActions

    width: 1280
    height: 800
    minimumWidth: 960
    minimumHeight: 600
    title: session.link.name === "" ? qsTr("Sluice") : qsTr("%1 – Sluice").arg(session.link.name)
    color: Theme.color.window
    font.family: Theme.family
    font.pixelSize: Theme.body

    function openPalette() {
        commandPalette.open()
    }
    function openShortcuts() {
        shortcutsDialog.open()
    }
    function openToken() {
        tokenDialog.open()
    }
    function editConnection(id: string) {
        const saved = chooser.saved
        for (let row = 0; row < saved.count; ++row) {
            const index = saved.index(row, 0)
            if (saved.data(index, SavedConnections.IdRole) === id) {
                connectionDialog.openFor(id, saved.data(index, SavedConnections.NameRole),
                                         saved.data(index, SavedConnections.UrlRole),
                                         saved.data(index, SavedConnections.HasTokenRole))
                return
            }
        }
        connectionDialog.openFor("", "", "", false)
    }
    function removeConnection(id: string) {
        const saved = chooser.saved
        for (let row = 0; row < saved.count; ++row) {
            const index = saved.index(row, 0)
            if (saved.data(index, SavedConnections.IdRole) === id) {
                removeDialog.connectionId = id
                removeDialog.targets = [saved.data(index, SavedConnections.NameRole) + "  " + saved.data(index, SavedConnections.UrlRole)]
                removeDialog.open()
            }
        }
    }

    ConsoleSession {
        id: consoleSession
    }
    EngineChooser {
        id: engineChooser
        link: consoleSession.link
    }
    Preferences {
        id: preferences
    }
    ConsoleActions {
        id: consoleActions
        session: consoleSession
        chooser: engineChooser
        window: window
    }

    function openExport() {
        exportDialog.open()
    }
    function openRecording() {
        recordingFile.open()
    }

    ExportDialog {
        id: exportDialog
        session: consoleSession
    }
    FileChooser {
        id: recordingFile
        title: qsTr("Open a recording")
        nameFilters: [qsTr("Recordings (*.csv)"), qsTr("All files (*)")]
        onChosen: file => consoleSession.recording.load(file.toString())
    }
    Connections {
        target: consoleSession.journal
        function onShown() {
            window.page = "journal"
        }
        function onUndone(text) {
            toast.tell(text, "ok")
        }
        function onUndoFailed(text) {
            toast.tell(text, "critical")
        }
    }
    Connections {
        target: consoleSession.exporter
        function onPictureOffered(chart) {
            exportDialog.choosePicture(chart)
        }
        function onTold(text, tone) {
            toast.tell(text, tone)
        }
    }
    Toast {
        id: toast
    }

    RowLayout {
        anchors.fill: parent
        spacing: 0
        LayoutMirroring.enabled: Application.layoutDirection === Qt.RightToLeft
        LayoutMirroring.childrenInherit: true

        NavigationRail {
            Layout.fillHeight: true
            current: window.page
            actions: consoleActions
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: 0

            TopBar {
                Layout.fillWidth: true
                session: consoleSession
                chooser: engineChooser
                actions: consoleActions
            }
            LinkBanner {
                Layout.fillWidth: true
                Layout.margins: Theme.l
                Layout.bottomMargin: 0
                session: consoleSession
                chooser: engineChooser
                actions: consoleActions
            }
            KeepBanner {
                Layout.fillWidth: true
                Layout.margins: Theme.l
                Layout.bottomMargin: 0
                visible: countdown.state !== KeepCountdown.Idle && window.page !== "tuning"
                countdown: consoleSession.tuning.countdown
                actions: consoleActions
            }
            RecordingBar {
                Layout.fillWidth: true
                session: consoleSession
            }
            Item {
                id: stage
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.margins: Theme.l

                Repeater {
                    model: consoleActions.pages
                    Loader {
                        id: loader
                        required property var modelData
                        readonly property bool isCurrent: window.page === modelData.page
                        property bool wasShown: false
                        anchors.fill: parent
                        // Made when first shown, then kept: coming back shows what was there.
                        active: wasShown
                        visible: isCurrent
                        onIsCurrentChanged: {
                            if (!isCurrent)
                                leave()
                            show()
                        }
                        onLoaded: show()
                        Component.onCompleted: {
                            setSource("qrc:/qt/qml/Sluice/" + modelData.file, {session: consoleSession})
                            show()
                        }
                        // A field that is hidden keeps the focus, and would take the keys of the next page.
                        function leave() {
                            let at = window.activeFocusItem
                            while (at && at !== loader)
                                at = at.parent
                            if (at)
                                stage.forceActiveFocus()
                        }
                        function show() {
                            if (!isCurrent)
                                return
                            wasShown = true
                            if (item)
                                window.currentPage = item as Item
                        }
                    }
                }
            }
        }
    }

    CommandPalette {
        id: commandPalette
        actions: consoleActions
    }
    ShortcutsDialog {
        id: shortcutsDialog
        actions: consoleActions
    }
    ConnectionDialog {
        id: connectionDialog
        objectName: "connection-dialog"
        chooser: engineChooser
    }
    TokenDialog {
        id: tokenDialog
        objectName: "token-dialog"
        chooser: engineChooser
        link: consoleSession.link
    }
    ConfirmDialog {
        id: removeDialog
        objectName: "remove-dialog"
        property string connectionId
        title: qsTr("Remove this connection?")
        text: qsTr("Its token is forgotten too. The engine itself is not touched.")
        verb: qsTr("Remove")
        onAccepted: engineChooser.remove(connectionId)
    }
    ConfirmDialog {
        id: quitDialog
        objectName: "quit-dialog"
        property int count
        title: qsTr("Stop this computer's engine?")
        text: qsTr("%n stream(s) of others are open on the engine in this window. Closing it ends them.", "", count)
        verb: qsTr("Stop and quit")
        onAccepted: window.leave()
    }

    // Closing: only somebody else's streams are worth a question. What was changed at a risk and kept by nobody is
    // taken back first.
    onClosing: close => {
        saveSize.stop()
        rememberSize()
        if (leaving || (!chooser.own.running && !consoleSession.tuning.owes))
            return
        close.accepted = false
        if (chooser.own.running)
            chooser.own.countStreams()
        else
            leave()
    }
    Connections {
        target: engineChooser.own
        function onStreamsCounted(count) {
            const others = count - consoleSession.ownStreams
            if (others <= 0) {
                window.leave()
            } else {
                quitDialog.count = others
                quitDialog.open()
            }
        }
    }
    function leave() {
        consoleSession.prepareToLeave()
    }
    Connections {
        target: consoleSession
        function onReadyToLeave() {
            window.leaving = true
            window.close()
        }
        function onLiveWindowChanged() {
            preferences.remember("window_seconds", consoleSession.liveWindowSeconds)
        }
    }

    // What is remembered.
    function rememberSize() {
        if (visibility !== Window.Windowed)
            return
        preferences.remember("width", width)
        preferences.remember("height", height)
    }
    Timer {
        id: saveSize
        interval: 500
        onTriggered: window.rememberSize()
    }
    onWidthChanged: saveSize.restart()
    onHeightChanged: saveSize.restart()
    onPageChanged: preferences.remember("page", page)
    Connections {
        target: Theme
        function onChoiceChanged() {
            preferences.remember("theme", Theme.choice)
        }
        function onTextScaleChanged() {
            preferences.remember("text_scale", Theme.textScale)
        }
    }
    Connections {
        target: engineChooser
        function onCurrentChanged() {
            if (engineChooser.current !== "given")
                preferences.remember("connection", engineChooser.current)
        }
    }

    Component.onCompleted: {
        const known = consoleActions.pages.map(entry => entry.page)
        const lastPage = preferences.text("page")
        const lastTheme = preferences.text("theme")
        Theme.choice = givenTheme !== "" ? givenTheme : Theme.choices.includes(lastTheme) ? lastTheme : "system"
        Theme.textScale = givenTextScale > 0 ? givenTextScale : preferences.number("text_scale", 0.8, 2, 1)
        consoleSession.view.windowSeconds = preferences.number("window_seconds", 10, 86400, 300)
        width = givenWidth > 0 ? givenWidth : preferences.number("width", minimumWidth, 16384, 1280)
        height = givenHeight > 0 ? givenHeight : preferences.number("height", minimumHeight, 16384, 800)
        page = givenPage !== "" ? givenPage : known.includes(lastPage) ? lastPage : "overview"
        if (givenUrl.toString() !== "")
            engineChooser.chooseGiven(givenUrl, givenToken)
        else
            engineChooser.choose(preferences.text("connection", "own"))
        visible = true
    }
}
