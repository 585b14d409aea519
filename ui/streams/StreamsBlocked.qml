// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The clients that a kick keeps away, for how long still, and the way back.
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

    function unblock(row: int) {
        const client = blocks.clientAt(row)
        if (mayOperate && client !== "")
            blocks.unblock(client)
    }

    Command {
        id: unblockCommand
        text: qsTr("Unblock")
        iconName: "undo"
        enabled: view.visible && view.mayOperate && view.live && table.currentIndex >= 0
        onTriggered: view.unblock(table.currentIndex)
    }
    BlocksModel {
        id: blocks
        objectName: "blocksModel"
        link: view.session.link
        active: view.visible
        moving: table.moving
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        Label {
            objectName: "blocksResult"
            Layout.fillWidth: true
            text: blocks.result !== "" ? blocks.result : blocks.problem !== "" && view.live ? blocks.problem
                : blocks.total === 1 ? qsTr("1 client is answered 204 until its time is over.")
                : blocks.total > 1 ? qsTr("%1 clients are answered 204 until their time is over.").arg(Format.integer(blocks.total))
                : ""
            muted: true
            wrapMode: Text.Wrap
            visible: text !== ""
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.fillHeight: true
            color: Theme.color.surface
            border.color: Theme.color.border
            radius: Theme.radius

            BaseTable {
                id: table
                objectName: "blocksTable"
                anchors.fill: parent
                anchors.margins: 1
                label: qsTr("Blocked clients")
                commands: [unblockCommand]
                model: blocks
                fresh: view.live && !blocks.stale
                columns: [clientColumn, leftColumn, actionColumn]
                onFirstVisibleChanged: blocks.setVisibleRange(firstVisible, lastVisible)
                onLastVisibleChanged: blocks.setVisibleRange(firstVisible, lastVisible)
                onOpened: row => view.unblock(row)
                onRemoveWanted: view.unblock(table.currentIndex)
                delegate: TableRow {
                    id: row
                    required property string client
                    required property double remaining
                    required property bool isLoaded
                    within: table
                    loaded: isLoaded
                    label: qsTr("Client %1, blocked for another %2").arg(client).arg(Format.duration(remaining))
                    TextCell {
                        column: clientColumn
                        text: row.client
                    }
                    TextCell {
                        column: leftColumn
                        text: Format.duration(row.remaining)
                    }
                    Item {
                        width: actionColumn.actualWidth
                        height: parent.height
                        IconButton {
                            objectName: "unblock"
                            anchors.right: parent.right
                            anchors.verticalCenter: parent.verticalCenter
                            height: parent.height - 2
                            width: height
                            enabled: view.mayOperate && view.live
                            iconName: "undo"
                            label: qsTr("Unblock %1").arg(row.client)
                            onClicked: blocks.unblock(row.client)
                        }
                    }
                }
                EmptyState {
                    anchors.fill: parent
                    visible: table.count === 0
                    iconName: "block"
                    title: blocks.loaded ? qsTr("No client is blocked") : qsTr("Reading the blocked clients…")
                    text: blocks.loaded ? qsTr("Who disconnects streams may keep their clients away for a while; they are then listed here.")
                                        : blocks.problem
                }
            }
        }
    }

    TableColumn { id: clientColumn; title: qsTr("Client"); width: 200; stretch: 1 }
    TableColumn { id: leftColumn; title: qsTr("Blocked for another"); width: 160; alignment: Text.AlignRight }
    TableColumn { id: actionColumn; title: ""; width: 64 }
}
