// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The load generator's books are exact only if no cut of the bytes can hide or invent an event: each response
// here is fed whole, cut in two at every byte, and byte by byte.
#include "load/clients/StreamDecoder.h"

#include <QTest>

#include <array>
#include <cstdio>
#include <random>
#include <vector>

using namespace sluice;

namespace {

constexpr std::uint32_t kRun = 0xABCDEF;
constexpr std::size_t kSize = 100;

class Collector : public StreamDecoder::Sink
{
public:
    void take(const LoadEvent &event) override { sequences.push_back(event.sequence); }

    std::vector<std::uint32_t> sequences;
};

std::string data(std::uint32_t sequence, std::uint32_t run = kRun, std::size_t size = kSize)
{
    std::string text;
    LoadEventFormat(run, size).append(text, {3, sequence, 123'456'789});
    return text;
}

std::string chunk(const std::string &bytes)
{
    std::array<char, 20> size;
    std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
    return size.data() + bytes + "\r\n";
}

std::string chunkOfEachByte(const std::string &bytes)
{
    std::string out;
    for (const char c : bytes)
        out += chunk({c});
    return out;
}

const std::string chunkedHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nX-Empty:\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";
const std::string plainHead = "HTTP/1.1 200 OK\r\nCONTENT-TYPE:Text/Event-Stream\r\n\r\n";

std::string numbers(const std::vector<std::uint32_t> &sequences)
{
    std::string text;
    for (const std::uint32_t sequence : sequences)
        text += std::to_string(sequence) + ' ';
    return text;
}

struct Outcome
{
    std::string sequences;
    StreamDecoder::State state;
    std::string problem;
};

/** Feeds the response in pieces that end at these positions. */
Outcome feed(const std::string &response, std::vector<std::size_t> cuts)
{
    const LoadEventFormat format(kRun, kSize);
    Collector collector;
    StreamDecoder decoder;
    cuts.push_back(response.size());
    std::size_t begin = 0;
    for (const std::size_t end : cuts) {
        if (decoder.state() == StreamDecoder::State::Head || decoder.state() == StreamDecoder::State::Open)
            decoder.feed(format, std::string_view(response).substr(begin, end - begin), collector);
        begin = end;
    }
    return {numbers(collector.sequences), decoder.state(), decoder.problem()};
}

} // namespace

class tst_StreamDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEventsAtEveryCut_data();
    void findsEventsAtEveryCut();
    void findsEventsInRandomChunksAndCuts();
    void judgesHeads_data();
    void judgesHeads();
    void readsWhatItWrote();
};

void tst_StreamDecoder::findsEventsAtEveryCut_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const std::string &response, const char *expected) {
        QTest::newRow(name) << QByteArray::fromStdString(response) << QString::fromUtf8(expected);
    };
    const std::string lf = "data: " + data(0) + "\nid: 1-0\n\n" + "data: " + data(1) + "\nid: 1-1\n\n";
    const std::string crlf =
        "id:7\r\ndata:" + data(4) + "\r\n\r\n" + "data: " + data(5) + "\r\nid: 8\r\n\r\n";
    const std::string cr = "data: " + data(6) + "\r\rdata: " + data(7) + "\rid: 1\r\r";
    const std::string heartbeat = ":\n";

    row("chunk per event",
        chunkedHead + chunk("data: " + data(0) + "\n\n") + chunk("data: " + data(1) + "\n\n"), "0 1 ");
    row("data chunk, id chunk",
        chunkedHead + chunk("data: " + data(0) + "\n") + chunk("id: 1-0\n\n") +
            chunk("data: " + data(1) + "\n") + chunk("id: 1-1\n\n"),
        "0 1 ");
    row("chunk per byte", chunkedHead + chunkOfEachByte(lf), "0 1 ");
    row("chunk extension", chunkedHead + "2;name=value\r\nda\r\n" + chunk("ta: " + data(9) + "\n\n"), "9 ");
    row("no chunks, LF", plainHead + lf, "0 1 ");
    row("no chunks, CRLF", plainHead + crlf, "4 5 ");
    row("no chunks, CR", plainHead + cr, "6 7 ");
    row("chunk per byte, CRLF", chunkedHead + chunkOfEachByte(crlf), "4 5 ");
    row("byte order mark", plainHead + "\xEF\xBB\xBF" + lf, "0 1 ");
    row("comments, retry, names",
        plainHead + ":\n:\n\nretry: 10\n" + "event: x\ndata: " + data(2) + "\nid: 1\n\n" + heartbeat +
            "data: " + data(3) + "\nevent: y\n\n",
        "2 3 ");
    row("after an informational answer", "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" + plainHead + lf,
        "0 1 ");
    row("events of others",
        plainHead + "data: {\"sluice\":\"\n\ndata: " + data(1, kRun + 1) + "\n\ndata: x\n\n" + lf, "0 1 ");
    row("marker inside other data", plainHead + "data: x" + data(5) + "\n\nxdata: " + data(6) + "\n\n" + lf,
        "0 1 ");
    row("unfinished event", plainHead + lf + "data: " + data(2) + "\nid: 1-2\n", "0 1 ");
    row("unfinished line", plainHead + lf + "data: " + data(2), "0 1 ");
    row("event that grew", plainHead + "data: " + data(2, kRun, kSize + 1) + "\n\n" + lf, "0 1 ");
    row("event whose end was damaged", plainHead + "data: " + data(2).substr(0, kSize - 1) + "?\n\n" + lf,
        "0 1 ");
    row("damaged digit", plainHead + "data: " + data(2).replace(20, 1, "G") + "\n\n" + lf, "0 1 ");
    row("two data lines are one event", plainHead + "data: " + data(2) + "\ndata: " + data(3) + "\n\n", "3 ");
}

