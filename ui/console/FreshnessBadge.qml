// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether the numbers are live, how old they are if not, and why.
import QtQuick
import Sluice.Components
import Sluice.Models

StateBadge {
    id: badge

    required property EngineLink link

    readonly property string age: link.secondsSinceSnapshot < 0 ? "" : Format.duration(link.secondsSinceSnapshot)

    hint: link.reason
    tone: {
        switch (link.state) {
        case EngineLink.Live: return "ok"
        case EngineLink.Stale: return "warning"
        case EngineLink.Connecting: return "info"
        case EngineLink.Idle: return "muted"
        default: return "critical"
        }
    }
    text: {
        switch (link.state) {
        case EngineLink.Live: return qsTr("Live")
        case EngineLink.Stale: return age === "" ? qsTr("No numbers") : qsTr("Stale for %1").arg(age)
        case EngineLink.Connecting: return qsTr("Connecting")
        case EngineLink.Idle: return qsTr("No engine")
        case EngineLink.Lost: return age === "" ? qsTr("Does not answer") : qsTr("Disconnected for %1").arg(age)
        case EngineLink.Refused: return qsTr("Refused")
        default: return qsTr("Incompatible")
        }
    }
}
