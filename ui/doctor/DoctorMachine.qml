// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The engine's machine against its settings.
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Doctor

Panel {
    id: panel

    required property MachineDoctor doctor
    required property Command examine

    title: qsTr("The engine's machine")
    tools: [
        StateBadge {
            visible: panel.doctor.findings.count > 0
            tone: panel.doctor.findings.tone
            text: panel.doctor.findings.verdict
        },
        IconButton {
            objectName: "copyMachine"
            visible: panel.doctor.findings.count > 0
            iconName: "copy"
            label: qsTr("Copy what was found")
            onClicked: desk.put(panel.doctor.findings.text())
        },
        IconButton {
            objectName: "examine"
            action: panel.examine
            iconName: panel.examine.iconName
        }
    ]

    CopyDesk {
        id: desk
    }
    EmptyState {
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: panel.doctor.findings.count === 0
        iconName: panel.doctor.error === "" ? "doctor" : "warning"
        title: panel.doctor.error === "" ? qsTr("Asking the engine about its machine") : qsTr("No examination")
        text: panel.doctor.error
    }
    ReadingList {
        id: list
        objectName: "machineFindings"
        label: panel.title
        Layout.fillWidth: true
        Layout.fillHeight: true
        visible: count > 0
        model: panel.doctor.findings
        delegate: FindingCard {
            width: list.rowWidth
            separated: true
        }
    }
}