void tst_StreamDecoder::findsEventsAtEveryCut()
{
    QFETCH(QByteArray, response);
    QFETCH(QString, expected);
    const std::string bytes = response.toStdString();
    std::vector<std::size_t> everyByte;
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        everyByte.push_back(cut);
        const Outcome outcome = feed(bytes, {cut});
        QVERIFY2(
            outcome.sequences == expected.toStdString(),
            qPrintable(
                QStringLiteral("cut at %1: %2").arg(cut).arg(QString::fromStdString(outcome.sequences))));
    }
    QCOMPARE(feed(bytes, everyByte).sequences, expected.toStdString());
    QVERIFY(feed(bytes, {}).state == StreamDecoder::State::Open);
}

void tst_StreamDecoder::findsEventsInRandomChunksAndCuts()
{
    std::mt19937 random(20260101);
    std::string body;
    std::string expected;
    for (std::uint32_t sequence = 0; sequence < 50; ++sequence) {
        body += "data: " + data(sequence) + "\nid: 1-" + std::to_string(sequence) + "\n\n";
        expected += std::to_string(sequence) + ' ';
    }
    const auto below = [&](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit)(random);
    };
    for (int round = 0; round < 300; ++round) {
        std::string response = chunkedHead;
        for (std::size_t begin = 0; begin < body.size();) {
            const std::size_t size = 1 + below(150);
            response += chunk(body.substr(begin, size));
            begin += size;
        }
        std::vector<std::size_t> cuts;
        for (std::size_t cut = below(300); cut < response.size(); cut += 1 + below(300))
            cuts.push_back(cut);
        const Outcome outcome = feed(response, cuts);
        QCOMPARE(outcome.sequences, expected);
    }
}

void tst_StreamDecoder::judgesHeads_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *name, const QByteArray &response, StreamDecoder::State state,
                        const char *problem) {
        QTest::newRow(name) << response << static_cast<int>(state) << QString::fromUtf8(problem);
    };
    using State = StreamDecoder::State;
    row("503", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 5\r\n\r\nfull\n", State::Refused,
        "status 503");
    row("204", "HTTP/1.1 204 No Content\r\n\r\n", State::Refused, "status 204");
    row("redirect", "HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", State::Refused, "status 302");
    row("HTML", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi", State::Unusable,
        "no event stream, but content type 'text/html'");
    row("longer type", "HTTP/1.1 200 OK\r\nContent-Type: text/event-streams\r\n\r\n", State::Unusable,
        "no event stream, but content type 'text/event-streams'");
    row("no type", "HTTP/1.1 200 OK\r\n\r\n", State::Unusable, "no event stream, but content type ''");
    row("empty field before the type", "HTTP/1.1 200 OK\r\nX:\r\nContent-Type: text/event-stream\r\n\r\n",
        State::Open, "");
    row("no HTTP", "SSH-2.0-OpenSSH_9.2\r\n", State::Malformed, "the response is not valid HTTP: ");
    row("broken chunk",
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        State::Malformed, "the response is not valid HTTP: ");
    row("ended",
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        State::Ended, "");
    row("half a head", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n", State::Head, "");
}

void tst_StreamDecoder::judgesHeads()
{
    QFETCH(QByteArray, response);
    QFETCH(int, state);
    QFETCH(QString, problem);
    const std::string bytes = response.toStdString();
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        const Outcome outcome = feed(bytes, {cut});
        QCOMPARE(static_cast<int>(outcome.state), state);
        QVERIFY2(outcome.problem.rfind(problem.toStdString(), 0) == 0, outcome.problem.c_str());
        QCOMPARE(outcome.problem.empty(), problem.isEmpty());
    }
}

void tst_StreamDecoder::readsWhatItWrote()
{
    for (const std::size_t size :
         {LoadEventFormat::kMinimumSize, std::size_t{49}, kSize, std::size_t{4096}}) {
        const LoadEventFormat format(kRun, size);
        std::string text;
        format.append(text, {255, 0xFFFF'FFFE, 0x0123'4567'89AB'CDEF});
        QCOMPARE(text.size(), size);
        QCOMPARE(text.substr(0, 18), std::string(format.marker()));
        QCOMPARE(text.substr(size - 2), std::string("\"}"));
        const auto event = LoadEventFormat::read(text.data());
        QVERIFY(event.has_value());
        QCOMPARE(event->publisher, std::uint8_t{255});
        QCOMPARE(event->sequence, 0xFFFF'FFFEU);
        QCOMPARE(event->sentNanoseconds, std::uint64_t{0x0123'4567'89AB'CDEF});
    }
}

QTEST_GUILESS_MAIN(tst_StreamDecoder)
#include "tst_stream_decoder.moc"
