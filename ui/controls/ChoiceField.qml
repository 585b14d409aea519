// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One of a few words, from a list that drops down.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Basic.ComboBox {
    id: field

    property string label // for a screen reader

    implicitHeight: Theme.controlHeight
    implicitWidth: 160
    font.family: Theme.family
    font.pixelSize: Theme.body
    opacity: enabled ? 1 : 0.5
    Accessible.name: label

    contentItem: Label {
        leftPadding: Theme.s
        text: field.displayText
    }
    indicator: Icon {
        x: field.width - width - Theme.s
        anchors.verticalCenter: parent.verticalCenter
        name: "chevronDown"
        color: Theme.color.textMuted
        size: Math.round(14 * Theme.textScale)
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: field.hovered ? Theme.color.hover : Theme.color.raised
        border.width: field.visualFocus ? 2 : 1
        border.color: field.visualFocus ? Theme.color.accent : Theme.color.border
    }
    delegate: Basic.ItemDelegate {
        id: choice
        required property int index
        width: ListView.view ? ListView.view.width : implicitWidth
        height: Theme.controlHeight
        highlighted: field.highlightedIndex === index
        Accessible.name: field.textAt(index)
        contentItem: Label {
            text: field.textAt(choice.index)
            font.weight: field.currentIndex === choice.index ? Font.DemiBold : Font.Normal
        }
        background: Rectangle {
            color: choice.highlighted ? Theme.color.selection : "transparent"
            radius: Theme.radiusSmall
        }
    }
    popup: Basic.Popup {
        property bool counted: false
        onVisibleChanged: {
            if (visible === counted)
                return
            counted = visible
            OpenMenus.count += counted ? 1 : -1
        }
        Component.onDestruction: OpenMenus.count -= counted ? 1 : 0
        y: field.height + 2
        width: Math.max(field.width, 160)
        padding: Theme.xs
        implicitHeight: Math.min(contentItem.implicitHeight + 2 * padding, 320)
        contentItem: ListView {
            clip: true
            implicitHeight: contentHeight
            model: field.popup.visible ? field.delegateModel : null
            currentIndex: field.highlightedIndex
            Basic.ScrollBar.vertical: Basic.ScrollBar {}
        }
        background: Rectangle {
            color: Theme.color.raised
            border.color: Theme.color.border
            radius: Theme.radiusSmall
        }
    }
}
