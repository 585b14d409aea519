// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tooltips are no wider than a paragraph and keep off menus; a question shows where the keyboard is.
import QtQuick
import QtTest
import Sluice.Controls

Item {
    id: root
    width: 1200
    height: 600

    Rectangle {
        id: place
        x: 500
        y: 300
        width: 40
        height: 20
        Hint {
            id: hint
            delay: 0
            text: ""
        }
    }
    DropMenu {
        id: menu
        Command {
            text: "One"
        }
    }
    ChoiceField {
        id: choice
        model: ["a", "b"]
    }
    ConfirmDialog {
        id: plain
        title: "Really?"
    }
    ConfirmDialog {
        id: asking
        title: "Why?"
        first: reason
        EntryField {
            id: reason
            label: "Reason"
        }
    }

    TestCase {
        name: "Hint"
        when: windowShown
        readonly property int patience: 30000

        function test_isNoWiderThanAParagraph_data() {
            return [
                {tag: "words", text: "so many words ".repeat(60)},
                {tag: "one word", text: "sluice_streams_admitted_total_".repeat(20)},
                {tag: "lines", text: ("a line of some words\n" + "x".repeat(300) + "\n").repeat(3)}
            ]
        }
        function test_isNoWiderThanAParagraph(data) {
            hint.text = data.text
            hint.open()
            tryCompare(hint, "opened", true, patience)
            verify(hint.width <= 420, hint.width)
            verify(hint.width > 300, hint.width)
            verify(hint.contentItem.contentWidth <= hint.availableWidth + 1)
            verify(hint.contentItem.contentHeight <= hint.availableHeight + 1)
            hint.close()
            tryCompare(hint, "visible", false, patience)
        }

        function test_isAsWideAsItsWords() {
            hint.text = "short"
            hint.open()
            tryCompare(hint, "opened", true, patience)
            verify(hint.width < 100, hint.width)
            hint.close()
        }

        function test_keepsOffMenusAndLists() {
            compare(OpenMenus.count, 0)
            hint.text = "short"
            hint.open()
            tryCompare(hint, "opened", true, patience)
            compare(hint.opacity, 1)
            menu.popup(place, 0, 20)
            tryCompare(menu, "opened", true, patience)
            compare(hint.opacity, 0)
            menu.close()
            tryCompare(menu, "visible", false, patience)
            compare(hint.opacity, 1)
            choice.popup.open()
            tryCompare(choice.popup, "opened", true, patience)
            compare(hint.opacity, 0)
            choice.popup.close()
            tryCompare(choice.popup, "visible", false, patience)
            compare(OpenMenus.count, 0)
            hint.close()
        }

        function test_aQuestionShowsWhereTheKeyboardIs() {
            plain.open()
            tryCompare(plain, "opened", true, patience)
            const cancel = findChild(plain, "cancel")
            tryCompare(cancel, "activeFocus", true, patience)
            verify(cancel.visualFocus)
            plain.close()
            tryCompare(plain, "visible", false, patience)
            asking.open()
            tryCompare(asking, "opened", true, patience)
            tryCompare(reason, "activeFocus", true, patience)
            keyClick(Qt.Key_A)
            compare(reason.text, "a")
            asking.close()
            tryCompare(asking, "visible", false, patience)
        }
    }
}
