// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A tooltip: never wider than a paragraph.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Basic.ToolTip {
    id: hint

    property int most: 420 // pixels of its width

    delay: 500
    // What is chosen from a menu is not hidden by words about the button below it.
    opacity: OpenMenus.count > 0 ? 0 : 1
    // Asked for words, a popup would make itself as wide as the longest line of them, and the window would give.
    contentWidth: Math.min(Math.ceil(words.implicitWidth), most - leftPadding - rightPadding)
    padding: Theme.s
    margins: Theme.s

    contentItem: Label {
        id: words
        text: hint.text
        font.pixelSize: Theme.caption
        wrapMode: Text.Wrap
    }
    background: Rectangle {
        color: Theme.color.raised
        border.color: Theme.color.border
        radius: Theme.radiusSmall
    }
}
