// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The outlines of all icons, drawn for this project on a grid of 24 with lines of 1.75, as SVG paths by name.
pragma Singleton
import QtQuick

QtObject {
    readonly property var paths: ({
        overview: "M4 13h6V4H4zM14 20h6V11h-6zM4 20h6v-3H4zM14 7h6V4h-6z",
        streams: "M4 6h16M4 12h16M4 18h16M8 4v4M15 10v4M11 16v4",
        channels: "M12 12m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M7 7a7 7 0 0 0 0 10M17 7a7 7 0 0 1 0 10M4.2 4.2a11 11 0 0 0 0 15.6M19.8 4.2a11 11 0 0 1 0 15.6",
        tuning: "M5 4v7M5 15v5M12 4v3M12 11v9M19 4v9M19 17v3M3 13h4M10 9h4M17 15h4",
        capacity: "M4 17a8 8 0 1 1 16 0M12 17l4-6M4 17h2M18 17h2",
        drain: "M4 5h16l-6.5 7.5V18l-3 2v-7.500z",
        load: "M4 20V10M9 20V4M14 20v-8M19 20V7",
        doctor: "M12 20s-8-4.6-8-10.400A4.6 4.6 0 0 1 12 6.800A4.6 4.6 0 0 1 20 9.600C20 15.4 12 20 12 20zM7 12h2.500l1.5-2.5 2 4 1.5-1.500H17",
        journal: "M6 4h12v16H6zM9 8h6M9 12h6M9 16h3",
        ok: "M5 12.500l4.5 4.500L19 7.5",
        warning: "M12 4L21 19.500H3zM12 10v4.500M12 17v.3",
        critical: "M8.3 3h7.400L21 8.300v7.400L15.7 21H8.300L3 15.700V8.300zM12 8v5M12 16v.3",
        info: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 11v5.500M12 7.700v.3",
        muted: "M6 12h12",
        more: "M12 5v.2M12 12v.2M12 19v.2",
        pause: "M8 5v14M16 5v14",
        play: "M7 4.500v15L19 12z",
        search: "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM15.5 15.500L20 20",
        filter: "M4 6h16M7 12h10M10 18h4",
        close: "M6 6l12 12M18 6L6 18",
        undo: "M9 6L4.5 10.500L9 15M4.5 10.500H14a5.5 5.5 0 0 1 0 11h-2",
        save: "M5 4h11l3 3v13H5zM8 4v5h7V4M8 20v-6h8v6",
        exportFile: "M12 15V4M8 8l4-4l4 4M5 14v6h14v-6",
        copy: "M9 9h11v11H9zM5 15H4V4h11v1",
        plug: "M9 4v5M15 4v5M6 9h12v3a6 6 0 0 1-12 0zM12 18v3",
        palette: "M4 6h16v12H4zM7 10l2.5 2L7 14M12 15h4",
        moon: "M19.5 14.500A8 8 0 0 1 9.5 4.500A8 8 0 1 0 19.5 14.500z",
        sun: "M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8zM12 2.500V5M12 19v2.500M2.5 12H5M19 12h2.500M5.3 5.300L7 7M17 17l1.7 1.700M5.3 18.700L7 17M17 7l1.7-1.7",
        help: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM9.5 9.500a2.5 2.5 0 1 1 3.8 2.200c-.9.5-1.3 1-1.3 1.800M12 16.700v.3",
        refresh: "M19.5 12A7.5 7.5 0 1 1 17 6.400M17.5 3v4h-4",
        chevronDown: "M6 9.500l6 6l6-6",
        chevronRight: "M9.5 6l6 6l-6 6",
        sortUp: "M7 14l5-5l5 5",
        sortDown: "M7 10l5 5l5-5",
        block: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM5.7 5.700l12.6 12.6",
        send: "M4 12L20 4.500L15.5 20L11.5 13.500zM11.5 13.500L20 4.5",
        mark: "M6 21V4h11l-2.5 4L17 12H6",
        plus: "M12 5v14M5 12h14",
        key: "M8 10.500a4 4 0 1 0 0 8a4 4 0 1 0 0-8zM11 12l8.5-8.500M16 7l3 3",
        picture: "M4 5h16v14H4zM4 16l5-5l4 4l3-3l4 4M15.500 9v.3",
        record: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16zM12 9.500a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z",
        clock: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM12 7v5.200l3.5 2"
    })
}
