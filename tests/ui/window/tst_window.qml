// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The console's window by keyboard alone: pages, pause, palette, shortcuts, connections, banner, and closing.
import QtQuick
import QtTest
import Sluice.Models
import Sluice.Test
import Sluice.Theme
import Sluice.Window

TestCase {
    id: test
    name: "Window"
    when: windowShown

    readonly property int patience: 60000
    property Main main

    TestEngine {
        id: engine
    }
    TestKeys {
        id: keys
        window: test.main
    }
    Component {
        id: mainComponent
        Main {
            remembers: false
            givenPage: "overview"
            givenTheme: "dark"
            givenWidth: 1280
            givenHeight: 800
        }
    }

    function open(properties: var) {
        main = mainComponent.createObject(null, properties) as Main
        verify(main)
        main.requestActivate()
        tryVerify(() => main.active, patience)
    }
    function openWith(token: string) {
        verify(engine.start(), engine.error)
        open({givenUrl: engine.url, givenToken: token})
    }
    function item(name: string): var {
        return keys.find(name)
    }

    function cleanup() {
        if (main) {
            main.leaving = true
            main.close()
            main.destroy()
            main = null
            wait(0)
        }
        engine.stop()
        Theme.choice = "dark"
        Theme.textScale = 1
    }

    function test_isLiveWithARealEngine() {
        openWith(engine.token)
        tryVerify(() => main.session.link.live, patience)
        compare(main.page, "overview")
        verify(!item("link-banner").visible)
        compare(main.chooser.current, "given")
        verify(!main.chooser.own.running)
    }

    function test_itsOwnEngineIsThereAtOnce() {
        open({})
        tryVerify(() => main.session.link.live, patience)
        verify(main.chooser.own.running)
        compare(main.chooser.current, "own")
    }

    function test_everyPageHasItsKey() {
        openWith(engine.token)
        const pages = main.actions.pages
        compare(pages.length, 9)
        for (let i = 0; i < pages.length; ++i) {
            keys.press("Ctrl+" + (i + 1))
            tryCompare(main, "page", pages[i].page, patience)
            tryVerify(() => main.currentPage !== null, patience)
        }
    }

    function test_spacePausesUnlessAButtonHasTheFocus() {
        openWith(engine.token)
        verify(!main.session.view.paused)
        keys.press("Space")
        tryVerify(() => main.session.view.paused, patience)
        keys.press("Space")
        tryVerify(() => !main.session.view.paused, patience)
        item("page-streams").forceActiveFocus(Qt.TabFocusReason)
        keys.press("Space")
        tryCompare(main, "page", "streams", patience)
        verify(!main.session.view.paused)
    }

    function test_thePaletteRunsWhatItsLettersFind() {
        openWith(engine.token)
        keys.press("Ctrl+K")
        tryVerify(() => item("palette-entry") !== null && item("palette-entry").activeFocus, patience)
        const entry = item("palette-entry")
        verify(item("palette-list").count > 15)
        keys.type("jour")
        compare(entry.text, "jour")
        compare(item("palette-list").count, 1)
        // Here a space is a letter, no pause.
        keys.press("Space")
        verify(!main.session.view.paused)
        keys.press("Return")
        tryCompare(main, "page", "journal", patience)
        tryVerify(() => !entry.activeFocus, patience)
    }

    // No mouse here: Qt 6.4 crashes where a window goes that one was in.
    function test_thePaletteShowsWholeRowsAndBeginsAtTheFirst() {
        openWith(engine.token)
        keys.press("Ctrl+K")
        tryVerify(() => item("palette-entry") !== null && item("palette-entry").activeFocus, patience)
        const list = item("palette-list")
        const row = list.currentItem.height
        fuzzyCompare(list.height / row % 1, 0, 0.01)
        keys.press("Down")
        keys.press("Down")
        compare(list.currentIndex, 2)
        keys.type("go to str")
        compare(list.count, 1)
        compare(list.height, row)
        compare(list.currentIndex, 0)
        keys.press("Return")
        tryCompare(main, "page", "streams", patience)
    }

    function test_escapeLeavesThePalette() {
        openWith(engine.token)
        keys.press("Ctrl+K")
        tryVerify(() => item("palette-entry") !== null && item("palette-entry").activeFocus, patience)
        keys.press("Esc")
        tryVerify(() => !main.activeFocusItem || main.activeFocusItem.objectName !== "palette-entry", patience)
        compare(main.page, "overview")
    }

    function test_everyKeyIsListedAndNoneTwice() {
        openWith(engine.token)
        const seen = {}
        for (const command of main.actions.all) {
            verify(command.text !== "")
            if (command.keys === "")
                continue
            verify(seen[command.keys] === undefined, command.keys + ": " + command.text + " and " + seen[command.keys])
            seen[command.keys] = command.text
        }
        for (const each of ["Space", "/", "Ctrl+E", "Ctrl+Z", "Ctrl+K", "F1", "Ctrl+1", "Ctrl+9"])
            verify(seen[each] !== undefined, each)
        keys.press("F1")
        tryVerify(() => item("submit") !== null && item("submit").visible, patience)
        keys.press("Esc")
    }

    function test_themeAndTextChange() {
        openWith(engine.token)
        keys.press("Ctrl+T")
        tryCompare(Theme, "choice", "light", patience)
        main.actions.contrastTheme.trigger()
        compare(Theme.color.name, "contrast")
        main.actions.largerText.trigger()
        compare(Theme.textScale, 1.1)
        for (let i = 0; i < 30; ++i)
            main.actions.largerText.trigger()
        compare(Theme.textScale, 2)
        verify(!main.actions.largerText.enabled)
        keys.press("Ctrl+0")
        tryCompare(Theme, "textScale", 1, patience)
    }

    function test_aViewerIsToldSo() {
        openWith(engine.viewerToken)
        tryVerify(() => main.session.link.live, patience)
        tryVerify(() => item("view-only").visible, patience)
    }

    function test_aLostEngineIsSaidOverThePageAndComesBack() {
        openWith(engine.token)
        tryVerify(() => main.session.link.live && main.session.view.fresh, patience)
        const banner = item("link-banner")
        verify(!banner.visible)
        engine.stop()
        tryVerify(() => banner.visible && main.session.link.state === EngineLink.Lost, patience)
        verify(banner.title !== "" && banner.text !== "")
        verify(!main.session.view.fresh)
        verify(item("retry").visible)
        verify(engine.start(), engine.error)
        item("retry").clicked()
        tryVerify(() => main.session.link.live && !banner.visible, patience)
        verify(main.session.view.fresh)
    }

    function test_aWrongTokenIsSaid() {
        openWith("wrong")
        const banner = item("link-banner")
        tryVerify(() => banner.visible && main.session.link.state === EngineLink.Refused, patience)
        verify(banner.text.includes("token"), banner.text)
    }

    function test_anEngineFromTheCommandLineAsksForAnotherToken() {
        openWith("wrong")
        tryVerify(() => main.session.link.state === EngineLink.Refused, patience)
        tryVerify(() => item("enterToken").visible, patience)
        item("enterToken").action.trigger()
        tryVerify(() => item("token-entry") !== null && item("token-entry").activeFocus, patience)
        keys.press("Return") // empty: said, and asked on
        tryVerify(() => item("problem").text !== "", patience)
        compare(main.session.link.state, EngineLink.Refused)
        keys.type(engine.token)
        keys.press("Return")
        tryVerify(() => main.session.link.live && main.session.link.mayOperate, patience)
        verify(!item("link-banner").visible)
        verify(!main.actions.enterToken.enabled)
    }

    function test_drawingWithoutOpenGlIsToldWhereTheEnginesAre() {
        openWith(engine.token)
        item("connections").clicked()
        tryVerify(() => item("drawnInSoftware") !== null, patience)
        // Tests draw in software.
        tryVerify(() => item("drawnInSoftware").visible, patience)
        keys.press("Esc")
    }

    function test_closingAsksNobodyWhenNobodyElseUsesTheEngine() {
        open({})
        tryVerify(() => main.session.link.live, patience)
        main.close()
        tryVerify(() => !main.visible, patience)
    }

    function test_closingAsksForTheStreamsOfOthersAndDefaultsToStaying() {
        open({})
        tryVerify(() => main.session.link.live, patience)
        compare(keys.openStreams(main.chooser.own.publicUrl, 3), 3)
        main.close()
        tryVerify(() => item("confirm") !== null && item("confirm").visible, patience)
        verify(main.visible)
        keys.press("Return") // the focus is on Cancel
        tryVerify(() => item("confirm") === null || !item("confirm").visible, patience)
        verify(main.visible)
        main.session.ownStreams = 3
        main.close()
        tryVerify(() => !main.visible, patience)
        keys.closeStreams()
    }

    function test_aSavedConnectionIsEditedAndRemoved() {
        openWith(engine.token)
        const chooser = main.actions.chooser
        compare(chooser.add("of this test", "127.0.0.1:9904", ""), "")
        const saved = chooser.saved
        const id = saved.data(saved.index(saved.count - 1, 0), SavedConnections.IdRole)
        verify(id)
        const before = saved.count
        main.editConnection(id)
        tryVerify(() => item("connection-name") !== null && item("connection-name").activeFocus, patience)
        compare(item("connection-name").text, "of this test")
        compare(item("connection-url").text, "http://127.0.0.1:9904")
        keys.press("Esc")
        main.removeConnection(id)
        tryVerify(() => item("confirm") !== null && item("confirm").visible, patience)
        item("confirm").clicked()
        tryCompare(saved, "count", before - 1, patience)
    }

    function test_aConnectionIsAddedByKeyboardAndNamesWhatIsWrong() {
        openWith(engine.token)
        main.actions.addConnection.trigger()
        tryVerify(() => item("connection-name") !== null && item("connection-name").activeFocus, patience)
        keys.press("Return")
        tryVerify(() => item("problem").text !== "", patience)
        keys.type("mine")
        compare(item("connection-name").text, "mine")
        item("connection-url").forceActiveFocus()
        keys.type("nonsense")
        keys.press("Return")
        tryVerify(() => item("problem").text.includes("http://host:9180"), patience)
        keys.press("Esc")
        tryVerify(() => !main.activeFocusItem || main.activeFocusItem.objectName !== "connection-url", patience)
    }
}
