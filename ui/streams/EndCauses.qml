// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the cause of an end is shown: its colour, its icon, and what it means in a few words.
pragma Singleton
import QtQuick

QtObject {
    function tone(cause: string): string {
        switch (cause) {
        case "client-closed":
        case "max-age": return "ok"
        case "drained":
        case "shutdown": return "info"
        case "kicked":
        case "reset": return "warning"
        case "": return "muted"
        default: return "critical"
        }
    }

    function icon(cause: string): string {
        switch (cause) {
        case "client-closed": return "ok"
        case "max-age":
        case "timed-out": return "clock"
        case "drained":
        case "forced": return "drain"
        case "shutdown": return "plug"
        case "kicked": return "block"
        case "reset": return "close"
        case "write-stalled": return "pause"
        case "slow-consumer": return "load"
        default: return "critical"
        }
    }

    function meaning(cause: string): string {
        switch (cause) {
        case "client-closed": return qsTr("the client ended its side")
        case "reset": return qsTr("the connection was reset")
        case "timed-out": return qsTr("the peer no longer answered")
        case "write-stalled": return qsTr("it took no bytes for timeouts.write_stall")
        case "slow-consumer": return qsTr("its backlog passed the high-water mark")
        case "max-age": return qsTr("it reached timeouts.max_age")
        case "kicked": return qsTr("an operator ended it")
        case "drained": return qsTr("a drain ended it, all delivered")
        case "forced": return qsTr("a drain's deadline ended it")
        case "shutdown": return qsTr("the engine stopped")
        case "error": return qsTr("an error, such as a flood of bytes from the client")
        default: return ""
        }
    }
}
