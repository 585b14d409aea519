// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A page's content where it may be longer than the window. It brings into view what takes the focus; Page Up and
// Down, Home and End scroll it, and the arrows while nothing in it has the focus.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Theme

Flickable {
    id: area

    default property alias content: holder.data
    property string label: qsTr("Scrolled content") // for a screen reader
    readonly property bool scrolls: contentHeight > height
    readonly property Item focused: Window.activeFocusItem

    // The bar stands in the margin beside the content, which so ends where everything else does.
    Layout.rightMargin: -Theme.m
    contentWidth: width
    contentHeight: holder.childrenRect.height + Theme.s
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    activeFocusOnTab: scrolls
    Accessible.role: Accessible.Pane
    Accessible.name: label
    Accessible.focusable: scrolls
    Basic.ScrollBar.vertical: Basic.ScrollBar {
        policy: area.scrolls ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
    }

    function scrollTo(y: real) {
        contentY = Math.max(0, Math.min(contentHeight - height, y))
    }
    // A hand that clicks sees what it clicks: only the keyboard moves the page.
    function follow() {
        if (!focused || focused === area || !visible || focused["focusReason"] === Qt.MouseFocusReason)
            return
        let ancestor = focused
        while (ancestor && ancestor !== holder)
            ancestor = ancestor.parent
        if (!ancestor)
            return
        const top = focused.mapToItem(holder, 0, 0).y - Theme.s
        const bottom = top + Math.min(focused.height + 2 * Theme.s, height)
        if (top < contentY)
            scrollTo(top)
        else if (bottom > contentY + height)
            scrollTo(bottom - height)
    }
    onFocusedChanged: Qt.callLater(follow)

    Keys.onPressed: event => {
        const line = Theme.controlHeight
        switch (event.key) {
        case Qt.Key_PageUp: scrollTo(contentY - height + line); break
        case Qt.Key_PageDown: scrollTo(contentY + height - line); break
        case Qt.Key_Home: scrollTo(0); break
        case Qt.Key_End: scrollTo(contentHeight); break
        case Qt.Key_Up:
            if (focused !== area)
                return
            scrollTo(contentY - line)
            break
        case Qt.Key_Down:
            if (focused !== area)
                return
            scrollTo(contentY + line)
            break
        default: return
        }
        event.accepted = area.scrolls
    }

    Item {
        id: holder
        width: area.width - Theme.m
        height: childrenRect.height
    }
    Rectangle {
        parent: area
        anchors.fill: parent
        visible: area.activeFocus && area.focused === area
        color: "transparent"
        radius: Theme.radiusSmall
        border.width: 2
        border.color: Theme.color.accent
    }
}
