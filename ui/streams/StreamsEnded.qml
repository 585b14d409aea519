// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The last ends with their causes, and how old the streams were: a cluster at one age is somebody's timeout.
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

    function search() {
        field.forceActiveFocus(Qt.ShortcutFocusReason)
        field.selectAll()
    }

    EndsModel {
        id: ends
        objectName: "endsModel"
        link: view.session.link
        active: view.visible
        frozen: view.session.view.paused
        moving: table.moving
        resting: table.pointed
    }
    Command {
        id: onlyClient
        text: qsTr("Show the ends of this client only")
        iconName: "search"
        enabled: view.visible && table.currentIndex >= 0
        onTriggered: ends.query = "client:" + ends.clientAt(table.currentIndex)
    }
    Command {
        id: onlyCause
        text: qsTr("Show the ends of this cause only")
        iconName: "search"
        enabled: view.visible && table.currentIndex >= 0
        onTriggered: ends.cause = ends.causeAt(table.currentIndex)
    }
    AgeHistogram {
        id: ages
        ends: ends
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s
            SearchField {
                id: field
                objectName: "searchEnds"
                Layout.fillWidth: true
                Layout.maximumWidth: Math.round(440 * Theme.textScale)
                label: qsTr("Find ends")
                placeholderText: qsTr("channel:demo client:10.0.0.0/8 ended<10m   ( / )")
                query: ends.query
                problem: ends.queryProblem
                onSearched: text => ends.query = text
                onDismissed: table.forceActiveFocus(Qt.OtherFocusReason)
                onEntered: {
                    // What is not understood is mended first.
                    if (ends.queryProblem === "")
                        table.enter()
                }
            }
            ChoiceField {
                objectName: "cause"
                label: qsTr("Cause")
                implicitWidth: Math.round(180 * Theme.textScale)
                model: ends.choices
                currentIndex: ends.choice
                onActivated: index => ends.choice = index
            }
            Label {
                Layout.fillWidth: true
                muted: true
                text: !ends.loaded ? "" : ends.whole > ends.total
                    ? qsTr("%1 of the last %2, sorted").arg(Format.integer(ends.total)).arg(Format.integer(ends.whole))
                    : ends.filtered ? qsTr("%1 match").arg(Format.integer(ends.total))
                    : qsTr("the last %1").arg(Format.integer(ends.total))
            }
        }
        Label {
            objectName: "endsProblem"
            Layout.fillWidth: true
            visible: text !== ""
            text: ends.queryProblem !== "" ? ends.queryProblem : view.live ? ends.problem : ""
            color: Theme.color.critical
            wrapMode: Text.Wrap
        }
        Panel {
            Layout.fillWidth: true
            title: qsTr("Age at the end")
            subtitle: ages.count > 0 ? qsTr("the last %1").arg(Format.integer(ages.count)) : ""
            visible: ends.total > 0
            StreamsAgeBars {
                objectName: "ageBars"
                Layout.fillWidth: true
                ages: ages
            }
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.fillHeight: true
            color: Theme.color.surface
            border.color: Theme.color.border
            radius: Theme.radius

            BaseTable {
                id: table
                objectName: "endsTable"
                anchors.fill: parent
                anchors.margins: 1
                label: qsTr("Ended streams")
                rests: ends.orderRests
                sortKey: ends.sortKey
                descending: ends.descending
                commands: [onlyClient, onlyCause]
                onSortWanted: key => {
                    ends.sortBy(key)
                    table.positionAtTop()
                }
                model: ends
                fresh: view.live && !ends.stale && !view.session.view.paused
                columns: [endedColumn, causeColumn, clientColumn, channelColumn, ageColumn, sentColumn, idColumn, workerColumn, reasonColumn]
                onFirstVisibleChanged: ends.setVisibleRange(firstVisible, lastVisible)
                onLastVisibleChanged: ends.setVisibleRange(firstVisible, lastVisible)
                delegate: TableRow {
                    id: row
                    required property double streamId
                    required property double ended
                    required property string cause
                    required property string client
                    required property string channels
                    required property double age
                    required property double sentBytes
                    required property int worker
                    required property string by
                    required property string reason
                    required property bool isLoaded
                    within: table
                    loaded: isLoaded
                    label: isLoaded ? qsTr("%1, %2, client %3 on %4 after %5").arg(Format.clock(ended)).arg(cause).arg(client)
                                      .arg(channels).arg(Format.duration(age)) : qsTr("not fetched yet")
                    TextCell {
                        column: endedColumn
                        text: row.isLoaded ? Format.clock(row.ended) : "…"
                    }
                    StateCell {
                        column: causeColumn
                        tone: EndCauses.tone(row.cause)
                        iconName: EndCauses.icon(row.cause)
                        text: row.cause
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
                        column: sentColumn
                        text: row.isLoaded ? Format.brief(row.sentBytes, Format.Bytes) : ""
                    }
                    TextCell {
                        column: idColumn
                        text: row.isLoaded ? row.streamId : ""
                        muted: true
                    }
                    TextCell {
                        column: workerColumn
                        text: row.isLoaded ? row.worker : ""
                    }
                    TextCell {
                        column: reasonColumn
                        text: row.reason !== "" ? qsTr("%1: %2").arg(row.by).arg(row.reason)
                            : row.by !== "" ? row.by : EndCauses.meaning(row.cause)
                        muted: row.by === ""
                    }
                }
                EmptyState {
                    anchors.fill: parent
                    visible: table.count === 0
                    iconName: "streams"
                    title: !ends.loaded ? qsTr("Reading the ends…") : ends.filtered ? qsTr("No end fits") : qsTr("No stream has ended yet")
                    text: ends.loaded && ends.filtered ? qsTr("Try channel:NAME, client:ADDRESS, ended<10m, or another cause.")
                        : ends.loaded ? qsTr("Each end is listed here with its cause; the last 10,000 are kept.") : ends.problem
                    ActionButton {
                        visible: ends.loaded && ends.filtered
                        text: qsTr("Show all ends")
                        onClicked: {
                            ends.query = ""
                            ends.cause = ""
                        }
                    }
                }
            }
        }
    }

    TableColumn { id: endedColumn; key: "ended"; title: qsTr("Ended"); width: 76 }
    TableColumn { id: causeColumn; key: "cause"; title: qsTr("Cause"); width: 140 }
    TableColumn { id: clientColumn; key: "client"; title: qsTr("Client"); width: 150; stretch: 1 }
    TableColumn { id: channelColumn; key: "channels"; title: qsTr("Channel"); width: 110; stretch: 1 }
    TableColumn { id: ageColumn; key: "age_seconds"; title: qsTr("Age"); width: 96; alignment: Text.AlignRight }
    TableColumn { id: sentColumn; key: "sent_bytes"; title: qsTr("Sent"); width: 84; alignment: Text.AlignRight; dispensable: 2 }
    TableColumn { id: idColumn; key: "id"; title: qsTr("Id"); width: 68; alignment: Text.AlignRight; dispensable: 4 }
    TableColumn { id: workerColumn; key: "worker"; title: qsTr("Worker"); width: 64; alignment: Text.AlignRight; dispensable: 3 }
    TableColumn { id: reasonColumn; key: "reason"; title: qsTr("Why"); width: 160; stretch: 3; dispensable: 1 }
}
