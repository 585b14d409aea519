// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks before streams are ended: lists them, takes a reason, and offers to keep their clients away for a while.
import QtQuick
import QtQuick.Layouts
import Sluice.Controls
import Sluice.Models
import Sluice.Streams
import Sluice.Theme

ConfirmDialog {
    id: dialog

    required property StreamsModel streams
    required property StreamKicker kicker
    required property StreamWatch watch
    property double single: 0 // the one stream that is meant; 0: the selected ones
    property double count: 0

    // Asks for one stream by its id, or with 0 for all that are selected.
    function ask(id: double) {
        single = id
        count = id > 0 ? 1 : streams.selectedCount
        const row = id > 0 ? streams.rowOf(id) : -1
        targets = id <= 0 ? streams.selectedNames(10) : [row >= 0 ? streams.nameAt(row) : watch.streamId]
        reason.text = ""
        block.currentIndex = 0
        open()
    }

    title: count === 1 ? qsTr("Disconnect 1 stream?") : qsTr("Disconnect %1 streams?").arg(Format.integer(count))
    text: single <= 0 && streams.allSelected
          ? (streams.filtered ? qsTr("All that match “%1” when the engine acts, those that come meanwhile too.").arg(streams.query)
                              : qsTr("All streams of this engine. To take it out of service without losing an event, drain it instead."))
          : qsTr("Each is told, ends cleanly, and resumes where it was when its client comes back.")
    first: reason
    verb: count === 1 ? qsTr("Disconnect 1 stream") : qsTr("Disconnect %1 streams").arg(Format.integer(count))

    onAccepted: {
        kicker.reason = reason.text
        kicker.blockSeconds = block.currentValue
        if (single > 0)
            kicker.endOne(single)
        else
            kicker.endSelected(streams)
    }

    Label {
        Layout.fillWidth: true
        visible: dialog.count > dialog.targets.length
        text: qsTr("and %1 more").arg(Format.integer(dialog.count - dialog.targets.length))
        muted: true
    }
    Label {
        text: qsTr("Reason")
        muted: true
    }
    EntryField {
        id: reason
        objectName: "reason"
        Layout.fillWidth: true
        label: qsTr("Reason")
        placeholderText: qsTr("Why? It stays with the ends and in the log.")
        maximumLength: 120
        onAccepted: dialog.rest()
    }
    Label {
        text: qsTr("Their clients")
        muted: true
    }
    ChoiceField {
        id: block
        objectName: "block"
        Layout.fillWidth: true
        label: qsTr("Block their clients")
        textRole: "text"
        valueRole: "seconds"
        model: [
            {text: qsTr("may come back at once"), seconds: 0},
            {text: qsTr("are blocked for 1 minute"), seconds: 60},
            {text: qsTr("are blocked for 10 minutes"), seconds: 600},
            {text: qsTr("are blocked for 1 hour"), seconds: 3600},
            {text: qsTr("are blocked for 1 day"), seconds: 86400}
        ]
    }
    Label {
        Layout.fillWidth: true
        visible: block.currentIndex > 0
        text: qsTr("A blocked client is answered 204: a browser then stops until its page is loaded again. Others behind the same address are blocked too.")
        muted: true
        font.pixelSize: Theme.caption
        wrapMode: Text.Wrap
    }
}
