// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One column of a BaseTable: its words, and how much room it wants. Cells take their place from it.
import QtQuick

QtObject {
    id: column

    property string key       // what the model sorts by; empty: it cannot
    property string title
    property string hint      // in the tooltip of the header
    property real width: 80   // at a text scale of 1
    property real stretch: 0  // its share of the room that is left
    property int alignment: Text.AlignLeft
    // Where room is short the highest goes first; 0 stays.
    property int dispensable: 0

    property real chosen: 0   // the width that somebody dragged it to, at a text scale of 1; 0: nobody did

    // The table sets these.
    property bool shown: true
    property real actualWidth: 0
}
