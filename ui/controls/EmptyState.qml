// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What stands where there is nothing to show: why, and the next step in words.
import QtQuick
import QtQuick.Layouts
import Sluice.Theme

Item {
    id: state

    property string iconName: "info"
    property string title
    property string text
    default property alias content: extra.data

    implicitWidth: 360
    implicitHeight: column.implicitHeight

    ColumnLayout {
        id: column
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.l, 460)
        spacing: Theme.s

        Icon {
            Layout.alignment: Qt.AlignHCenter
            name: state.iconName
            color: Theme.color.textMuted
            size: 32
        }
        Label {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            text: state.title
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            horizontalAlignment: Text.AlignHCenter
            text: state.text
            muted: true
            wrapMode: Text.Wrap
        }
        RowLayout {
            id: extra
            Layout.alignment: Qt.AlignHCenter
            spacing: Theme.s
        }
    }
}
