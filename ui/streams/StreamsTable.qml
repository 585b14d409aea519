// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The open streams: found by what is typed, sorted by the engine, selected, looked at and ended.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Streams
import Sluice.Theme

Item {
    id: view

    required property ConsoleSession session
    readonly property bool live: session.link.live
    readonly property bool mayOperate: session.link.mayOperate
    property bool detailsOpen: false

    // Buttons, keys and the window's palette use these.
    readonly property var commands: [detailsCommand, selectAllCommand, selectNoneCommand, endCommand]

    // The table itself has the keys of these: they mean its rows only while it has the focus.
    Command {
        id: detailsCommand
        text: qsTr("Details")
        iconName: "info"
        keys: "Return"
        shortcut: ""
        enabled: view.visible && table.currentIndex >= 0 && !view.detailsOpen
        onTriggered: view.showDetails(table.currentIndex)
    }
    Command {
        id: selectAllCommand
        text: streams.filtered ? qsTr("Select all that match") : qsTr("Select all")
        iconName: "ok"
        keys: "Ctrl+A"
        shortcut: ""
        enabled: view.visible && streams.total > 0 && !streams.allSelected
        onTriggered: streams.selectAll()
    }
    Command {
        id: selectNoneCommand
        text: qsTr("Select none")
        iconName: "close"
        keys: "Escape"
        shortcut: ""
        enabled: view.visible && streams.selectedCount > 0
        onTriggered: streams.clearSelection()
    }
    Command {
        id: endCommand
        text: qsTr("Disconnect…")
        iconName: "block"
        keys: "Delete"
        shortcut: ""
        enabled: view.visible && streams.selectedCount > 0 && view.mayOperate && view.live && !kicker.busy
        onTriggered: dialog.ask(0)
    }

    function search() {
        field.forceActiveFocus(Qt.ShortcutFocusReason)
        field.selectAll()
    }
    function showDetails(row: int) {
        watch.streamId = streams.idAt(row)
        detailsOpen = watch.streamId > 0
    }
    function closeDetails() {
        detailsOpen = false
        watch.streamId = 0
        table.forceActiveFocus(Qt.OtherFocusReason)
    }

    StreamsModel {
        id: streams
        objectName: "streamsModel"
        link: view.session.link
        active: view.visible
        frozen: view.session.view.paused
        moving: table.moving
        resting: table.pointed
    }
    StreamWatch {
        id: watch
        link: view.session.link
        active: view.visible && view.detailsOpen
    }
    StreamKicker {
        id: kicker
        objectName: "kicker"
        link: view.session.link
        onFinished: {
            streams.clearSelection()
            streams.refresh()
        }
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s

            SearchField {
                id: field
                objectName: "search"
                Layout.fillWidth: true
                Layout.maximumWidth: Math.round(440 * Theme.textScale)
                label: qsTr("Find streams")
                placeholderText: qsTr("channel:demo age>10m backlog>4KiB   ( / )")
                query: streams.query
                problem: streams.queryProblem
                onSearched: text => streams.query = text
                onDismissed: table.forceActiveFocus(Qt.OtherFocusReason)
                onEntered: {
                    // What is not understood is mended first.
                    if (streams.queryProblem === "")
                        table.enter()
                }
            }
            Label {
                objectName: "count"
                Layout.fillWidth: true
                muted: true
                text: streams.selectedCount > 0
                      ? qsTr("%1 of %2 selected").arg(Format.integer(streams.selectedCount)).arg(Format.integer(streams.total))
                        + (streams.selectionNote === "" ? "" : "  ·  " + streams.selectionNote)
                      : !streams.loaded ? ""
                      : streams.filtered ? qsTr("%1 match").arg(Format.integer(streams.total))
                      : qsTr("%1 open").arg(Format.integer(streams.total))
            }
            ActionButton {
                objectName: "showDetails"
                action: detailsCommand
                hint: qsTr("Enter, or a double click on a row")
            }
            ActionButton {
                objectName: "selectAll"
                visible: streams.total > 0 && !streams.allSelected
                action: selectAllCommand
                hint: qsTr("Ctrl+A: also those that are not fetched")
            }
            ActionButton {
                objectName: "selectNone"
                visible: streams.selectedCount > 0
                action: selectNoneCommand
            }
            ActionButton {
                objectName: "end"
                action: endCommand
                iconName: endCommand.iconName
                hint: view.mayOperate ? qsTr("End what is selected (Delete)") : qsTr("A viewer's token may not end streams")
            }
        }
        Label {
            objectName: "queryProblem"
            Layout.fillWidth: true
            visible: streams.queryProblem !== ""
            text: streams.queryProblem
            color: Theme.color.critical
            wrapMode: Text.Wrap
        }
        Banner {
            objectName: "kickResult"
            Layout.fillWidth: true
            visible: kicker.busy || kicker.result !== "" || kicker.problem !== ""
            tone: kicker.problem !== "" ? "critical" : kicker.pending ? "warning" : kicker.busy ? "info" : "ok"
            title: kicker.busy ? qsTr("Ending streams: %1 so far").arg(Format.integer(kicker.kicked))
                 : kicker.result !== "" ? kicker.result : kicker.problem
            text: kicker.result !== "" && kicker.problem !== "" ? kicker.problem : ""
            ActionButton {
                visible: kicker.busy
                text: qsTr("Stop")
                onClicked: kicker.cancel()
            }
            IconButton {
                visible: !kicker.busy
                iconName: "close"
                label: qsTr("Close this message")
                onClicked: kicker.dismiss()
            }
        }
        Banner {
            objectName: "stale"
            Layout.fillWidth: true
            visible: streams.staleWorkers !== ""
            tone: "warning"
            title: qsTr("Worker %1 does not say what it has").arg(streams.staleWorkers)
            text: qsTr("Its rows are older than two seconds: its event loop is blocked or overloaded. See the loop lag on the Overview.")
        }
        Banner {
            Layout.fillWidth: true
            visible: streams.problem !== "" && view.live && streams.loaded
            tone: "critical"
            title: qsTr("The list is old")
            text: streams.problem
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
                    label: qsTr("Open streams")
                    rests: streams.orderRests
                    commands: [detailsCommand, endCommand]
                    model: streams
                    selects: true
                    fresh: view.live && !streams.stale && !view.session.view.paused
                    sortKey: streams.sortKey
                    descending: streams.descending
                    columns: [idColumn, clientColumn, channelColumn, ageColumn, backlogColumn, rateColumn, bytesColumn,
                        idleColumn, workerColumn, stateColumn]
                    onSortWanted: key => {
                        streams.sortBy(key)
                        table.positionAtTop()
                    }
                    onFirstVisibleChanged: streams.setVisibleRange(firstVisible, lastVisible)
                    onLastVisibleChanged: streams.setVisibleRange(firstVisible, lastVisible)
                    onPicked: row => {
                        streams.selectOnly(row)
                        if (view.detailsOpen)
                            view.showDetails(row)
                    }
                    onToggled: row => streams.toggle(row)
                    onRangePicked: (from, to) => streams.selectRange(from, to)
                    onAllWanted: selectAllCommand.trigger()
                    onOpened: row => view.showDetails(row)
                    onRemoveWanted: endCommand.trigger()
                    onDismissed: view.detailsOpen ? view.closeDetails() : streams.clearSelection()

                    delegate: TableRow {
                        id: row
                        required property double streamId
                        required property string client
                        required property string channels
                        required property double age
                        required property double backlog
                        required property double eventRate
                        required property double byteRate
                        required property double idle
                        required property int worker
                        required property string streamState
                        required property bool isSelected
                        required property bool isLoaded
                        within: table
                        selected: isSelected
                        loaded: isLoaded
                        label: isLoaded ? qsTr("Stream %1 of %2 on %3, %4").arg(streamId).arg(client).arg(channels).arg(stateCell.text)
                                        : qsTr("not fetched yet")
                        TextCell {
                            column: idColumn
                            text: row.isLoaded ? row.streamId : "…"
                            muted: true
                        }
                        TextCell {
                            column: clientColumn
                            text: row.client
                        }
                        TextCell {
                            column: channelColumn
                            text: row.channels
                        }
                        TextCell {
                            column: ageColumn
                            text: row.isLoaded ? Format.duration(row.age) : ""
                        }
                        TextCell {
                            column: backlogColumn
                            text: row.isLoaded ? Format.brief(row.backlog, Format.Bytes) : ""
                            muted: row.backlog === 0
                        }
                        TextCell {
                            column: rateColumn
                            text: row.isLoaded ? Format.brief(row.eventRate, Format.PerSecond) : ""
                            muted: row.eventRate === 0
                        }
                        TextCell {
                            column: bytesColumn
                            text: row.isLoaded ? Format.brief(row.byteRate, Format.BytesPerSecond) : ""
                            muted: row.byteRate === 0
                        }
                        TextCell {
                            column: idleColumn
                            text: !row.isLoaded ? "" : isNaN(row.idle) ? qsTr("none yet")
                                : row.idle < 1 ? qsTr("now") : qsTr("%1 ago").arg(Format.duration(row.idle))
                            muted: isNaN(row.idle)
                        }
                        TextCell {
                            column: workerColumn
                            text: row.isLoaded ? row.worker : ""
                        }
                        StateCell {
                            id: stateCell
                            column: stateColumn
                            tone: row.streamState === "blocked" ? "warning" : row.streamState === "evicting" ? "info" : "ok"
                            iconName: row.streamState === "blocked" ? "pause" : row.streamState === "evicting" ? "drain" : "ok"
                            text: row.streamState === "blocked" ? qsTr("blocked")
                                : row.streamState === "evicting" ? qsTr("evicting")
                                : row.streamState === "open" ? qsTr("open") : row.streamState
                        }
                    }

                    StreamsEmpty {
                        anchors.fill: parent
                        visible: table.count === 0 || streams.queryProblem !== ""
                        session: view.session
                        loaded: streams.loaded
                        filtered: streams.filtered || streams.queryProblem !== ""
                        problem: streams.problem
                        onCleared: streams.query = ""
                    }
                }
            }
            StreamDetails {
                objectName: "details"
                Layout.fillHeight: true
                visible: view.detailsOpen
                watch: watch
                fresh: view.live && !view.session.view.paused
                mayEnd: view.mayOperate && view.live && !kicker.busy
                onClosed: view.closeDetails()
                onEndWanted: dialog.ask(watch.streamId)
                onChannelWanted: name => streams.query = "channel:" + name
                onClientWanted: address => streams.query = "client:" + address
            }
        }
    }

    TableColumn { id: idColumn; key: "id"; title: qsTr("Id"); width: 68; alignment: Text.AlignRight; dispensable: 3 }
    TableColumn { id: clientColumn; key: "client"; title: qsTr("Client"); width: 150; stretch: 2 }
    TableColumn { id: channelColumn; key: "channels"; title: qsTr("Channel"); width: 110; stretch: 2 }
    TableColumn { id: ageColumn; key: "age_seconds"; title: qsTr("Age"); width: 96; alignment: Text.AlignRight; stretch: 0.5 }
    TableColumn {
        id: backlogColumn
        key: "backlog_bytes"
        title: qsTr("Backlog")
        hint: qsTr("What its socket refused, without the event that is half sent")
        width: 84
        alignment: Text.AlignRight
    }
    TableColumn {
        id: rateColumn
        key: "events_per_second"
        title: qsTr("Events")
        hint: qsTr("Whole events a second that its socket took since the last look")
        width: 76
        alignment: Text.AlignRight
    }
    TableColumn {
        id: bytesColumn
        key: "drain_bytes_per_second"
        title: qsTr("Rate")
        hint: qsTr("Bytes a second that its socket took since the last look")
        width: 92
        alignment: Text.AlignRight
        dispensable: 4
    }
    TableColumn {
        id: idleColumn
        key: "last_event_seconds"
        title: qsTr("Last event")
        width: 104
        alignment: Text.AlignRight
        dispensable: 1
    }
    TableColumn { id: workerColumn; key: "worker"; title: qsTr("Worker"); width: 66; alignment: Text.AlignRight; dispensable: 2 }
    TableColumn {
        id: stateColumn
        key: "state"
        title: qsTr("State")
        hint: qsTr("blocked: its socket refuses bytes; evicting: it ends as soon as it has caught up")
        width: 104
    }

    StreamsKickDialog {
        id: dialog
        objectName: "kickDialog"
        streams: streams
        kicker: kicker
        watch: watch
        onClosed: table.forceActiveFocus(Qt.OtherFocusReason)
    }
}
