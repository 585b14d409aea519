// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The titles of a BaseTable's columns; a click or Enter sorts by one, its right edge can be dragged.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Rectangle {
    id: header

    property var columns: [] // of TableColumn
    property string sortKey
    property bool descending: false
    property bool rests: false // the rows keep their places for now
    signal sortWanted(string key)
    signal resized()

    implicitHeight: Math.round(30 * Theme.textScale)
    color: Theme.color.raised

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.color.border
    }
    Row {
        anchors.fill: parent
        Repeater {
            model: header.columns
            Basic.AbstractButton {
                id: title
                required property TableColumn modelData
                readonly property bool isSorted: modelData.key !== "" && modelData.key === header.sortKey
                readonly property bool atRight: modelData.alignment === Text.AlignRight
                objectName: "sort-" + modelData.key
                hoverEnabled: true
                visible: modelData.shown
                enabled: modelData.key !== ""
                width: modelData.actualWidth
                height: header.height
                focusPolicy: Qt.TabFocus
                text: modelData.title
                Accessible.role: Accessible.ColumnHeader
                Accessible.name: isSorted ? (header.descending ? qsTr("%1, sorted descending").arg(text)
                                                                     : qsTr("%1, sorted ascending").arg(text))
                                          : text
                Accessible.description: modelData.hint
                onClicked: header.sortWanted(modelData.key)
                Keys.onReturnPressed: header.sortWanted(modelData.key)
                Keys.onEnterPressed: header.sortWanted(modelData.key)

                Hint {
                    visible: title.hovered && text !== ""
                    text: title.isSorted && header.rests
                          ? qsTr("The rows keep their places while the pointer is among them; their figures go on.")
                          : title.modelData.hint
                }
                MouseArea {
                    objectName: "size-" + title.modelData.key
                    property real grabbedAt: 0
                    anchors.right: parent.right
                    width: 7
                    height: parent.height
                    cursorShape: Qt.SplitHCursor
                    preventStealing: true
                    onPressed: mouse => grabbedAt = mouse.x
                    onPositionChanged: mouse => {
                        const wide = title.modelData.actualWidth + mouse.x - grabbedAt
                        title.modelData.chosen = Math.max(36, wide / Theme.textScale)
                        header.resized()
                    }
                    onDoubleClicked: {
                        title.modelData.chosen = 0
                        header.resized()
                    }
                }
                contentItem: Item {
                    Row {
                        x: title.atRight ? parent.width - width - Theme.s : Theme.s
                        height: parent.height
                        spacing: Theme.xs
                        layoutDirection: title.atRight ? Qt.RightToLeft : Qt.LeftToRight
                        Label {
                            height: parent.height
                            width: Math.min(implicitWidth, title.width - 2 * Theme.s - (title.isSorted ? 16 : 0))
                            text: title.text
                            font.pixelSize: Theme.caption
                            font.weight: Font.DemiBold
                            color: title.isSorted || title.hovered ? Theme.color.text : Theme.color.textMuted
                        }
                        Icon {
                            anchors.verticalCenter: parent.verticalCenter
                            visible: title.isSorted
                            name: header.rests ? "pause" : header.descending ? "sortDown" : "sortUp"
                            size: Math.round(12 * Theme.textScale)
                            color: Theme.color.text
                        }
                    }
                }
                background: Rectangle {
                    color: title.hovered && title.enabled ? Theme.color.hover : "transparent"
                    border.width: title.visualFocus ? 2 : 0
                    border.color: Theme.color.accent
                }
            }
        }
    }
}
