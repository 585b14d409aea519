// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The editor of everything that is typed: durations, sizes, counts, rates and texts.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Theme

TuningControl {
    id: control

    implicitHeight: entry.implicitHeight
    function take() {
        entry.forceActiveFocus(Qt.TabFocusReason)
        entry.selectAll()
    }
    function release() {
        entry.focus = false
    }

    RowLayout {
        anchors.fill: parent
        spacing: Theme.xs

        EntryField {
            id: entry
            objectName: "entry"
            Layout.fillWidth: true
            activeFocusOnTab: false
            label: control.editor.key
            color: control.editor.stale ? Theme.color.stale : Theme.color.text
            problem: control.editor.wrong
            onTextEdited: control.editor.typed(text)
            onActiveFocusChanged: {
                if (activeFocus)
                    control.editor.entered()
            }
            Keys.onEscapePressed: {
                control.editor.dropped()
                control.editor.finished()
            }
            Keys.onReturnPressed: event => {
                // Ctrl+Enter applies.
                event.accepted = event.modifiers === Qt.NoModifier
                if (event.accepted)
                    control.editor.finished()
            }
            Keys.onUpPressed: control.editor.stepped(-1)
            Keys.onDownPressed: control.editor.stepped(1)
            // While somebody types, 60s must not become 1min under their hands.
            Binding on text {
                when: !entry.activeFocus
                value: control.editor.typedText
                restoreMode: Binding.RestoreNone
            }
        }
        ActionButton {
            visible: control.editor.type === "auto-count"
            objectName: "auto"
            focusPolicy: Qt.NoFocus
            text: qsTr("auto")
            checked: control.editor.typedText === "auto"
            hint: qsTr("Let the engine find the number")
            onClicked: {
                control.editor.typed("auto")
                entry.text = "auto"
            }
        }
    }
}
