// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A row of a FindingsModel: how grave it is, what is, what shows it, why, and the lines that mend it.
import QtQuick
import QtQuick.Layouts
import Sluice.Theme

Item {
    id: card

    required property string rule
    required property string tone
    required property string word
    required property string summary
    required property list<string> evidence
    required property string cause
    required property list<string> remedies
    property bool stale: false     // says what was, not what is
    property bool separated: false // a line divides it from the next

    implicitHeight: content.implicitHeight + 2 * Theme.s
    Accessible.role: Accessible.StaticText
    Accessible.name: rule + ", " + word + ": " + summary + ". " + cause

    RowLayout {
        id: content
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.m

        Icon {
            Layout.alignment: Qt.AlignTop
            name: card.tone
            color: card.stale ? Theme.color.stale : Theme.tone(card.tone)
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            RowLayout {
                spacing: Theme.s
                Label {
                    Layout.alignment: Qt.AlignTop
                    text: card.rule
                    stale: card.stale
                    font.weight: Font.DemiBold
                }
                Label {
                    Layout.alignment: Qt.AlignTop
                    visible: card.tone !== "ok"
                    text: card.word
                    color: card.stale ? Theme.color.stale : Theme.tone(card.tone)
                    font.pixelSize: Theme.caption
                }
                Label {
                    objectName: "findingSummary"
                    Layout.fillWidth: true
                    text: card.summary
                    stale: card.stale
                    wrapMode: Text.Wrap
                }
            }
            Label {
                objectName: "findingCause"
                Layout.fillWidth: true
                visible: text !== ""
                text: card.cause
                muted: true
                wrapMode: Text.Wrap
            }
            Label {
                objectName: "findingEvidence"
                Layout.fillWidth: true
                visible: text !== ""
                text: card.evidence.join("   ")
                muted: true
                font.pixelSize: Theme.caption
                wrapMode: Text.Wrap
            }
            Repeater {
                model: card.remedies
                ReadText {
                    required property string modelData
                    objectName: "findingRemedy"
                    Layout.fillWidth: true
                    text: modelData
                    label: qsTr("What mends it: %1").arg(modelData)
                }
            }
        }
    }
    Rectangle {
        visible: card.separated
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.color.grid
    }
}
