// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The console's window: which engine, how fresh, which page.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import Sluice.Components
import Sluice.Models
import Sluice.Pages
import Sluice.Theme

Basic.ApplicationWindow {
    id: window

    // The engine to look at when the window opens.
    property url engineUrl
    property string engineToken
    property string engineName
    property string page: "overview"

    width: 1280
    height: 800
    minimumWidth: 960
    minimumHeight: 600
    visible: true
    title: session.link.name === "" ? qsTr("Sluice") : qsTr("%1 – Sluice").arg(session.link.name)
    color: Theme.color.window
    font.family: Theme.family
    font.pixelSize: Theme.body

    ConsoleSession {
        id: session
    }

    readonly property ConsoleActions actions: ConsoleActions {
        session: session
        window: window
    }

    RowLayout {
        anchors.fill: parent
        spacing: 0

        NavigationRail {
            Layout.fillHeight: true
            current: window.page
            actions: window.actions
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: 0

            TopBar {
                Layout.fillWidth: true
                session: session
                actions: window.actions
            }
            Item {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.margins: Theme.l

                Repeater {
                    model: window.actions.pages
                    Loader {
                        id: loader
                        required property var modelData
                        readonly property bool isCurrent: window.page === modelData.page
                        property bool wasShown: false
                        anchors.fill: parent
                        // Made when first shown, then kept: coming back shows what was there.
                        active: isCurrent || wasShown
                        visible: isCurrent
                        onIsCurrentChanged: wasShown = wasShown || isCurrent
                        Component.onCompleted: {
                            wasShown = isCurrent
                            setSource("qrc:/qt/qml/Sluice/Pages/" + modelData.file, {session: session})
                        }
                    }
                }
            }
        }
    }

    Component.onCompleted: {
        if (engineUrl.toString() !== "")
            session.link.connectTo(engineUrl, engineToken, engineName)
    }
}
