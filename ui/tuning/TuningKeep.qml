// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// "Keep these settings?": counts down, and takes them back by itself unless somebody keeps them.
import QtQuick
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Banner {
    id: question

    required property KeepCountdown countdown
    required property TuningActions actions
    readonly property bool asks: countdown.state === KeepCountdown.Asking

    objectName: "keepQuestion"
    tone: "warning"
    title: asks ? qsTr("Keep these settings? They are taken back in %1 s.").arg(countdown.secondsLeft)
                : qsTr("Taking them back")
    text: countdown.text
    onVisibleChanged: {
        // Whoever only presses on gets the old settings, not the risky ones.
        if (visible && actions.shown)
            undo.forceActiveFocus()
    }

    ActionButton {
        id: undo
        objectName: "takeBack"
        action: question.actions.takeBack
        iconName: "undo"
    }
    ActionButton {
        objectName: "keep"
        action: question.actions.keep
        kind: "primary"
        hint: qsTr("Ctrl+Shift+Enter")
    }
    Rectangle {
        parent: question
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        anchors.margins: 1
        height: 3
        radius: 1.5
        width: (parent.width - 2) * (question.asks ? question.countdown.secondsLeft / question.countdown.seconds : 0)
        color: Theme.color.warning
    }
}
