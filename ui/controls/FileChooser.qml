// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks for a file: by the desktop's dialog or Qt's, and where neither can be loaded by a field for its path. It
// needs a place in the window, but takes no room there.
import QtQuick
import QtQuick.Layouts

Item {
    id: chooser

    property string title
    property bool saves: false
    property var nameFilters: []
    property string suffix // of a file that is saved and has none
    property url source: Qt.resolvedUrl("NativeFileDialog.qml")
    signal chosen(file: url)

    property var dialog: null

    function open() {
        if (dialog === null) {
            // A component says by its status that a module is not installed; a Loader would only write it to stderr.
            const component = Qt.createComponent(source)
            if (component.status === Component.Ready)
                dialog = component.createObject(chooser, {title: title, saves: saves, nameFilters: nameFilters, defaultSuffix: suffix})
            if (dialog !== null)
                dialog.accepted.connect(() => chooser.chosen(chooser.dialog.selectedFile))
        }
        if (dialog !== null)
            dialog.open()
        else
            typed.open()
    }

    FormDialog {
        id: typed
        title: chooser.title
        verb: chooser.saves ? qsTr("Save") : qsTr("Open")
        onAboutToShow: problem = ""
        onOpened: path.forceActiveFocus()
        onSubmitted: {
            if (!path.text.startsWith("/")) {
                problem = qsTr("Give the whole path of the file, from / on.")
                return
            }
            close()
            const hasSuffix = chooser.suffix === "" || path.text.endsWith("." + chooser.suffix)
            chooser.chosen("file://" + encodeURI(path.text + (hasSuffix ? "" : "." + chooser.suffix)).replace(/[?#]/g, encodeURIComponent))
        }

        EntryField {
            id: path
            objectName: "typedPath"
            Layout.fillWidth: true
            label: qsTr("Path of the file")
            placeholderText: qsTr("Path of the file")
            onAccepted: typed.submitted()
        }
    }
}
