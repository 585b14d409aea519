// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One line of the journal: when, what kind, what.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Basic.AbstractButton {
    id: row

    required property int index
    required property int entryId
    required property string kindText
    required property string iconName
    required property string tone
    required property real time
    required property string title
    required property string who
    required property bool undone
    property bool isCurrent: false
    signal chosen()

    implicitHeight: Math.max(Math.round(36 * Theme.textScale), what.implicitHeight + Theme.s)
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: Format.clock(time) + " " + kindText + ": " + title + (undone ? ", " + qsTr("undone") : "")
    Accessible.selected: isCurrent
    onClicked: chosen()

    background: Rectangle {
        radius: Theme.radiusSmall
        color: row.isCurrent ? Theme.color.selection : row.hovered ? Theme.color.hover : "transparent"
    }
    contentItem: RowLayout {
        spacing: Theme.s
        Label {
            Layout.leftMargin: Theme.s
            // As wide for every time: the columns stand below each other.
            Layout.preferredWidth: Math.round(58 * Theme.textScale)
            text: Format.clock(row.time)
            muted: true
        }
        Icon {
            name: row.iconName
            color: Theme.tone(row.tone)
            size: Math.round(16 * Theme.textScale)
        }
        Label {
            Layout.preferredWidth: Math.round(76 * Theme.textScale)
            text: row.kindText
            muted: true
        }
        Label {
            id: what

            Layout.fillWidth: true
            text: row.title
            wrapMode: Text.Wrap
            font.strikeout: row.undone
        }
        Label {
            visible: row.undone
            text: qsTr("undone")
            muted: true
            font.pixelSize: Theme.caption
        }
        Label {
            Layout.rightMargin: Theme.s
            Layout.maximumWidth: Math.round(180 * Theme.textScale)
            text: row.who
            muted: true
        }
    }
}
