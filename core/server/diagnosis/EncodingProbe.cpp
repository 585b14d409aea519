// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/diagnosis/EncodingProbe.h"

#include "http/HttpRequest.h"

#include <cctype>

namespace sluice {

namespace {

// The engine's head is sent at once; who holds it back is found by the canary itself.
constexpr std::chrono::seconds headTimeout{10};

constexpr unsigned statusOk = 200;

std::string encodingOf(const HttpHead &head)
{
    const std::string *field = head.find("Content-Encoding");
    if (field == nullptr)
        return {};
    std::string word = *field;
    for (char &c : word)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return word == "identity" ? std::string() : word;
}

} // namespace

EncodingProbe::EncodingProbe()
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { fail("no head within 10 s"); });
    connect(&m_socket, &QTcpSocket::connected, this, &EncodingProbe::onConnected);
    connect(&m_socket, &QTcpSocket::readyRead, this, &EncodingProbe::onReadyRead);
    connect(&m_socket, &QTcpSocket::disconnected, this, [this] { fail("closed before its head was in"); });
    connect(&m_socket, &QTcpSocket::errorOccurred, this,
            [this] { fail(m_socket.errorString().toStdString()); });
    m_reason = "not asked yet";
}

EncodingProbe::~EncodingProbe()
{
    close(); // or the socket would tell of its end to an object that is half gone
}

void EncodingProbe::ask(const QUrl &url)
{
    if (m_isAsking)
        return;
    m_url = url;
    m_isAsking = true;
    m_response = HttpResponseParser();
    m_deadline.start(headTimeout);
    m_socket.connectToHost(url.host(), httpPort(url));
}

void EncodingProbe::forget()
{
    close();
    m_encoding.reset();
    m_reason = "not asked yet";
}

void EncodingProbe::onConnected()
{
    HttpRequest request;
    request.url = m_url;
    request.fields = {{"Accept", "text/event-stream"},
                      {"Accept-Encoding", "gzip, deflate, br"},
                      {"Cache-Control", "no-store"}};
    const auto bytes = encodeRequest(request);
    if (!bytes)
        return fail(bytes.error().message);
    m_socket.write(*bytes);
}

void EncodingProbe::onReadyRead()
{
    const QByteArray bytes = m_socket.readAll();
    if (!m_isAsking)
        return;
    std::string body;
    const auto fed = m_response.feed({bytes.data(), static_cast<std::size_t>(bytes.size())}, body);
    if (m_response.state() == HttpResponseParser::State::Head)
        return;
    if (!fed && m_response.state() == HttpResponseParser::State::Failed)
        return fail(m_response.problem());
    if (m_response.head().status != statusOk)
        return fail("status " + std::to_string(m_response.head().status));
    m_encoding = encodingOf(m_response.head());
    m_reason.clear();
    close();
}

void EncodingProbe::fail(const std::string &reason)
{
    if (!m_isAsking)
        return;
    m_encoding.reset();
    m_reason = reason;
    close();
}

void EncodingProbe::close()
{
    m_isAsking = false;
    m_deadline.stop();
    m_socket.abort();
}

} // namespace sluice
