// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks before something that cannot be undone: lists its targets, has the verb on its button, and defaults to
// Cancel, or to the field that it asks to be filled in. Where the keyboard is can be seen.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Sluice.Theme

Basic.Dialog {
    id: dialog

    property string text
    property string verb: qsTr("Do it")
    property bool destructive: true
    property var targets: [] // words; the first ten are listed
    property Item first: null // has the focus when it opens; null: Cancel
    default property alias content: extra.data

    // On from the last field: to what does no harm.
    function rest() {
        cancel.forceActiveFocus(Qt.TabFocusReason)
    }

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    modal: true
    focus: true
    width: Math.min(520, parent ? parent.width - 48 : 520)
    padding: Theme.xl
    closePolicy: Basic.Popup.CloseOnEscape
    onOpened: (first ?? cancel).forceActiveFocus(Qt.TabFocusReason)

    background: Rectangle {
        color: Theme.color.surface
        border.color: Theme.color.border
        radius: Theme.radius
    }
    T.Overlay.modal: Rectangle {
        color: Qt.rgba(0, 0, 0, 0.5)
    }
    header: Label {
        text: dialog.title
        leftPadding: Theme.xl
        topPadding: Theme.xl
        rightPadding: Theme.xl
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
        wrapMode: Text.Wrap
    }
    contentItem: ColumnLayout {
        spacing: Theme.m
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: dialog.text
            wrapMode: Text.Wrap
        }
        Rectangle {
            Layout.fillWidth: true
            visible: dialog.targets.length > 0
            implicitHeight: list.implicitHeight + 2 * Theme.s
            color: Theme.color.raised
            border.color: Theme.color.border
            radius: Theme.radiusSmall
            Column {
                id: list
                anchors.fill: parent
                anchors.margins: Theme.s
                spacing: 2
                Repeater {
                    model: dialog.targets.slice(0, 10)
                    Label {
                        required property string modelData
                        width: list.width
                        text: modelData
                    }
                }
                Label {
                    visible: dialog.targets.length > 10
                    text: qsTr("and %n more", "", dialog.targets.length - 10)
                    muted: true
                }
            }
        }
        ColumnLayout {
            id: extra
            Layout.fillWidth: true
            spacing: Theme.s
        }
    }
    footer: RowLayout {
        spacing: Theme.s
        Item {
            Layout.fillWidth: true
            implicitHeight: Theme.controlHeight + 2 * Theme.l
        }
        ActionButton {
            id: cancel
            objectName: "cancel"
            text: qsTr("Cancel")
            onClicked: dialog.reject()
            Keys.onReturnPressed: dialog.reject()
            Keys.onEnterPressed: dialog.reject()
        }
        ActionButton {
            objectName: "confirm"
            Layout.rightMargin: Theme.xl
            text: dialog.verb
            kind: dialog.destructive ? "destructive" : "primary"
            onClicked: dialog.accept()
            Keys.onReturnPressed: dialog.accept()
            Keys.onEnterPressed: dialog.accept()
        }
    }
}
