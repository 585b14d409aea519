// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The capacity page on a real engine: planned from typed figures, refused, applied, copied and read by keyboard.
import QtQuick
import QtTest
import Sluice.Capacity
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
        CapacityPage {
            anchors.fill: parent
            session: console1
        }
    }

    TestCase {
        id: test

        readonly property int patience: 60000
        property CapacityPage page

        name: "CapacityPage"
        when: windowShown

        function open(token) {
            verify(engine.start({"pool.max_streams": 500}), engine.error)
            console1.link.connectTo(engine.url, token, "bench")
            page = createTemporaryObject(pageComponent, stage)
            verify(page)
            tryVerify(() => console1.link.live && findChild(page, "needs").count > 3, patience)
        }
        function cleanup() {
            console1.link.disconnectFromEngine()
            engine.stop()
        }
        function type(field, text) {
            const entry = findChild(page, "field-" + field)
            entry.forceActiveFocus()
            entry.selectAll()
            for (const character of text)
                keyClick(character)
            compare(entry.text, text)
            keyClick(Qt.Key_Return)
            return entry
        }
        function apply() {
            return findChild(page, "apply")
        }

        function test_aTypedLoadMakesThePlanAndIsAppliedByKeyboard() {
            open(engine.token)
            type("clients", "100")
            type("streamDuration", "10min")
            type("timeoutWindow", "10min")
            type("headroom", "0")
            tryVerify(() => apply().enabled && apply().text.includes("100"), patience)
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            tryVerify(() => console1.snapshots.latest("max_streams") === 100, patience)
        }

        function test_aViewerMayPlanAndNotApply() {
            open(engine.viewerToken)
            tryVerify(() => console1.link.role === "viewer", patience)
            verify(!apply().enabled)
            verify(apply().hint.includes("viewer"))
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            wait(300)
            compare(console1.snapshots.latest("max_streams"), 500)
        }

        function test_whatIsNoFigureIsSaidAtItsField() {
            open(engine.token)
            const entry = type("streamDuration", "soon")
            tryVerify(() => entry.problem !== "", patience)
            verify(!apply().enabled)
            type("streamDuration", "5min")
            tryCompare(entry, "problem", "", patience)
            tryVerify(() => apply().enabled, patience)
        }

        function test_theNeedsAreReadByKeyboard() {
            open(engine.token)
            const list = findChild(page, "needs")
            list.forceActiveFocus(Qt.TabFocusReason)
            compare(list.currentIndex, 0)
            keyClick(Qt.Key_Down)
            compare(list.currentIndex, 1)
            verify(list.Accessible.description !== "")
            keyClick(Qt.Key_End)
            compare(list.currentIndex, list.count - 1)
            keyClick(Qt.Key_Home)
            compare(list.currentIndex, 0)
            keyClick(Qt.Key_PageDown)
            verify(list.currentIndex > 0)
        }

        function test_everyKindOfConfigurationHasItsText() {
            open(engine.token)
            const kinds = findChild(page, "configurationKind")
            const text = findChild(page, "configurationText")
            verify(kinds.count >= 4)
            const seen = {}
            for (let i = 0; i < kinds.count; ++i) {
                kinds.activated(i)
                tryVerify(() => text.text !== "" && seen[text.text] === undefined, patience)
                seen[text.text] = true
            }
            findChild(page, "copyConfiguration").action.trigger()
            const copied = createTemporaryQmlObject("import QtQuick; TextEdit { textFormat: TextEdit.PlainText }", stage)
            copied.paste()
            compare(copied.text, text.text)
            compare(text.selectedText, "")
        }

        function test_itsCommandsAreForThePalette() {
            open(engine.token)
            compare(page.commands.length, 3)
            for (const command of page.commands)
                verify(command.text !== "" && command.enabled, command.text)
            page.visible = false
            for (const command of page.commands)
                verify(!command.enabled, command.text)
        }
    }
}
