// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All settings by group. One stop of the Tab key: arrows choose a row, Enter goes into its editor, Delete drops
// what was typed.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Controls
import Sluice.Models
import Sluice.Theme
import Sluice.Tuning

FocusScope {
    id: scope

    required property Tuning tuning
    required property SettingsFilter filter
    property bool fresh: true

    function show(key: string) {
        const row = filter.rowOf(key)
        if (row < 0)
            return
        view.currentIndex = row
        view.positionViewAtIndex(row, ListView.Contain)
        edit()
    }
    function edit() {
        const row = view.currentItem as TuningRow
        if (row)
            row.edit()
    }
    // Out of the editor, to the rows: a list gives its focus on to the editor that had it.
    function rest() {
        const row = view.currentItem as TuningRow
        if (row)
            row.release()
        view.forceActiveFocus()
    }
    // To the next row up or down, into its editor.
    function step(by: int) {
        view.currentIndex = Math.max(0, Math.min(view.count - 1, view.currentIndex + by))
        view.positionViewAtIndex(view.currentIndex, ListView.Contain)
        edit()
    }

    activeFocusOnTab: true
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Settings")

    Rectangle {
        anchors.fill: parent
        color: Theme.color.surface
        radius: Theme.radius
        border.width: view.activeFocus ? 2 : 1
        border.color: view.activeFocus ? Theme.color.accent : Theme.color.border
    }
    ListView {
        id: view
        objectName: "settingsList"
        anchors.fill: parent
        anchors.margins: 2
        focus: true
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        cacheBuffer: 400
        keyNavigationEnabled: true
        model: scope.filter
        Basic.ScrollBar.vertical: Basic.ScrollBar {
            policy: view.contentHeight > view.height ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
        }
        Keys.onReturnPressed: event => {
            // Ctrl+Enter applies.
            event.accepted = event.modifiers === Qt.NoModifier
            if (event.accepted)
                scope.edit()
        }
        Keys.onPressed: event => {
            const key = scope.filter.keyAt(currentIndex)
            if (event.key === Qt.Key_F2) {
                scope.edit()
            } else if (event.key === Qt.Key_Delete && key !== "") {
                scope.tuning.settings.revert(key)
            } else if (event.key === Qt.Key_PageDown) {
                currentIndex = Math.min(count - 1, currentIndex + 8)
            } else if (event.key === Qt.Key_PageUp) {
                currentIndex = Math.max(0, currentIndex - 8)
            } else if (event.key === Qt.Key_Home) {
                currentIndex = 0
            } else if (event.key === Qt.Key_End) {
                currentIndex = count - 1
            } else {
                return
            }
            event.accepted = true
        }
        section.property: "group"
        section.delegate: Label {
            required property string section
            width: ListView.view ? ListView.view.width : 0
            leftPadding: Theme.l
            topPadding: Theme.l
            bottomPadding: Theme.xs
            text: section
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        delegate: TuningRow {
            width: view.width - Theme.m
            isCurrent: ListView.isCurrentItem && scope.activeFocus
            fresh: scope.fresh
            mayChange: scope.tuning.readOnlyReason === ""
            onTyped: text => scope.tuning.settings.edit(key, text)
            onDropped: scope.tuning.settings.revert(key)
            onEntered: {
                view.currentIndex = index
                view.positionViewAtIndex(index, ListView.Contain)
            }
            onFinished: scope.rest()
            onStepped: by => scope.step(by)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: view.count === 0
        iconName: scope.tuning.settings.state === SettingsModel.Ready ? "search" : "tuning"
        title: {
            switch (scope.tuning.settings.state) {
            case SettingsModel.Waiting: return qsTr("No engine yet")
            case SettingsModel.Loading: return qsTr("Reading the settings")
            case SettingsModel.Failed: return qsTr("The settings cannot be read")
            default: return qsTr("No setting fits")
            }
        }
        text: {
            switch (scope.tuning.settings.state) {
            case SettingsModel.Waiting: return qsTr("The settings are shown as soon as an engine is connected.")
            case SettingsModel.Loading: return ""
            case SettingsModel.Failed: return scope.tuning.settings.problem
            default: return qsTr("Search for other words, or show all settings.")
            }
        }
    }
}
