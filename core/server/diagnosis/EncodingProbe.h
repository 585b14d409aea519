// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for the canaries' stream as a browser does, which takes gzip, and looks at the head of the answer
// only: whether something on the way compresses. Owned by the Canary; its thread only.
#pragma once

#include "http/HttpResponseParser.h"

#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <optional>
#include <string>

namespace sluice {

class EncodingProbe final : public QObject
{
    Q_OBJECT

public:
    EncodingProbe();
    ~EncodingProbe() override;

    /** Asks once; what it learns replaces what it knew. Nothing while an answer is awaited. */
    void ask(const QUrl &url);

    /** Closes, and forgets what it learned. */
    void forget();

    /** The answer's Content-Encoding, empty for none; nothing before an answer came. */
    const std::optional<std::string> &encoding() const { return m_encoding; }

    /** Why there is no answer. */
    const std::string &reason() const { return m_reason; }

private:
    void onConnected();
    void onReadyRead();
    void fail(const std::string &reason);
    void close();

    QTcpSocket m_socket;
    QTimer m_deadline;
    QUrl m_url;
    HttpResponseParser m_response;
    bool m_isAsking = false;
    std::optional<std::string> m_encoding;
    std::string m_reason;
};

} // namespace sluice
