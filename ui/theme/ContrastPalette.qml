// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

ColorPalette {
    name: "contrast"
    isDark: true
    window: "#000000"
    surface: "#000000"
    raised: "#0a0a0a"
    border: "#ffffff"
    grid: "#5a5a5a"
    text: "#ffffff"
    textMuted: "#e2e2e2"
    stale: "#a8a8a8"
    accent: "#ffe14d"
    accentText: "#000000"
    ok: "#5dff9f"
    warning: "#ffcf40"
    critical: "#ff9a94"
    criticalText: "#000000"
    selection: "#003a70"
    hover: "#2a2a2a"
    series: ["#7cc4ff", "#ffb54d", "#4dffd5", "#e0b0ff", "#fff27a", "#ff9fb8", "#ffffff", "#7deaff",
             "#ffb48a", "#ccff66", "#c9c4ff"]
}
