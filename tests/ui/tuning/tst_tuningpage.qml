// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The tuning page on a real engine: typed, refused, applied, undone, kept and taken back, by keyboard.
import QtQuick
import QtTest
import Sluice.Models
import Sluice.Test
import Sluice.Tuning

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
    // Another operator at the same engine.
    ConsoleSession {
        id: console2
    }
    Tuning {
        id: colleague
        link: console2.link
    }
    Component {
        id: pageComponent
        TuningPage {
            anchors.fill: parent
            session: console1
        }
    }

    TestCase {
        id: test

        readonly property int patience: 60000
        property TuningPage page

        name: "TuningPage"
        when: windowShown

        function open(settings, token) {
            verify(engine.start(settings), engine.error)
            console1.link.connectTo(engine.url, token, "bench")
            page = createTemporaryObject(pageComponent, stage)
            verify(page)
            tryVerify(() => console1.link.live && page.tuning.settings.state === SettingsModel.Ready
                            && page.tuning.history.loaded, patience)
        }
        // What has just been shown has its place only after the next frame.
        function click(item) {
            tryVerify(() => item.visible && item.width > 0, patience)
            waitForRendering(stage, 2000)
            mouseClick(item)
        }
        function cleanup() {
            console1.link.disconnectFromEngine()
            console2.link.disconnectFromEngine()
            engine.stop()
        }
        function show(key) {
            const list = findChild(page, "settingsList")
            const search = findChild(page, "search")
            page.focusFilter()
            tryCompare(search, "activeFocus", true, patience)
            search.text = ""
            typeText(key)
            compare(search.text, key)
            keyClick(Qt.Key_Return)
            tryVerify(() => list.activeFocus && !search.activeFocus, patience)
            list.currentIndex = list.model.rowOf(key)
            tryVerify(() => findChild(list, "setting-" + key) !== null, patience)
            return findChild(list, "setting-" + key)
        }
        function typeText(text) {
            for (const character of text)
                keyClick(character)
        }
        // Into the editor of a setting, as a hand on the keyboard would.
        function edit(key, text) {
            const row = show(key)
            keyClick(Qt.Key_Return)
            const entry = findChild(row, "entry")
            tryCompare(entry, "activeFocus", true, patience)
            typeText(text)
            compare(entry.text, text)
            return row
        }
        function apply() {
            keyClick(Qt.Key_Return, Qt.ControlModifier)
        }

        function test_typesAndAppliesByKeyboard() {
            open({}, engine.token)
            verify(!findChild(page, "apply").visible)
            const row = edit("log.end_rate", "3x")
            verify(row.problem !== "")
            verify(findChild(row, "wrong").visible)
            apply() // refused here already
            compare(page.tuning.pending.count, 1)
            verify(findChild(page, "blocker").visible)
            keyClick(Qt.Key_Backspace)
            keyClick("5")
            compare(row.problem, "")
            compare(page.tuning.pending.count, 1)
            verify(findChild(page, "apply").enabled)
            apply()
            tryCompare(row, "value", "35", patience)
            compare(page.tuning.pending.count, 0)
            tryCompare(findChild(page, "outcome"), "visible", true, patience)
            tryCompare(page.tuning.history, "count", 1, patience)
        }

        function test_dropsWhatWasTyped() {
            open({}, engine.token)
            const row = edit("log.end_rate", "35")
            compare(page.tuning.pending.count, 1)
            keyClick(Qt.Key_Escape)
            compare(page.tuning.pending.count, 0)
            compare(row.text, "20")
            tryCompare(findChild(row, "entry"), "activeFocus", false, patience)
            tryCompare(findChild(row, "entry"), "text", "20", patience)
            edit("log.end_rate", "36")
            click(findChild(page, "discard"))
            compare(page.tuning.pending.count, 0)
        }

        function test_flagsAndWordsHaveTheirEditors() {
            open({"cors.allow_origin": "https://a.example"}, engine.token)
            const flag = show("cors.allow_credentials")
            keyClick(Qt.Key_Return)
            const toggle = findChild(flag, "toggle")
            tryCompare(toggle, "activeFocus", true, patience)
            keyClick(Qt.Key_Space)
            compare(flag.text, "true")
            keyClick(Qt.Key_Space)
            compare(flag.text, "false")
            compare(page.tuning.pending.count, 0)
            keyClick(Qt.Key_Escape)
            const word = show("backpressure.policy")
            keyClick(Qt.Key_Return)
            const choice = findChild(word, "choice")
            tryCompare(choice, "activeFocus", true, patience)
            keyClick(Qt.Key_Down)
            compare(word.text, "drop-oldest")
            verify(word.risk !== "")
            const fixed = show("engine.workers")
            keyClick(Qt.Key_Return)
            compare(findChild(fixed, "entry"), null)
            verify(fixed.fixedReason !== "")
        }

        function test_rulesSpeakAtTheField() {
            open({}, engine.token)
            const row = edit("timeouts.heartbeat", "40s")
            apply()
            tryVerify(() => row.violation.indexOf("keep-alive-covers-heartbeat") >= 0, patience)
            verify(findChild(page, "refused").visible)
            typeText("0") // the first key after a refusal
            compare(row.violation, "")
            verify(!findChild(page, "refused").visible)
        }

        function test_asksToKeepWhatIsRisky() {
            open({"pool.max_streams": 100}, engine.token)
            page.tuning.countdown.seconds = 3600
            edit("pool.overload_retry", "4s") // harmless
            apply()
            tryCompare(page.tuning.pending, "count", 0, patience)
            verify(!findChild(page, "keepQuestion").visible)

            const row = edit("publish.max_body", "512KiB")
            apply()
            tryCompare(findChild(page, "keepQuestion"), "visible", true, patience)
            // The way back has the focus.
            tryCompare(findChild(page, "takeBack"), "activeFocus", true, patience)
            keyClick(Qt.Key_Space)
            tryCompare(row, "value", "1MiB", patience)
            tryCompare(findChild(page, "keepQuestion"), "visible", false, patience)

            edit("publish.max_body", "512KiB")
            apply()
            tryCompare(findChild(page, "keepQuestion"), "visible", true, patience)
            keyClick(Qt.Key_Return, Qt.ControlModifier | Qt.ShiftModifier)
            tryCompare(findChild(page, "keepQuestion"), "visible", false, patience)
            tryCompare(findChild(page, "setting-publish.max_body"), "value", "512KiB", patience)

            page.tuning.countdown.seconds = 1
            edit("publish.max_body", "256KiB")
            apply()
            tryCompare(page.tuning.countdown, "state", KeepCountdown.Asking, patience)
            tryCompare(page.tuning.countdown, "state", KeepCountdown.Idle, patience)
            tryCompare(findChild(page, "setting-publish.max_body"), "value", "512KiB", patience)
            verify(findChild(page, "outcome").visible)
        }

        function test_undoesByKeyboard() {
            open({}, engine.token)
            const row = edit("log.end_rate", "35")
            apply()
            tryCompare(row, "value", "35", patience)
            tryVerify(() => page.tuning.history.lastUndoable !== "", patience)
            const last = findChild(page, "undoLast")
            tryCompare(last, "enabled", true, patience)
            last.forceActiveFocus()
            keyClick(Qt.Key_Space)
            tryCompare(row, "value", "20", patience)
            // And the undo, out of the history.
            const history = findChild(page, "historyList")
            tryCompare(history, "count", 2, patience)
            history.forceActiveFocus()
            history.currentIndex = 0
            tryVerify(() => history.currentItem && history.currentItem.canUndo, patience)
            verify(history.activeFocus)
            keyClick(Qt.Key_Return)
            tryCompare(row, "value", "35", patience)
        }

        function test_othersChangesAreMarkedAndNeverOverwritten() {
            open({}, engine.token)
            console2.link.connectTo(engine.url, engine.token, "ann")
            tryVerify(() => console2.link.live && colleague.settings.state === SettingsModel.Ready, patience)
            const row = edit("log.end_rate", "35")
            colleague.settings.edit("log.end_rate", "40")
            colleague.pending.apply()
            tryCompare(row, "value", "40", patience)
            verify(row.changedBy !== "")
            tryCompare(findChild(page, "stale"), "visible", true, patience)
            compare(row.text, "35")
            click(findChild(page, "rebase"))
            tryCompare(findChild(page, "stale"), "visible", false, patience)
            apply()
            tryCompare(row, "value", "35", patience)
        }

        function test_aViewerSeesAllAndChangesNothing() {
            open({}, engine.viewerToken)
            tryCompare(findChild(page, "readOnly"), "visible", true, patience)
            const row = show("log.end_rate")
            compare(findChild(row, "entry"), null)
            verify(!findChild(page, "saveToFile").enabled)
            verify(!findChild(page, "undoLast").enabled)
        }

        function test_beginsWithWhatCanBeChanged() {
            open({}, engine.token)
            const list = findChild(page, "settingsList")
            tryVerify(() => list.count > 20, patience)
            const of = row => findChild(list, "setting-" + list.model.keyAt(row))
            for (let row = 0; row < 4; ++row) {
                verify(of(row) !== null, list.model.keyAt(row))
                compare(of(row).fixedReason, "", list.model.keyAt(row))
            }
            list.positionViewAtEnd()
            tryVerify(() => of(list.count - 1) !== null, patience)
            verify(of(list.count - 1).fixedReason !== "")
        }

        function test_onAWideScreenAValueStaysNearItsName() {
            stage.width = 2400
            open({}, engine.token)
            const list = findChild(page, "tuningList")
            tryVerify(() => list.width > 1000, patience)
            verify(list.width <= 1200, list.width)
            stage.width = 1080
        }

        function test_saysThatThereIsNoFile() {
            open({}, engine.token)
            click(findChild(page, "saveToFile"))
            const outcome = findChild(page, "outcome")
            tryCompare(outcome, "visible", true, patience)
            verify(outcome.text.indexOf("no configuration file") >= 0, outcome.text)
            click(findChild(page, "dismiss"))
            compare(outcome.visible, false)
        }

        function test_aHiddenPageTakesNoShortcuts() {
            open({}, engine.token)
            edit("log.end_rate", "35")
            page.visible = false
            apply()
            wait(50)
            compare(page.tuning.pending.count, 1)
            compare(page.tuning.pending.state, PendingChanges.Collecting)
        }
    }
}
