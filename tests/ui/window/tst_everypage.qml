// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every page in the console's window, at an engine that has something to show: nothing is cut off in the smallest
// window, in a large one, and at 150 % text, Tab reaches everything that takes the keyboard, and all of it has a name and a role.
import QtQuick
import QtTest
import Sluice.Models
import Sluice.Test
import Sluice.Theme
import Sluice.Window

TestCase {
    id: test
    name: "EveryPage"
    when: windowShown

    readonly property int patience: 60000
    readonly property var pages: ["overview", "streams", "channels", "tuning", "capacity", "drain", "load", "doctor", "journal"]
    property Main main

    TestEngine {
        id: engine
    }
    TestKeys {
        id: keys
        window: test.main
    }
    TestEyes {
        id: eyes
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

    function initTestCase() {
        verify(engine.start({"pool.max_streams": 100}), engine.error)
        compare(engine.openStreams("news", 8), 8)
        verify(engine.publish("news", "x"))
        main = mainComponent.createObject(null, {givenUrl: engine.url, givenToken: engine.token}) as Main
        verify(main)
        main.requestActivate()
        tryVerify(() => main.active && main.session.link.live && main.session.snapshots.count > 2, patience)
    }
    function cleanup() {
        Theme.textScale = 1
        main.width = 1280
        main.height = 800
    }
    function cleanupTestCase() {
        main.leaving = true
        main.close()
        main.destroy()
        engine.stop()
    }
    function show(page: string) {
        main.actions.show(page)
        tryVerify(() => main.page === page && main.currentPage !== null && main.currentPage.visible, patience)
        // What it asks the engine for, and the frames in which that finds its place.
        wait(700)
    }
    function isWithin(item: Item, ancestor: Item): bool {
        let at = item
        while (at && at !== ancestor)
            at = at.parent
        return at !== null
    }
    function each(properties: var): var {
        const rows = []
        for (const page of pages) {
            for (const scale of properties.scales)
                rows.push({tag: page + (scale === 1 ? "" : " at " + 100 * scale + " %"), page: page, scale: scale, size: [1280, 800]})
            for (const size of properties.sizes ?? [])
                rows.push({tag: page + " in " + size.join("x"), page: page, scale: 1, size: size})
        }
        return rows
    }

    function test_nothingIsCutOff_data() {
        return each({scales: [1, 1.5], sizes: [[960, 600], [2560, 1440]]})
    }
    function test_nothingIsCutOff(row) {
        Theme.textScale = row.scale
        main.width = row.size[0]
        main.height = row.size[1]
        show(row.page)
        // Figures come in while it is looked at: what is cut off stays so.
        let faults = []
        for (let look = 0; look < 3; ++look) {
            faults = eyes.clipped(main.contentItem)
            if (faults.length === 0)
                break
            wait(500)
        }
        compare(faults.join("\n"), "")
    }

    function test_tabReachesEverythingAndAllOfItIsNamed_data() {
        return each({scales: [1]})
    }
    function test_tabReachesEverythingAndAllOfItIsNamed(row) {
        show(row.page)
        const first = keys.find("connections")
        const stops = eyes.tabStops(main.contentItem)
        verify(stops.length > 15, stops.length)
        compare(eyes.nameless(stops).join("\n"), "")
        compare(eyes.unreached(first, stops).join("\n"), "")
    }

    function test_everyPageNamesItsCommandsAndNoKeyTwice() {
        for (const page of pages) {
            show(page)
            const seen = {}
            for (const command of main.actions.all.concat(main.actions.ofPage)) {
                verify(command.text !== "", page)
                if (command.keys === "")
                    continue
                verify(seen[command.keys] === undefined, page + ": " + command.keys)
                seen[command.keys] = command.text
            }
            verify(page === "overview" || main.actions.ofPage.length > 0, page)
        }
    }

    function test_thePaletteFindsWhatThePageCanDo() {
        for (const each of [{page: "channels", typed: "test publish"}, {page: "doctor", typed: "examine"},
                            {page: "load", typed: "load it with"}, {page: "streams", typed: "show the streams that ended"}]) {
            show(each.page)
            keys.press("Ctrl+K")
            tryVerify(() => keys.find("palette-entry") !== null && keys.find("palette-entry").activeFocus, patience)
            keys.type(each.typed)
            verify(keys.find("palette-list").count >= 1, each.page)
            keys.press("Esc")
            tryVerify(() => keys.find("palette-entry") === null || !keys.find("palette-entry").activeFocus, patience)
        }
    }

    function test_f1ListsTheKeysOfThePage() {
        show("channels")
        keys.press("F1")
        tryVerify(() => keys.find("keys-P") !== null && keys.find("keys-P").visible, patience)
        verify(keys.find("keys-Ctrl+K").visible)
        keys.press("Esc")
        tryVerify(() => keys.find("keys-P") === null || !keys.find("keys-P").visible, patience)
        show("overview")
    }

    function test_slashFiltersWhereThereIsSomethingToFilter() {
        for (const each of [{page: "streams", field: "search"}, {page: "channels", field: "search"},
                            {page: "tuning", field: "search"}, {page: "journal", field: "journalSearch"}]) {
            show(each.page)
            verify(main.actions.filter.enabled, each.page)
            keys.press("/")
            tryVerify(() => main.activeFocusItem !== null && main.activeFocusItem.objectName === each.field
                            && isWithin(main.activeFocusItem, main.currentPage), patience, each.page)
        }
        show("overview")
        verify(!main.actions.filter.enabled)
    }

    function test_aPausedViewSaysSoAndIsGrey() {
        show("overview")
        const badge = keys.find("freshness")
        const tile = keys.find("tile-active_streams")
        compare(badge.tone, "ok")
        verify(tile.fresh)
        main.actions.pause.trigger()
        verify(badge.text.startsWith("Paused"), badge.text)
        compare(badge.iconName, "pause")
        compare(badge.tone, "warning")
        verify(!tile.fresh)
        tryVerify(() => badge.text.includes("ago"), patience)
        main.actions.pause.trigger()
        compare(badge.tone, "ok")
        tryVerify(() => tile.fresh, patience)
    }

    function test_theQuestionWhetherToKeepStandsOverEveryPage() {
        show("tuning")
        const countdown = main.session.tuning.countdown
        tryVerify(() => main.session.tuning.settings.state === SettingsModel.Ready, patience)
        keys.press("/")
        tryVerify(() => main.activeFocusItem.objectName === "search", patience)
        keys.type("pool.max_streams")
        keys.press("Return")
        const list = keys.find("settingsList")
        tryVerify(() => list.activeFocus && list.model.rowOf("pool.max_streams") >= 0, patience)
        list.currentIndex = list.model.rowOf("pool.max_streams")
        tryVerify(() => keys.find("setting-pool.max_streams") !== null, patience)
        keys.press("Return")
        tryVerify(() => main.activeFocusItem.objectName === "entry", patience)
        keys.type("50")
        keys.press("Ctrl+Return")
        tryVerify(() => countdown.state === KeepCountdown.Asking, patience)
        verify(!keys.find("sessionKeepQuestion").visible) // it is among the page's own there
        show("overview")
        verify(keys.find("sessionKeepQuestion").visible)
        verify(keys.find("sessionTakeBack").enabled)
        keys.press("Ctrl+Shift+Return")
        tryVerify(() => countdown.state === KeepCountdown.Idle, patience)
        tryVerify(() => !keys.find("sessionKeepQuestion").visible, patience)
        compare(main.session.snapshots.latest("max_streams"), 50)
    }

    function test_whatTakesTheFocusComesIntoView() {
        show("overview")
        Theme.textScale = 1.5
        wait(300)
        const area = keys.find("overviewArea")
        tryVerify(() => area.scrolls, patience)
        area.contentY = 0 // a page keeps its place, and the tests before may have scrolled it
        const last = keys.find("memoryChart")
        const chart = findChild(last, "chart")
        chart.forceActiveFocus(Qt.TabFocusReason)
        tryVerify(() => area.contentY > 0, patience)
        const place = chart.mapToItem(area, 0, 0)
        verify(place.y < area.height)
        keys.press("Home")
        compare(area.contentY, 0)
        keys.press("PgDown")
        verify(area.contentY > 0)
        keys.press("End")
        fuzzyCompare(area.contentY, area.contentHeight - area.height, 1)
        keys.press("PgUp")
        verify(area.contentY < area.contentHeight - area.height)
    }
}
