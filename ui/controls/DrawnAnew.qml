// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A Shape that lives only while it stands in a window. Every Shape of the console stands in one: the software
// renderer of Qt 6.4 knows its node by its address, and a dialog that closes and opens again may get a new one
// at the old place, which is then read as if it were filled (a crash, or an icon that is gone). That renderer also
// draws a Shape that is clipped away whole, in a list or a page that scrolls, as if nothing clipped it: there the
// Shape is an image of its own, which Qt does not paint again by itself when the Shape is another one.
import QtQuick

Loader {
    // All that it looks like, in words: with other ones it is painted again.
    property string look
    // Nobody sees it, but an image of another place is another image.
    property int change: 0

    active: Window.window !== null
    layer.enabled: GraphicsInfo.api === GraphicsInfo.Software
    layer.sourceRect: Qt.rect(0.0001 * change, 0, width, height)
    onLookChanged: change = (change + 1) % 100
}
