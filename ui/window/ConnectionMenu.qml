// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which engine is shown, and all that could be: this computer's own, and the saved ones.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme
import Sluice.Window

Basic.AbstractButton {
    id: button

    required property ConsoleSession session
    required property EngineChooser chooser
    required property ConsoleActions actions

    objectName: "connections"
    implicitHeight: Theme.controlHeight
    implicitWidth: Math.min(face.implicitWidth + 2 * Theme.s, Math.round(280 * Theme.textScale))
    focusPolicy: Qt.StrongFocus
    text: session.link.name === "" ? qsTr("No engine") : session.link.name
    Accessible.role: Accessible.ButtonMenu
    Accessible.name: qsTr("Engine: %1").arg(text)
    onClicked: popup.open()
    Keys.onDownPressed: popup.open()

    Hint {
        visible: button.hovered && !popup.visible && text !== ""
        text: button.session.link.url.toString()
    }

    contentItem: RowLayout {
        id: face
        spacing: Theme.s
        Label {
            Layout.fillWidth: true
            text: button.text
            font.weight: Font.DemiBold
        }
        Icon {
            name: "chevronDown"
            color: Theme.color.textMuted
            size: Math.round(14 * Theme.textScale)
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: button.hovered || popup.visible ? Theme.color.hover : "transparent"
        border.width: button.visualFocus ? 2 : 0
        border.color: Theme.color.accent
    }

    component Entry: Basic.ItemDelegate {
        id: entry
        property string detail
        property bool isCurrent
        Layout.fillWidth: true
        implicitHeight: Math.round(44 * Math.max(1, Theme.textScale))
        highlighted: activeFocus
        Accessible.role: Accessible.MenuItem
        Accessible.name: text + (isCurrent ? ", " + qsTr("shown now") : "")
        Keys.onDownPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
        Keys.onUpPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
        Keys.onReturnPressed: clicked()
        Keys.onEnterPressed: clicked()
        contentItem: RowLayout {
            spacing: Theme.s
            Icon {
                name: entry.isCurrent ? "ok" : "plug"
                color: entry.isCurrent ? Theme.color.accent : Theme.color.textMuted
                size: Math.round(16 * Theme.textScale)
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 0
                Label {
                    Layout.fillWidth: true
                    text: entry.text
                    font.weight: entry.isCurrent ? Font.DemiBold : Font.Normal
                }
                Label {
                    Layout.fillWidth: true
                    text: entry.detail
                    muted: true
                    font.pixelSize: Theme.caption
                }
            }
        }
        background: Rectangle {
            radius: Theme.radiusSmall
            color: entry.highlighted || entry.hovered ? Theme.color.hover : "transparent"
            border.width: entry.visualFocus ? 2 : 0
            border.color: Theme.color.accent
        }
    }

    Basic.Popup {
        id: popup
        y: button.height + 2
        width: Math.round(380 * Math.max(1, Theme.textScale))
        padding: Theme.xs
        focus: true
        closePolicy: Basic.Popup.CloseOnEscape | Basic.Popup.CloseOnPressOutside
        onOpened: ownEntry.forceActiveFocus()
        background: Rectangle {
            color: Theme.color.raised
            border.color: Theme.color.border
            radius: Theme.radius
        }
        contentItem: ColumnLayout {
            spacing: 2

            Entry {
                id: ownEntry
                objectName: "connection-own"
                text: qsTr("This computer")
                detail: button.chooser.own.running ? qsTr("an engine of this console's own, with a demo feed")
                      : button.chooser.own.problem !== "" ? button.chooser.own.problem
                      : qsTr("starts an engine of this console's own")
                isCurrent: button.chooser.current === "own"
                onClicked: {
                    popup.close()
                    button.chooser.chooseOwn()
                }
            }
            Entry {
                visible: button.chooser.current === "given"
                text: button.session.link.url.toString()
                detail: qsTr("from the command line")
                isCurrent: true
                onClicked: popup.close()
            }
            Repeater {
                model: button.chooser.saved
                RowLayout {
                    id: row
                    required property string connectionId
                    required property string name
                    required property string url
                    required property bool hasToken
                    spacing: 0
                    Entry {
                        objectName: "connection-" + row.name
                        text: row.name
                        detail: row.url
                        isCurrent: button.chooser.current === row.connectionId
                        onClicked: {
                            popup.close()
                            button.chooser.choose(row.connectionId)
                        }
                    }
                    IconButton {
                        objectName: "edit-" + row.name
                        iconName: "tuning"
                        label: qsTr("Edit %1").arg(row.name)
                        onClicked: {
                            popup.close()
                            button.actions.window.editConnection(row.connectionId)
                        }
                    }
                    IconButton {
                        objectName: "remove-" + row.name
                        iconName: "close"
                        label: qsTr("Remove %1").arg(row.name)
                        onClicked: {
                            popup.close()
                            button.actions.window.removeConnection(row.connectionId)
                        }
                    }
                }
            }
            Rectangle {
                Layout.fillWidth: true
                implicitHeight: 1
                color: Theme.color.border
            }
            Entry {
                objectName: "connection-add"
                text: qsTr("Add a connection …")
                detail: qsTr("to a sluiced that runs elsewhere")
                onClicked: {
                    popup.close()
                    button.actions.addConnection.trigger()
                }
            }
            RowLayout {
                id: software
                objectName: "drawnInSoftware"
                visible: GraphicsInfo.api === GraphicsInfo.Software
                Layout.fillWidth: true
                Layout.margins: Theme.s
                spacing: Theme.s
                Accessible.role: Accessible.StaticText
                Accessible.name: softwareWords.text
                Icon {
                    Layout.alignment: Qt.AlignTop
                    name: "info"
                    color: Theme.color.textMuted
                    size: Math.round(16 * Theme.textScale)
                }
                Label {
                    id: softwareWords
                    Layout.fillWidth: true
                    text: qsTr("This desktop offers no OpenGL: the window is drawn by the processor, which costs it more the larger the window is.")
                    muted: true
                    wrapMode: Text.Wrap
                    font.pixelSize: Theme.caption
                }
            }
        }
    }
}
