// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Puts words into the clipboard: what is shown in cells and cards has no selection of its own.
import QtQuick

TextEdit {
    id: desk

    visible: false
    textFormat: TextEdit.PlainText
    Accessible.ignored: true

    function put(words: string) {
        desk.text = words
        desk.selectAll()
        desk.copy()
        desk.text = ""
    }
}
