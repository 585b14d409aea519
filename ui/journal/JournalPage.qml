// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What happened? Everything that was changed or befell the engine, the newest first.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Journal
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session
    readonly property Journal journal: session.journal

    // For the window's palette and its list of shortcuts; to undo is the window's.
    readonly property var commands: [everything]

    Command {
        id: everything
        iconName: "journal"
        text: qsTr("Show everything in the journal")
        enabled: page.visible && shown.count !== page.journal.count
        onTriggered: {
            search.text = ""
            shown.clear()
        }
    }

    function focusFilter() {
        search.forceActiveFocus(Qt.ShortcutFocusReason)
        search.selectAll()
    }
    // The list follows what a mark on a chart asks for.
    function showCurrent() {
        const row = shown.rowOfId(journal.current)
        if (row >= 0) {
            list.currentIndex = row
            list.positionViewAtIndex(row, ListView.Contain)
        }
    }

    JournalFilter {
        id: shown
        journal: page.journal
        text: search.text
    }
    Connections {
        target: page.journal
        function onShown() {
            // Whatever hides it.
            search.text = ""
            shown.clear()
            page.showCurrent()
        }
    }
    Component.onCompleted: showCurrent()

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Journal")
            question: qsTr("What happened?")
            ActionButton {
                objectName: "undoLast"
                iconName: "undo"
                text: qsTr("Undo last change")
                hint: page.journal.undoText
                enabled: page.journal.canUndo && page.session.link.live
                onClicked: page.journal.undoLast()
            }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s

            EntryField {
                id: search
                objectName: "journalSearch"
                Layout.preferredWidth: Math.round(200 * Theme.textScale)
                label: qsTr("Filter the journal by words")
                placeholderText: qsTr("Filter   ( / )")
                Keys.onEscapePressed: text = ""
                Keys.onDownPressed: list.forceActiveFocus()
            }
            Flow {
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignVCenter
                spacing: Theme.xs
                Repeater {
                    model: 9
                    FilterChip {
                        id: kind
                        required property int index
                        objectName: "kind-" + index
                        checked: (shown.kinds & (1 << index)) !== 0
                        iconName: page.journal.kindIcon(index)
                        text: page.journal.kindText(index)
                        onClicked: shown.toggle(index)
                    }
                }
            }
            Label {
                text: shown.count === page.journal.count ? qsTr("%n entries", "", shown.count)
                                                         : qsTr("%1 of %2").arg(shown.count).arg(page.journal.count)
                muted: true
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: shown.count > 0
            spacing: Theme.m

            Rectangle {
                Layout.fillWidth: true
                Layout.fillHeight: true
                color: Theme.color.surface
                border.color: list.activeFocus ? Theme.color.accent : Theme.color.border
                radius: Theme.radius

                ListView {
                    id: list
                    objectName: "journalList"
                    anchors.fill: parent
                    anchors.margins: Theme.xs
                    clip: true
                    activeFocusOnTab: true
                    model: shown
                    boundsBehavior: Flickable.StopAtBounds
                    Basic.ScrollBar.vertical: Basic.ScrollBar {}
                    Accessible.role: Accessible.List
                    Accessible.name: qsTr("Journal")
                    highlightMoveDuration: 0
                    Keys.onPressed: event => {
                        if (event.key === Qt.Key_Home)
                            currentIndex = 0
                        else if (event.key === Qt.Key_End)
                            currentIndex = count - 1
                    }
                    delegate: JournalRow {
                        width: ListView.view.width
                        isCurrent: ListView.isCurrentItem
                        onChosen: {
                            list.currentIndex = index
                            list.forceActiveFocus()
                        }
                    }
                    onCurrentIndexChanged: page.journal.current = shown.idAt(currentIndex)
                }
            }
            JournalDetails {
                objectName: "journalDetails"
                Layout.preferredWidth: Math.min(420, page.width * 0.36)
                Layout.fillHeight: true
                session: page.session
            }
        }
        EmptyState {
            objectName: "journalEmpty"
            Layout.fillWidth: true
            Layout.fillHeight: true
            visible: shown.count === 0
            iconName: "journal"
            title: page.journal.count === 0 ? qsTr("Nothing happened yet") : qsTr("Nothing matches")
            text: page.journal.count === 0
                  ? qsTr("Changes of settings, drains, alarms, refusals, load tests and restarts will be listed here, and marked on every chart.")
                  : qsTr("No entry has these words and is of these kinds.")
            ActionButton {
                objectName: "clearFilter"
                visible: page.journal.count > 0
                action: everything
                text: qsTr("Show everything")
            }
        }
    }
}
