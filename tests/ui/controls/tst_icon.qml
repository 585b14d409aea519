// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Icons live on when what they stand in leaves its window and comes back, as every dialog does.
import QtQuick
import QtTest
import Sluice.Controls

Item {
    id: root
    width: 400
    height: 100

    Item {
        id: page
        anchors.fill: parent

        Repeater {
            model: 19

            Icon {
                required property int index

                x: index * 20
                name: index % 2 === 0 ? "ok" : "critical"
                color: "black"
            }
        }
    }

    TestCase {
        name: "Icon"
        when: windowShown

        function inked() {
            const picture = grabImage(root)
            let dark = 0
            for (let x = 0; x < root.width; x += 1)
                for (let y = 0; y < 24; y += 3)
                    dark += picture.red(x, y) < 100 ? 1 : 0
            return dark
        }

        // The software renderer of Qt 6.4 takes a new node at the place of the old one for the old one, and crashes.
        function test_comesBackWithItsWindow() {
            const first = inked()
            verify(first > 20, first)
            for (let round = 0; round < 100; ++round) {
                page.parent = null
                grabImage(root)
                page.parent = root
                compare(inked(), first)
            }
        }
    }
}
