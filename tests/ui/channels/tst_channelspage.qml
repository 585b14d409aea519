// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

import QtQuick
import QtTest
import Sluice.Channels
import Sluice.Models
import Sluice.Test

TestCase {
    id: suite
    name: "ChannelsPage"
    when: windowShown
    visible: true
    width: 1100
    height: 700

    readonly property int patience: 60000

    Component {
        id: house
        Item {
            anchors.fill: parent
            property alias session: session
            property alias page: page
            ConsoleSession {
                id: session
            }
            ChannelsPage {
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

    TextEdit {
        id: paste
        visible: false
    }

    function part(made, name) {
        return findChild(made.page, name)
    }
    function running() {
        const engine = createTemporaryObject(engines, suite)
        verify(engine.start({}), engine.error)
        return engine
    }
    function shown(engine) {
        const made = createTemporaryObject(house, suite)
        made.session.link.connectTo(engine.url, engine.token, "test")
        return made
    }
    function type(text) {
        for (const letter of text)
            keyClick(letter)
    }

    function test_listsAndFinds() {
        const engine = running()
        compare(engine.openStreams("alpha", 2), 2)
        verify(engine.publish("beta", "x"))
        const made = shown(engine)
        const model = findChild(made.page, "channelsModel")
        tryCompare(model, "total", 2, patience)
        compare(model.nameAt(0), "alpha")
        made.page.focusFilter()
        tryCompare(part(made, "search"), "activeFocus", true, patience)
        type("be")
        keyClick(Qt.Key_Return)
        tryCompare(model, "total", 1, patience)
        compare(model.nameAt(0), "beta")
        // Return went on to the first of what was found.
        const table = part(made, "table")
        tryCompare(table, "activeFocus", true, patience)
        tryCompare(table, "currentIndex", 0, patience)
        compare(table.currentIdentity, "beta")
        made.page.focusFilter()
        keyClick(Qt.Key_Escape)
        tryCompare(model, "total", 2, patience)
        mouseClick(part(made, "sort-name"))
        tryCompare(model, "sortKey", "name", patience)
    }

    function test_detailsByKeyboard() {
        const engine = running()
        compare(engine.openStreams("alpha", 2), 2)
        const made = shown(engine)
        const table = part(made, "table")
        tryCompare(table, "count", 1, patience)
        table.forceActiveFocus()
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Return)
        const details = part(made, "details")
        tryCompare(details, "visible", true, patience)
        compare(details.facts.name, "alpha")
        compare(details.facts.streams, 2)
        verify(engine.publish("alpha", "x"))
        tryVerify(() => details.facts.published === 1, patience)
        keyClick(Qt.Key_Escape)
        tryCompare(details, "visible", false, patience)
    }

    function test_publishByKeyboardOnly() {
        const engine = running()
        compare(engine.openStreams("alpha", 2), 2)
        const made = shown(engine)
        const table = part(made, "table")
        tryCompare(table, "count", 1, patience)
        table.forceActiveFocus()
        keyClick(Qt.Key_Down)
        keyClick("p")
        const dialog = part(made, "publishDialog")
        tryCompare(dialog, "opened", true, patience)
        const publisher = findChild(dialog, "publisher")
        compare(publisher.channel, "alpha")
        tryCompare(part(made, "data"), "activeFocus", true, patience)
        type("hello")
        const url = part(made, "url")
        url.forceActiveFocus()
        url.selectAll()
        type(engine.publicUrl.toString())
        keyClick(Qt.Key_Return)
        tryCompare(publisher, "succeeded", true, patience)
        compare(publisher.data, "hello")
        verify(publisher.result.includes("2 streams"), publisher.result)
        compare(part(made, "publishResult").visible, true)
        keyClick(Qt.Key_Escape)
        tryCompare(dialog, "visible", false, patience)
        const model = findChild(made.page, "channelsModel")
        tryVerify(() => model.factsAt(0).published === 1, patience)
    }

    function test_theCurrentRowIsAChannelNotAPlace() {
        mouseMove(suite, 1, 1)
        const engine = running()
        compare(engine.openStreams("alpha", 2), 2)
        compare(engine.openStreams("beta", 1), 1)
        const made = shown(engine)
        const table = part(made, "table")
        const model = findChild(made.page, "channelsModel")
        tryCompare(table, "count", 2, patience)
        table.forceActiveFocus()
        keyClick(Qt.Key_End)
        compare(table.currentIdentity, "beta")
        compare(engine.openStreams("beta", 3), 3)
        tryVerify(() => model.nameAt(0) === "beta", patience)
        tryCompare(table, "currentIndex", 0, patience)
        keyClick("p")
        const dialog = part(made, "publishDialog")
        tryCompare(dialog, "opened", true, patience)
        compare(findChild(dialog, "publisher").channel, "beta")
        keyClick(Qt.Key_Escape)
        tryCompare(dialog, "visible", false, patience)
        // The other way round by its column: still the same channel.
        mouseClick(part(made, "sort-name"))
        tryVerify(() => model.loaded && model.nameAt(0) === "alpha", patience)
        mouseMove(suite, 1, 1)
        tryCompare(table, "currentIndex", 1, patience)
        compare(table.currentIdentity, "beta")
    }

    function test_theOrderRestsUnderThePointer() {
        const engine = running()
        compare(engine.openStreams("alpha", 2), 2)
        compare(engine.openStreams("beta", 1), 1)
        const made = shown(engine)
        const table = part(made, "table")
        const model = findChild(made.page, "channelsModel")
        tryCompare(table, "count", 2, patience)
        mouseMove(table, 100, 60)
        tryVerify(() => table.pointed, patience)
        compare(engine.openStreams("beta", 3), 3)
        // Its figure goes on, its place does not.
        tryVerify(() => model.factsAt(1).streams === 4, patience)
        compare(model.nameAt(1), "beta")
        verify(table.rests)
        mouseMove(suite, 1, 1)
        tryVerify(() => !table.pointed, patience)
        tryVerify(() => model.nameAt(0) === "beta", patience)
        verify(!table.rests)
    }

    function test_aRowIsCopiedAndItsMenuActs() {
        const engine = running()
        compare(engine.openStreams("alpha", 2), 2)
        const made = shown(engine)
        const table = part(made, "table")
        tryCompare(table, "count", 1, patience)
        mouseMove(suite, 1, 1)
        table.forceActiveFocus()
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_C, Qt.ControlModifier)
        paste.text = ""
        paste.paste()
        verify(paste.text.startsWith("alpha\t2\t"), paste.text)

        mouseClick(table, 60, 45, Qt.RightButton)
        const menu = part(made, "rowMenu")
        tryCompare(menu, "opened", true, patience)
        compare(menu.word, "alpha")
        compare(menu.count, 4)
        keyClick(Qt.Key_Down)
        keyClick(Qt.Key_Return)
        tryCompare(menu, "visible", false, patience)
        paste.text = ""
        paste.paste()
        compare(paste.text, "alpha")
        tryCompare(table, "activeFocus", true, patience)
        keyClick(Qt.Key_Menu)
        tryCompare(menu, "opened", true, patience)
        keyClick(Qt.Key_Escape)
        tryCompare(menu, "visible", false, patience)
    }

    function test_columnsAreAsWideAsTheyAreDragged() {
        const engine = running()
        compare(engine.openStreams("alpha", 2), 2)
        const made = shown(engine)
        const table = part(made, "table")
        tryCompare(table, "count", 1, patience)
        const column = table.columns[0]
        const before = column.actualWidth
        const edge = part(made, "size-name")
        mousePress(edge, 3, 10)
        mouseMove(edge, 3 - 40, 10)
        mouseRelease(edge, 3, 10)
        verify(Math.abs(column.actualWidth - (before - 40)) <= 2, column.actualWidth + " of " + before)
        mouseDoubleClickSequence(edge, 3, 10)
        compare(column.actualWidth, before)
    }

    function test_anEmptyEngineOffersTheNextStep() {
        const engine = running()
        const made = shown(engine)
        const model = findChild(made.page, "channelsModel")
        tryCompare(model, "loaded", true, patience)
        compare(model.total, 0)
        mouseClick(part(made, "publish"))
        const dialog = part(made, "publishDialog")
        tryCompare(dialog, "opened", true, patience)
        compare(part(made, "send").enabled, false)
        mouseClick(part(made, "close"))
        tryCompare(dialog, "visible", false, patience)
    }
}
