// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows under a header that sorts, for a list of any length: only what is seen exists. The delegate is a
// TableRow with one cell for each of the columns. What keys and clicks mean for a selection, the page says.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

FocusScope {
    id: table

    property list<TableColumn> columns
    property alias model: list.model
    property Component delegate
    property alias currentIndex: list.currentIndex
    property alias count: list.count
    property string label        // for a screen reader
    property string sortKey
    property bool descending: false
    property bool fresh: true    // old numbers are greyed
    property bool selects: false // rows can be selected
    // Laid over the rows: what stands there when there are none.
    default property alias content: overlay.data

    readonly property int rowHeight: Math.round(30 * Theme.textScale)
    readonly property int firstVisible: Math.max(0, Math.floor(list.contentY / rowHeight))
    readonly property int lastVisible: Math.ceil((list.contentY + list.height) / rowHeight)
    readonly property bool moving: list.moving || bar.pressed
    readonly property real rowWidth: list.width
    property int anchorRow: -1   // where a selection with Shift began

    signal sortWanted(string key)
    signal opened(int row)                    // Enter, or a double click
    signal picked(int row)                    // a plain click, or the arrow keys
    signal toggled(int row)                   // Space, or a click with Ctrl
    signal rangePicked(int from, int to)      // Shift with a click or an arrow
    signal allWanted()                        // Ctrl+A
    signal removeWanted()                     // Delete
    signal dismissed()                        // Escape

    implicitWidth: 480
    implicitHeight: 240
    Accessible.role: Accessible.Table
    Accessible.name: label

    function positionAtTop() {
        list.positionViewAtBeginning()
    }
    function showRow(row: int) {
        list.positionViewAtIndex(row, ListView.Contain)
    }

    // Gives the columns their room; called when the width or the scale of text changes.
    function arrange() {
        const scale = Theme.textScale
        const room = list.width - Theme.m // the scroll bar's
        let wanted = 0
        let dispensable = []
        for (let i = 0; i < columns.length; ++i) {
            columns[i].shown = true
            wanted += columns[i].width * scale
            if (columns[i].dispensable > 0)
                dispensable.push(columns[i])
        }
        dispensable.sort((a, b) => b.dispensable - a.dispensable)
        for (let i = 0; i < dispensable.length && wanted > room; ++i) {
            dispensable[i].shown = false
            wanted -= dispensable[i].width * scale
        }
        let stretch = 0
        for (let i = 0; i < columns.length; ++i)
            stretch += columns[i].shown ? columns[i].stretch : 0
        const left = Math.max(0, room - wanted)
        for (let i = 0; i < columns.length; ++i) {
            const column = columns[i]
            column.actualWidth = !column.shown ? 0
                : Math.floor(column.width * scale + (stretch > 0 ? left * column.stretch / stretch : 0))
        }
    }

    function step(to: int, modifiers: int) {
        if (list.count === 0)
            return
        const row = Math.max(0, Math.min(list.count - 1, to))
        const from = Math.max(0, list.currentIndex)
        list.currentIndex = row
        showRow(row)
        if (selects && (modifiers & Qt.ShiftModifier)) {
            if (anchorRow < 0)
                anchorRow = from
            rangePicked(anchorRow, row)
        } else if (!(modifiers & Qt.ControlModifier)) {
            anchorRow = row
            picked(row)
        }
    }

    function click(row: int, modifiers: int) {
        forceActiveFocus(Qt.MouseFocusReason)
        if (selects && (modifiers & Qt.ControlModifier)) {
            list.currentIndex = row
            anchorRow = row
            toggled(row)
        } else {
            step(row, modifiers & Qt.ShiftModifier)
        }
    }

    onWidthChanged: Qt.callLater(arrange)
    Component.onCompleted: arrange()

    Connections {
        target: Theme
        function onTextScaleChanged() {
            table.arrange()
        }
    }

    TableHeader {
        id: header
        anchors.left: parent.left
        anchors.right: parent.right
        columns: table.columns
        sortKey: table.sortKey
        descending: table.descending
        onSortWanted: key => table.sortWanted(key)
    }

    ListView {
        id: list
        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        clip: true
        focus: true
        reuseItems: true
        delegate: table.delegate
        boundsBehavior: Flickable.StopAtBounds
        keyNavigationEnabled: false
        highlightFollowsCurrentItem: false
        currentIndex: -1
        cacheBuffer: table.rowHeight * 4
        onWidthChanged: Qt.callLater(table.arrange)

        Basic.ScrollBar.vertical: Basic.ScrollBar {
            id: bar
            policy: list.contentHeight > list.height ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
            minimumSize: 0.04
        }

        // Space is the window's pause elsewhere; here it selects.
        Keys.onShortcutOverride: event => {
            event.accepted = (event.key === Qt.Key_Space && table.selects) || event.key === Qt.Key_Delete
        }
        Keys.onPressed: event => {
            const page = Math.max(1, Math.floor(list.height / table.rowHeight) - 1)
            const current = list.currentIndex
            event.accepted = true
            switch (event.key) {
            case Qt.Key_Up: table.step(current - 1, event.modifiers); break
            case Qt.Key_Down: table.step(current + 1, event.modifiers); break
            case Qt.Key_PageUp: table.step(current - page, event.modifiers); break
            case Qt.Key_PageDown: table.step(current + page, event.modifiers); break
            case Qt.Key_Home: table.step(0, event.modifiers); break
            case Qt.Key_End: table.step(list.count - 1, event.modifiers); break
            case Qt.Key_Return:
            case Qt.Key_Enter:
                if (current >= 0)
                    table.opened(current)
                break
            case Qt.Key_Space:
                if (table.selects && current >= 0) {
                    table.anchorRow = current
                    table.toggled(current)
                } else {
                    event.accepted = false
                }
                break
            case Qt.Key_Delete: table.removeWanted(); break
            case Qt.Key_Escape: table.dismissed(); break
            case Qt.Key_A:
                if (table.selects && (event.modifiers & Qt.ControlModifier))
                    table.allWanted()
                else
                    event.accepted = false
                break
            default:
                event.accepted = false
            }
        }
    }

    Rectangle {
        visible: table.activeFocus && list.count === 0
        anchors.fill: list
        color: "transparent"
        border.width: 2
        border.color: Theme.color.accent
        radius: Theme.radiusSmall
    }
    Item {
        id: overlay
        anchors.fill: list
    }
}
