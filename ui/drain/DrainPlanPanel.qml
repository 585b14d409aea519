// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The plan of a drain, and what the engine says it would do now: how many, how long, and who comes back when.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Drain
import Sluice.Models
import Sluice.Theme

RowLayout {
    id: panel

    required property DrainPlanModel plan
    required property DrainActions actions
    required property bool embedded
    readonly property bool isNarrow: Theme.textScale > 1.3

    spacing: Theme.l

    Panel {
        Layout.preferredWidth: Math.round(380 * Math.min(1.3, Theme.textScale))
        Layout.fillHeight: true
        title: qsTr("Plan")
        tools: ActionButton {
            objectName: "reset"
            visible: panel.plan.typed
            text: qsTr("As configured")
            iconName: "undo"
            onClicked: panel.plan.reset()
        }

        ScrollArea {
            label: qsTr("Plan")
            Layout.fillWidth: true
            Layout.fillHeight: true
            ColumnLayout {
                width: parent.width
                spacing: Theme.m
                Repeater {
                    model: [
                        {field: "rate", text: qsTr("Rate"), unit: qsTr("streams/s"),
                         help: qsTr("How fast streams are ended; the wave of reconnects follows it.")},
                        {field: "grace", text: qsTr("Grace"), unit: "",
                         help: qsTr("Unready and closed to new streams this long before the first one ends.")},
                        {field: "deadline", text: qsTr("Deadline"), unit: "",
                         help: qsTr("From the first end; whoever is left then is forced.")},
                        {field: "retry_spread", text: qsTr("Retry spread"), unit: "",
                         help: qsTr("Clients are told to come back at a random moment of this span.")}
                    ]
                    ColumnLayout {
                        id: entry
                        required property var modelData
                        readonly property string problem: panel.plan.problems[modelData.field] ?? ""
                        Layout.fillWidth: true
                        spacing: 2
                        RowLayout {
                            Layout.fillWidth: true
                            spacing: Theme.s
                            Label {
                                Layout.preferredWidth: Math.round(104 * Theme.textScale)
                                text: entry.modelData.text
                            }
                            EntryField {
                                id: field
                                objectName: "plan-" + entry.modelData.field
                                implicitWidth: Math.round(104 * Theme.textScale)
                                label: entry.modelData.text
                                problem: entry.problem
                                onTextEdited: panel.plan.type(entry.modelData.field, text)
                                Binding on text {
                                    when: !field.activeFocus || !panel.plan.typed
                                    value: panel.plan.fields[entry.modelData.field] ?? ""
                                    restoreMode: Binding.RestoreNone
                                }
                            }
                            Label {
                                Layout.fillWidth: true
                                text: entry.modelData.unit
                                muted: true
                                font.pixelSize: Theme.caption
                            }
                        }
                        Label {
                            Layout.fillWidth: true
                            text: entry.problem !== "" ? entry.problem : entry.modelData.help
                            color: entry.problem !== "" ? Theme.color.critical : Theme.color.textMuted
                            font.pixelSize: Theme.caption
                            wrapMode: Text.Wrap
                        }
                    }
                }
                RowLayout {
                    spacing: Theme.s
                    Label {
                        Layout.preferredWidth: Math.round(104 * Theme.textScale)
                        text: qsTr("Order")
                    }
                    SegmentedChoice {
                        objectName: "plan-order"
                        label: qsTr("Order")
                        value: panel.plan.fields["order"] ?? ""
                        options: [{value: "oldest", text: qsTr("Oldest first")}, {value: "random", text: qsTr("Random")}]
                        onChosen: value => panel.plan.type("order", value)
                    }
                }
                RowLayout {
                    spacing: Theme.s
                    Label {
                        Layout.preferredWidth: Math.round(104 * Theme.textScale)
                        text: qsTr("Then")
                    }
                    SegmentedChoice {
                        objectName: "plan-then"
                        label: qsTr("Then")
                        value: panel.plan.fields["then"] ?? ""
                        options: [{value: "hold", text: qsTr("Hold")}, {value: "exit", text: qsTr("Exit")}]
                        onChosen: value => panel.plan.type("then", value)
                    }
                }
                Label {
                    Layout.fillWidth: true
                    text: panel.plan.fields["then"] === "exit"
                          ? qsTr("The engine's process ends when the last stream has gone.")
                          : qsTr("The engine stays, empty and unready, until it is told to serve again.")
                    muted: true
                    font.pixelSize: Theme.caption
                    wrapMode: Text.Wrap
                }
            }
        }
    }

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        title: qsTr("What it would do now")

        Label {
            Layout.fillWidth: true
            visible: panel.plan.previewProblem !== ""
            text: panel.plan.previewProblem
            wrapMode: Text.Wrap
        }
        GridLayout {
            Layout.fillWidth: true
            columns: panel.isNarrow ? 2 : 4
            columnSpacing: Theme.m
            rowSpacing: Theme.m
            StatTile {
                objectName: "previewStreams"
                Layout.fillWidth: true
                color: Theme.color.raised
                name: qsTr("Streams")
                value: Format.brief(panel.plan.streams, Format.Count)
                exact: Format.exact(panel.plan.streams, Format.Count)
                detail: qsTr("open now")
            }
            StatTile {
                objectName: "previewSeconds"
                Layout.fillWidth: true
                color: Theme.color.raised
                name: qsTr("Takes")
                value: Format.brief(panel.plan.seconds, Format.Seconds)
                exact: Format.exact(panel.plan.seconds, Format.Seconds)
                detail: qsTr("grace and eviction")
            }
            StatTile {
                objectName: "previewForced"
                Layout.fillWidth: true
                color: Theme.color.raised
                name: qsTr("Forced")
                value: Format.brief(panel.plan.forced, Format.Count)
                exact: Format.exact(panel.plan.forced, Format.Count)
                tone: panel.plan.forced > 0 ? "warning" : ""
                detail: panel.plan.forced > 0 ? qsTr("rate or deadline too low") : qsTr("by the deadline")
            }
            StatTile {
                objectName: "previewReconnects"
                Layout.fillWidth: true
                color: Theme.color.raised
                name: qsTr("Reconnects")
                value: Format.brief(panel.plan.reconnectsPerSecond, Format.PerSecond)
                exact: Format.exact(panel.plan.reconnectsPerSecond, Format.PerSecond)
                detail: qsTr("at the highest")
            }
        }
        DrainWave {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: 90
            plan: panel.plan
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.m
            Label {
                objectName: "refusal"
                Layout.fillWidth: true
                text: panel.plan.refusal
                muted: true
                wrapMode: Text.Wrap
            }
            ActionButton {
                objectName: "start"
                action: panel.actions.start
                iconName: "drain"
                kind: "primary"
                hint: qsTr("Asks before it starts (Ctrl+Enter)")
            }
        }
    }
}
