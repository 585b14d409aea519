// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows under a header that sorts, for a list of any length: only what is seen exists. The delegate is a
// TableRow with one cell for each of the columns. What keys and clicks mean for a selection, the page says.
// The current row is a thing of the model's, not a place: it stays current wherever the order takes it.
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
    property bool rests: false   // the rows keep their places for now
    // What else can be done with a row, besides copying it: in its menu.
    property list<Command> commands
    readonly property bool pointed: hover.hovered // the pointer is among the rows
    property string currentIdentity // of the model's identityAt(); empty: no row, or none that it knows yet
    property int place: -1          // where the current row was last
    property bool wantsFirst: false // the first row is to be current, as soon as there is one
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

    function wish(column: TableColumn): real {
        return (column.chosen > 0 ? column.chosen : column.width) * Theme.textScale
    }
    // Gives the columns their room; called when the width or the scale of text changes.
    function arrange() {
        const room = list.width - Theme.m // the scroll bar's
        let wanted = 0
        let dispensable = []
        for (let i = 0; i < columns.length; ++i) {
            columns[i].shown = true
            wanted += wish(columns[i])
            if (columns[i].dispensable > 0)
                dispensable.push(columns[i])
        }
        dispensable.sort((a, b) => b.dispensable - a.dispensable)
        for (let i = 0; i < dispensable.length && wanted > room; ++i) {
            dispensable[i].shown = false
            wanted -= wish(dispensable[i])
        }
        let stretch = 0
        for (let i = 0; i < columns.length; ++i)
            stretch += columns[i].shown && columns[i].chosen === 0 ? columns[i].stretch : 0
        const left = Math.max(0, room - wanted)
        for (let i = 0; i < columns.length; ++i) {
            const column = columns[i]
            column.actualWidth = !column.shown ? 0
                : Math.floor(wish(column) + (stretch > 0 && column.chosen === 0 ? left * column.stretch / stretch : 0))
        }
    }

    function makeCurrent(row: int) {
        list.currentIndex = row
        place = row
        currentIdentity = identityAt(row)
    }
    function identityAt(row: int): string {
        return row >= 0 && list.model && list.model.identityAt !== undefined ? list.model.identityAt(row) : ""
    }
    // The rows have come, or changed places.
    function follow() {
        if (wantsFirst) {
            wantsFirst = false
            if (list.count > 0)
                makeCurrent(0)
            positionAtTop()
        } else if (currentIdentity === "") {
            currentIdentity = identityAt(list.currentIndex)
        } else {
            const row = list.model.rowOfIdentity(currentIdentity)
            if (row >= 0)
                place = row
            // Where it is gone no other row takes its place under the hand.
            list.currentIndex = row
        }
    }
    // From a field that filters: to the first row, once it is there.
    function enter() {
        forceActiveFocus(Qt.TabFocusReason)
        if (list.model && list.model.loaded === false)
            wantsFirst = true
        else if (list.count > 0)
            makeCurrent(0)
    }
    function openMenu(row: int, x: real, y: real) {
        const item = list.itemAtIndex(row) as TableRow
        if (!item)
            return
        if (!item.selected)
            click(row, Qt.NoModifier)
        menu.word = item.wordAt(x)
        menu.popup(item, x, y)
    }
    // The selected rows that are seen, else the current one, its cells apart by tabs.
    function copyRows() {
        const lines = []
        for (let row = Math.max(0, firstVisible - 1); row <= Math.min(list.count - 1, lastVisible); ++row) {
            const item = list.itemAtIndex(row) as TableRow
            if (item && (item.selected || item.isCurrent))
                lines.push(item.words().join("\t"))
        }
        if (lines.length > 0)
            desk.put(lines.join("\n"))
    }

    function step(to: int, modifiers: int) {
        if (list.count === 0)
            return
        const row = Math.max(0, Math.min(list.count - 1, to))
        const from = Math.max(0, list.currentIndex)
        makeCurrent(row)
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
            makeCurrent(row)
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
        rests: table.rests
        onSortWanted: key => table.sortWanted(key)
        onResized: table.arrange()
    }
    Connections {
        target: list.model
        ignoreUnknownSignals: true
        function onArranged() {
            table.follow()
        }
        function onForgotten() {
            table.currentIdentity = ""
            table.place = -1
            list.currentIndex = -1
        }
    }
    CopyDesk {
        id: desk
    }
    DropMenu {
        id: menu
        objectName: "rowMenu"
        property string word
        Command {
            objectName: "copyWord"
            text: qsTr("Copy \"%1\"").arg(menu.word)
            iconName: "copy"
            enabled: menu.word !== ""
            onTriggered: desk.put(menu.word)
        }
        Command {
            objectName: "copyRow"
            text: qsTr("Copy the row")
            iconName: "copy"
            keys: "Ctrl+C"
            shortcut: ""
            onTriggered: table.copyRows()
        }
        Component.onCompleted: {
            for (let i = 0; i < table.commands.length; ++i)
                addAction(table.commands[i])
        }
        onClosed: table.forceActiveFocus(Qt.PopupFocusReason)
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
            // Where the current row is gone one goes on from where it was.
            const isHere = list.currentIndex >= 0
            const current = isHere ? list.currentIndex : table.place
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
                if (isHere)
                    table.opened(current)
                break
            case Qt.Key_Space:
                if (table.selects && isHere) {
                    table.anchorRow = current
                    table.toggled(current)
                } else {
                    event.accepted = false
                }
                break
            case Qt.Key_Delete: table.removeWanted(); break
            case Qt.Key_Escape: table.dismissed(); break
            case Qt.Key_Menu:
                if (isHere)
                    table.openMenu(current, Theme.l, table.rowHeight)
                break
            case Qt.Key_C:
                if (event.modifiers & Qt.ControlModifier)
                    table.copyRows()
                else
                    event.accepted = false
                break
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

    HoverHandler {
        id: hover
        parent: list
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
