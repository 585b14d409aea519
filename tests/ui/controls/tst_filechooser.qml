// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where no file dialog can be loaded a path can be typed; where one can, it opens, and nothing ends the program.
import QtQuick
import QtTest
import Sluice.Controls

Item {
    id: root
    width: 900
    height: 600

    FileChooser {
        id: without
        title: "Save it"
        saves: true
        suffix: "html"
        source: "file:///no/such/dialog.qml"
    }
    FileChooser {
        id: usual
        title: "Open it"
        nameFilters: ["All files (*)"]
    }
    SignalSpy {
        id: chosen
        target: without
        signalName: "chosen"
    }

    TestCase {
        name: "FileChooser"
        when: windowShown

        function test_aPathCanBeTyped() {
            without.open()
            const fields = []
            for (let i = 0; i < without.data.length; ++i) {
                if (without.data[i]["submitted"] !== undefined)
                    fields.push(without.data[i])
            }
            compare(fields.length, 1)
            tryVerify(() => fields[0].opened)
            const path = findChild(fields[0].contentItem, "typedPath")
            verify(path.activeFocus)
            path.text = "report"
            keyClick(Qt.Key_Return)
            compare(chosen.count, 0)
            verify(fields[0].problem !== "")
            path.text = "/tmp/a report #1 of 100%?"
            keyClick(Qt.Key_Return)
            compare(chosen.count, 1)
            compare(chosen.signalArguments[0][0].toString(), "file:///tmp/a report %231 of 100%25%3F.html")
            tryVerify(() => !fields[0].visible)
        }

        function test_theUsualOneOpens() {
            usual.open()
            if (usual.dialog !== null) { // else the path is asked for, as above
                tryVerify(() => usual.dialog.visible)
                usual.dialog.close()
                tryVerify(() => !usual.dialog.visible)
            }
        }
    }
}
