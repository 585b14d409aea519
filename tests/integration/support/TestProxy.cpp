// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestProxy.h"

#include <QByteArray>

#include <array>
#include <deque>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice::integration {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int TickMilliseconds = 10;

sockaddr_in loopbackAddress(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool sendAll(int socket, const QByteArray &bytes)
{
    for (qsizetype sent = 0; sent < bytes.size();) {
        const ssize_t some =
            ::send(socket, bytes.constData() + sent, std::size_t(bytes.size() - sent), MSG_NOSIGNAL);
        if (some <= 0)
            return false;
        sent += some;
    }
    return true;
}

/** What arrived; null at the end. */
QByteArray received(int socket)
{
    std::array<char, 16384> buffer;
    const ssize_t size = ::recv(socket, buffer.data(), buffer.size(), 0);
    return size > 0 ? QByteArray(buffer.data(), qsizetype(size)) : QByteArray();
}

/** What the engine sent, until it is time to pass it on. */
class HeldBack
{
public:
    explicit HeldBack(std::chrono::milliseconds time)
        : m_time(time)
    {
    }

    void add(const QByteArray &bytes)
    {
        QByteArray rest = bytes;
        if (!m_headIsOver) {
            m_head += bytes;
            const qsizetype end = m_head.indexOf("\r\n\r\n");
            m_headIsOver = end >= 0;
            const qsizetype body = m_headIsOver ? m_head.size() - end - 4 : 0;
            m_parts.push_back({bytes.chopped(body), Clock::now()});
            rest = bytes.right(body);
        }
        if (!rest.isEmpty())
            m_parts.push_back({rest, Clock::now() + m_time});
    }

    bool passOn(int client)
    {
        while (!m_parts.empty() && Clock::now() >= m_parts.front().due) {
            if (!sendAll(client, m_parts.front().bytes))
                return false;
            m_parts.pop_front();
        }
        return true;
    }

private:
    struct Part
    {
        QByteArray bytes;
        Clock::time_point due;
    };

    std::chrono::milliseconds m_time;
    QByteArray m_head;
    bool m_headIsOver = false;
    std::deque<Part> m_parts;
};

} // namespace

TestProxy::TestProxy(quint16 enginePort, Vices vices)
    : m_enginePort(enginePort)
    , m_vices(vices)
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopbackAddress(port());
    const int on = 1;
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(m_listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 ||
        ::listen(m_listener, 128) != 0)
        qFatal("the test's proxy cannot listen on port %d", port());
    m_accepting = std::thread([this] { accept(); });
}

TestProxy::~TestProxy()
{
    m_stop = true;
    m_accepting.join();
    for (std::thread &relay : m_relays)
        relay.join();
    ::close(m_listener);
}

void TestProxy::accept()
{
    while (!m_stop) {
        pollfd wait{m_listener, POLLIN, 0};
        if (::poll(&wait, 1, TickMilliseconds) <= 0)
            continue;
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0)
            m_relays.emplace_back([this, client] { relay(client); });
    }
}

void TestProxy::relay(int client) const
{
    const auto begin = Clock::now();
    const int engine = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopbackAddress(m_enginePort);
    bool goesOn = ::connect(engine, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    HeldBack held(m_vices.holdBack);
    while (goesOn && !m_stop) {
        std::array<pollfd, 2> wait{pollfd{client, POLLIN, 0}, pollfd{engine, POLLIN, 0}};
        ::poll(wait.data(), wait.size(), TickMilliseconds);
        if (wait[0].revents != 0) {
            const QByteArray bytes = received(client);
            goesOn = !bytes.isNull() && sendAll(engine, bytes);
        }
        if (goesOn && wait[1].revents != 0) {
            const QByteArray bytes = received(engine);
            goesOn = !bytes.isNull();
            held.add(bytes);
        }
        goesOn = goesOn && held.passOn(client);
        if (m_vices.cutAfter.count() > 0 && Clock::now() - begin >= m_vices.cutAfter)
            goesOn = false;
    }
    ::close(engine);
    ::close(client);
}

} // namespace sluice::integration
