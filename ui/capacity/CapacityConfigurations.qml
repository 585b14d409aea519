// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Configurations for what stands around the engine, for exactly its settings and the planned cap.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Capacity
import Sluice.Controls
import Sluice.Theme

Panel {
    id: panel

    required property CapacityPlan plan
    property int kind: 0
    readonly property var chosen: plan.configurations[kind]
    readonly property Command copy: Command {
        iconName: "copy"
        text: panel.chosen ? qsTr("Copy the configuration of %1").arg(panel.chosen.name) : qsTr("Copy")
        enabled: panel.visible && panel.plan.hasPlan
        onTriggered: {
            text.selectAll()
            text.copy()
            text.deselect()
        }
    }

    title: qsTr("Configuration")
    subtitle: chosen ? chosen.file : ""
    tools: [
        ChoiceField {
            objectName: "configurationKind"
            label: qsTr("Kind of configuration")
            model: panel.plan.configurations
            textRole: "name"
            currentIndex: panel.kind
            onActivated: index => panel.kind = index
        },
        ActionButton {
            objectName: "copyConfiguration"
            action: panel.copy
            text: qsTr("Copy")
            iconName: panel.copy.iconName
        }
    ]

    Basic.ScrollView {
        Layout.fillWidth: true
        Layout.fillHeight: true
        clip: true
        Basic.TextArea {
            id: text
            objectName: "configurationText"
            readOnly: true
            selectByMouse: true
            text: {
                // Anew with every plan.
                panel.plan.maxStreams
                panel.plan.hasPlan
                return panel.plan.configuration(panel.chosen.kind)
            }
            color: Theme.color.text
            selectionColor: Theme.color.accent
            selectedTextColor: Theme.color.accentText
            font.family: Theme.monospace
            font.pixelSize: Theme.caption + 1
            wrapMode: TextEdit.NoWrap
            Accessible.name: panel.chosen ? panel.chosen.about : ""
            background: Rectangle {
                color: Theme.color.raised
                radius: Theme.radiusSmall
                border.color: Theme.color.border
            }
        }
    }
}
