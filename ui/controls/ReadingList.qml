// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A list that is read, not worked on: the arrows go from one entry to the next, pages and ends have their keys,
// and a screen reader hears the entry that is marked.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

ListView {
    id: list

    property string label // for a screen reader
    readonly property bool scrolls: contentHeight > height
    // Of its rows: the bar never lies on words.
    readonly property real rowWidth: width - (scrolls ? Theme.m : 0)

    clip: true
    activeFocusOnTab: true
    boundsBehavior: Flickable.StopAtBounds
    highlightMoveDuration: 0
    currentIndex: -1
    Accessible.role: Accessible.List
    Accessible.name: label
    Accessible.focusable: true
    Accessible.description: currentItem ? currentItem.Accessible.name : ""

    highlight: Rectangle {
        visible: list.activeFocus
        color: Theme.color.hover
        radius: Theme.radiusSmall
    }
    Basic.ScrollBar.vertical: Basic.ScrollBar {
        policy: list.scrolls ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
    }
    Rectangle {
        parent: list
        anchors.fill: parent
        visible: list.activeFocus
        color: "transparent"
        radius: Theme.radiusSmall
        border.width: 2
        border.color: Theme.color.accent
    }

    onActiveFocusChanged: {
        if (activeFocus && currentIndex < 0 && count > 0)
            currentIndex = 0
    }
    Keys.onPressed: event => {
        const page = Math.max(1, Math.floor(height * count / Math.max(1, contentHeight)))
        switch (event.key) {
        case Qt.Key_Home: currentIndex = 0; break
        case Qt.Key_End: currentIndex = count - 1; break
        case Qt.Key_PageUp: currentIndex = Math.max(0, currentIndex - page); break
        case Qt.Key_PageDown: currentIndex = Math.min(count - 1, currentIndex + page); break
        default: return
        }
        event.accepted = true
    }
}
