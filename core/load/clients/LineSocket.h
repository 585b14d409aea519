// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Lines of text over a socket between two processes of a load run. Owned by one end; its thread.
#pragma once

#include "base/files/Descriptor.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sluice {

class LineSocket
{
public:
    explicit LineSocket(Descriptor socket)
        : m_socket(std::move(socket))
    {
    }

    int descriptor() const { return m_socket.get(); }

    /** Sends one line, to which the end is added; false when the other end is gone. */
    bool send(std::string_view line);

    /** Takes what has come, without waiting. */
    void receive();

    /** The next whole line that has come, without its end. */
    std::optional<std::string> next();

    /** True when the other end is gone; lines may be left. */
    bool isOver() const { return m_isOver; }

private:
    Descriptor m_socket;
    std::string m_input;
    std::size_t m_taken = 0; // bytes of it that were handed out
    bool m_isOver = false;
};

} // namespace sluice
