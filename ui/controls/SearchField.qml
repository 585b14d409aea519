// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where something is searched for: tells what was typed once the hand rests, at once on Enter, which goes on to
// what was found; Escape empties it, and leaves it when it is empty.
import QtQuick
import Sluice.Theme

EntryField {
    id: field

    property string query
    signal searched(string text)
    signal dismissed()
    signal entered()

    implicitWidth: Math.round(360 * Theme.textScale)
    leftPadding: Math.round(30 * Theme.textScale)
    rightPadding: clear.visible ? Math.round(30 * Theme.textScale) : Theme.s
    Accessible.role: Accessible.EditableText

    // Typed by somebody else: a link, a button that clears.
    onQueryChanged: {
        if (text !== query)
            text = query
    }
    onTextEdited: pause.restart()
    onAccepted: {
        pause.stop()
        searched(text)
        entered()
    }
    Keys.onEscapePressed: {
        pause.stop()
        if (text === "") {
            dismissed()
        } else {
            text = ""
            searched("")
        }
    }
    Keys.onDownPressed: dismissed()

    Timer {
        id: pause
        interval: 300
        onTriggered: field.searched(field.text)
    }
    Icon {
        x: Theme.s
        anchors.verticalCenter: parent.verticalCenter
        name: "search"
        color: Theme.color.textMuted
        size: Math.round(16 * Theme.textScale)
    }
    IconButton {
        id: clear
        objectName: "clearSearch"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: Math.round(26 * Theme.textScale)
        height: width
        visible: field.text !== ""
        iconName: "close"
        label: qsTr("Clear")
        focusPolicy: Qt.NoFocus
        onClicked: {
            field.text = ""
            field.searched("")
        }
    }
}
