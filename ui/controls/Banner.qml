// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A sentence that must not be missed, with what can be done about it beside it.
import QtQuick
import QtQuick.Layouts
import Sluice.Theme

Rectangle {
    id: banner

    property string tone: "info"
    property string title
    property string text
    default property alias content: tools.data

    implicitHeight: row.implicitHeight + 2 * Theme.m
    implicitWidth: 400
    radius: Theme.radius
    color: Theme.faint(Theme.tone(tone), 0.08)
    border.color: Theme.faint(Theme.tone(tone), 0.5)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: title + (text === "" ? "" : ". " + text)

    RowLayout {
        id: row
        anchors.fill: parent
        anchors.margins: Theme.m
        spacing: Theme.m

        Icon {
            name: banner.tone
            color: Theme.tone(banner.tone)
            Layout.alignment: Qt.AlignTop
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            Label {
                Layout.fillWidth: true
                text: banner.title
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                text: banner.text
                muted: true
                wrapMode: Text.Wrap
            }
        }
        RowLayout {
            id: tools
            spacing: Theme.s
        }
    }
}
