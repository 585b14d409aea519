// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The journal page against a real engine: what is listed, filtered, told and undone, also by keyboard alone.
import QtQuick
import QtTest
import Sluice.Journal
import Sluice.Models
import Sluice.Test

Item {
    id: root
    width: 1080
    height: 716

    TestEngine {
        id: engine
    }
    ConsoleSession {
        id: session
    }
    JournalPage {
        id: page
        anchors.fill: parent
        session: session
    }

    TestCase {
        name: "JournalPage"
        when: windowShown

        readonly property int patience: 60000

        function initTestCase() {
            verify(engine.start(), engine.error)
        }
        function init() {
            session.link.connectTo(engine.url, engine.token, "test")
            tryVerify(() => session.link.live, patience)
        }
        function cleanup() {
            session.link.disconnectFromEngine()
            engine.stop()
            verify(engine.start(), engine.error)
        }
        function cleanupTestCase() {
            engine.stop()
        }
        function send(key, value) {
            const request = new XMLHttpRequest()
            request.open("PATCH", engine.url + "/api/v1/settings")
            request.setRequestHeader("Authorization", "Bearer " + engine.token)
            request.setRequestHeader("Content-Type", "application/json")
            request.send(JSON.stringify({[key]: value, why: "because I can"}))
        }

        function test_nothingYetIsSaid() {
            const empty = findChild(page, "journalEmpty")
            verify(empty.visible)
            compare(empty.title, qsTr("Nothing happened yet"))
            verify(!findChild(page, "clearFilter").visible)
        }

        function test_aChangeIsListedToldAndUndone() {
            send("pool.max_streams", 77)
            const list = findChild(page, "journalList")
            tryCompare(list, "count", 1, patience)
            list.currentIndex = 0
            tryVerify(() => findChild(page, "detailsTitle").text.includes("pool.max_streams"), patience)
            verify(findChild(page, "detailsTitle").text.includes("77"))
            const undo = findChild(page, "undoEntry")
            verify(undo.visible)
            tryVerify(() => undo.enabled, patience)
            mouseClick(undo)
            // The undo itself is listed too.
            tryCompare(list, "count", 2, patience)
            list.currentIndex = 1
            tryVerify(() => !undo.enabled, patience)
            verify(!findChild(page, "undoLast").enabled)
        }

        function test_theFilterHidesAndShowsByKeyboard() {
            session.journal.note(Journal.LoadTest, "a load of 10 clients")
            session.journal.note(Journal.Drain, "a drain")
            const list = findChild(page, "journalList")
            tryCompare(list, "count", 2, patience)
            page.focusFilter()
            for (const key of "load")
                keyClick(key)
            tryCompare(list, "count", 1, patience)
            keyClick(Qt.Key_Escape)
            tryCompare(list, "count", 2, patience)
            for (const key of "zzz")
                keyClick(key)
            const empty = findChild(page, "journalEmpty")
            tryVerify(() => empty.visible, patience)
            compare(empty.title, qsTr("Nothing matches"))
            mouseClick(findChild(page, "clearFilter"))
            tryCompare(list, "count", 2, patience)
            mouseClick(findChild(page, "kind-" + Journal.Drain))
            tryCompare(list, "count", 1, patience)
            mouseClick(findChild(page, "kind-" + Journal.Drain))
            tryCompare(list, "count", 2, patience)
        }

        function test_theListIsWalkedByKeyboard() {
            session.journal.note(Journal.Operation, "first")
            session.journal.note(Journal.Operation, "second")
            const list = findChild(page, "journalList")
            tryCompare(list, "count", 2, patience)
            list.forceActiveFocus()
            keyClick(Qt.Key_Home)
            const title = findChild(page, "detailsTitle")
            tryCompare(title, "text", "second", patience)
            keyClick(Qt.Key_Down)
            tryCompare(title, "text", "first", patience)
        }

        function test_aMarkLeadsToItsEntryWhateverIsFiltered() {
            const wanted = session.journal.note(Journal.Alarm, "the one")
            session.journal.note(Journal.Operation, "another")
            page.focusFilter()
            for (const key of "another")
                keyClick(key)
            const list = findChild(page, "journalList")
            tryCompare(list, "count", 1, patience)
            session.journal.show(wanted)
            tryCompare(list, "count", 2, patience)
            tryCompare(findChild(page, "detailsTitle"), "text", "the one", patience)
            compare(session.journal.current, wanted)
        }
    }
}
