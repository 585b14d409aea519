// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load/clients/WorkerCrowd.h"

#include "load/clients/LoadWorker.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace sluice {

namespace {

using namespace std::chrono_literals;
using Clock = LoadStreams::Clock;

constexpr auto kLastWords = 10s; // how long a process may take to close its streams and say its figures
constexpr const char *kProgram = "/proc/self/exe";

Error cannotStart(int code)
{
    return environmentError(std::string("cannot start another process for the clients: ") +
                            std::strerror(code));
}

/** The child gets one socket as input and output, the board, and a process group of its own: Ctrl-C on the
 * terminal is for the process that runs the load. */
int spawn(pid_t &pid, int socket, int board)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, board, kBoardDescriptor);
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    std::string program = "sluicectl";
    std::string word = kLoadWorkerWord;
    const std::array<char *, 3> arguments{program.data(), word.data(), nullptr};
    const int code = ::posix_spawn(&pid, kProgram, &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

std::string endOf(int status)
{
    if (WIFSIGNALED(status))
        return std::string("was killed: ") + ::strsignal(WTERMSIG(status));
    return "exited with " + std::to_string(WEXITSTATUS(status));
}

} // namespace

tl::expected<WorkerCrowd, Error> WorkerCrowd::start(const LoadJob &job, std::uint32_t processes,
                                                    const LoadBoard &board)
{
    WorkerCrowd crowd(job);
    crowd.m_job.share.step = processes;
    crowd.m_workers.reserve(processes);
    for (std::uint32_t index = 0; index < processes; ++index)
        if (auto started = crowd.startOne(index, board); !started)
            return tl::unexpected(started.error());
    return crowd;
}

tl::expected<void, Error> WorkerCrowd::startOne(std::uint32_t index, const LoadBoard &board)
{
    std::array<int, 2> pair{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return tl::unexpected(cannotStart(errno));
    LineSocket ours{Descriptor(pair[0])};
    const Descriptor theirs(pair[1]);
    pid_t pid = -1;
    if (const int code = spawn(pid, theirs.get(), board.descriptor()); code != 0)
        return tl::unexpected(cannotStart(code));
    LoadJob job = m_job;
    job.share.first = index;
    ours.send(job.toLine());
    m_workers.push_back({std::move(ours), pid, job.share, {}, false});
    return {};
}

/** Whoever is still there sees the end of its socket, and ends. */
WorkerCrowd::~WorkerCrowd()
{
    for (Worker &worker : m_workers) {
        if (worker.isGone)
            continue;
        const pid_t pid = worker.pid;
        ::shutdown(worker.socket.descriptor(), SHUT_RDWR);
        ::waitpid(pid, nullptr, 0);
    }
}

void WorkerCrowd::tell(const std::string &line)
{
    for (Worker &worker : m_workers)
        if (!worker.isGone)
            worker.socket.send(line);
}

void WorkerCrowd::aim(std::uint32_t clients)
{
    tell("aim " + std::to_string(clients));
}

void WorkerCrowd::setChurn(LoadStreams::Churn churn)
{
    tell(churn == LoadStreams::Churn::On ? "churn on" : "churn off");
}

void WorkerCrowd::work(std::chrono::milliseconds patience)
{
    std::vector<pollfd> polled;
    polled.reserve(m_workers.size());
    for (const Worker &worker : m_workers)
        if (!worker.isGone)
            polled.push_back({worker.socket.descriptor(), POLLIN, 0});
    ::poll(polled.data(), polled.size(), static_cast<int>(patience.count()));
    for (Worker &worker : m_workers)
        if (!worker.isGone)
            take(worker);
}

void WorkerCrowd::take(Worker &worker)
{
    worker.socket.receive();
    while (const auto line = worker.socket.next())
        if (auto status = readCrowdStatus(*line))
            worker.status = std::move(*status);
    if (worker.socket.isOver() || worker.status.isFinal)
        bury(worker);
}

/** What a process leaves that ends too early: its streams are dropped, and nobody waits for it any more. */
void WorkerCrowd::bury(Worker &worker)
{
    int status = 0;
    ::waitpid(worker.pid, &status, 0);
    worker.isGone = true;
    worker.status.hasAll = true;
    if (std::exchange(worker.status.isFinal, true))
        return;
    CrowdFigures &figures = worker.status.figures;
    LoadStreams::Counts &counts = figures.counts;
    const std::string reason = "process " + std::to_string(worker.share.first + 1) + " of " +
                               std::to_string(m_workers.size()) + " " + endOf(status);
    const std::uint32_t undecided = worker.share.of(m_job.options.allClients()) - counts.decided;
    counts.connectErrors += undecided;
    counts.decided += undecided;
    figures.failures[reason] += undecided;
    counts.drops += counts.open;
    figures.dropReasons[reason] += std::exchange(counts.open, 0);
}

std::uint32_t WorkerCrowd::decided() const
{
    std::uint32_t decided = 0;
    for (const Worker &worker : m_workers)
        decided += worker.status.figures.counts.decided;
    return decided;
}

bool WorkerCrowd::hasAll()
{
    if (!std::exchange(m_isWatching, true))
        tell("watch");
    return std::all_of(m_workers.begin(), m_workers.end(),
                       [](const Worker &worker) { return worker.status.hasAll; });
}

CrowdFigures WorkerCrowd::figures() const
{
    CrowdFigures sum;
    for (const Worker &worker : m_workers)
        sum.add(worker.status.figures);
    return sum;
}

bool WorkerCrowd::isWaiting() const
{
    return std::any_of(m_workers.begin(), m_workers.end(),
                       [](const Worker &worker) { return !worker.isGone; });
}

CrowdFigures WorkerCrowd::finish()
{
    tell("finish");
    const Clock::time_point end = Clock::now() + kLastWords;
    while (isWaiting() && Clock::now() < end)
        work(20ms);
    for (Worker &worker : m_workers) {
        if (worker.isGone)
            continue;
        ::kill(worker.pid, SIGKILL);
        bury(worker);
    }
    return figures();
}

} // namespace sluice
