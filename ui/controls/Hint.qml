// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A tooltip.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Basic.ToolTip {
    id: hint

    delay: 500
    padding: Theme.s
    margins: Theme.s

    contentItem: Label {
        text: hint.text
        font.pixelSize: Theme.caption
        wrapMode: Text.Wrap
        // Wide enough for a sentence, never wider than a paragraph.
        width: Math.min(implicitWidth, 340)
    }
    background: Rectangle {
        color: Theme.color.raised
        border.color: Theme.color.border
        radius: Theme.radiusSmall
    }
}
