// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The editor of one of a few words.
import QtQuick
import Sluice.Controls

TuningControl {
    id: control

    implicitHeight: list.implicitHeight
    function take() {
        list.forceActiveFocus(Qt.TabFocusReason)
    }
    function release() {
        list.focus = false
    }

    ChoiceField {
        id: list
        objectName: "choice"
        width: parent.width
        focusPolicy: Qt.ClickFocus
        label: control.editor.key
        model: control.editor.choices
        onActivated: index => control.editor.typed(control.editor.choices[index])
        onActiveFocusChanged: {
            if (activeFocus)
                control.editor.entered()
        }
        Keys.onEscapePressed: control.editor.finished()
        Keys.onReturnPressed: event => {
            // Ctrl+Enter applies.
            event.accepted = event.modifiers === Qt.NoModifier
            if (event.accepted)
                control.editor.finished()
        }
        Binding on currentIndex {
            value: control.editor.choices.indexOf(control.editor.typedText)
            restoreMode: Binding.RestoreNone
        }
    }
}
