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

    Icon {
        id: changing
        y: 50
        name: "ok"
        color: "black"
    }
    Icon {
        id: dots
        x: 100
        y: 50
        name: "more"
        color: "black"
    }
    Item {
        x: 200
        y: 30
        width: 100
        height: 20
        clip: true
        Icon {
            id: clipped
            y: 30
            name: "critical"
            color: "black"
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

        function pixels(x, width, isInk) {
            const picture = grabImage(root)
            let count = 0
            for (let at = x; at < x + width; ++at)
                for (let y = 40; y < 100; ++y)
                    count += isInk(picture.red(at, y), picture.green(at, y), picture.blue(at, y)) ? 1 : 0
            return count
        }

        // Two changes in one frame too: the icon of a state changes with its colour.
        function test_isAnotherOneAtOnce() {
            const isRed = (red, green, blue) => red > 180 && green < 100 && blue < 100
            const isBlack = (red, green, blue) => red < 80 && green < 80 && blue < 80
            verify(pixels(0, 24, isBlack) > 10)
            compare(pixels(0, 24, isRed), 0)
            changing.name = "critical"
            changing.color = "#d00000"
            tryVerify(() => pixels(0, 24, isRed) > 10, 10000)
            compare(pixels(0, 24, isBlack), 0)
            changing.name = "ok"
            changing.color = "black"
            tryVerify(() => pixels(0, 24, isBlack) > 10, 10000)
        }

        function test_itsSmallestDotIsSeen() {
            verify(pixels(100, 24, (red, green, blue) => red < 190) >= 3, pixels(100, 24, (red, green, blue) => red < 240))
            dots.color = "#000001"
            wait(50)
            verify(pixels(100, 24, (red, green, blue) => red < 190) >= 3, pixels(100, 24, (red, green, blue) => red < 240))
        }

        function test_isClippedWhereItsListIs() {
            compare(pixels(200, 100, (red, green, blue) => red < 200), 0)
            clipped.color = "#000001"
            wait(50)
            compare(pixels(200, 100, (red, green, blue) => red < 200), 0)
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
