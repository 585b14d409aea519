// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An operator's shift, by keyboard, in the console's own window at a sluiced that runs as a process, under load
// from another: the cap is changed and refuses newcomers, the node is drained, and the exported CSV tells all of it.
import QtQuick
import QtTest
import Sluice.Drain
import Sluice.Models
import Sluice.Test
import Sluice.Window

TestCase {
    id: test
    name: "EndToEnd"
    when: windowShown

    readonly property int patience: 90000
    readonly property int clients: 60
    property Main main

    TestNode {
        id: node
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

    function cleanupTestCase() {
        node.stopLoad()
        if (main) {
            main.leaving = true
            main.close()
            main.destroy()
        }
    }
    function latest(column: string): real {
        return main.session.snapshots.latest(column)
    }
    function item(name: string): var {
        return keys.find(name)
    }
    function focused(): string {
        return main.activeFocusItem ? main.activeFocusItem.objectName : ""
    }

    function test_aShift() {
        // A node under load, and the console at it.
        verify(node.start(["metrics.interval=250ms", "drain.grace=0", "drain.rate=1000", "pool.max_streams=500"]), node.complaints())
        verify(node.load(clients, 4, 10))
        main = mainComponent.createObject(null, {givenUrl: node.url, givenToken: node.token}) as Main
        verify(main)
        main.requestActivate()
        tryVerify(() => main.active && main.session.link.live, patience)
        tryVerify(() => latest("active_streams") === clients, patience, node.complaints())
        tryVerify(() => latest("events_delivered_per_second") > 0, patience)
        tryVerify(() => item("tile-active_streams").value === String(clients), patience)

        // The cap is lowered to what is there: nobody is dropped, the next one is refused.
        keys.press("Ctrl+4")
        tryVerify(() => main.page === "tuning" && main.currentPage.tuning !== undefined
                        && main.currentPage.tuning.settings.state === SettingsModel.Ready, patience)
        keys.press("/")
        tryVerify(() => focused() === "search", patience)
        keys.type("pool.max_streams")
        keys.press("Return")
        tryVerify(() => focused() !== "search", patience)
        const list = item("settingsList")
        list.currentIndex = list.model.rowOf("pool.max_streams")
        tryVerify(() => item("setting-pool.max_streams") !== null, patience)
        keys.press("Return")
        tryVerify(() => focused() === "entry", patience)
        keys.type(String(clients))
        keys.press("Ctrl+Return")
        tryVerify(() => latest("max_streams") === clients, patience)
        compare(latest("active_streams"), clients)
        compare(keys.openStreams(node.publicUrl, 1), 0)
        tryVerify(() => latest("refusals_pool_full_total") > 0, patience)
        tryVerify(() => main.session.journal.canUndo, patience)

        // Back to where it was, by one key.
        if (main.currentPage.tuning.countdown.state === KeepCountdown.Asking)
            keys.press("Ctrl+Shift+Return")
        tryVerify(() => main.actions.undo.enabled, patience)
        main.actions.undo.trigger()
        tryVerify(() => latest("max_streams") === 500, patience)

        // The node is taken out, after a question that defaults to Cancel.
        node.stopLoad()
        tryVerify(() => latest("active_streams") === 0, patience)
        compare(keys.openStreams(node.publicUrl, 25), 25)
        tryVerify(() => latest("active_streams") === 25, patience)
        keys.press("Ctrl+6")
        tryVerify(() => main.page === "drain" && main.currentPage.drain !== undefined
                        && main.currentPage.drain.phase === DrainModel.Serving && main.currentPage.plan.streams === 25, patience)
        tryVerify(() => main.currentPage.actions.start.enabled, patience)
        keys.press("Ctrl+Return")
        tryVerify(() => item("confirm") !== null && item("confirm").visible, patience)
        tryVerify(() => focused() !== "", patience)
        keys.press("Tab")
        tryVerify(() => focused() === "confirm", patience)
        keys.press("Return")
        tryVerify(() => main.currentPage.drain.phase === DrainModel.Drained, patience)
        tryVerify(() => latest("active_streams") === 0, patience)
        tryVerify(() => latest("disconnects_drained_total") === 25, patience)

        // All of it in a file.
        const path = node.scratchPath + "/shift.csv"
        keys.press("Ctrl+E")
        tryVerify(() => item("exportPath") !== null && item("exportPath").visible, patience)
        item("exportKind").chosen("all")
        item("exportPath").forceActiveFocus()
        item("exportPath").text = path
        keys.press("Return")
        tryVerify(() => main.session.exporter.state === Exporter.Done, patience)
        const rows = node.rowsOf(path)
        verify(rows.length >= 5, rows.length)
        const numbers = name => rows.map(row => Number(row[name]))
        verify(numbers("active_streams").includes(clients))
        verify(numbers("max_streams").includes(clients))
        verify(numbers("max_streams").includes(500))
        const last = rows[rows.length - 1]
        compare(Number(last["active_streams"]), 0)
        compare(Number(last["max_streams"]), 500)
        compare(Number(last["disconnects_drained_total"]), 25)
        verify(Number(last["refusals_pool_full_total"]) > 0)
        // The law of the engine: whoever was admitted is open, or has ended with one cause.
        const ends = Object.keys(last).filter(name => /^disconnects_.+_total$/.test(name))
        verify(ends.length > 5)
        compare(Number(last["admitted_total"]), Number(last["active_streams"]) + ends.reduce((sum, name) => sum + Number(last[name]), 0))
        // Its instants only go on.
        const times = numbers("time_monotonic_seconds")
        for (let i = 1; i < times.length; ++i)
            verify(times[i] > times[i - 1], rows[i]["time_utc"])
        keys.press("Esc")
    }
}
