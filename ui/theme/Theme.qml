// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The look of the console in one place: palette, spacing, type scale, durations. Everything else takes its
// colours and sizes from here.
pragma Singleton
import QtQuick

QtObject {
    id: theme

    // "system" follows the desktop; else the name of a palette.
    property string choice: "system"
    // Size of all text, 1 is 100 %.
    property real textScale: 1

    readonly property var choices: ["system", "dark", "light", "contrast"]
    readonly property ColorPalette color: palettes[effective]
    readonly property string effective: choice === "system" ? (systemIsDark ? "dark" : "light") : choice
    readonly property bool systemIsDark: systemPalette.window.hslLightness < 0.5

    // A grid of four pixels.
    readonly property int xs: 4
    readonly property int s: 8
    readonly property int m: 12
    readonly property int l: 16
    readonly property int xl: 24
    readonly property int radius: 8
    readonly property int radiusSmall: 5
    readonly property int controlHeight: Math.round(32 * Math.max(1, textScale))

    // Type scale.
    readonly property int caption: Math.round(11 * textScale)
    readonly property int body: Math.round(13 * textScale)
    readonly property int title: Math.round(15 * textScale)
    readonly property int figure: Math.round(17 * textScale)
    readonly property int heading: Math.round(20 * textScale)
    readonly property int display: Math.round(28 * textScale)
    // Its figures are all equally wide, so numbers do not jump; Qt 6.4 cannot ask another font for that.
    readonly property string family: "Roboto"
    readonly property string monospace: "DejaVu Sans Mono"

    readonly property int quick: 120 // ms, of what answers a hand

    readonly property var palettes: ({
        dark: darkPalette,
        light: lightPalette,
        contrast: contrastPalette
    })
    readonly property ColorPalette darkPalette: DarkPalette {}
    readonly property ColorPalette lightPalette: LightPalette {}
    readonly property ColorPalette contrastPalette: ContrastPalette {}
    readonly property SystemPalette systemPalette: SystemPalette {}

    // A colour, thinned: for fills behind lines and words.
    function faint(color: color, share: real): color {
        return Qt.rgba(color.r, color.g, color.b, share)
    }

    // An accent or critical ground under a finger.
    function pressed(ground: color): color {
        return Qt.darker(ground, 1.15)
    }

    // The colour of a word such as "ok", "warning", "critical", "info", "muted".
    function tone(name: string): color {
        switch (name) {
        case "ok": return color.ok
        case "warning": return color.warning
        case "critical": return color.critical
        case "info": return color.accent
        case "muted": return color.textMuted
        case "stale": return color.stale
        default: return color.text
        }
    }
}
