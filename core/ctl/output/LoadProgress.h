// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Says on the error stream how far a load run is: one line that is written over on a terminal, a line a
// second in a file, or a JSON object a line for programs. Owned by the load command; its thread.
#pragma once

#include "ctl/Command.h"
#include "load/report/LoadSample.h"

namespace sluice {

class LoadProgress
{
public:
    enum class Format { Text, Json, None };

    /** @p streams must outlive it. */
    LoadProgress(const CommandStreams &streams, Format format);

    /** Takes the sample of a second. */
    void show(const LoadSample &sample);

    /** Leaves the line of a terminal, before anything else is written. */
    void finish();

    /** A sample in one line for people, without a line end. */
    static std::string line(const LoadSample &sample);

private:
    const CommandStreams &m_streams;
    Format m_format;
    bool m_isOnLine = false;
};

} // namespace sluice
