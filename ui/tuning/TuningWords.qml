// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The value of a setting that cannot be changed.
import QtQuick
import Sluice.Controls
import Sluice.Theme

TuningControl {
    id: control

    implicitHeight: Theme.controlHeight

    Label {
        anchors.fill: parent
        text: control.editor.value !== "" ? control.editor.value
            : control.editor.type === "secret" ? qsTr("not set") : qsTr("empty")
        muted: control.editor.value === ""
        stale: control.editor.stale
        font.weight: Font.Medium
    }
}
