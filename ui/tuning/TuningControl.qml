// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a TuningEditor shows; editor is that one.
import QtQuick

Item {
    id: control

    required property var editor

    // Takes the keyboard; what has nothing to edit leaves it where it is.
    function take() {
    }
    // Gives the keyboard back to the list.
    function release() {
    }
}
