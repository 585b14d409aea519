// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Lines to read and to copy, such as a command: by hand, or by keyboard with Ctrl+A and Ctrl+C.
import QtQuick
import Sluice.Theme

TextEdit {
    id: lines

    property string label // for a screen reader

    readOnly: true
    selectByMouse: true
    selectByKeyboard: true
    activeFocusOnTab: true
    wrapMode: TextEdit.Wrap
    textFormat: TextEdit.PlainText
    color: Theme.color.text
    selectionColor: Theme.color.accent
    selectedTextColor: Theme.color.accentText
    font.family: Theme.monospace
    font.pixelSize: Theme.caption + 1
    Accessible.role: Accessible.EditableText
    Accessible.name: label
    Accessible.readOnly: true

    Rectangle {
        anchors.fill: parent
        anchors.margins: -3
        visible: lines.activeFocus
        color: "transparent"
        radius: Theme.radiusSmall
        border.width: 2
        border.color: Theme.color.accent
    }
}
