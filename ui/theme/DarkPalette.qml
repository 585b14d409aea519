// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

ColorPalette {
    name: "dark"
    isDark: true
    window: "#0f1216"
    surface: "#161a20"
    raised: "#1d222a"
    border: "#2a313b"
    grid: "#252b34"
    text: "#e7eaef"
    textMuted: "#9ba6b5"
    stale: "#979a9f"
    accent: "#5ea8ff"
    accentText: "#06121f"
    ok: "#45c08f"
    warning: "#e8b44c"
    critical: "#ff7b78"
    criticalText: "#1f0606"
    selection: "#1e3350"
    hover: "#20262f"
    series: ["#5ea8ff", "#f2a33a", "#2fc7a8", "#c792f5", "#e6d552", "#ff7f9f", "#9ba6b5", "#53cfe8",
             "#d98b5f", "#a4c95a", "#b7b1ff"]
}
