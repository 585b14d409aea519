// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One finding: how grave, what is, what should be, why, and the lines that mend it.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Theme

Item {
    id: finding

    property string severity
    property string name
    property string summary // the values, in one line
    property string reason
    property var remedies: []
    readonly property string tone: severity === "error" ? "critical" : severity === "notice" ? "info" : severity
    readonly property string word: {
        switch (severity) {
        case "ok": return qsTr("fine")
        case "notice": return qsTr("notice")
        case "warning": return qsTr("warning")
        default: return qsTr("wrong")
        }
    }

    implicitHeight: column.implicitHeight + 2 * Theme.s
    Accessible.role: Accessible.StaticText
    Accessible.name: name + ", " + word + ": " + summary + ". " + reason

    RowLayout {
        id: column
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.m

        Icon {
            Layout.alignment: Qt.AlignTop
            name: finding.tone
            color: Theme.tone(finding.tone)
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            RowLayout {
                spacing: Theme.s
                Label {
                    text: finding.name
                    font.weight: Font.DemiBold
                }
                Label {
                    visible: finding.severity !== "ok"
                    text: finding.word
                    color: Theme.tone(finding.tone)
                    font.pixelSize: Theme.caption
                }
                Label {
                    Layout.fillWidth: true
                    text: finding.summary
                    wrapMode: Text.Wrap
                }
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: finding.reason
                muted: true
                wrapMode: Text.Wrap
            }
            Repeater {
                model: finding.severity === "ok" ? [] : finding.remedies
                ReadText {
                    required property string modelData
                    Layout.fillWidth: true
                    text: modelData
                    label: qsTr("What mends it: %1").arg(modelData)
                }
            }
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.color.grid
    }
}
