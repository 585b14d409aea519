// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

import QtQuick
import QtQuick.Layouts
import Sluice.Components
import Sluice.Models
import Sluice.Theme

Item {
    id: page

    required property ConsoleSession session

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.l

        PageHeader {
            Layout.fillWidth: true
            title: qsTr("Load test")
            question: qsTr("Will it hold?")
        }
        EmptyState {
            Layout.fillWidth: true
            Layout.fillHeight: true
            iconName: "load"
            title: qsTr("Nothing here yet")
        }
    }
}
