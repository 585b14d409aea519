// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A fact in a panel of details: what it is called, and what it is; the whole figure is in the tooltip.
import QtQuick
import QtQuick.Layouts
import Sluice.Theme

RowLayout {
    id: fact

    property string name
    property string value
    property string exact
    property string tone
    property bool stale: false

    Layout.fillWidth: true
    spacing: Theme.m
    Accessible.role: Accessible.StaticText
    Accessible.name: name + ": " + (exact !== "" ? exact : value)

    Label {
        Layout.alignment: Qt.AlignTop
        Layout.preferredWidth: Math.round(104 * Theme.textScale)
        text: fact.name
        muted: true
    }
    Label {
        id: word
        Layout.fillWidth: true
        text: fact.value
        color: fact.stale ? Theme.color.stale : fact.tone === "" ? Theme.color.text : Theme.tone(fact.tone)
        wrapMode: Text.Wrap
    }
    HoverHandler {
        id: hover
    }
    Hint {
        visible: hover.hovered && fact.exact !== ""
        text: fact.exact
    }
}
