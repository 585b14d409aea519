// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What flows? The channels with their streams, rates, history and backpressure, and an event to try them with.
import QtQuick
import QtQuick.Layouts
import Sluice.Channels
import Sluice.Charts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session
    readonly property bool live: session.link.live
    property string detailsOf // a channel's name; empty: no details

    // For the window's palette and its list of shortcuts.
    readonly property var commands: [publish, showCurrent, onlyPaused]

    // What "/" of the window does here.
    function focusFilter() {
        field.forceActiveFocus(Qt.ShortcutFocusReason)
        field.selectAll()
    }

    Command {
        id: publish
        iconName: "send"
        text: qsTr("Test publish…")
        keys: "P"
        // A letter is one where letters are typed.
        shortcut: field.activeFocus ? "" : keys
        enabled: page.visible
        // The channel that is marked, wherever the order took it meanwhile.
        onTriggered: dialog.ask(table.currentIdentity)
    }
    Command {
        id: showCurrent
        iconName: "info"
        text: qsTr("Details")
        keys: "Return"
        shortcut: "" // the table's, while it has the focus
        enabled: page.visible && table.currentIndex >= 0 && page.detailsOf === ""
        onTriggered: page.showDetails(table.currentIndex)
    }
    Command {
        id: onlyPaused
        iconName: "pause"
        text: channels.onlyPaused ? qsTr("Show all channels") : qsTr("Show paused channels only")
        enabled: page.visible
        onTriggered: channels.onlyPaused = !channels.onlyPaused
    }

    function showDetails(row: int) {
        detailsOf = channels.nameAt(row)
    }
    function closeDetails() {
        detailsOf = ""
        table.forceActiveFocus(Qt.OtherFocusReason)
    }

    ChannelsModel {
        id: channels
        objectName: "channelsModel"
        link: page.session.link
        active: page.visible
        frozen: page.session.view.paused
        moving: table.moving
        resting: table.pointed
        watched: page.detailsOf
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Channels")
            question: qsTr("What flows?")
            ActionButton {
                objectName: "publish"
                action: publish
                iconName: publish.iconName
                hint: qsTr("Publish one event by hand (P)")
            }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s
            SearchField {
                id: field
                objectName: "search"
                Layout.fillWidth: true
                Layout.maximumWidth: Math.round(440 * Theme.textScale)
                label: qsTr("Find channels")
                placeholderText: qsTr("the beginning of a name   ( / )")
                query: channels.query
                onSearched: text => channels.query = text
                onDismissed: table.forceActiveFocus(Qt.OtherFocusReason)
                onEntered: table.enter()
            }
            ToggleSwitch {
                objectName: "onlyPaused"
                text: qsTr("Only paused")
                checked: channels.onlyPaused
                onToggled: channels.onlyPaused = checked
            }
            Label {
                objectName: "count"
                Layout.fillWidth: true
                muted: true
                text: !channels.loaded ? "" : channels.filtered ? qsTr("%1 match").arg(Format.integer(channels.total))
                    : channels.total === 1 ? qsTr("1 channel") : qsTr("%1 channels").arg(Format.integer(channels.total))
            }
        }
        Banner {
            Layout.fillWidth: true
            visible: channels.problem !== "" && page.live && channels.loaded
            tone: "critical"
            title: qsTr("The list is old")
            text: channels.problem
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.m

            Rectangle {
                Layout.fillWidth: true
                Layout.fillHeight: true
                color: Theme.color.surface
                border.color: Theme.color.border
                radius: Theme.radius

                BaseTable {
                    id: table
                    objectName: "table"
                    anchors.fill: parent
                    anchors.margins: 1
                    focus: true
                    label: qsTr("Channels")
                    rests: channels.orderRests
                    commands: [showCurrent, publish]
                    model: channels
                    fresh: page.live && !channels.stale && !page.session.view.paused
                    sortKey: channels.sortKey
                    descending: channels.descending
                    columns: [nameColumn, streamsColumn, rateColumn, courseColumn, historyColumn, backlogColumn, policyColumn,
                        droppedColumn, coalescedColumn, pausesColumn, stateColumn]
                    onSortWanted: key => {
                        channels.sortBy(key)
                        table.positionAtTop()
                    }
                    onFirstVisibleChanged: channels.setVisibleRange(firstVisible, lastVisible)
                    onLastVisibleChanged: channels.setVisibleRange(firstVisible, lastVisible)
                    onOpened: row => page.showDetails(row)
                    onPicked: row => {
                        if (page.detailsOf !== "")
                            page.showDetails(row)
                    }
                    onDismissed: page.closeDetails()

                    delegate: TableRow {
                        id: row
                        required property string name
                        required property double streams
                        required property double rate
                        required property var rates
                        required property double historyEvents
                        required property double historyUsed
                        required property double backlog
                        required property double blocked
                        required property string policy
                        required property double dropped
                        required property double coalesced
                        required property double pauses
                        required property double paused
                        required property bool isLoaded
                        within: table
                        loaded: isLoaded
                        selected: isLoaded && name === page.detailsOf
                        label: qsTr("%1, %2 streams, %3").arg(name).arg(Format.integer(streams)).arg(Format.brief(rate, Format.PerSecond))
                        TextCell {
                            column: nameColumn
                            text: row.isLoaded ? row.name : "…"
                            font.weight: Font.Medium
                        }
                        TextCell {
                            column: streamsColumn
                            text: row.isLoaded ? Format.integer(row.streams) : ""
                            muted: row.streams === 0
                        }
                        TextCell {
                            column: rateColumn
                            text: row.isLoaded ? Format.brief(row.rate, Format.PerSecond) : ""
                            muted: row.rate === 0
                        }
                        Item {
                            visible: courseColumn.shown
                            width: courseColumn.actualWidth
                            height: parent.height
                            Sparkline {
                                anchors.fill: parent
                                anchors.leftMargin: Theme.s
                                anchors.rightMargin: Theme.s
                                anchors.topMargin: 5
                                anchors.bottomMargin: 5
                                values: row.rates
                                capacity: 60
                                color: Theme.color.series[0]
                            }
                        }
                        MeterCell {
                            column: historyColumn
                            text: row.isLoaded ? Format.brief(row.historyEvents, Format.Count) : ""
                            share: row.historyUsed
                        }
                        TextCell {
                            column: backlogColumn
                            text: row.isLoaded ? Format.brief(row.backlog, Format.Bytes) : ""
                            muted: row.backlog === 0
                        }
                        TextCell {
                            column: policyColumn
                            text: row.policy
                        }
                        TextCell {
                            column: droppedColumn
                            text: row.isLoaded ? Format.brief(row.dropped, Format.Count) : ""
                            muted: row.dropped === 0
                        }
                        TextCell {
                            column: coalescedColumn
                            text: row.isLoaded ? Format.brief(row.coalesced, Format.Count) : ""
                            muted: row.coalesced === 0
                        }
                        TextCell {
                            column: pausesColumn
                            text: row.isLoaded ? Format.brief(row.pauses, Format.Count) : ""
                            muted: row.pauses === 0
                        }
                        StateCell {
                            column: stateColumn
                            tone: !isNaN(row.paused) ? "critical" : row.blocked > 0 ? "warning" : row.streams > 0 ? "ok" : "muted"
                            iconName: !isNaN(row.paused) ? "pause" : tone
                            text: !row.isLoaded ? "" : !isNaN(row.paused) ? qsTr("paused %1").arg(Format.duration(row.paused))
                                : row.blocked > 0 ? qsTr("%1 slow").arg(Format.integer(row.blocked))
                                : row.streams > 0 ? qsTr("flows") : qsTr("no streams")
                        }
                    }
                    EmptyState {
                        anchors.fill: parent
                        visible: table.count === 0
                        iconName: channels.problem !== "" && !channels.loaded ? "critical" : "channels"
                        title: !channels.loaded ? (channels.problem !== "" ? qsTr("The engine does not tell its channels")
                                                 : page.live ? qsTr("Reading the channels…") : qsTr("Waiting for the engine"))
                             : channels.filtered ? qsTr("No channel fits") : qsTr("There is no channel yet")
                        text: !channels.loaded ? (channels.problem !== "" ? channels.problem : page.session.link.reason)
                            : channels.filtered ? qsTr("A name is found by its beginning.")
                            : qsTr("A channel is made by its first event or its first stream. Publish one to try it.")
                        ActionButton {
                            visible: channels.loaded
                            text: channels.filtered ? qsTr("Show all channels") : qsTr("Test publish…")
                            onClicked: {
                                if (!channels.filtered)
                                    dialog.ask("demo")
                                channels.query = ""
                                channels.onlyPaused = false
                            }
                        }
                    }
                }
            }
            ChannelDetails {
                id: details
                objectName: "details"
                Layout.fillHeight: true
                visible: page.detailsOf !== ""
                title: page.detailsOf
                facts: channels.watchedFacts
                gone: channels.watchedGone
                fresh: page.live && !page.session.view.paused && !channels.watchedStale
                historyCount: channels.historyCount
                historyBytes: channels.historyBytes
                historyAge: channels.historyAge
                onClosed: page.closeDetails()
                onPublishWanted: dialog.ask(page.detailsOf)
            }
        }
    }

    TableColumn { id: nameColumn; key: "name"; title: qsTr("Channel"); width: 130; stretch: 3 }
    TableColumn { id: streamsColumn; key: "streams"; title: qsTr("Streams"); width: 76; alignment: Text.AlignRight }
    TableColumn { id: rateColumn; key: "publish_rate"; title: qsTr("Published"); width: 84; alignment: Text.AlignRight }
    TableColumn {
        id: courseColumn
        title: qsTr("Course")
        hint: qsTr("The publish rate since this page is open; each line reaches to its own highest")
        width: 96
        stretch: 1
        dispensable: 2
    }
    TableColumn {
        id: historyColumn
        key: "history_events"
        title: qsTr("History")
        hint: qsTr("Events that a client may resume from; the bar: how much of history.count or history.bytes they use")
        width: 86
        alignment: Text.AlignRight
    }
    TableColumn {
        id: backlogColumn
        key: "largest_backlog_bytes"
        title: qsTr("Slowest")
        hint: qsTr("What the slowest of its streams lacks")
        width: 80
        alignment: Text.AlignRight
    }
    TableColumn { id: policyColumn; title: qsTr("Policy"); hint: qsTr("What happens to its slow streams"); width: 96; dispensable: 1 }
    TableColumn {
        id: droppedColumn
        key: "dropped"
        title: qsTr("Dropped")
        hint: qsTr("Events that drop-oldest took from streams")
        width: 76
        alignment: Text.AlignRight
        dispensable: 3
    }
    TableColumn {
        id: coalescedColumn
        key: "coalesced"
        title: qsTr("Coalesced")
        hint: qsTr("Events that a later one of the same name replaced")
        width: 84
        alignment: Text.AlignRight
        dispensable: 4
    }
    TableColumn {
        id: pausesColumn
        key: "pauses"
        title: qsTr("Pauses")
        hint: qsTr("Times that its publishers were made to wait")
        width: 66
        alignment: Text.AlignRight
        dispensable: 5
    }
    TableColumn { id: stateColumn; key: "blocked_streams"; title: qsTr("State"); width: 122 }

    ChannelsPublishDialog {
        id: dialog
        objectName: "publishDialog"
        session: page.session
        onClosed: {
            channels.refresh()
            table.forceActiveFocus(Qt.OtherFocusReason)
        }
    }
}
