// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The colours of one theme, by what they are for. A text colour reads on window, surface and raised with a
// contrast of at least 4.5:1; a test holds every pair to it.
import QtQuick

QtObject {
    required property string name
    required property bool isDark

    required property color window    // behind everything
    required property color surface   // panels
    required property color raised    // fields, menus, dialogs
    required property color border    // of panels and fields
    required property color grid      // lines of a chart

    required property color text
    required property color textMuted // labels, units, secondary words
    required property color stale     // words and figures that are not of now: greyed, and still to be read
    required property color accent    // the one colour for what can be done and what is chosen
    required property color accentText // on accent

    required property color ok
    required property color warning
    required property color critical
    required property color criticalText // on critical

    required property color selection // behind a chosen row
    required property color hover     // behind what is under the pointer

    // Lines of a chart, told apart by colour-blind eyes too (after Okabe and Ito).
    required property list<color> series
}
