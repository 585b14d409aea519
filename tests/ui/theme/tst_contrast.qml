// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every pair of colours that meets on the screen, in every palette: words need a contrast of 4.5:1 (WCAG 2.1,
// 1.4.3), lines and icons 3:1 (1.4.11). What is only decoration, such as the grid of a chart, needs none.
import QtQuick
import QtTest
import Sluice.Theme

TestCase {
    name: "Contrast"

    readonly property var grounds: ["window", "surface", "raised", "selection", "hover"]
    readonly property var words: ["text", "textMuted", "stale", "accent", "ok", "warning", "critical"]

    function linear(channel: real): real {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4)
    }
    function luminance(color: color): real {
        return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
    }
    function contrast(one: color, other: color): real {
        const a = luminance(one)
        const b = luminance(other)
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    }
    // A thinned colour as it looks on its ground.
    function over(front: color, ground: color, share: real): color {
        return Qt.rgba(front.r * share + ground.r * (1 - share), front.g * share + ground.g * (1 - share),
                       front.b * share + ground.b * (1 - share), 1)
    }

    function paletteNames() {
        return Object.keys(Theme.palettes)
    }

    function test_theFormula() {
        fuzzyCompare(contrast(Qt.color("#000000"), Qt.color("#ffffff")), 21, 0.01)
        fuzzyCompare(contrast(Qt.color("#777777"), Qt.color("#ffffff")), 4.48, 0.01)
    }

    function test_everyChoiceHasItsPalette() {
        compare(paletteNames().length, 3)
        for (const choice of Theme.choices)
            verify(choice === "system" || Theme.palettes[choice].name === choice, choice)
    }

    function test_words_data() {
        const rows = []
        for (const name of paletteNames()) {
            const palette = Theme.palettes[name]
            for (const ground of grounds) {
                for (const word of words)
                    rows.push({tag: name + ": " + word + " on " + ground, front: palette[word], ground: palette[ground]})
            }
            rows.push({tag: name + ": accentText on accent", front: palette.accentText, ground: palette.accent})
            rows.push({tag: name + ": criticalText on critical", front: palette.criticalText, ground: palette.critical})
            // Under a finger they are darker.
            rows.push({tag: name + ": accentText on accent, pressed", front: palette.accentText, ground: Theme.pressed(palette.accent)})
            rows.push({tag: name + ": criticalText on critical, pressed", front: palette.criticalText, ground: Theme.pressed(palette.critical)})
            // Badges and banners: a word of the text's colour on a thinned tone.
            for (const tone of ["accent", "ok", "warning", "critical", "textMuted", "stale"]) {
                // The bar over a recording, and the phase that a drain is in; they stand on the window and on panels.
                for (const ground of ["window", "surface"]) {
                    for (const share of [0.12, 0.14]) {
                        rows.push({tag: name + ": text on " + tone + " at " + share + " over " + ground, front: palette.text,
                                   ground: over(palette[tone], palette[ground], share)})
                        rows.push({tag: name + ": stale on stale at " + share + " over " + ground, front: palette.stale,
                                   ground: over(palette.stale, palette[ground], share)})
                    }
                }
                rows.push({tag: name + ": text on a faint " + tone, front: palette.text,
                           ground: over(palette[tone], palette.surface, 0.10)})
                rows.push({tag: name + ": textMuted on a faint " + tone, front: palette.textMuted,
                           ground: over(palette[tone], palette.surface, 0.08)})
            }
        }
        return rows
    }
    function test_words(row) {
        const ratio = contrast(row.front, row.ground)
        verify(ratio >= 4.5, row.tag + " has " + ratio.toFixed(2) + ":1, a word needs 4.5:1")
    }

    function test_linesAndIcons_data() {
        const rows = []
        for (const name of paletteNames()) {
            const palette = Theme.palettes[name]
            for (let i = 0; i < palette.series.length; ++i) {
                for (const ground of ["window", "surface", "raised"])
                    rows.push({tag: name + ": series " + i + " on " + ground, front: palette.series[i], ground: palette[ground]})
            }
            for (const tone of ["accent", "ok", "warning", "critical", "textMuted"]) {
                rows.push({tag: name + ": icon " + tone + " on its faint self", front: palette[tone],
                           ground: over(palette[tone], palette.surface, 0.10)})
            }
        }
        return rows
    }
    function test_linesAndIcons(row) {
        const ratio = contrast(row.front, row.ground)
        verify(ratio >= 3, row.tag + " has " + ratio.toFixed(2) + ":1, a line or an icon needs 3:1")
    }

    function test_seriesAreToldApart() {
        for (const name of paletteNames()) {
            const series = Theme.palettes[name].series
            compare(series.length, 11)
            for (let i = 0; i < series.length; ++i) {
                for (let j = i + 1; j < series.length; ++j)
                    verify(!Qt.colorEqual(series[i], series[j]), name + ": series " + i + " and " + j)
            }
        }
    }
}
