// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Publishes one event by hand and shows what the engine answered; stays open for the next one.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Sluice.Channels
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Basic.Dialog {
    id: dialog

    required property ConsoleSession session
    property string filledUrl // what the field was last filled with

    function ask(channelName: string) {
        // What somebody typed there stays; what the engine said goes with the engine.
        const known = String(session.link.publicUrl)
        if (publisher.url === "" || publisher.url === filledUrl)
            publisher.url = known
        filledUrl = known
        if (channelName !== "")
            publisher.channel = channelName
        publisher.dismiss()
        open()
        if (publisher.channel === "")
            channelField.forceActiveFocus()
        else
            dataField.forceActiveFocus()
    }

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    modal: true
    focus: true
    width: Math.min(Math.round(560 * Theme.textScale), parent ? parent.width - 48 : 560)
    padding: Theme.xl
    closePolicy: Basic.Popup.CloseOnEscape
    title: qsTr("Test publish")

    TestPublish {
        id: publisher
        objectName: "publisher"
    }

    T.Overlay.modal: Rectangle {
        color: Qt.rgba(0, 0, 0, 0.5)
    }
    background: Rectangle {
        color: Theme.color.surface
        border.color: Theme.color.border
        radius: Theme.radius
    }
    header: Label {
        text: dialog.title
        leftPadding: Theme.xl
        topPadding: Theme.xl
        rightPadding: Theme.xl
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
    }
    contentItem: ColumnLayout {
        spacing: Theme.m

        GridLayout {
            Layout.fillWidth: true
            columns: 2
            columnSpacing: Theme.m
            rowSpacing: Theme.s

            Label {
                text: qsTr("Channel")
                muted: true
            }
            EntryField {
                id: channelField
                objectName: "channel"
                Layout.fillWidth: true
                label: qsTr("Channel")
                text: publisher.channel
                onTextEdited: publisher.channel = text
                onAccepted: publisher.send()
            }
            Label {
                text: qsTr("Event")
                muted: true
            }
            EntryField {
                objectName: "event"
                Layout.fillWidth: true
                label: qsTr("Event name")
                placeholderText: qsTr("message")
                text: publisher.event
                onTextEdited: publisher.event = text
                onAccepted: publisher.send()
            }
            Label {
                Layout.alignment: Qt.AlignTop
                Layout.topMargin: Theme.s
                text: qsTr("Data")
                muted: true
            }
            Rectangle {
                Layout.fillWidth: true
                implicitHeight: Math.round(96 * Theme.textScale)
                radius: Theme.radiusSmall
                color: Theme.color.raised
                border.width: dataField.activeFocus ? 2 : 1
                border.color: dataField.activeFocus ? Theme.color.accent : Theme.color.border
                Basic.ScrollView {
                    anchors.fill: parent
                    anchors.margins: 2
                    Basic.TextArea {
                        id: dataField
                        objectName: "data"
                        text: publisher.data
                        onTextChanged: publisher.data = text
                        color: Theme.color.text
                        selectionColor: Theme.color.accent
                        selectedTextColor: Theme.color.accentText
                        placeholderText: qsTr("Hello from the console")
                        placeholderTextColor: Theme.color.textMuted
                        font.family: Theme.monospace
                        font.pixelSize: Theme.body
                        wrapMode: Text.Wrap
                        selectByMouse: true
                        KeyNavigation.priority: KeyNavigation.BeforeItem
                        KeyNavigation.tab: idField
                        KeyNavigation.backtab: channelField
                        background: null
                        Accessible.name: qsTr("Data")
                        Keys.onPressed: event => {
                            const isSend = (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                                           && (event.modifiers & Qt.ControlModifier)
                            if (isSend)
                                publisher.send()
                            event.accepted = isSend
                        }
                    }
                }
            }
            Label {
                text: qsTr("Id")
                muted: true
            }
            EntryField {
                id: idField
                objectName: "id"
                Layout.fillWidth: true
                label: qsTr("Id")
                placeholderText: qsTr("given by the engine")
                text: publisher.eventId
                onTextEdited: publisher.eventId = text
                onAccepted: publisher.send()
            }
            Label {
                text: qsTr("Public URL")
                muted: true
            }
            EntryField {
                objectName: "url"
                Layout.fillWidth: true
                label: qsTr("Public URL")
                placeholderText: "http://127.0.0.1:8080"
                text: publisher.url
                onTextEdited: publisher.url = text
                onAccepted: publisher.send()
            }
            Label {
                text: qsTr("Token")
                muted: true
            }
            EntryField {
                objectName: "token"
                Layout.fillWidth: true
                label: qsTr("Publish token")
                placeholderText: publisher.wantsToken ? qsTr("needed here: auth.publish_token") : qsTr("only if the engine asks for one")
                problem: publisher.wantsToken ? publisher.result : ""
                echoMode: TextInput.Password
                text: publisher.token
                onTextEdited: publisher.token = text
                onAccepted: publisher.send()
            }
        }
        Label {
            objectName: "inputProblem"
            Layout.fillWidth: true
            visible: publisher.inputProblem !== "" && (publisher.channel !== "" || publisher.url !== "")
            text: publisher.inputProblem
            color: Theme.color.critical
            wrapMode: Text.Wrap
        }
        Banner {
            objectName: "publishResult"
            Layout.fillWidth: true
            visible: publisher.result !== ""
            tone: publisher.succeeded ? "ok" : "critical"
            title: publisher.result
        }
    }
    footer: RowLayout {
        spacing: Theme.s
        Label {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.xl
            text: qsTr("Ctrl+Enter publishes")
            muted: true
            font.pixelSize: Theme.caption
        }
        ActionButton {
            objectName: "close"
            text: qsTr("Close")
            onClicked: dialog.close()
            Keys.onReturnPressed: dialog.close()
        }
        ActionButton {
            objectName: "send"
            Layout.rightMargin: Theme.xl
            Layout.topMargin: Theme.l
            Layout.bottomMargin: Theme.l
            enabled: publisher.inputProblem === "" && !publisher.busy
            kind: "primary"
            iconName: "send"
            text: publisher.busy ? qsTr("Publishing…") : qsTr("Publish")
            onClicked: publisher.send()
            Keys.onReturnPressed: publisher.send()
        }
    }
}
