// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/publisher/LoadBoard.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>

namespace sluice {

namespace {

constexpr std::uint32_t kMostUnconfirmed = 1 << 20;

using Shared = std::atomic_ref<std::uint32_t>;
static_assert(Shared::is_always_lock_free, "processes share it, and a lock would belong to one of them");

} // namespace

/** Pages are made when they are touched, so what is not used costs nothing. */
struct LoadBoard::Memory
{
    std::uint32_t unconfirmedCount;
    std::array<UnconfirmedPublish, kMostUnconfirmed> unconfirmed;
    std::uint32_t next; // the first of publishers x channels
};

void LoadBoard::Unmap::operator()(Memory *memory) const
{
    ::munmap(memory, size);
}

LoadBoard::LoadBoard(Descriptor file, Memory *memory, std::size_t size, std::uint32_t channels)
    : m_file(std::move(file))
    , m_memory(memory, Unmap{size})
    , m_channels(channels)
{
}

std::size_t LoadBoard::sizeFor(std::uint32_t publishers, std::uint32_t channels)
{
    return sizeof(Memory) + std::size_t{publishers} * channels * sizeof(std::uint32_t);
}

tl::expected<LoadBoard, Error> LoadBoard::create(std::uint32_t publishers, std::uint32_t channels)
{
    Descriptor file(::memfd_create("sluicectl-load", MFD_CLOEXEC));
    if (file.get() < 0 || ::ftruncate(file.get(), static_cast<off_t>(sizeFor(publishers, channels))) != 0)
        return tl::unexpected(
            environmentError(std::string("cannot get memory for the run: ") + std::strerror(errno)));
    return map(std::move(file), publishers, channels);
}

tl::expected<LoadBoard, Error> LoadBoard::attach(int fd, std::uint32_t publishers, std::uint32_t channels)
{
    return map(Descriptor(fd), publishers, channels);
}

tl::expected<LoadBoard, Error> LoadBoard::map(Descriptor file, std::uint32_t publishers,
                                              std::uint32_t channels)
{
    const std::size_t size = sizeFor(publishers, channels);
    void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    if (memory == MAP_FAILED)
        return tl::unexpected(
            environmentError(std::string("cannot map the memory of the run: ") + std::strerror(errno)));
    return LoadBoard(std::move(file), static_cast<Memory *>(memory), size, channels);
}

std::uint32_t &LoadBoard::slot(std::uint8_t publisher, std::uint32_t channel) const
{
    return (&m_memory->next)[std::size_t{publisher} * m_channels + channel];
}

void LoadBoard::setNext(std::uint8_t publisher, std::uint32_t channel, std::uint32_t sequence)
{
    Shared(slot(publisher, channel)).store(sequence, std::memory_order_release);
}

std::uint32_t LoadBoard::next(std::uint8_t publisher, std::uint32_t channel) const
{
    return Shared(slot(publisher, channel)).load(std::memory_order_acquire);
}

void LoadBoard::addUnconfirmed(const UnconfirmedPublish &publish)
{
    const Shared count(m_memory->unconfirmedCount);
    const std::uint32_t index = count.load(std::memory_order_relaxed);
    if (index == kMostUnconfirmed)
        return;
    m_memory->unconfirmed[index] = publish;
    count.store(index + 1, std::memory_order_release);
}

std::uint32_t LoadBoard::unconfirmedCount() const
{
    return Shared(m_memory->unconfirmedCount).load(std::memory_order_acquire);
}

UnconfirmedPublish LoadBoard::unconfirmed(std::uint32_t index) const
{
    return m_memory->unconfirmed[index];
}

} // namespace sluice
