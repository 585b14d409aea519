// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The load test's page on a real engine, with the real load generator as a process: started, stopped, judged and
// refused, by keyboard.
import QtQuick
import QtTest
import Sluice.Loadtest
import Sluice.Models
import Sluice.Test

Item {
    id: stage

    width: 1080
    height: 710

    TestEngine {
        id: engine
    }
    ConsoleSession {
        id: console1
    }
    Component {
        id: pageComponent
        LoadTestPage {
            anchors.fill: parent
            session: console1
        }
    }

    TestCase {
        id: test

        readonly property int patience: 90000
        property LoadTestPage page

        name: "LoadTestPage"
        when: windowShown

        function open() {
            verify(engine.start(), engine.error)
            console1.link.connectTo(engine.url, engine.token, "bench")
            page = createTemporaryObject(pageComponent, stage)
            verify(page)
            tryVerify(() => console1.link.live && part("start").enabled, patience)
        }
        function cleanup() {
            const stop = page ? part("stop") : null
            if (stop && stop.visible) {
                stop.action.trigger()
                tryVerify(() => !stop.visible, patience)
            }
            console1.link.disconnectFromEngine()
            engine.stop()
        }
        function part(name) {
            return findChild(page, name)
        }
        function write(name, text) {
            const entry = part("field-" + name)
            entry.forceActiveFocus()
            entry.selectAll()
            if (text === "")
                keyClick(Qt.Key_Delete)
            for (const character of text)
                keyClick(character)
            compare(entry.text, text)
        }

        function test_aTestRunsAndIsJudged() {
            open()
            write("clients", "20")
            write("channels", "2")
            write("duration", "2s")
            write("p99", "60s")
            write("max-rss-growth", "")
            verify(part("start").text.includes("20"))
            verify(part("command").text.includes("--clients 20"))
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            tryVerify(() => part("stop").visible, patience)
            verify(!part("field-clients").enabled)
            tryVerify(() => console1.snapshots.latest("active_streams") === 20, patience)
            tryVerify(() => part("verdict") !== null && part("verdict").visible, patience)
            tryVerify(() => part("start").visible, patience)
            verify(part("verdict").text !== "")
        }

        function test_itIsStoppedByKeyboard() {
            open()
            write("clients", "10")
            write("duration", "10min")
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            tryVerify(() => console1.snapshots.latest("active_streams") === 10, patience)
            // While it runs no field has the focus, so the key is the page's.
            page.forceActiveFocus()
            keyClick(Qt.Key_Backspace, Qt.ControlModifier)
            tryVerify(() => !part("stop").visible, patience)
            tryVerify(() => console1.snapshots.latest("active_streams") === 0, patience)
        }

        function test_whatTheGeneratorRefusesIsSaid() {
            open()
            write("clients", "many")
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            tryVerify(() => part("message").visible, patience)
            verify(part("message").title.includes("many"), part("message").title)
        }

        function test_theCommandIsReadAndCopiedByKeyboard() {
            open()
            const command = part("command")
            verify(command.activeFocusOnTab)
            command.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_A, Qt.ControlModifier)
            compare(command.selectedText, command.text)
            command.deselect()
        }

        function test_withoutAnEngineNothingStarts() {
            open()
            console1.link.disconnectFromEngine()
            tryVerify(() => !part("start").enabled, patience)
            verify(part("start").hint !== "")
        }
    }
}
