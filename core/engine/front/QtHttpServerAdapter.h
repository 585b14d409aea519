// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The one file that knows which Qt is there: QAbstractHttpServer's virtual functions changed between 6.4
// and 6.8. Whatever the version, each request that QtHttpServer has parsed arrives in requestParsed().
#pragma once

#include <QAbstractHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QTcpServer>
#include <QTcpSocket>

namespace sluice {

class QtHttpServerAdapter : public QAbstractHttpServer
{
    Q_OBJECT

public:
    using QAbstractHttpServer::QAbstractHttpServer;

protected:
    /** Called within the readyRead() of the socket whose request it is; the answer is written to that socket.
     */
    virtual void requestParsed(const QHttpServerRequest &request) = 0;

private:
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &) final
    {
        requestParsed(request);
        return true;
    }
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &) final {}
#elif QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &) final
    {
        requestParsed(request);
        return true;
    }
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &&) final {}
#else
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *) final
    {
        requestParsed(request);
        return true;
    }
    void missingHandler(const QHttpServerRequest &, QTcpSocket *) final {}
#endif
};

} // namespace sluice
