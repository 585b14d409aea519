// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A cell of a TableRow with a word or a number in it.
import QtQuick
import Sluice.Theme

Label {
    required property TableColumn column

    visible: column.shown
    stale: parent !== null && parent["stale"] === true
    width: column.actualWidth
    height: parent ? parent.height : implicitHeight
    leftPadding: Theme.s
    rightPadding: Theme.s
    horizontalAlignment: column.alignment
}
