// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that one thread writes and any thread reads, without locks and without locked instructions.
#pragma once

#include <atomic>
#include <cstdint>

namespace sluice {

/** A number with exactly one writing thread; reading it is safe anywhere. */
class Counter
{
public:
    void add(std::int64_t amount) { m_value.store(value() + amount, std::memory_order_relaxed); }
    void set(std::int64_t value) { m_value.store(value, std::memory_order_relaxed); }
    std::int64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> m_value{0};
};

} // namespace sluice
