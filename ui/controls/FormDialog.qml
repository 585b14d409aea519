// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A dialog with fields to fill in: Return accepts, Escape cancels, problem says what is wrong. Whoever uses it
// closes it, once what was typed is right.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Sluice.Theme

Basic.Dialog {
    id: dialog

    property string verb: qsTr("Save")
    property string problem
    property bool cancellable: true
    default property alias content: fields.data
    signal submitted()

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    modal: true
    focus: true
    width: Math.min(Math.round(480 * Math.max(1, Theme.textScale)), parent ? parent.width - 48 : 480)
    padding: Theme.xl
    topPadding: Theme.l
    bottomPadding: Theme.s
    closePolicy: Basic.Popup.CloseOnEscape

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
        ColumnLayout {
            id: fields
            Layout.fillWidth: true
            spacing: Theme.s
        }
        RowLayout {
            visible: dialog.problem !== ""
            Layout.fillWidth: true
            spacing: Theme.s
            Icon {
                name: "critical"
                color: Theme.color.critical
                Layout.alignment: Qt.AlignTop
            }
            Label {
                objectName: "problem"
                Layout.fillWidth: true
                text: dialog.problem
                wrapMode: Text.Wrap
                Accessible.role: Accessible.AlertMessage
                Accessible.name: text
            }
        }
    }
    footer: RowLayout {
        spacing: Theme.s
        Item {
            Layout.fillWidth: true
            implicitHeight: Theme.controlHeight + 2 * Theme.l
        }
        ActionButton {
            objectName: "cancel"
            visible: dialog.cancellable
            text: qsTr("Cancel")
            onClicked: dialog.reject()
            Keys.onReturnPressed: dialog.reject()
            Keys.onEnterPressed: dialog.reject()
        }
        ActionButton {
            objectName: "submit"
            Layout.rightMargin: Theme.xl
            text: dialog.verb
            kind: "primary"
            onClicked: dialog.submitted()
            Keys.onReturnPressed: dialog.submitted()
            Keys.onEnterPressed: dialog.submitted()
        }
    }
}
