// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An icon by its name in IconPaths; decoration only, its meaning is always said in words too.
import QtQuick
import QtQuick.Shapes
import Sluice.Theme

Item {
    id: icon

    property string name
    property color color: Theme.color.text
    property real size: Math.round(18 * Theme.textScale)

    implicitWidth: size
    implicitHeight: size

    DrawnAnew {
        sourceComponent: Shape {
            width: 24
            height: 24
            scale: icon.size / 24
            transformOrigin: Item.TopLeft

            ShapePath {
                strokeColor: icon.color
                strokeWidth: 1.75
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                PathSvg {
                    path: IconPaths.paths[icon.name] ?? ""
                }
            }
        }
    }
}
