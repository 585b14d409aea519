// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks over every page whether to keep a risky change, while it can be taken back; the tuning page has the
// question among its own.
import QtQuick
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Banner {
    id: question

    required property KeepCountdown countdown
    required property ConsoleActions actions
    readonly property bool asks: countdown.state === KeepCountdown.Asking

    objectName: "sessionKeepQuestion"
    tone: "warning"
    title: asks ? qsTr("Keep these settings? They are taken back in %1 s.").arg(countdown.secondsLeft)
                : qsTr("Taking them back")
    text: countdown.text

    ActionButton {
        objectName: "sessionTakeBack"
        action: question.actions.takeBack
        iconName: question.actions.takeBack.iconName
    }
    ActionButton {
        objectName: "sessionKeep"
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
