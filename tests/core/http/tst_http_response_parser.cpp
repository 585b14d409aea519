// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/HttpResponseParser.h"

#include <QTest>

#include <vector>

using namespace sluice;
using State = HttpResponseParser::State;

namespace {

struct Outcome
{
    State state = State::Head;
    unsigned status = 0;
    std::string body;
    std::string type;
};

Outcome parse(std::string_view bytes, std::size_t cut)
{
    HttpResponseParser parser;
    Outcome outcome;
    if (parser.feed(bytes.substr(0, cut), outcome.body))
        (void)parser.feed(bytes.substr(cut), outcome.body);
    outcome.state = parser.state();
    outcome.status = parser.head().status;
    if (const std::string *type = parser.head().find("content-type"))
        outcome.type = *type;
    return outcome;
}

} // namespace

class tst_HttpResponseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsesAtEveryCut_data();
    void parsesAtEveryCut();
    void finishes_data();
    void finishes();
    void findsFields();
};

void tst_HttpResponseParser::parsesAtEveryCut_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<int>("state");
    QTest::addColumn<unsigned>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    const auto row = [](const char *name, const QByteArray &response, State state, unsigned status,
                        const QByteArray &body, const QByteArray &type) {
        QTest::newRow(name) << response << static_cast<int>(state) << status << body << type;
    };
    row("length", "HTTP/1.1 202 Accepted\r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\nhello",
        State::Complete, 202, "hello", "a/b");
    row("bytes behind the body", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 500 X\r\n\r\n",
        State::Complete, 200, "hi", "");
    row("chunks",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nabc\r\n10;x=y\r\n0123456789abcdef\r\n0\r\n\r\n",
        State::Complete, 200, "abc0123456789abcdef", "");
    row("chunks with a trailer",
        "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nTransfer-Encoding: "
        "chunked\r\n\r\n1\r\nx\r\n0\r\nContent-Type: evil\r\n\r\n",
        State::Complete, 200, "x", "a/b");
    row("chunks without an end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        State::Body, 200, "abc", "");
    row("until the end of the connection", "HTTP/1.0 200 OK\r\nContent-Type: x\r\n\r\nabc", State::Body, 200,
        "abc", "x");
    row("no body", "HTTP/1.1 204 No Content\r\nX:\r\nContent-Type: x\r\n\r\n", State::Complete, 204, "", "x");
    row("informational first",
        "HTTP/1.1 100 Continue\r\nContent-Type: no\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        State::Complete, 200, "", "");
    row("half a head", "HTTP/1.1 200 OK\r\nContent-Type: x\r\n", State::Head, 0, "", "x");
    row("no HTTP", "220 mail ESMTP\r\n", State::Failed, 0, "", "");
    row("broken chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", State::Failed, 200,
        "", "");
}

void tst_HttpResponseParser::parsesAtEveryCut()
{
    QFETCH(QByteArray, response);
    QFETCH(int, state);
    QFETCH(unsigned, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);
    const std::string bytes = response.toStdString();
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        const Outcome outcome = parse(bytes, cut);
        QCOMPARE(static_cast<int>(outcome.state), state);
        QCOMPARE(outcome.status, status);
        QCOMPARE(QByteArray::fromStdString(outcome.body), body);
        QCOMPARE(QByteArray::fromStdString(outcome.type), type);
    }
}

void tst_HttpResponseParser::finishes_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<bool>("isComplete");
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\n") << false;
    QTest::newRow("until the end") << QByteArray("HTTP/1.1 200 OK\r\n\r\nabc") << true;
    QTest::newRow("short body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc") << false;
    QTest::newRow("half a chunk") << QByteArray(
                                         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc")
                                  << false;
    QTest::newRow("complete") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") << true;
}

void tst_HttpResponseParser::finishes()
{
    QFETCH(QByteArray, response);
    QFETCH(bool, isComplete);
    HttpResponseParser parser;
    std::string body;
    QVERIFY(parser.feed(response.toStdString(), body).has_value());
    QCOMPARE(parser.finish().has_value(), isComplete);
    QCOMPARE(parser.state() == State::Complete, isComplete);
}

void tst_HttpResponseParser::findsFields()
{
    HttpResponseParser parser;
    std::string body;
    QVERIFY(parser.feed("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\na: 3\r\n\r\n", body).has_value());
    QCOMPARE(*parser.head().find("a"), std::string("1"));
    QCOMPARE(*parser.head().find("b"), std::string("2"));
    QVERIFY(parser.head().find("c") == nullptr);
    QVERIFY(parser.head().find("") == nullptr);
    QCOMPARE(parser.head().fields.size(), 3U);
}

QTEST_GUILESS_MAIN(tst_HttpResponseParser)
#include "tst_http_response_parser.moc"
