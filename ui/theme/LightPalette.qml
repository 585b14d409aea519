// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

ColorPalette {
    name: "light"
    isDark: false
    window: "#f3f5f7"
    surface: "#ffffff"
    raised: "#f8f9fb"
    border: "#d5dae1"
    grid: "#e6e9ee"
    text: "#181d24"
    textMuted: "#525d6c"
    stale: "#5f6368"
    accent: "#0a62cc"
    accentText: "#ffffff"
    ok: "#0f6e49"
    warning: "#835300"
    critical: "#b3241d"
    criticalText: "#ffffff"
    selection: "#d9e8fc"
    hover: "#eceff3"
    series: ["#0a62cc", "#b35a00", "#00766a", "#7b3fc2", "#756400", "#b62a5c", "#525d6c", "#00708c",
             "#8f4a26", "#4d6b00", "#5147b8"]
}
