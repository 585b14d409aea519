// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The file dialog of the desktop, or Qt's own. Qt's (6.4) ends the program where Qt.labs.folderlistmodel is not
// installed: what it needs is imported here too, so that loading fails instead. Made by FileChooser only.
import Qt.labs.folderlistmodel
import QtQuick.Dialogs

FileDialog {
    property bool saves: false
    property FolderListModel needed: null
    fileMode: saves ? FileDialog.SaveFile : FileDialog.OpenFile
    acceptLabel: saves ? qsTr("Save") : qsTr("Open")
}
