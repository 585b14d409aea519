// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One setting: name and help, its editor with range and default, and what is wrong or risky about what was
// typed.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Theme

Item {
    id: row

    required property int index
    required property string key
    required property string name
    required property string type
    required property string unit
    required property string help
    required property string range
    required property string defaultText
    required property var choices
    required property string fixedReason
    required property string value
    required property string text
    required property bool isEdited
    required property bool isDefault
    required property string problem
    required property string violation
    required property string risk
    required property string changedBy

    property bool isCurrent: false
    property bool fresh: true
    property bool mayChange: true

    signal typed(string text)
    signal dropped()
    signal entered()
    signal finished()
    signal stepped(int by)

    // The same in all rows, however long their words.
    readonly property int editorWidth: Math.round(236 * Math.min(1.15, Theme.textScale))
    // Sets the name beside the text in the editor.
    readonly property int onLine: Math.round((Theme.controlHeight - nameLabel.implicitHeight) / 2)
    readonly property string wrong: problem !== "" ? problem : violation

    function edit() {
        editor.take()
    }
    function release() {
        editor.release()
    }

    objectName: "setting-" + key
    // The words by themselves too: see words.
    implicitHeight: Math.max(column.implicitHeight, words.implicitHeight + onLine) + 2 * Theme.s
    Accessible.role: Accessible.ListItem
    Accessible.name: key + ": " + (text === "" ? qsTr("empty") : text) + (isEdited ? qsTr(", not applied yet") : "")
    Accessible.description: [wrong, risk, changedBy, fixedReason, help].join(" ").trim()

    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: Theme.xs
        radius: Theme.radiusSmall
        color: row.isCurrent ? Theme.color.selection : hover.hovered ? Theme.color.hover : "transparent"
    }
    Rectangle {
        visible: row.isEdited || row.violation !== ""
        x: Theme.xs
        y: Theme.xs
        width: 3
        height: parent.height - 2 * Theme.xs
        radius: 1.5
        color: row.wrong !== "" ? Theme.color.critical : Theme.color.accent
    }
    HoverHandler {
        id: hover
    }
    TapHandler {
        onTapped: row.entered()
    }

    ColumnLayout {
        id: column
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.l
        anchors.rightMargin: Theme.s
        anchors.top: parent.top
        anchors.topMargin: Theme.s
        spacing: Theme.xs

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.l

            // No layout: those of Qt 6.4 learn too late how high a text is that they have made narrower.
            Column {
                id: words
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                Layout.alignment: Qt.AlignTop
                Layout.topMargin: row.onLine
                spacing: 2
                RowLayout {
                    spacing: Theme.s
                    Label {
                        id: nameLabel
                        text: row.name
                        font.weight: Font.DemiBold
                    }
                    Label {
                        visible: row.isEdited
                        text: qsTr("was %1").arg(row.value === "" ? qsTr("empty") : row.value)
                        muted: true
                        font.pixelSize: Theme.caption
                        Layout.maximumWidth: 160
                    }
                    IconButton {
                        objectName: "drop"
                        visible: row.isEdited
                        focusPolicy: Qt.NoFocus
                        implicitWidth: Math.round(20 * Theme.textScale)
                        implicitHeight: implicitWidth
                        iconName: "undo"
                        label: qsTr("Drop what was typed (Delete)")
                        onClicked: row.dropped()
                    }
                    StateBadge {
                        visible: row.changedBy !== ""
                        tone: "info"
                        text: qsTr("changed elsewhere")
                        hint: row.changedBy
                    }
                }
                Label {
                    width: words.width
                    text: row.help
                    muted: true
                    font.pixelSize: Theme.caption
                    wrapMode: Text.Wrap
                }
            }
            ColumnLayout {
                Layout.minimumWidth: row.editorWidth
                Layout.maximumWidth: row.editorWidth
                Layout.alignment: Qt.AlignTop
                spacing: 2
                TuningEditor {
                    id: editor
                    objectName: "editor"
                    Layout.fillWidth: true
                    stale: !row.fresh
                    key: row.key
                    type: row.type
                    choices: row.choices
                    value: row.value
                    typedText: row.text
                    wrong: row.wrong
                    mayChange: row.mayChange && row.fixedReason === ""
                    onTyped: text => row.typed(text)
                    onDropped: row.dropped()
                    onEntered: row.entered()
                    onFinished: row.finished()
                    onStepped: by => row.stepped(by)
                }
                Label {
                    Layout.fillWidth: true
                    text: {
                        if (row.fixedReason !== "")
                            return row.fixedReason
                        const parts = []
                        if (row.range !== "" && row.type !== "choice")
                            parts.push(row.range)
                        if (row.type === "rate")
                            parts.push(row.unit)
                        parts.push(row.isDefault ? qsTr("default")
                                                 : qsTr("default %1").arg(row.defaultText === "" ? qsTr("empty") : row.defaultText))
                        return parts.join("  ·  ")
                    }
                    muted: true
                    font.pixelSize: Theme.caption
                    wrapMode: Text.Wrap
                }
            }
        }
        RowLayout {
            visible: row.wrong !== "" || row.risk !== ""
            Layout.fillWidth: true
            spacing: Theme.s
            Icon {
                Layout.alignment: Qt.AlignTop
                name: row.wrong !== "" ? "critical" : "warning"
                color: row.wrong !== "" ? Theme.color.critical : Theme.color.warning
                size: Math.round(15 * Theme.textScale)
            }
            Label {
                objectName: "wrong"
                Layout.fillWidth: true
                text: row.wrong !== "" ? row.wrong : row.risk
                font.pixelSize: Theme.caption
                wrapMode: Text.Wrap
            }
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        x: Theme.l
        width: parent.width - Theme.l
        height: 1
        color: Theme.color.grid
    }
}
