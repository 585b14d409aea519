// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What can I change? Every setting with what it does, what is typed as old -> new beside it, and who changed
// what before.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme
import Sluice.Tuning

Item {
    id: page

    required property ConsoleSession session
    readonly property Tuning tuning: session.tuning
    readonly property alias actions: actions

    // For the window's palette and its list of shortcuts.
    readonly property var commands: [actions.apply, actions.discard, actions.undoLast, actions.revertToFile, actions.saveToFile]

    // What "/" of the window does here.
    function focusFilter() {
        search.forceActiveFocus()
        search.selectAll()
    }

    SettingsFilter {
        id: filter
        settings: page.tuning.settings
        words: search.text
    }
    TuningActions {
        id: actions
        tuning: page.tuning
        shown: page.visible
        onListWanted: list.rest()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Tuning")
            question: qsTr("What can I change?")

            EntryField {
                id: search
                objectName: "search"
                implicitWidth: Math.round(190 * Theme.textScale)
                label: qsTr("Search the settings")
                placeholderText: qsTr("Search   /")
                Keys.onEscapePressed: {
                    text = ""
                    list.rest()
                }
                Keys.onDownPressed: list.rest()
                Keys.onReturnPressed: list.rest()
            }
            SegmentedChoice {
                objectName: "show"
                label: qsTr("Which settings")
                value: filter.show
                options: [
                    {value: SettingsFilter.All, text: qsTr("All")},
                    {value: SettingsFilter.Live, text: qsTr("Live")},
                    {value: SettingsFilter.NotDefault, text: qsTr("Not default")},
                    {value: SettingsFilter.News, text: qsTr("Changing")}
                ]
                onChosen: value => filter.show = value
            }
        }

        TuningKeep {
            Layout.fillWidth: true
            visible: tuning.countdown.state !== KeepCountdown.Idle
            countdown: tuning.countdown
            actions: actions
        }
        Banner {
            objectName: "readOnly"
            Layout.fillWidth: true
            visible: tuning.settings.state === SettingsModel.Ready && tuning.readOnlyReason !== ""
            tone: "info"
            title: qsTr("Read-only")
            text: tuning.readOnlyReason
        }
        Banner {
            objectName: "failed"
            Layout.fillWidth: true
            visible: tuning.settings.state === SettingsModel.Failed
            tone: "critical"
            title: qsTr("The settings cannot be read")
            text: tuning.settings.problem
            ActionButton {
                text: qsTr("Try again")
                onClicked: tuning.settings.load()
            }
        }
        Banner {
            objectName: "outcome"
            Layout.fillWidth: true
            visible: tuning.outcome !== ""
            tone: tuning.outcomeTone
            title: tuning.outcome
            text: tuning.outcomeDetail
            IconButton {
                objectName: "dismiss"
                iconName: "close"
                label: qsTr("Dismiss")
                onClicked: tuning.dismiss()
            }
        }

        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.l

            TuningList {
                id: list
                objectName: "tuningList"
                Layout.fillWidth: true
                Layout.fillHeight: true
                // On a wide screen a value stays near its name.
                Layout.maximumWidth: Math.round(1200 * Math.max(1, Theme.textScale))
                tuning: page.tuning
                filter: filter
                fresh: page.session.link.live
            }
            ColumnLayout {
                Layout.alignment: Qt.AlignLeft
                Layout.preferredWidth: page.width < 760 ? Math.round(page.width * 0.4) : Math.round(344 * Math.min(1.25, Theme.textScale))
                Layout.fillWidth: page.width > 1700
                Layout.maximumWidth: page.width > 1700 ? 620 : Layout.preferredWidth
                Layout.fillHeight: true
                spacing: Theme.m

                TuningPending {
                    Layout.fillWidth: true
                    tuning: page.tuning
                    actions: actions
                    onChosen: key => list.show(key)
                }
                TuningHistory {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    tuning: page.tuning
                    actions: actions
                }
            }
        }
    }
}
