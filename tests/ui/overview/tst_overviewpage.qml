// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The overview against a real engine: its figures, its marks, its diagnosis, its keyboard, at both sizes.
import QtQuick
import QtTest
import Sluice.Models
import Sluice.Overview
import Sluice.Test
import Sluice.Theme

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
    OverviewPage {
        id: page
        anchors.fill: parent
        session: session
    }

    TestCase {
        id: test
        name: "OverviewPage"
        when: windowShown

        readonly property int patience: 60000

        function initTestCase() {
            verify(engine.start(), engine.error)
        }
        function init() {
            root.width = 1080
            root.height = 716
            session.link.connectTo(engine.url, engine.token, "test")
            tryVerify(() => session.link.live, patience)
        }
        function cleanup() {
            engine.closeStreams()
            Theme.textScale = 1
        }
        function cleanupTestCase() {
            session.link.disconnectFromEngine()
            engine.stop()
        }
        function send(key, value) {
            // As another operator would, from outside.
            const request = new XMLHttpRequest()
            request.open("PATCH", engine.url + "/api/v1/settings")
            request.setRequestHeader("Authorization", "Bearer " + engine.token)
            request.setRequestHeader("Content-Type", "application/json")
            request.send(JSON.stringify({[key]: value, why: "seen in a test"}))
        }

        function test_noEngineIsSaidWithTheNextStep() {
            session.link.disconnectFromEngine()
            const empty = findChild(page, "overviewEmpty")
            tryVerify(() => empty.visible, patience)
            verify(empty.title.length > 0)
            verify(empty.text.length > 0)
        }

        function test_tilesAndGaugeShowWhatTheEngineHas() {
            compare(engine.openStreams("news", 4), 4)
            const tile = findChild(page, "tile-active_streams")
            tryVerify(() => tile.figure === 4, patience)
            compare(tile.value, "4")
            verify(tile.fresh)
            const gauge = findChild(page, "poolGauge")
            tryVerify(() => gauge.active === 4, patience)
            compare(gauge.level, "room")
            verify(gauge.sentence.includes("4"))
            verify(gauge.Accessible.name.includes("Pool"))
        }

        function test_aFullPoolIsSaidInWordsAndByTheDiagnosis() {
            send("pool.max_streams", 3)
            const gauge = findChild(page, "poolGauge")
            tryVerify(() => gauge.cap === 3, patience)
            compare(engine.openStreams("news", 3), 3)
            tryVerify(() => gauge.level === "full", patience)
            compare(gauge.tone, "critical")
            // It watches for a while before it says so.
            tryVerify(() => { engine.openStreams("news", 1); return session.diagnosis.findings.count > 0 }, 120000)
            for (const part of ["findingSummary", "findingEvidence", "findingRemedy"]) {
                tryVerify(() => findChild(page, part) !== null && findChild(page, part).visible, patience, part)
                verify(findChild(page, part).text.length > 0, part)
            }
            session.journal.undoLast()
            tryVerify(() => gauge.cap > 3, patience)
        }

        function test_aChangeIsAMarkOnEveryChartAndToldByKeyboard() {
            send("timeouts.heartbeat", "11s")
            tryVerify(() => session.journal.canUndo, patience)
            const cell = findChild(page, "streamsChart")
            const chart = findChild(cell, "chart")
            chart.forceActiveFocus()
            // Back from now until the crosshair stands on it.
            tryVerify(() => {
                keyClick(Qt.Key_Left, Qt.ControlModifier)
                return chart.currentMark >= 0
            }, patience)
            verify(session.view.hasCrosshair)
            tryVerify(() => chart.Accessible.description.includes("timeouts.heartbeat: 15s \u2192 11s"), patience)
            verify(chart.Accessible.description.includes("seen in a test"))
            let shown = 0
            const count = () => ++shown
            session.journal.shown.connect(count)
            keyClick(Qt.Key_Return)
            session.journal.shown.disconnect(count)
            compare(shown, 1)
            verify(session.journal.current > 0)
            keyClick(Qt.Key_Escape)
            verify(!session.view.hasCrosshair)
            session.journal.undoLast()
            tryVerify(() => !session.journal.canUndo, patience)
        }

        function test_aMarkIsToldBesideItAndNoWiderThanAParagraph() {
            session.view.windowSeconds = 300
            session.journal.note(Journal.Operation, "something long was done ".repeat(20), "sluice_streams_admitted_total_".repeat(30))
            const chart = findChild(findChild(page, "lagChart"), "chart")
            chart.forceActiveFocus()
            tryVerify(() => { keyClick(Qt.Key_Left, Qt.ControlModifier); return chart.currentMark >= 0 }, patience)
            const card = findChild(chart, "markCard")
            tryVerify(() => card.visible, patience)
            verify(card.width <= 420, card.width)
            verify(card.width > 100, card.width)
            const at = chart.crosshairAt * chart.plot.width
            verify(card.x > at || card.x + card.width < at, card.x + " beside " + at)
            keyClick(Qt.Key_Escape)
            tryVerify(() => !card.visible, patience)
        }

        function test_aMarkThatComesByUnderAPointerAtRestTellsNothing() {
            session.view.windowSeconds = 3600
            const chart = findChild(findChild(page, "eventsChart"), "chart")
            session.journal.note(Journal.Operation, "passed by")
            const noted = Date.now()
            // Where it will be once the span is short.
            tryVerify(() => session.view.end > noted + 6000, patience)
            mouseMove(chart.plot, chart.plot.width - 3, chart.plot.height - 5)
            tryVerify(() => chart.crosshairAt >= 0, patience)
            mouseMove(chart.plot, chart.plot.width * (1 - (session.view.end - noted) / 60000), chart.plot.height - 5)
            session.view.windowSeconds = 60
            tryVerify(() => chart.currentMark >= 0, patience)
            const card = findChild(chart, "markCard")
            verify(!card.visible)
            mouseMove(chart.plot, chart.crosshairAt * chart.plot.width + 1, chart.plot.height - 6)
            tryVerify(() => card.visible, patience)
            session.view.windowSeconds = 300
            mouseMove(root, 1, 1)
            tryVerify(() => !card.visible, patience)
        }

        function timeLabels(item) {
            let found = []
            for (let i = 0; i < item.children.length; ++i) {
                const child = item.children[i]
                if (child.objectName === "timeLabel" && child.visible && child.text !== "")
                    found.push(child)
                else
                    found = found.concat(timeLabels(child))
            }
            return found
        }

        function test_timesStandApart_data() {
            const rows = []
            for (const width of [700, 1080, 1400]) {
                for (const seconds of [10, 60, 300, 900, 3600]) {
                    for (const scale of [1, 1.5])
                        rows.push({tag: width + " px, " + seconds + " s, scale " + scale, width: width, seconds: seconds, scale: scale})
                }
            }
            return rows
        }
        function test_timesStandApart(data) {
            Theme.textScale = data.scale
            root.width = data.width
            session.view.windowSeconds = data.seconds
            const chart = findChild(findChild(page, "streamsChart"), "chart")
            tryVerify(() => Math.abs(chart.model.end - chart.model.start - 1000 * data.seconds) < 1, patience)
            waitForRendering(page)
            const labels = timeLabels(chart)
            labels.sort((a, b) => a.x - b.x)
            for (let i = 1; i < labels.length; ++i)
                verify(labels[i].x >= labels[i - 1].x + labels[i - 1].width + 4,
                       labels[i - 1].text + " and " + labels[i].text + " touch")
            for (const label of labels)
                verify(label.x + label.width <= chart.plot.width + 2, label.text)
            session.view.windowSeconds = 300
        }

        function test_whatIsHarmlessIsNotTheLoudest() {
            const model = findChild(page, "disconnectsChart").model
            const of = name => model.series.find(each => each.column === "disconnects_" + name + "_total").color
            compare(of("client_closed"), Theme.color.series[6])
            verify(!Qt.colorEqual(of("error"), of("client_closed")))
            const colours = model.series.map(each => String(each.color))
            compare(new Set(colours).size, colours.length)
        }

        function test_thePointerReadsAllChartsAtOneInstant() {
            tryVerify(() => session.snapshots.count > 3, patience)
            const chart = findChild(findChild(page, "memoryChart"), "chart")
            mouseMove(chart.plot, chart.plot.width - 5, chart.plot.height / 2)
            tryVerify(() => session.view.hasCrosshair, patience)
            const other = findChild(findChild(page, "lagChart"), "chart")
            fuzzyCompare(other.crosshairAt, (chart.plot.width - 5) / chart.plot.width, 0.05)
            mouseMove(root, 1, 1)
            tryVerify(() => !session.view.hasCrosshair, patience)
        }

        function test_eachWorkerHasALineOfItsLag() {
            const chart = findChild(page, "lagChart")
            tryVerify(() => chart.model.series.length === 2, patience)
            compare(chart.model.series[0].column, "worker_0_loop_lag_seconds")
        }

        function test_aPageThatIsHiddenDoesNoWork() {
            const chart = findChild(page, "streamsChart")
            verify(chart.model.active)
            verify(session.diagnosis.watched)
            page.visible = false
            verify(!chart.model.active)
            verify(!session.diagnosis.watched)
            compare(session.view.charts.length, 0)
            page.visible = true
            compare(session.view.charts.length, 9)
        }

        function test_nothingIsClipped_data() {
            return [
                {tag: "1280x800", width: 1080, height: 716, scale: 1, columns: 3},
                {tag: "1920x1080", width: 1720, height: 996, scale: 1, columns: 3},
                {tag: "1280x800 at 150 %", width: 996, height: 700, scale: 1.5, columns: 2}
            ]
        }
        function test_nothingIsClipped(data) {
            Theme.textScale = data.scale
            root.width = data.width
            root.height = data.height
            waitForRendering(page)
            const grid = findChild(page, "overviewCharts")
            compare(grid.columns, data.columns)
            for (const name of ["streamsChart", "lagChart", "deliveryChart", "disconnectsChart", "refusalsChart",
                                "eventsChart", "bytesChart", "descriptorsChart", "memoryChart"]) {
                const cell = findChild(page, name)
                verify(cell.x >= 0 && cell.x + cell.width <= grid.width + 1, name)
                verify(cell.height >= 150, name)
                verify(findChild(cell, "chart").plot.height > 40, name)
            }
        }

        function test_oldFiguresAreGreyed() {
            const tile = findChild(page, "tile-active_streams")
            verify(tile.fresh)
            engine.stop()
            tryVerify(() => !tile.fresh, patience)
            verify(engine.start(), engine.error)
            session.link.retryNow()
            tryVerify(() => tile.fresh, patience)
        }

        function test_aChartOffersItsPicture() {
            let offered = null
            const take = chart => offered = chart
            session.exporter.pictureOffered.connect(take)
            const cell = findChild(page, "bytesChart")
            findChild(cell, "savePicture").clicked()
            session.exporter.pictureOffered.disconnect(take)
            compare(offered, cell.model)
        }
    }
}
