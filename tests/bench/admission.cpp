// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What asking Admission costs: nanoseconds per admit and leave, with all caps and rates on, on one thread and
// on two that contend, for few clients and for so many that each connect makes the table forget somebody.
// sluice-bench-admission [pairs]

#include "engine/pool/Admission.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <vector>

using namespace sluice;

namespace {

constexpr int defaultPairs = 1'000'000;
constexpr std::uint32_t fewClients = 100;
constexpr std::uint32_t manyClients = 1'000'000; // pool.max_clients is 65,536

Settings everythingOn()
{
    Settings settings;
    settings.pool_max_streams = 1'000'000;
    settings.pool_max_streams_per_client = 1000;
    settings.pool_connect_rate = 1e6;
    settings.pool_connect_rate_burst = 10'000'000;
    settings.pool_client_connect_rate = 1e6;
    settings.pool_client_connect_rate_burst = 10'000'000;
    return settings;
}

ClientKey client(std::uint32_t number)
{
    ClientAddress address = *ClientAddress::parse("10.0.0.0");
    address.bytes[13] = static_cast<std::uint8_t>(number >> 16);
    address.bytes[14] = static_cast<std::uint8_t>(number >> 8);
    address.bytes[15] = static_cast<std::uint8_t>(number);
    return ClientKey::of(address);
}

/** Admits and lets go @p pairs times, as a worker would: the clock is read anew for each. */
std::int64_t run(Admission &admission, int pairs, std::uint32_t clients, std::uint32_t first)
{
    std::int64_t refused = 0;
    std::uint32_t number = first;
    for (int i = 0; i < pairs; ++i) {
        number = (number + 7919) % clients; // a prime, so that neighbours are not asked in turn
        if (const auto pass = admission.admit(client(number)))
            admission.leave(*pass);
        else
            ++refused;
    }
    return refused;
}

/** CPU time of the process: unlike the wall's it is the same on a busy machine. */
double cpuNanoseconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

void measure(const char *what, int threads, int pairs, std::uint32_t clients)
{
    const FdBudget descriptors(2'000'000, 2);
    Admission admission(descriptors);
    admission.apply(everythingOn());
    run(admission, static_cast<int>(std::min<std::uint32_t>(clients, 100'000)), clients,
        0); // fills the table
    std::atomic<std::int64_t> refused = 0;
    std::vector<std::thread> workers;
    const double before = cpuNanoseconds();
    const Instant start = Clock::now();
    for (int worker = 0; worker < threads; ++worker)
        workers.emplace_back([&, worker] {
            refused += run(admission, pairs, clients, static_cast<std::uint32_t>(worker) * 31);
        });
    for (std::thread &worker : workers)
        worker.join();
    const double wall = std::chrono::duration<double, std::nano>(Clock::now() - start).count();
    const double cpu = (cpuNanoseconds() - before) / threads;
    std::printf("%-38s  %d thread%s  CPU %5.0f ns  wall %5.0f ns per admit+leave and thread, refused %lld\n",
                what, threads, threads > 1 ? "s" : " ", cpu / pairs, wall / pairs,
                static_cast<long long>(refused.load()));
}

} // namespace

int main(int argc, char *argv[])
{
    const int pairs = argc > 1 ? std::max(1, std::atoi(argv[1])) : defaultPairs;
    for (const int threads : {1, 2}) {
        measure("100 clients", threads, pairs, fewClients);
        measure("a million clients in a table of 65,536", threads, pairs, manyClients);
    }
    return 0;
}
