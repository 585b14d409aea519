// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One figure at the end of the shown span, and its course before: its name, its value, a small line.
import QtQuick
import QtQuick.Layouts
import Sluice.Charts
import Sluice.Controls
import Sluice.Models
import Sluice.Theme

Rectangle {
    id: tile

    required property TimeView view
    required property string column
    required property int unit
    property string name
    property string detail
    property bool fresh: true
    // The figure now: of the span's end, which a pause or a recording has elsewhere.
    readonly property real figure: view.store ? (view.end, view.store.valueAt(column, view.end)) : NaN
    readonly property string value: Format.brief(figure, unit)

    color: Theme.color.surface
    border.color: Theme.color.border
    radius: Theme.radius
    implicitWidth: 112
    implicitHeight: body.implicitHeight + 2 * Theme.s
    Accessible.role: Accessible.StaticText
    Accessible.name: name + ": " + value + (detail === "" ? "" : ", " + detail)

    ColumnLayout {
        id: body
        anchors.fill: parent
        anchors.margins: Theme.s
        anchors.leftMargin: Theme.m
        spacing: 1

        Label {
            Layout.fillWidth: true
            text: tile.name
            muted: true
            font.pixelSize: Theme.caption
        }
        Label {
            Layout.fillWidth: true
            text: tile.value
            font.pixelSize: Theme.figure
            font.weight: Font.DemiBold
            stale: !tile.fresh
        }
        Label {
            Layout.fillWidth: true
            visible: text !== ""
            text: tile.detail
            muted: true
            font.pixelSize: Theme.caption
        }
        SpanLine {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: 14
            Layout.preferredHeight: 18
            view: tile.view
            column: tile.column
            color: tile.fresh ? Theme.color.series[0] : Theme.color.stale
        }
    }
    HoverHandler {
        id: hover
    }
    Hint {
        visible: hover.hovered
        text: tile.name + ": " + Format.exact(tile.figure, tile.unit)
    }
}
