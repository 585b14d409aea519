// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The drain page on a real engine with real streams: planned, confirmed, paced, called off and ended, by
// keyboard.
import QtQuick
import QtTest
import Sluice.Drain
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
    ConsoleSession {
        id: console2
    }
    DrainModel {
        id: colleague
        link: console2.link
    }
    DrainPlanModel {
        id: colleaguesPlan
        drain: colleague
    }
    Component {
        id: pageComponent
        DrainPage {
            anchors.fill: parent
            session: console1
        }
    }

    TestCase {
        id: test

        readonly property int patience: 60000
        property DrainPage page

        name: "DrainPage"
        when: windowShown

        function open(settings, token) {
            verify(engine.start(settings), engine.error)
            console1.link.connectTo(engine.url, token, "bench")
            page = createTemporaryObject(pageComponent, stage)
            verify(page)
            tryVerify(() => console1.link.live && page.drain.phase === DrainModel.Serving, patience)
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
        function type(field, text) {
            const entry = findChild(page, field)
            entry.forceActiveFocus()
            entry.selectAll()
            for (const character of text)
                keyClick(character)
            compare(entry.text, text)
            return entry
        }
        function confirmation() {
            return findChild(page, "confirmation")
        }

        function test_previewsThePlan() {
            open({"drain.rate": 5}, engine.token)
            compare(engine.openStreams("a", 20), 20)
            tryVerify(() => page.plan.streams === 20, patience)
            compare(page.plan.seconds, 4)
            compare(findChild(page, "previewStreams").value, "20")
            type("plan-deadline", "2s")
            tryVerify(() => page.plan.forced === 10, patience)
            const rate = type("plan-rate", "fast")
            verify(rate.problem !== "")
            verify(!findChild(page, "start").enabled)
            verify(findChild(page, "refusal").text !== "")
            click(findChild(page, "reset"))
            tryVerify(() => page.plan.forced === 0 && rate.text === "5", patience)
            verify(findChild(page, "start").enabled)
        }

        function test_asksBeforeItStarts() {
            open({}, engine.token)
            compare(engine.openStreams("a", 12), 12)
            tryVerify(() => page.plan.streams === 12, patience)
            verify(findChild(page, "start").text.indexOf("12") >= 0)
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            const dialog = confirmation()
            tryCompare(dialog, "opened", true, patience)
            verify(dialog.verb.indexOf("12") >= 0)
            verify(dialog.targets.join(" ").indexOf("bench") >= 0)
            keyClick(Qt.Key_Return) // Cancel has the focus
            tryCompare(dialog, "opened", false, patience)
            compare(page.drain.phase, DrainModel.Serving)
        }

        function test_drainsPacesAndServesAgain() {
            open({"drain.deadline": "1h", "drain.rate": 0.1}, engine.token)
            compare(engine.openStreams("a", 20), 20)
            tryVerify(() => page.plan.streams === 20, patience)
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            tryCompare(confirmation(), "opened", true, patience)
            keyClick(Qt.Key_Tab)
            keyClick(Qt.Key_Return)
            tryCompare(page.drain, "phase", DrainModel.Evicting, patience)
            compare(findChild(page, "initial").value, "20")
            verify(findChild(page, "phases").word !== "")

            keyClick(Qt.Key_P, Qt.ControlModifier)
            tryCompare(page.drain, "phase", DrainModel.Paused, patience)
            tryVerify(() => page.actions.pause.enabled, patience)
            keyClick(Qt.Key_P, Qt.ControlModifier)
            tryCompare(page.drain, "phase", DrainModel.Evicting, patience)

            const slider = findChild(page, "rateSlider")
            tryVerify(() => slider.enabled, patience)
            slider.forceActiveFocus()
            keyClick(Qt.Key_Right)
            tryVerify(() => page.drain.rate >= 1, patience)
            type("rateField", "1000")
            keyClick(Qt.Key_Return)
            tryCompare(page.drain, "phase", DrainModel.Drained, patience)
            compare(page.drain.left, 0)
            tryCompare(findChild(page, "ending"), "visible", true, patience)
            verify(findChild(page, "ending").text.indexOf("20") >= 0)
            const again = findChild(page, "serveAgain")
            tryVerify(() => again.visible && again.enabled, patience)
            again.forceActiveFocus()
            verify(again.activeFocus)
            keyClick(Qt.Key_Space)
            tryCompare(page.drain, "phase", DrainModel.Serving, patience)
            compare(engine.openStreams("a", 1), 1)
        }

        function test_isCalledOff() {
            open({"drain.grace": "10min"}, engine.token)
            compare(engine.openStreams("a", 3), 3)
            tryVerify(() => page.plan.streams === 3, patience)
            page.plan.start()
            tryCompare(page.drain, "phase", DrainModel.Grace, patience)
            tryVerify(() => page.actions.cancel.enabled, patience)
            keyClick(Qt.Key_Backspace, Qt.ControlModifier)
            tryCompare(page.drain, "phase", DrainModel.Serving, patience)
            compare(page.drain.ending, DrainModel.CalledOff)
            verify(findChild(page, "ending").visible)
            click(findChild(page, "dismiss"))
            tryCompare(findChild(page, "ending"), "visible", false, patience)
        }

        function test_anEmbeddedEngineDoesNotExit() {
            open({}, engine.token)
            page.plan.type("then", "exit")
            verify(!findChild(page, "start").enabled)
            verify(findChild(page, "refusal").text.indexOf("own process") >= 0)
        }

        function test_showsWhatOthersDo() {
            open({}, engine.token)
            console2.link.connectTo(engine.url, engine.token, "ann")
            tryVerify(() => console2.link.live && colleague.phase === DrainModel.Serving, patience)
            compare(engine.openStreams("a", 3), 3)
            colleaguesPlan.type("grace", "10min")
            colleaguesPlan.start()
            tryCompare(page.drain, "phase", DrainModel.Grace, patience)
            verify(findChild(page, "who").detail !== "")
            verify(!findChild(page, "start").visible)
            colleague.pause()
            tryCompare(page.drain, "phase", DrainModel.Paused, patience)
            colleague.cancel()
            tryCompare(page.drain, "phase", DrainModel.Serving, patience)
        }

        function test_aViewerLooksOnly() {
            open({}, engine.viewerToken)
            tryCompare(findChild(page, "readOnly"), "visible", true, patience)
            verify(!findChild(page, "start").enabled)
        }
    }
}
