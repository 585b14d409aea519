// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The editor that fits a setting's type: a switch, a list of words, or a field. What cannot be changed is shown
// as words.
import QtQuick

Loader {
    id: editor

    required property string key
    required property string type
    required property var choices
    required property string value
    required property string typedText
    property string wrong
    property bool mayChange: true
    property bool stale: false // its value may have changed since

    signal typed(string text)
    signal dropped()
    signal entered()
    signal finished()
    signal stepped(int by)

    readonly property string file: !mayChange ? "TuningWords.qml" : type === "flag" ? "TuningToggle.qml"
                                 : type === "choice" ? "TuningChoice.qml" : "TuningField.qml"

    function take() {
        const control = item as TuningControl
        if (control)
            control.take()
    }

    function release() {
        const control = item as TuningControl
        if (control)
            control.release()
    }

    onFileChanged: setSource(file, {editor: editor})
}
