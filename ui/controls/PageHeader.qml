// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The first line of a page: its name, the question it answers, and what it offers at the right.
import QtQuick
import QtQuick.Layouts
import Sluice.Theme

RowLayout {
    id: header

    property string title
    property string question
    default property alias content: tools.data

    spacing: Theme.m

    Label {
        text: header.title
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Label {
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignBaseline
        text: header.question
        muted: true
    }
    RowLayout {
        id: tools
        // All pages begin at the same height, whether they offer something or not.
        Layout.minimumHeight: Theme.controlHeight
        spacing: Theme.s
    }
}
