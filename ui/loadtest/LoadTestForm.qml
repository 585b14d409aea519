// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a load test shall do, as sluicectl's options, and what it shall reach.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Panel {
    id: panel

    required property LoadTest test
    property url publicUrl
    property bool running: false
    property string command
    property var options: ({
        clients: "1000", channels: "10", rate: "20", size: "100", ramp: "", duration: "30s", stalled: "", churn: "",
        p99: "100ms", "max-drop-rate": "0", "max-rss-growth": "5%"
    })
    readonly property var fields: [
        {name: "clients", label: qsTr("Clients"), help: qsTr("streams that are opened")},
        {name: "channels", label: qsTr("Channels"), help: qsTr("that they spread over")},
        {name: "rate", label: qsTr("Events per second"), help: qsTr("over all channels")},
        {name: "size", label: qsTr("Bytes an event"), help: qsTr("at least 48")},
        {name: "ramp", label: qsTr("Ramp"), help: qsTr("empty: all at once")},
        {name: "duration", label: qsTr("Duration"), help: qsTr("of publishing")},
        {name: "stalled", label: qsTr("Stalled clients"), help: qsTr("such as 1% or 50")},
        {name: "churn", label: qsTr("Churn a second"), help: qsTr("such as 1%; they resume")},
        {name: "p99", label: qsTr("p99 at most"), help: qsTr("of the delivery latency")},
        {name: "max-drop-rate", label: qsTr("Drops at most"), help: qsTr("share of the streams")},
        {name: "max-rss-growth", label: qsTr("Memory growth, most"), help: qsTr("engines on this machine")}
    ]

    title: qsTr("Test")

    function change(name: string, value: string) {
        const changed = Object.assign({}, options)
        changed[name] = value
        options = changed
    }

    ScrollArea {
        id: area
        label: panel.title
        Layout.fillWidth: true
        Layout.fillHeight: true

        ColumnLayout {
            width: parent.width
            spacing: Theme.s

            Repeater {
                model: panel.fields
                RowLayout {
                    id: row
                    required property var modelData
                    Layout.fillWidth: true
                    spacing: Theme.s
                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 0
                        Label {
                            Layout.fillWidth: true
                            text: row.modelData.label
                        }
                        Label {
                            Layout.fillWidth: true
                            text: row.modelData.help
                            muted: true
                            font.pixelSize: Theme.caption
                        }
                    }
                    EntryField {
                        objectName: "field-" + row.modelData.name
                        Layout.preferredWidth: Math.round(80 * Theme.textScale)
                        enabled: !panel.running
                        label: row.modelData.label
                        text: panel.options[row.modelData.name]
                        onTextEdited: panel.change(row.modelData.name, text)
                    }
                }
            }
            Label {
                Layout.fillWidth: true
                text: qsTr("Publish token")
            }
            EntryField {
                objectName: "field-publish-token"
                Layout.fillWidth: true
                enabled: !panel.running
                label: qsTr("Publish token")
                placeholderText: qsTr("only if the engine asks for one")
                echoMode: TextInput.Password
                inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
                text: panel.test.publishToken
                onTextEdited: panel.test.publishToken = text
            }
            ToggleSwitch {
                objectName: "allowRemote"
                visible: panel.test.isRemote(panel.publicUrl)
                enabled: !panel.running
                text: qsTr("Beyond this machine")
                checked: panel.test.allowRemote
                onToggled: panel.test.allowRemote = checked
            }
            Label {
                Layout.topMargin: Theme.s
                text: qsTr("The same in a terminal")
                muted: true
                font.pixelSize: Theme.caption
            }
            ReadText {
                objectName: "command"
                Layout.fillWidth: true
                text: panel.command
                wrapMode: TextEdit.WrapAnywhere
                color: Theme.color.textMuted
                font.pixelSize: Theme.caption
                label: qsTr("The same in a terminal")
            }
        }
    }
}
