// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A page's content where it may be longer than the window.
import QtQuick
import QtQuick.Controls.Basic as Basic
import Sluice.Theme

Flickable {
    id: area

    default property alias content: holder.data

    contentWidth: width
    contentHeight: holder.childrenRect.height + Theme.xl
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    Basic.ScrollBar.vertical: Basic.ScrollBar {
        policy: area.contentHeight > area.height ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
    }

    Item {
        id: holder
        width: area.width - Theme.m
        height: childrenRect.height
    }
}
