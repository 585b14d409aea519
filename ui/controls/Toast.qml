// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A word in passing at the window's foot: what was just done, or why it was not. tell() shows it for a while.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Sluice.Theme

Basic.Popup {
    id: toast

    property string text
    property string tone: "info"

    function tell(words: string, howGood: string) {
        text = words
        tone = howGood
        open()
        timer.restart()
    }

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? parent.height - height - Theme.xl : 0
    padding: Theme.m
    closePolicy: Basic.Popup.NoAutoClose
    modal: false
    focus: false

    // Long enough to be read, longer for what went wrong.
    Timer {
        id: timer
        interval: toast.tone === "critical" ? 12000 : 6000
        onTriggered: toast.close()
    }
    background: Rectangle {
        color: Theme.color.raised
        border.color: Theme.faint(Theme.tone(toast.tone), 0.6)
        radius: Theme.radius
    }
    contentItem: RowLayout {
        spacing: Theme.m
        Accessible.role: Accessible.AlertMessage
        Accessible.name: toast.text
        Icon {
            name: toast.tone
            color: Theme.tone(toast.tone)
        }
        Label {
            objectName: "toastText"
            Layout.maximumWidth: 640
            text: toast.text
            wrapMode: Text.Wrap
        }
        IconButton {
            iconName: "close"
            label: qsTr("Close")
            onClicked: toast.close()
        }
    }
}
