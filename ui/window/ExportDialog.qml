// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What can be brought into a file, and where to: figures as CSV, a chart as a picture, an incident bundle, a
// file that follows the engine.
import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Basic.Dialog {
    id: dialog

    required property ConsoleSession session
    readonly property Exporter exporter: session.exporter

    // "visible", "all", "follow", "picture" or "bundle".
    property string what: "visible"
    readonly property var endings: ({visible: "csv", all: "csv", follow: "csv", picture: "png", bundle: "tar.gz"})
    readonly property var explanations: ({
        visible: qsTr("The snapshots that the charts show now, one line each, for a spreadsheet or to be opened here again."),
        all: qsTr("Every snapshot that the console holds, up to an hour."),
        follow: qsTr("Every snapshot from now on, behind what the file holds already, until you stop it or close the console."),
        picture: qsTr("One chart of this page as it is now, 1,600 pixels wide, with its title, its engine and its span."),
        bundle: qsTr("For somebody who was not there: snapshots, journal, settings, diagnosis, streams and ends, version. Secrets are left out; addresses of clients are in it.")
    })
    readonly property bool isFollow: what === "follow"
    readonly property bool mayRun: !exporter.running && path.text.trim() !== "" && (what !== "picture" || chart.count > 0)

    function choose(kind: string) {
        what = kind
        // What came of the last export says nothing of this one.
        exporter.dismiss()
        path.text = exporter.suggestedPath(endings[kind])
    }
    function choosePicture(model: QtObject) {
        open()
        choose("picture")
        chart.currentIndex = Math.max(0, session.view.charts.indexOf(model))
    }
    function run() {
        if (!mayRun)
            return
        if (what === "visible")
            exporter.saveVisible(path.text)
        else if (what === "all")
            exporter.saveAll(path.text)
        else if (what === "follow")
            exporter.follow(path.text)
        else if (what === "picture")
            exporter.savePicture(session.view.charts[chart.currentIndex], path.text)
        else
            exporter.saveBundle(path.text)
    }

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    modal: true
    focus: true
    width: Math.min(640, parent ? parent.width - 48 : 640)
    padding: Theme.xl
    closePolicy: Basic.Popup.CloseOnEscape
    title: qsTr("Export")
    onAboutToShow: {
        exporter.dismiss()
        if (path.text === "" || what !== "picture")
            choose(what === "picture" ? "visible" : what)
    }
    onOpened: path.forceActiveFocus()

    background: Rectangle {
        color: Theme.color.surface
        border.color: Theme.color.border
        radius: Theme.radius
    }
    T.Overlay.modal: Rectangle {
        color: Qt.rgba(0, 0, 0, 0.5)
    }
    header: Label {
        text: dialog.title
        leftPadding: Theme.xl
        topPadding: Theme.xl
        font.pixelSize: Theme.heading
        font.weight: Font.DemiBold
    }
    contentItem: ColumnLayout {
        spacing: Theme.m

        SegmentedChoice {
            id: kinds
            objectName: "exportKind"
            label: qsTr("What to export")
            value: dialog.what
            options: [
                {value: "visible", text: qsTr("Shown span")},
                {value: "all", text: qsTr("All")},
                {value: "follow", text: qsTr("Follow")},
                {value: "picture", text: qsTr("Chart")},
                {value: "bundle", text: qsTr("Incident bundle")}
            ]
            onChosen: value => dialog.choose(value)
        }
        Label {
            Layout.fillWidth: true
            text: dialog.explanations[dialog.what]
            muted: true
            wrapMode: Text.Wrap
        }
        ChoiceField {
            id: chart
            objectName: "exportChart"
            Layout.fillWidth: true
            visible: dialog.what === "picture"
            label: qsTr("Which chart")
            model: dialog.session.view.charts.map(each => each.title)
            onActivated: dialog.exporter.dismiss()
            displayText: count === 0 ? qsTr("This page shows no chart: close this and open one that does") : currentText
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s
            EntryField {
                id: path
                objectName: "exportPath"
                Layout.fillWidth: true
                label: qsTr("File")
                onTextEdited: dialog.exporter.dismiss()
                onAccepted: dialog.run()
            }
            ActionButton {
                text: qsTr("Browse \u2026")
                onClicked: files.open()

                FileChooser {
                    id: files
                    title: qsTr("Export to")
                    saves: true
                    onChosen: file => path.text = dialog.exporter.localPath(file.toString())
                }
            }
        }
        Label {
            Layout.fillWidth: true
            visible: !dialog.isFollow && dialog.exporter.state !== Exporter.Done && path.text !== "" && dialog.exporter.exists(path.text)
            text: qsTr("This file is there already and will be replaced.")
            muted: true
            wrapMode: Text.Wrap
        }
        Banner {
            objectName: "exportResult"
            Layout.fillWidth: true
            visible: !dialog.isFollow && (dialog.exporter.state === Exporter.Done || dialog.exporter.state === Exporter.Failed)
            tone: dialog.exporter.state === Exporter.Done ? "ok" : "critical"
            title: dialog.exporter.state === Exporter.Done ? qsTr("Exported") : qsTr("Not exported")
            text: dialog.exporter.message
        }
        Banner {
            objectName: "followState"
            Layout.fillWidth: true
            visible: dialog.isFollow && (dialog.exporter.following || dialog.exporter.followProblem !== "")
            tone: dialog.exporter.following ? "ok" : "critical"
            title: dialog.exporter.following ? qsTr("Recording to %1").arg(dialog.exporter.followPath) : qsTr("Recording stopped")
            text: dialog.exporter.following ? qsTr("%1 snapshots so far").arg(Format.integer(dialog.exporter.followRows))
                                            : dialog.exporter.followProblem
        }
        Basic.ProgressBar {
            id: bar
            Layout.fillWidth: true
            visible: dialog.exporter.running
            value: dialog.exporter.progress
            Accessible.name: qsTr("Progress")
            background: Rectangle {
                implicitHeight: 4
                radius: 2
                color: Theme.color.border
            }
            contentItem: Item {
                Rectangle {
                    width: bar.visualPosition * parent.width
                    height: 4
                    radius: 2
                    color: Theme.color.accent
                }
            }
        }
    }
    footer: RowLayout {
        spacing: Theme.s
        Item {
            Layout.fillWidth: true
            implicitHeight: Theme.controlHeight + 2 * Theme.l
        }
        ActionButton {
            objectName: "exportCancel"
            visible: dialog.exporter.running
            text: qsTr("Cancel the export")
            onClicked: dialog.exporter.cancel()
        }
        ActionButton {
            objectName: "exportCopy"
            visible: dialog.what === "picture"
            enabled: !dialog.exporter.running && chart.count > 0
            text: qsTr("Copy picture")
            onClicked: dialog.exporter.copyPicture(dialog.session.view.charts[chart.currentIndex])
        }
        ActionButton {
            objectName: "exportClose"
            text: qsTr("Close")
            onClicked: dialog.close()
        }
        ActionButton {
            objectName: "exportStop"
            Layout.rightMargin: visible ? Theme.xl : 0
            visible: dialog.isFollow && dialog.exporter.following
            text: qsTr("Stop recording")
            kind: "primary"
            onClicked: dialog.exporter.unfollow()
        }
        ActionButton {
            objectName: "exportRun"
            Layout.rightMargin: visible ? Theme.xl : 0
            visible: !(dialog.isFollow && dialog.exporter.following)
            enabled: dialog.mayRun
            text: dialog.isFollow ? qsTr("Start recording") : qsTr("Export")
            kind: "primary"
            onClicked: dialog.run()
        }
    }
}
