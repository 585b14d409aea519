// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The editor of a flag.
import QtQuick
import Sluice.Controls

TuningControl {
    id: control

    implicitHeight: toggle.implicitHeight
    function take() {
        toggle.forceActiveFocus(Qt.TabFocusReason)
    }
    function release() {
        toggle.focus = false
    }

    ToggleSwitch {
        id: toggle
        objectName: "toggle"
        focusPolicy: Qt.ClickFocus
        label: control.editor.key
        text: checked ? qsTr("on") : qsTr("off")
        onToggled: control.editor.typed(checked ? "true" : "false")
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
        Keys.onUpPressed: control.editor.stepped(-1)
        Keys.onDownPressed: control.editor.stepped(1)
        // A click is no end of what the model says.
        Binding on checked {
            value: control.editor.typedText === "true"
            restoreMode: Binding.RestoreNone
        }
    }
}
