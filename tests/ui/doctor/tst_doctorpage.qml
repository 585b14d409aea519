// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The doctor's page on a real engine and this machine: findings, a stream that is checked, one that is none, by
// keyboard.
import QtQuick
import QtTest
import Sluice.Doctor
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
        DoctorPage {
            anchors.fill: parent
            session: console1
        }
    }

    TestCase {
        id: test

        readonly property int patience: 60000
        property DoctorPage page

        name: "DoctorPage"
        when: windowShown

        function open() {
            verify(engine.start(), engine.error)
            console1.link.connectTo(engine.url, engine.token, "bench")
            page = createTemporaryObject(pageComponent, stage)
            verify(page)
            tryVerify(() => console1.link.live, patience)
        }
        function cleanup() {
            console1.link.disconnectFromEngine()
            engine.stop()
        }
        function part(name) {
            return findChild(page, name)
        }
        function write(name, text) {
            const entry = part(name)
            entry.forceActiveFocus()
            entry.selectAll()
            for (const character of text)
                keyClick(character)
            compare(entry.text, text)
        }

        function test_theMachineIsExaminedAndReadByKeyboard() {
            open()
            const list = part("machineFindings")
            tryVerify(() => list.visible && list.count > 5, patience)
            list.forceActiveFocus(Qt.TabFocusReason)
            compare(list.currentIndex, 0)
            keyClick(Qt.Key_Down)
            verify(list.Accessible.description.length > 10)
            keyClick(Qt.Key_End)
            compare(list.currentIndex, list.count - 1)
            tryVerify(() => list.contentY > 0, patience)
            // Again, by the key that the window's list of shortcuts names.
            compare(page.commands[0].keys, "F5")
            verify(page.commands[0].enabled)
            keyClick(Qt.Key_F5)
            tryVerify(() => list.count > 5, patience)
        }

        function test_aStreamIsCheckedByKeyboard() {
            open()
            tryVerify(() => part("checkUrl").text.endsWith("/stream/demo"), patience)
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            const button = part("check")
            tryVerify(() => button.text.includes("Stop"), patience)
            tryVerify(() => part("streamFindings").count > 0, patience)
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            tryVerify(() => !button.text.includes("Stop"), patience)
        }

        function test_whatIsNoStreamIsSaid() {
            open()
            write("checkUrl", "nonsense")
            keyClick(Qt.Key_Return)
            tryVerify(() => part("checkError").visible, patience)
            verify(part("checkError").title !== "")
        }

        function test_anotherMachineIsAskedOnlyWhenItIsAllowed() {
            open()
            write("checkUrl", "http://192.0.2.1:9/stream/a")
            verify(!part("allowRemote").checked)
            keyClick(Qt.Key_Return)
            tryVerify(() => part("checkError").visible, patience)
            verify(part("checkError").title.includes("192.0.2.1"), part("checkError").title)
        }
    }
}
