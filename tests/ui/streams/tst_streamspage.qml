// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

import QtQuick
import QtTest
import Sluice.Models
import Sluice.Streams
import Sluice.Test

TestCase {
    id: suite
    name: "StreamsPage"
    when: windowShown
    visible: true
    width: 1100
    height: 700

    readonly property int patience: 60000

    Component {
        id: house
        Item {
            id: inside
            anchors.fill: parent
            property alias session: session
            property alias page: page
            ConsoleSession {
                id: session
            }
            StreamsPage {
                id: page
                anchors.fill: parent
                session: session
            }
        }
    }
    Component {
        id: engines
        TestEngine {}
    }
    Component {
        id: fakes
        FakeAdmin {}
    }

    function shown(engine, token) {
        const made = createTemporaryObject(house, suite)
        made.session.link.connectTo(engine.url, token, "test")
        return made
    }
    function part(made, name) {
        return findChild(made.page, name)
    }
    function model(made) {
        return findChild(made.page, "streamsModel")
    }
    function running(settings) {
        const engine = createTemporaryObject(engines, suite)
        verify(engine.start(settings ?? {}), engine.error)
        return engine
    }
    function type(text) {
        for (const letter of text)
            keyClick(letter)
    }

    function test_manyRowsFewDelegates() {
        const admin = createTemporaryObject(fakes, suite)
        const made = shown(admin, "")
        const table = part(made, "table")
        tryCompare(table, "count", 15000, patience)
        let rows = 0
        const list = table.delegate ? table.children : []
        for (let i = 0; i < list.length; ++i) {
            if (list[i].contentItem !== undefined)
                rows += list[i].contentItem.children.length
        }
        verify(rows > 0 && rows < 100, rows + " rows exist")
        // From the first to the last by key: what is seen then is fetched then.
        table.forceActiveFocus()
        keyClick(Qt.Key_Home)
        keyClick(Qt.Key_End)
        compare(table.currentIndex, 14999)
        tryVerify(() => model(made).idAt(14999) === 15000, patience)
        keyClick(Qt.Key_PageUp)
        verify(table.currentIndex < 14999)
        compare(part(made, "count").text, "1 of " + Format.integer(15000) + " selected")
    }

    function test_filterByKeyboardOnly() {
        const engine = running()
        compare(engine.openStreams("alpha", 3), 3)
        compare(engine.openStreams("beta", 2), 2)
        const made = shown(engine, engine.token)
        tryCompare(model(made), "total", 5, patience)
        made.page.focusFilter()
        const field = part(made, "search")
        tryCompare(field, "activeFocus", true, patience)
        type("channel:beta")
        keyClick(Qt.Key_Return)
        tryCompare(model(made), "total", 2, patience)
        compare(part(made, "count").text, "2 match")
        // Return goes on to the first row, and selects nothing.
        tryCompare(part(made, "table"), "activeFocus", true, patience)
        tryCompare(part(made, "table"), "currentIndex", 0, patience)
        compare(model(made).selectedCount, 0)

        // What is not understood is said, and changes nothing.
        made.page.focusFilter()
        type("channel:beta age:")
        keyClick(Qt.Key_Return)
        tryCompare(part(made, "queryProblem"), "visible", true, patience)
        tryCompare(field, "activeFocus", true, patience)
        compare(model(made).total, 2)
        keyClick(Qt.Key_Escape)
        tryCompare(model(made), "total", 5, patience)
        compare(part(made, "queryProblem").visible, false)
        keyClick(Qt.Key_Escape)
        tryCompare(part(made, "table"), "activeFocus", true, patience)
    }

    function test_nothingFitsExplainsTheLanguage() {
        const engine = running()
        compare(engine.openStreams("alpha", 1), 1)
        const made = shown(engine, engine.token)
        tryCompare(model(made), "total", 1, patience)
        model(made).query = "channel:nosuch"
        const clear = part(made, "clearQuery")
        tryCompare(clear, "visible", true, patience)
        mouseClick(clear)
        tryCompare(model(made), "total", 1, patience)
    }

    function test_sortByHeader() {
        const engine = running()
        compare(engine.openStreams("alpha", 2), 2)
        const made = shown(engine, engine.token)
        tryCompare(model(made), "total", 2, patience)
        mouseClick(part(made, "sort-id"))
        tryCompare(model(made), "sortKey", "id", patience)
        tryVerify(() => model(made).idAt(0) === 1, patience)
        mouseClick(part(made, "sort-id"))
        tryVerify(() => model(made).idAt(0) === 2, patience)
    }

    function test_kickByKeyboardOnly() {
        const engine = running()
        compare(engine.openStreams("alpha", 3), 3)
        const made = shown(engine, engine.token)
        tryCompare(model(made), "total", 3, patience)
        const table = part(made, "table")
        table.forceActiveFocus()
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Down, Qt.ShiftModifier)
        tryCompare(model(made), "selectedCount", 2, patience)
        tryCompare(part(made, "end"), "enabled", true, patience) // not before the link is live
        keyClick(Qt.Key_Delete)
        const dialog = part(made, "kickDialog")
        tryCompare(dialog, "opened", true, patience)
        compare(dialog.targets.length, 2)
        compare(dialog.verb, "Disconnect 2 streams")

        // The reason has the focus; Return there goes on to Cancel, and one sees where the keyboard is.
        tryCompare(part(made, "reason"), "activeFocus", true, patience)
        keyClick(Qt.Key_Return)
        tryCompare(part(made, "cancel"), "visualFocus", true, patience)
        compare(dialog.opened, true)
        keyClick(Qt.Key_Return)
        tryCompare(dialog, "visible", false, patience)
        compare(model(made).total, 3)
        compare(part(made, "kicker").busy, false)

        keyClick(Qt.Key_Delete)
        tryCompare(dialog, "opened", true, patience)
        const reason = part(made, "reason")
        tryCompare(reason, "activeFocus", true, patience)
        type("tidying")
        compare(reason.text, "tidying")
        const confirm = part(made, "confirm")
        confirm.forceActiveFocus(Qt.TabFocusReason)
        keyClick(Qt.Key_Return)
        tryCompare(model(made), "total", 1, patience)
        tryVerify(() => part(made, "kickResult").visible && part(made, "kicker").result !== "", patience)
        compare(model(made).selectedCount, 0)

        // They are among the ends, with their cause and the reason.
        made.page.section = "ended"
        const ends = findChild(made.page, "endsModel")
        tryCompare(ends, "total", 2, patience)
        ends.cause = "kicked"
        tryVerify(() => ends.loaded && ends.total === 2, patience)
        tryVerify(() => part(made, "ageFinding").text !== "", patience)
    }

    function test_kickAllThatMatchAndBlock() {
        const engine = running()
        compare(engine.openStreams("alpha", 3), 3)
        compare(engine.openStreams("beta", 1), 1)
        const made = shown(engine, engine.token)
        tryCompare(model(made), "total", 4, patience)
        model(made).query = "alpha"
        tryCompare(model(made), "total", 3, patience)
        mouseClick(part(made, "selectAll"))
        tryCompare(model(made), "allSelected", true, patience)
        const end = part(made, "end")
        tryCompare(end, "enabled", true, patience)
        end.forceActiveFocus()
        keyClick(Qt.Key_Space)
        const dialog = part(made, "kickDialog")
        tryCompare(dialog, "opened", true, patience)
        compare(dialog.title, "Disconnect 3 streams?")
        const block = part(made, "block")
        block.currentIndex = 2
        compare(block.currentValue, 600)
        mouseClick(part(made, "confirm"))
        tryCompare(model(made), "total", 0, patience)

        made.page.section = "blocked"
        const blocks = findChild(made.page, "blocksModel")
        tryCompare(blocks, "total", 1, patience)
        const table = part(made, "blocksTable")
        table.forceActiveFocus()
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Return)
        tryCompare(blocks, "total", 0, patience)
        compare(engine.openStreams("alpha", 1), 1)
    }

    function test_theEndsAreSortedAndNarrowedByARow() {
        const admin = createTemporaryObject(fakes, suite)
        const ended = (id, age, cause, client) => ({
            id: id, age_seconds: age, cause: cause, client: client, channels: ["demo"], sent_bytes: 10 * id, worker: 0,
            ended: new Date(1790000000000 + 1000 * id).toISOString()
        })
        admin.ends = {total: 4, disconnects: [ended(4, 7, "reset", "10.0.0.1"), ended(3, 90, "kicked", "10.0.0.2"),
                                              ended(2, 1, "reset", "10.0.0.3"), ended(1, 30, "error", "10.0.0.1")]}
        const made = shown(admin, "")
        made.page.section = "ended"
        const ends = findChild(made.page, "endsModel")
        const table = part(made, "endsTable")
        tryCompare(table, "count", 4, patience)
        compare(table.sortKey, "ended")
        const order = () => [0, 1, 2, 3].map(row => ends.identityAt(row)).join("")
        compare(order(), "4321")
        mouseClick(findChild(table, "sort-age_seconds"))
        tryVerify(() => order() === "2413", patience)
        mouseClick(findChild(table, "sort-age_seconds"))
        tryVerify(() => order() === "3142", patience)
        mouseClick(findChild(table, "sort-cause"))
        tryVerify(() => order() === "1342" || order() === "1324", patience)
        // The engine knows one order only.
        verify(!admin.asked.some(one => one.includes("/disconnects") && one.includes("sort=")))
        table.forceActiveFocus()
        keyClick(Qt.Key_Home)
        compare(ends.clientAt(table.currentIndex), "10.0.0.1")
        compare(ends.causeAt(table.currentIndex), "error")
        mouseClick(table, 300, 45, Qt.RightButton)
        const menu = findChild(table, "rowMenu")
        tryCompare(menu, "opened", true, patience)
        compare(menu.count, 4)
        menu.actionAt(2).trigger()
        tryCompare(ends, "query", "client:10.0.0.1", patience)
        menu.close()
    }

    function test_detailsFollowOneStream() {
        const engine = running()
        compare(engine.openStreams("alpha", 1), 1)
        const made = shown(engine, engine.token)
        tryCompare(model(made), "total", 1, patience)
        const table = part(made, "table")
        table.forceActiveFocus()
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Return)
        const details = part(made, "details")
        tryCompare(details, "visible", true, patience)
        tryVerify(() => details.facts.id === 1, patience)
        engine.closeStreams()
        tryCompare(details.watch, "ended", true, patience)
        tryVerify(() => details.end.cause === "client-closed", patience)
        keyClick(Qt.Key_Escape)
        tryCompare(details, "visible", false, patience)
    }

    function test_aViewerMayOnlyLook() {
        const engine = running()
        compare(engine.openStreams("alpha", 1), 1)
        const made = shown(engine, engine.viewerToken)
        tryCompare(model(made), "total", 1, patience)
        const table = part(made, "table")
        table.forceActiveFocus()
        keyClick(Qt.Key_Down)
        tryCompare(model(made), "selectedCount", 1, patience)
        compare(part(made, "end").enabled, false)
        keyClick(Qt.Key_Delete)
        wait(100)
        compare(part(made, "kickDialog").visible, false)
    }

    function test_oldRowsAreGreyed() {
        const engine = running()
        compare(engine.openStreams("alpha", 1), 1)
        const made = shown(engine, engine.token)
        const table = part(made, "table")
        tryCompare(table, "count", 1, patience)
        tryCompare(table, "fresh", true, patience)
        engine.stop()
        tryCompare(table, "fresh", false, patience)
        compare(table.count, 1)
    }

    function test_staleWorkersAreTold() {
        const admin = createTemporaryObject(fakes, suite)
        admin.staleWorkers = [1]
        const made = shown(admin, "")
        tryCompare(part(made, "stale"), "visible", true, patience)
    }

    function test_aHiddenPageAsksNothing() {
        const admin = createTemporaryObject(fakes, suite)
        const made = shown(admin, "")
        tryCompare(model(made), "total", 15000, patience)
        made.page.visible = false
        wait(300)
        admin.forget()
        wait(2500)
        // The window goes on reading what belongs to it, its settings among others.
        compare(admin.asked.filter(one => one.includes("/streams") || one.includes("/disconnects") || one.includes("/blocks")), [])
    }
}
