// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks for the token of an engine that refused the one it was given, and connects again with it. A saved
// connection keeps its own: that is ConnectionDialog's.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme
import Sluice.Window

FormDialog {
    id: dialog

    required property EngineChooser chooser
    required property EngineLink link

    title: qsTr("Token for %1").arg(link.name)
    verb: qsTr("Connect")
    onAboutToShow: {
        tokenEntry.clear()
        problem = ""
    }
    onOpened: tokenEntry.forceActiveFocus()
    onSubmitted: {
        const token = tokenEntry.text.trim()
        if (token === "") {
            problem = qsTr("The token is empty; this engine asks for one.")
            return
        }
        tokenEntry.clear()
        close()
        chooser.chooseGiven(link.url, token)
    }

    Label {
        Layout.fillWidth: true
        text: dialog.link.reason
        visible: text !== ""
        muted: true
        wrapMode: Text.Wrap
    }
    EntryField {
        id: tokenEntry
        objectName: "token-entry"
        Layout.fillWidth: true
        label: qsTr("Token")
        placeholderText: qsTr("its auth.admin_token, or auth.viewer_token to look only")
        echoMode: TextInput.Password
        inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
        onAccepted: dialog.submitted()
    }
    Label {
        Layout.fillWidth: true
        text: qsTr("It is kept until the window closes; add a connection to save it.")
        wrapMode: Text.Wrap
        muted: true
        font.pixelSize: Theme.caption
    }
}
