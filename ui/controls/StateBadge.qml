// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A state as icon, word and colour together; tone is one of Theme.tone()'s names.
import QtQuick
import QtQuick.Layouts
import Sluice.Theme

Rectangle {
    id: badge

    property string tone: "muted"
    property string iconName: tone
    property string text
    property string hint

    implicitWidth: row.implicitWidth + 2 * Theme.s
    implicitHeight: Math.round(24 * Theme.textScale)
    radius: height / 2
    color: Theme.faint(Theme.tone(tone), 0.10)
    border.color: Theme.faint(Theme.tone(tone), 0.45)
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.description: hint

    RowLayout {
        id: row
        anchors.centerIn: parent
        spacing: Theme.xs + 2
        Icon {
            name: badge.iconName
            color: Theme.tone(badge.tone)
            size: Math.round(14 * Theme.textScale)
        }
        Label {
            text: badge.text
            color: Theme.color.text
            font.pixelSize: Theme.caption
            font.weight: Font.Medium
        }
    }
    HoverHandler {
        id: hover
    }
    Hint {
        visible: hover.hovered && badge.hint !== ""
        text: badge.hint
    }
}
