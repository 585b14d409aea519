// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which engine is shown, how fresh the numbers are, and the span of time of all charts.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme
import Sluice.Window

Rectangle {
    id: bar

    required property ConsoleSession session
    required property EngineChooser chooser
    required property ConsoleActions actions

    // Where all four spans have no room side by side, they drop down.
    readonly property bool isNarrow: width < 860 * Theme.textScale
    readonly property var spans: [
        {value: 60, text: qsTr("1 min")},
        {value: 300, text: qsTr("5 min")},
        {value: 900, text: qsTr("15 min")},
        {value: 3600, text: qsTr("60 min")}
    ]

    implicitHeight: Theme.controlHeight + 2 * Theme.s + 4
    color: Theme.color.surface

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.color.border
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.l
        anchors.rightMargin: Theme.l
        spacing: Theme.m

        ConnectionMenu {
            Layout.fillWidth: true
            Layout.minimumWidth: Math.round(90 * Theme.textScale)
            Layout.preferredWidth: implicitWidth
            Layout.maximumWidth: implicitWidth
            session: bar.session
            chooser: bar.chooser
            actions: bar.actions
        }
        FreshnessBadge {
            session: bar.session
        }
        StateBadge {
            objectName: "view-only"
            visible: bar.session.link.live && !bar.session.link.mayOperate
            tone: "muted"
            iconName: "key"
            text: qsTr("View only")
            hint: qsTr("The token is a viewer's: it shows everything and changes nothing.")
        }
        Item {
            Layout.fillWidth: true
        }
        SegmentedChoice {
            visible: !bar.isNarrow
            label: qsTr("Span of time")
            value: bar.session.view.windowSeconds
            options: bar.spans
            onChosen: value => bar.session.view.windowSeconds = value
        }
        ChoiceField {
            objectName: "spanChoice"
            visible: bar.isNarrow
            implicitWidth: Math.round(92 * Theme.textScale)
            label: qsTr("Span of time")
            model: bar.spans
            textRole: "text"
            currentIndex: bar.spans.findIndex(span => span.value === bar.session.view.windowSeconds)
            onActivated: index => bar.session.view.windowSeconds = bar.spans[index].value
        }
        StateBadge {
            objectName: "recordingBadge"
            visible: bar.session.exporter.following || bar.session.exporter.followProblem !== ""
            tone: bar.session.exporter.following ? "ok" : "critical"
            iconName: bar.session.exporter.following ? "record" : "critical"
            text: bar.session.exporter.following ? qsTr("Recording") : qsTr("Recording stopped")
            hint: bar.session.exporter.following ? bar.session.exporter.followPath : bar.session.exporter.followProblem
        }
        IconButton {
            objectName: "pause"
            action: bar.actions.pause
            iconName: bar.actions.pause.iconName
            checked: bar.session.view.paused
        }
        IconButton {
            objectName: "palette"
            action: bar.actions.palette
            iconName: bar.actions.palette.iconName
        }
        IconButton {
            id: more
            objectName: "more"
            iconName: "more"
            label: qsTr("More")
            Accessible.role: Accessible.ButtonMenu
            onClicked: menu.popup(more, more.width - menu.width, more.height + 2)

            DropMenu {
                id: menu
                DropMenuItem { action: bar.actions.exportView }
                DropMenuItem { action: bar.actions.openRecording }
                DropMenuItem { action: bar.actions.undo }
                Basic.MenuSeparator {}
                DropMenuItem { action: bar.actions.theme }
                DropMenuItem { action: bar.actions.systemTheme }
                DropMenuItem { action: bar.actions.contrastTheme }
                DropMenuItem { action: bar.actions.largerText }
                DropMenuItem { action: bar.actions.smallerText }
                DropMenuItem { action: bar.actions.usualText }
                Basic.MenuSeparator {}
                DropMenuItem { action: bar.actions.shortcuts }
                DropMenuItem { action: bar.actions.quit }
            }
        }
    }
}
