// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The export dialog: each kind, by keyboard alone, a picture of a real chart, and what cannot be written.
import QtQuick
import QtTest
import Sluice.Models
import Sluice.Overview
import Sluice.Test
import Sluice.Window

Item {
    id: root
    width: 1280
    height: 800

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
    RecordingBar {
        id: bar
        width: parent.width
        session: session
    }
    ExportDialog {
        id: dialog
        session: session
    }

    TestCase {
        name: "ExportDialog"
        when: windowShown

        readonly property int patience: 60000
        readonly property string place: engine.scratchPath

        function initTestCase() {
            verify(engine.start(), engine.error)
            session.link.connectTo(engine.url, engine.token, "test")
            tryVerify(() => session.link.live && session.snapshots.count > 2, patience)
        }
        function cleanup() {
            dialog.close()
            tryVerify(() => !dialog.visible, patience)
        }
        function cleanupTestCase() {
            session.link.disconnectFromEngine()
            engine.stop()
        }
        function named(name) {
            return findChild(dialog.contentItem.parent, name)
        }
        function write(text) {
            const path = named("exportPath")
            path.forceActiveFocus()
            path.selectAll()
            path.text = text
        }

        function test_theShownSpanByKeyboardAloneOpensAgain() {
            dialog.what = "visible"
            dialog.open()
            tryVerify(() => dialog.opened, patience)
            write(place + "/span.csv")
            keyClick(Qt.Key_Return)
            tryVerify(() => session.exporter.state === Exporter.Done, patience)
            verify(named("exportResult").visible)
            session.recording.load(place + "/span.csv")
            tryVerify(() => session.recording.open, patience)
            verify(bar.visible)
            verify(findChild(bar, "recordingWords").text.includes("span.csv"))
            verify(findChild(bar, "recordingWords").text.includes("not live"))
            verify(session.snapshots.count > 2)
            dialog.close()
            findChild(bar, "closeRecording").clicked()
            verify(!session.recording.open)
            tryVerify(() => !bar.visible, patience)
        }

        function test_aChartBecomesAPicture() {
            dialog.choosePicture(session.view.charts[1])
            tryVerify(() => dialog.opened, patience)
            compare(named("exportChart").currentIndex, 1)
            write(place + "/chart.png")
            keyClick(Qt.Key_Return)
            tryVerify(() => session.exporter.state === Exporter.Done, patience)
            verify(session.exporter.message.includes("pixels"))
            verify(session.exporter.exists(place + "/chart.png"))
        }

        function test_aPictureIsLargeAndMayBeCopied() {
            dialog.choosePicture(session.view.charts[0])
            tryVerify(() => dialog.opened, patience)
            write(place + "/large.png")
            keyClick(Qt.Key_Return)
            tryVerify(() => session.exporter.state === Exporter.Done, patience)
            verify(session.exporter.message.includes("1600"), session.exporter.message)
            verify(named("exportCopy").visible)
            named("exportCopy").clicked()
            tryVerify(() => session.exporter.state === Exporter.Done, patience)
            verify(session.exporter.message.includes("clipboard"), session.exporter.message)
        }

        function test_theLastSuccessDoesNotStandUnderTheNext() {
            dialog.open()
            tryVerify(() => dialog.opened, patience)
            dialog.choose("all")
            write(place + "/once.csv")
            named("exportRun").clicked()
            tryVerify(() => named("exportResult").visible, patience)
            dialog.choose("picture")
            verify(!named("exportResult").visible)
            dialog.choose("all")
            write(place + "/twice.csv")
            named("exportRun").clicked()
            tryVerify(() => named("exportResult").visible, patience)
            named("exportPath").forceActiveFocus()
            keyClick(Qt.Key_X)
            verify(!named("exportResult").visible)
            named("exportPath").text = place + "/twice.csv"
            named("exportRun").clicked()
            tryVerify(() => named("exportResult").visible, patience)
            dialog.close()
            tryVerify(() => !dialog.visible, patience)
            dialog.open()
            tryVerify(() => dialog.opened, patience)
            verify(!named("exportResult").visible)
        }

        function test_aBundleIsWritten() {
            dialog.open()
            tryVerify(() => dialog.opened, patience)
            dialog.choose("bundle")
            verify(named("exportPath").text.endsWith(".tar.gz"))
            write(place + "/bundle.tar.gz")
            named("exportRun").clicked()
            tryVerify(() => session.exporter.state === Exporter.Done, patience)
            verify(session.exporter.exists(place + "/bundle.tar.gz"))
        }

        function test_aFileFollowsUntilItIsStopped() {
            dialog.open()
            tryVerify(() => dialog.opened, patience)
            dialog.choose("follow")
            write(place + "/follow.csv")
            named("exportRun").clicked()
            tryVerify(() => session.exporter.followRows >= 2, patience)
            verify(named("followState").visible)
            named("exportStop").clicked()
            verify(!session.exporter.following)
        }

        function test_aPlaceThatCannotBeWrittenIsNamed() {
            dialog.open()
            tryVerify(() => dialog.opened, patience)
            dialog.choose("all")
            write("/proc/no/such.csv")
            named("exportRun").clicked()
            tryVerify(() => session.exporter.state === Exporter.Failed, patience)
            tryVerify(() => named("exportResult").visible, patience)
            verify(named("exportResult").text.includes("/proc/no/such.csv"))
        }

        function test_escapeCloses() {
            dialog.open()
            tryVerify(() => dialog.opened, patience)
            keyClick(Qt.Key_Escape)
            tryVerify(() => !dialog.visible, patience)
        }
    }
}
