// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the publishers of a load run tell its readers: how far each has come on each channel, and which
// publishes nobody confirmed. In memory that the processes of a run share. Made by LoadGenerator; the
// publisher thread writes, the reading threads of all processes read.
#pragma once

#include "base/Error.h"
#include "base/files/Descriptor.h"

#include <cstdint>
#include <memory>

#include <tl/expected.hpp>

namespace sluice {

/** An event that was sent to the server, and no answer came. */
struct UnconfirmedPublish
{
    std::uint32_t channel = 0;
    std::uint32_t sequence = 0;
    std::uint8_t publisher = 0;
};

class LoadBoard
{
public:
    /** An empty board; errors: no memory for it. */
    static tl::expected<LoadBoard, Error> create(std::uint32_t publishers, std::uint32_t channels);

    /** The board of another process, behind a descriptor that was inherited from it. */
    static tl::expected<LoadBoard, Error> attach(int fd, std::uint32_t publishers, std::uint32_t channels);

    /** What a process inherits to attach() to it. */
    int descriptor() const { return m_file.get(); }

    /** The sequence number of the publisher's next event on the channel. Called before an event is sent, and
     * once more when it is known which was the last. Publisher thread only. */
    void setNext(std::uint8_t publisher, std::uint32_t channel, std::uint32_t sequence);

    /** No event below this is still to be sent; every event from it on will be. Any thread. */
    std::uint32_t next(std::uint8_t publisher, std::uint32_t channel) const;

    /** Must be called before the same publisher sends its next event on that channel. More than a million
     * are not kept: they count as lost. Publisher thread only. */
    void addUnconfirmed(const UnconfirmedPublish &publish);

    /** How many unconfirmed publishes there are so far; cheap. Any thread. */
    std::uint32_t unconfirmedCount() const;

    /** One of them, in their order. Any thread. */
    UnconfirmedPublish unconfirmed(std::uint32_t index) const;

private:
    struct Memory;
    struct Unmap
    {
        std::size_t size = 0;
        void operator()(Memory *memory) const;
    };

    LoadBoard(Descriptor file, Memory *memory, std::size_t size, std::uint32_t channels);
    static std::size_t sizeFor(std::uint32_t publishers, std::uint32_t channels);
    static tl::expected<LoadBoard, Error> map(Descriptor file, std::uint32_t publishers,
                                              std::uint32_t channels);
    std::uint32_t &slot(std::uint8_t publisher, std::uint32_t channel) const;

    Descriptor m_file;
    std::unique_ptr<Memory, Unmap> m_memory;
    std::uint32_t m_channels;
};

} // namespace sluice
