// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Adds an engine to the saved ones, or changes one.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Theme
import Sluice.Window

FormDialog {
    id: dialog

    required property EngineChooser chooser
    property string connectionId // empty: a new one
    property bool hadToken

    title: connectionId === "" ? qsTr("Add a connection") : qsTr("Edit the connection")
    verb: connectionId === "" ? qsTr("Save and connect") : qsTr("Save")
    onOpened: nameEntry.forceActiveFocus()
    onSubmitted: submit()

    function openFor(id: string, name: string, url: string, hasToken: bool) {
        connectionId = id
        nameEntry.text = name
        urlEntry.text = url
        tokenEntry.clear()
        hadToken = hasToken
        keepToken.checked = hasToken
        problem = ""
        open()
    }

    function submit() {
        // Null stands for: as it was.
        const token = keepToken.visible && keepToken.checked ? null : tokenEntry.text
        problem = connectionId === ""
            ? chooser.add(nameEntry.text, urlEntry.text, tokenEntry.text)
            : chooser.change(connectionId, nameEntry.text, urlEntry.text, token)
        if (problem === "")
            close()
    }

    Label {
        text: qsTr("Name")
        muted: true
    }
    EntryField {
        id: nameEntry
        objectName: "connection-name"
        Layout.fillWidth: true
        label: qsTr("Name")
        placeholderText: qsTr("such as “sse-1, Frankfurt”")
        onAccepted: dialog.submit()
    }
    Label {
        text: qsTr("Address of its admin listener")
        muted: true
    }
    EntryField {
        id: urlEntry
        objectName: "connection-url"
        Layout.fillWidth: true
        label: qsTr("Address of its admin listener")
        placeholderText: "http://host:9180"
        inputMethodHints: Qt.ImhUrlCharactersOnly
        onAccepted: dialog.submit()
    }
    Label {
        text: qsTr("Token")
        muted: true
    }
    ToggleSwitch {
        id: keepToken
        objectName: "connection-keep-token"
        visible: dialog.hadToken
        text: qsTr("Keep the one that is saved")
    }
    EntryField {
        id: tokenEntry
        objectName: "connection-token"
        Layout.fillWidth: true
        visible: !keepToken.visible || !keepToken.checked
        label: qsTr("Token")
        placeholderText: qsTr("its auth.admin_token, or auth.viewer_token to look only")
        echoMode: TextInput.Password
        inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText
        onAccepted: dialog.submit()
    }
    Label {
        Layout.fillWidth: true
        text: qsTr("The token goes to this desktop's keychain; where there is none, it is kept until the window closes.")
        wrapMode: Text.Wrap
        muted: true
        font.pixelSize: Theme.caption
    }
}
