// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoSeat.h"

#include <QRandomGenerator>

#include <utility>

namespace sluice {

namespace {

// Milliseconds. Together a client leaves every two seconds or so: often enough to be seen soon, seldom enough
// to be calm.
constexpr int kFirstCome = 2'000;
constexpr int kShortestStay = 15'000;
constexpr int kLongestStay = 90'000;
constexpr int kShortestBreak = 1'000;
constexpr int kLongestBreak = 6'000;

int between(int least, int most)
{
    return QRandomGenerator::global()->bounded(least, most);
}

} // namespace

DemoSeat::DemoSeat(const QUrl &stream, std::function<void(quint16 port)> onConnected)
    : m_stream(stream)
    , m_onConnected(std::move(onConnected))
{
    connect(&m_socket, &QTcpSocket::connected, this, &DemoSeat::ask);
    // What it is told interests nobody; that it reads makes it a good client.
    connect(&m_socket, &QTcpSocket::readyRead, this, [this] { m_socket.readAll(); });
    m_turn.setSingleShot(true);
    connect(&m_turn, &QTimer::timeout, this, &DemoSeat::turn);
    m_turn.start(between(0, kFirstCome));
}

void DemoSeat::ask()
{
    m_onConnected(m_socket.localPort());
    m_socket.write("GET " + m_stream.path().toLatin1() + " HTTP/1.1\r\nHost: " +
                   m_stream.authority().toLatin1() + "\r\nAccept: text/event-stream\r\n\r\n");
}

void DemoSeat::turn()
{
    // Also where the engine ended it, or wanted no more: it tries again like a person who reloads a page.
    if (m_socket.state() == QAbstractSocket::UnconnectedState) {
        m_socket.connectToHost(m_stream.host(), static_cast<quint16>(m_stream.port()));
        m_turn.start(between(kShortestStay, kLongestStay));
    } else {
        m_socket.abort();
        m_turn.start(between(kShortestBreak, kLongestBreak));
    }
}

} // namespace sluice
