// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Says that a recording is shown in place of the live engine, moves through it, and closes it.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Rectangle {
    id: bar

    required property ConsoleSession session
    readonly property Recording recording: session.recording

    visible: recording.state !== Recording.Closed
    implicitHeight: row.implicitHeight + 2 * Theme.s
    color: Theme.faint(Theme.tone(recording.state === Recording.Failed ? "critical" : "warning"), 0.12)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    RowLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: Theme.l
        anchors.rightMargin: Theme.l
        spacing: Theme.m

        Icon {
            name: bar.recording.state === Recording.Failed ? "critical" : "record"
            color: Theme.tone(bar.recording.state === Recording.Failed ? "critical" : "warning")
        }
        Label {
            id: words
            objectName: "recordingWords"
            Layout.fillWidth: true
            text: bar.recording.state === Recording.Loading ? qsTr("Reading the recording \u2026")
                : bar.recording.state === Recording.Failed ? bar.recording.problem
                : qsTr("Recording of %1 (%2), not live").arg(bar.recording.span).arg(bar.recording.name)
            font.weight: Font.DemiBold
        }
        RowLayout {
            visible: bar.recording.open
            spacing: Theme.s
            IconButton {
                objectName: "playRecording"
                iconName: bar.recording.playing ? "pause" : "play"
                label: bar.recording.playing ? qsTr("Stop playing") : qsTr("Play the recording")
                onClicked: bar.recording.playing = !bar.recording.playing
            }
            SegmentedChoice {
                label: qsTr("Speed")
                value: bar.recording.speed
                options: [{value: 1, text: "1\u00d7"}, {value: 10, text: "10\u00d7"}, {value: 60, text: "60\u00d7"}]
                onChosen: value => bar.recording.speed = value
            }
            Basic.Slider {
                id: slider
                objectName: "recordingPosition"
                Layout.preferredWidth: 220
                from: 0
                to: 1
                stepSize: 0.01
                value: bar.recording.position
                onMoved: bar.recording.position = value
                Accessible.name: qsTr("Place in the recording")
                background: Rectangle {
                    x: slider.leftPadding
                    y: slider.topPadding + slider.availableHeight / 2 - 2
                    width: slider.availableWidth
                    height: 4
                    radius: 2
                    color: Theme.color.border
                    Rectangle {
                        width: slider.visualPosition * parent.width
                        height: 4
                        radius: 2
                        color: Theme.color.accent
                    }
                }
                handle: Rectangle {
                    x: slider.leftPadding + slider.visualPosition * (slider.availableWidth - width)
                    y: slider.topPadding + slider.availableHeight / 2 - height / 2
                    width: 14
                    height: 14
                    radius: 7
                    color: Theme.color.surface
                    border.width: slider.visualFocus ? 3 : 2
                    border.color: Theme.color.accent
                }
            }
        }
        ActionButton {
            objectName: "closeRecording"
            text: bar.recording.open ? qsTr("Back to live") : qsTr("Close")
            iconName: "close"
            onClicked: bar.recording.close()
        }
    }
}
