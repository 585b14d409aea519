// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Is this machine set up right, and is a stream?
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Doctor
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session

    // For the window's palette and its list of shortcuts.
    readonly property var commands: [examine, stream.check]

    Command {
        id: examine
        iconName: "refresh"
        text: qsTr("Examine the engine's machine again")
        keys: "F5"
        enabled: page.visible && page.session.link.live && !doctor.busy
        onTriggered: doctor.examine()
    }

    MachineDoctor {
        id: doctor
        link: page.session.link
    }
    StreamExamination {
        id: examination
    }
    onVisibleChanged: {
        if (visible)
            doctor.examine()
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.m

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Doctor")
            question: qsTr("Is this machine set up right?")
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.m
            DoctorMachine {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                doctor: doctor
                examine: examine
            }
            DoctorStream {
                id: stream
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                examination: examination
                publicUrl: page.session.link.publicUrl
            }
        }
    }
}
