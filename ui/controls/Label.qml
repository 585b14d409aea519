// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Text in the console's font; role is one of Theme's sizes.
import QtQuick
import Sluice.Theme

Text {
    property bool muted: false
    property bool stale: false // says what was, not what is
    color: stale ? Theme.color.stale : muted ? Theme.color.textMuted : Theme.color.text
    font.family: Theme.family
    font.pixelSize: Theme.body
    verticalAlignment: Text.AlignVCenter
    elide: wrapMode === Text.NoWrap ? Text.ElideRight : Text.ElideNone
    textFormat: Text.PlainText
}
