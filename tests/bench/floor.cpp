// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The naive floor of compare.sh: the least that a server of event streams can do. One thread, bare epoll, a
// vector of descriptors per channel, one send() per event per stream. It has no limits, timeouts, history,
// metrics or manners: whatever Sluice costs above it is the price of those. Loopback only.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

constexpr std::string_view streamHead = "HTTP/1.1 200 OK\r\n"
                                        "Content-Type: text/event-stream\r\n"
                                        "Cache-Control: no-cache\r\n"
                                        "Connection: keep-alive\r\n"
                                        "Transfer-Encoding: chunked\r\n\r\n";
constexpr std::string_view accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
constexpr std::string_view healthy = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n";
constexpr std::string_view notFound = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

using Channel = std::vector<int>; // the descriptors of its streams

/// What is known of an accepted descriptor, found by its number.
struct Slot
{
    Channel *channel = nullptr;           // set once it is a stream
    std::unique_ptr<std::string> request; // bytes of an unfinished request, until then
};

class Floor
{
public:
    explicit Floor(std::uint16_t port)
        : m_epoll(epoll_create1(EPOLL_CLOEXEC))
        , m_listener(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    {
        const int on = 1;
        setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (bind(m_listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0 ||
            listen(m_listener, SOMAXCONN) < 0) {
            std::perror("sluice-bench-floor: cannot listen");
            std::exit(1);
        }
        watch(m_listener, EPOLL_CTL_ADD, EPOLLIN);
    }

    [[noreturn]] void run()
    {
        std::array<epoll_event, 256> events{};
        for (;;) {
            const int count = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < count; ++i) {
                const epoll_event &event = events[static_cast<std::size_t>(i)];
                if (event.data.fd == m_listener) {
                    acceptAll();
                    continue;
                }
                if (event.events & EPOLLOUT)
                    sendBacklog(event.data.fd);
                if (event.events & ~static_cast<std::uint32_t>(EPOLLOUT))
                    receive(event.data.fd);
            }
        }
    }

private:
    void watch(int fd, int operation, std::uint32_t events) const
    {
        epoll_event event{};
        event.events = events;
        event.data.fd = fd;
        epoll_ctl(m_epoll, operation, fd, &event);
    }

    void acceptAll()
    {
        for (;;) {
            const int fd = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd < 0)
                return;
            const int on = 1;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            if (static_cast<std::size_t>(fd) >= m_slots.size())
                m_slots.resize(static_cast<std::size_t>(fd) + 1);
            m_slots[static_cast<std::size_t>(fd)] = Slot{nullptr, std::make_unique<std::string>()};
            watch(fd, EPOLL_CTL_ADD, EPOLLIN);
        }
    }

    void receive(int fd)
    {
        std::array<char, 16384> buffer; // NOLINT: filled by recv
        const ssize_t length = recv(fd, buffer.data(), buffer.size(), 0);
        if (length == 0 || (length < 0 && errno != EAGAIN)) {
            close(fd);
            return;
        }
        Slot &slot = m_slots[static_cast<std::size_t>(fd)];
        if (length < 0 || slot.channel)
            return;
        slot.request->append(buffer.data(), static_cast<std::size_t>(length));
        while (slot.request && answerOne(fd, slot)) {
        }
    }

    /// Answers the first request of the slot's bytes if it is complete.
    bool answerOne(int fd, Slot &slot)
    {
        const std::string_view bytes = *slot.request;
        const std::size_t headEnd = bytes.find("\r\n\r\n");
        if (headEnd == std::string_view::npos)
            return false;
        const std::string_view head = bytes.substr(0, headEnd);
        const std::size_t bodyLength = contentLength(head);
        if (bytes.size() < headEnd + 4 + bodyLength)
            return false;
        const std::string_view body = bytes.substr(headEnd + 4, bodyLength);
        const std::size_t pathStart = std::min(head.find(' ') + 1, head.size());
        const std::string_view path = head.substr(pathStart, head.find_first_of(" ?", pathStart) - pathStart);

        if (path.starts_with("/stream/")) {
            slot.channel = &m_channels[std::string(path.substr(8))];
            slot.channel->push_back(fd);
            slot.request.reset();
            deliver(fd, streamHead);
            return true;
        }
        if (path.starts_with("/publish/")) {
            publish(m_channels[std::string(path.substr(9))], body);
            deliver(fd, accepted);
        } else {
            deliver(fd, path == "/healthz" ? healthy : notFound);
        }
        slot.request->erase(0, headEnd + 4 + bodyLength);
        return true;
    }

    static std::size_t contentLength(std::string_view head)
    {
        constexpr std::string_view field = "\r\ncontent-length:";
        const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
        const auto found = std::search(head.begin(), head.end(), field.begin(), field.end(), same);
        std::size_t value = 0;
        if (found != head.end()) {
            const std::size_t after = static_cast<std::size_t>(found - head.begin()) + field.size();
            const std::size_t digits = std::min(head.find_first_not_of(' ', after), head.size());
            std::from_chars(head.data() + digits, head.data() + head.size(), value);
        }
        return value;
    }

    void publish(const Channel &channel, std::string_view data)
    {
        std::string event = "id: " + std::to_string(++m_lastId) + "\ndata: ";
        event.append(data).append("\n\n");
        std::array<char, 16> size{};
        const auto end = std::to_chars(size.data(), size.data() + size.size(), event.size(), 16).ptr;
        const std::string frame = std::string(size.data(), end) + "\r\n" + event + "\r\n";
        for (const int fd : channel)
            deliver(fd, frame);
    }

    void deliver(int fd, std::string_view bytes)
    {
        if (!m_backlogs.empty()) {
            if (const auto backlog = m_backlogs.find(fd); backlog != m_backlogs.end()) {
                backlog->second.append(bytes);
                return;
            }
        }
        const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        const std::size_t done = sent > 0 ? static_cast<std::size_t>(sent) : 0;
        if (done == bytes.size() || (sent < 0 && errno != EAGAIN))
            return; // a broken stream is noticed by epoll
        m_backlogs.emplace(fd, bytes.substr(done));
        watch(fd, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    }

    void sendBacklog(int fd)
    {
        const auto backlog = m_backlogs.find(fd);
        if (backlog == m_backlogs.end())
            return;
        const ssize_t sent = send(fd, backlog->second.data(), backlog->second.size(), MSG_NOSIGNAL);
        if (sent > 0)
            backlog->second.erase(0, static_cast<std::size_t>(sent));
        if (backlog->second.empty()) {
            m_backlogs.erase(backlog);
            watch(fd, EPOLL_CTL_MOD, EPOLLIN);
        }
    }

    void close(int fd)
    {
        Slot &slot = m_slots[static_cast<std::size_t>(fd)];
        if (slot.channel)
            slot.channel->erase(std::find(slot.channel->begin(), slot.channel->end(), fd));
        slot = Slot{};
        m_backlogs.erase(fd);
        ::close(fd);
    }

    int m_epoll;
    int m_listener;
    std::vector<Slot> m_slots;
    std::unordered_map<std::string, Channel> m_channels;
    std::unordered_map<int, std::string> m_backlogs; // of the few streams whose socket refused bytes
    std::uint64_t m_lastId = 0;
};

void raiseDescriptorLimit()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

int main(int argc, char **argv)
{
    std::uint16_t port = 0;
    if (argc == 2)
        std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), port);
    if (port == 0) {
        std::fprintf(stderr, "usage: sluice-bench-floor PORT\n");
        return 2;
    }
    raiseDescriptorLimit();
    Floor(port).run();
}
