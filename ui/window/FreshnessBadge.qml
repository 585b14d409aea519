// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether the numbers are live, how old they are if not, and why: because the engine is silent, because the
// view is paused, or because a recording is shown.
import QtQuick
import Sluice.Controls
import Sluice.Models

StateBadge {
    id: badge

    required property ConsoleSession session
    readonly property EngineLink link: session.link
    readonly property bool isRecording: session.recording.open
    // What the link has to say comes first: an engine that is lost is worse than a pause.
    readonly property bool isPaused: session.view.paused && link.state === EngineLink.Live && !isRecording

    readonly property string age: link.secondsSinceSnapshot < 0 ? "" : Format.duration(link.secondsSinceSnapshot)
    // By the engine's own clock, which need not be this computer's.
    readonly property real pausedSeconds: Math.max(0, Math.round((session.snapshots.latestTime - session.view.end) / 1000))

    objectName: "freshness"
    hint: isRecording ? session.recording.span
        : isPaused ? qsTr("The view is frozen; everything is recorded meanwhile. Space goes on with the live view.") : link.reason
    iconName: isRecording ? "record" : isPaused ? "pause" : tone
    tone: {
        if (isRecording || isPaused)
            return "warning"
        switch (link.state) {
        case EngineLink.Live: return "ok"
        case EngineLink.Stale: return "warning"
        case EngineLink.Connecting: return "info"
        case EngineLink.Idle: return "muted"
        default: return "critical"
        }
    }
    text: {
        if (isRecording)
            return qsTr("Recording, not live")
        if (isPaused)
            return pausedSeconds < 1 ? qsTr("Paused") : qsTr("Paused, %1 ago").arg(Format.duration(pausedSeconds))
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
