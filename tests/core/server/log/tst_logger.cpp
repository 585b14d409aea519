// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/log/EndLog.h"
#include "server/log/Logger.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

#include <atomic>
#include <csignal>
#include <set>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

const UtcTime noon{Milliseconds(1'700'000'000'123)};

std::string lineOf(LogFormat format, LogReader reader, std::string_view message,
                   std::initializer_list<LogField> fields = {})
{
    return logLine(format, reader, noon, LogLevel::Warning, message,
                   std::span(fields.begin(), fields.size()));
}

/** A pipe, of which the test reads one end. */
class Pipe
{
public:
    Pipe()
    {
        if (::pipe2(m_fds.data(), O_CLOEXEC | O_NONBLOCK) != 0)
            qFatal("no pipe");
        // The writing end is like anybody's stderr.
        ::fcntl(m_fds[1], F_SETFL, 0);
    }
    ~Pipe()
    {
        closeReading();
        ::close(m_fds[1]);
    }
    int writing() const { return m_fds[1]; }
    void closeReading()
    {
        if (m_fds[0] >= 0)
            ::close(m_fds[0]);
        m_fds[0] = -1;
    }
    /** What can be read now, added to what was read before. */
    const QByteArray &text()
    {
        std::array<char, 65536> buffer;
        ssize_t bytes = 0;
        while ((bytes = ::read(m_fds[0], buffer.data(), buffer.size())) > 0)
            m_text.append(buffer.data(), bytes);
        return m_text;
    }
    QList<QByteArray> lines()
    {
        QList<QByteArray> all = text().split('\n');
        all.removeLast();
        return all;
    }

private:
    std::array<int, 2> m_fds{-1, -1};
    QByteArray m_text;
};

EndRecord ended(std::uint64_t id, const std::string &channels = "c")
{
    EndRecord record;
    record.id = id;
    record.channels = std::make_shared<const std::string>(channels);
    record.opened = Instant(1s);
    record.ended = Instant(2500ms);
    record.cause = Cause::Reset;
    return record;
}

} // namespace

class tst_Logger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ::signal(SIGPIPE, SIG_IGN); }
    void text();
    void json();
    void theJournalStampsItself();
    void nothingForgesALine_data();
    void nothingForgesALine();
    void longValuesAreCut();
    void readerIsToldByItsStream();
    void linesArriveInOrder();
    void whoLogsNeverWaits();
    void aReaderThatGoesAwayIsNoMatter();
    void aFullDiskIsCounted();
    void oneLineForEachEnd();
    void theRestIsCounted();
    void rateNoughtLogsNone();
    void endsMayComeMeanwhile();
};

void tst_Logger::text()
{
    QCOMPARE(lineOf(LogFormat::Text, LogReader::Anybody, "stream ended",
                    {{"cause", std::string("reset")},
                     {"id", std::int64_t{7}},
                     {"age", 1.5},
                     {"why", std::string("two words")},
                     {"none", std::string()}}),
             std::string("2023-11-14T22:13:20.123Z warning stream ended cause=reset id=7 age=1.5 "
                         "why=\"two words\" none=\"\"\n"));
}

void tst_Logger::json()
{
    const std::string line = lineOf(LogFormat::Json, LogReader::Anybody, "stream \"ended\"",
                                    {{"id", std::int64_t{7}}, {"why", std::string("a\nb\xff")}});
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(line), &error).object();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(object.value(QStringLiteral("time")).toString(), QStringLiteral("2023-11-14T22:13:20.123Z"));
    QCOMPARE(object.value(QStringLiteral("level")).toString(), QStringLiteral("warning"));
    QCOMPARE(object.value(QStringLiteral("message")).toString(), QStringLiteral("stream \"ended\""));
    QCOMPARE(object.value(QStringLiteral("id")).toInt(), 7);
    QVERIFY(object.value(QStringLiteral("why")).toString().startsWith(QStringLiteral("a\nb")));
}

void tst_Logger::theJournalStampsItself()
{
    QCOMPARE(lineOf(LogFormat::Text, LogReader::Journal, "x"), std::string("<4>x\n"));
    QCOMPARE(lineOf(LogFormat::Json, LogReader::Journal, "x"),
             std::string("<4>{\"level\":\"warning\",\"message\":\"x\"}\n"));
}

void tst_Logger::nothingForgesALine_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("line feed") << QByteArray("a\n<0>forged");
    QTest::newRow("carriage return") << QByteArray("a\rforged");
    QTest::newRow("escape sequence") << QByteArray("\x1b[2J\x1b]0;title\x07");
    QTest::newRow("c1 control") << QByteArray("a\xc2\x9b"
                                              "31m");
    QTest::newRow("nul") << QByteArray("a\0b", 3);
    QTest::newRow("line separator") << QByteArray("a\xe2\x80\xa8"
                                                  "b");
    QTest::newRow("right to left") << QByteArray("a\xe2\x80\xae"
                                                 "b");
    QTest::newRow("invalid utf-8") << QByteArray("\xc3(\xff\xfe\x80");
    QTest::newRow("quotes") << QByteArray("x\" level=\"error\\");
    QTest::newRow("another field") << QByteArray("x cause=kicked");
}

void tst_Logger::nothingForgesALine()
{
    QFETCH(QByteArray, sent);
    for (const LogFormat format : {LogFormat::Text, LogFormat::Json}) {
        const QByteArray line = QByteArray::fromStdString(
            lineOf(format, LogReader::Anybody, sent.toStdString(), {{"value", sent.toStdString()}}));
        QVERIFY(line.endsWith('\n'));
        QCOMPARE(line.count('\n'), 1);
        const QString decoded = QString::fromUtf8(line.chopped(1));
        QCOMPARE(decoded.toUtf8(), line.chopped(1)); // valid UTF-8
        for (const QChar character : decoded)
            QVERIFY2(character.unicode() >= 0x20 &&
                         !(character.unicode() >= 0x7f && character.unicode() < 0xa0) &&
                         character.unicode() != 0x2028 && character.unicode() != 0x202e,
                     line.constData());
        if (format == LogFormat::Json)
            QVERIFY(!QJsonDocument::fromJson(line).object().isEmpty());
        else
            QVERIFY2(line.contains(" value=\"") || !sent.contains(' '), line.constData());
    }
}

void tst_Logger::longValuesAreCut()
{
    const std::string huge(100'000, '\x01');
    const std::string line =
        lineOf(LogFormat::Json, LogReader::Anybody, "message", {{"a", huge}, {"b", huge}, {"c", huge}});
    QVERIFY2(line.size() <= longestLogLine, std::to_string(line.size()).c_str());
    QVERIFY(!QJsonDocument::fromJson(QByteArray::fromStdString(line)).object().isEmpty());
    QVERIFY(lineOf(LogFormat::Text, LogReader::Anybody, std::string(100'000, 'x')).size() <= longestLogLine);
}

void tst_Logger::readerIsToldByItsStream()
{
    Pipe pipe;
    struct stat about
    {
    };
    QVERIFY(::fstat(pipe.writing(), &about) == 0);
    ::unsetenv("JOURNAL_STREAM");
    QVERIFY(Logger::readerOf(pipe.writing()) == LogReader::Anybody);
    ::setenv("JOURNAL_STREAM", "1:2", 1);
    QVERIFY(Logger::readerOf(pipe.writing()) == LogReader::Anybody);
    ::setenv("JOURNAL_STREAM", (std::to_string(about.st_dev) + ':' + std::to_string(about.st_ino)).c_str(),
             1);
    QVERIFY(Logger::readerOf(pipe.writing()) == LogReader::Journal);
    ::unsetenv("JOURNAL_STREAM");
}

void tst_Logger::linesArriveInOrder()
{
    Pipe pipe;
    {
        Logger logger(LogFormat::Text, LogReader::Journal, pipe.writing());
        for (int i = 0; i < 300; ++i)
            logger.log(LogLevel::Info, "line " + std::to_string(i));
    } // its end writes what waits
    const auto lines = pipe.lines();
    QCOMPARE(lines.size(), 300);
    for (int i = 0; i < lines.size(); ++i)
        QCOMPARE(lines[i], "<6>line " + QByteArray::number(i));
}

void tst_Logger::whoLogsNeverWaits()
{
    Pipe pipe; // nobody reads it: 64 KiB fit in
    Logger logger(LogFormat::Text, LogReader::Journal, pipe.writing());
    const std::string filler(500, 'x');
    for (int i = 0; i < 10'000; ++i)
        logger.log(LogLevel::Info, filler);
    QVERIFY(logger.lost() > 0);
    // Somebody reads again: he learns how many lines are missing.
    QTRY_VERIFY_WITH_TIMEOUT(pipe.text().contains("log lines were lost"), 30'000);
    logger.log(LogLevel::Info, "and on it goes");
    QTRY_VERIFY_WITH_TIMEOUT(pipe.text().contains("and on it goes"), 30'000);
    QVERIFY(pipe.text().contains("lines=" + QByteArray::number(qlonglong(logger.lost()))));
}

void tst_Logger::aReaderThatGoesAwayIsNoMatter()
{
    Pipe pipe;
    pipe.closeReading();
    Logger logger(LogFormat::Text, LogReader::Journal, pipe.writing());
    for (int i = 0; i < 100; ++i)
        logger.log(LogLevel::Info, "to nobody");
}

/** A line that the disk does not take is lost, and counted; that it is lost is not tried again and again. */
void tst_Logger::aFullDiskIsCounted()
{
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    QVERIFY(full >= 0);
    {
        Logger logger(LogFormat::Text, LogReader::Journal, full);
        for (int i = 0; i < 100; ++i)
            logger.log(LogLevel::Info, "into a full disk");
        QTRY_COMPARE(logger.lost(), std::int64_t{100});
    }
    ::close(full);
}

void tst_Logger::oneLineForEachEnd()
{
    Pipe pipe;
    {
        Logger logger(LogFormat::Text, LogReader::Journal, pipe.writing());
        std::array<EndsRing, 2> rings;
        EndLog log({rings.data(), &rings[1]}, logger);
        log.setRate(100);
        rings[0].add(ended(1));
        log.poll(Clock::now() + 1s);
        log.poll(Clock::now() + 2s);
        rings[1].add(ended(2, "a,b"));
        rings[0].add(ended(3, "with \n a line end"));
        log.poll(Clock::now() + 3s);
        log.finish(Clock::now() + 4s);
    }
    const auto lines = pipe.lines();
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith("<6>stream ended cause=reset id=1 client="));
    QVERIFY(lines[0].contains("channels=c age_seconds=1.5 sent_bytes=0 worker=0"));
    QVERIFY(lines[1].contains("id=3") && lines[1].contains("channels=\"with \\n a line end\""));
    QVERIFY(lines[2].contains("id=2") && lines[2].contains("channels=a,b") && lines[2].contains("worker=1"));
}

void tst_Logger::theRestIsCounted()
{
    Pipe pipe;
    constexpr int storm = 25'000; // more than the ring keeps
    {
        Logger logger(LogFormat::Text, LogReader::Journal, pipe.writing());
        EndsRing ring;
        EndLog log({&ring}, logger);
        log.setRate(10);
        for (int i = 0; i < storm; ++i)
            ring.add(ended(std::uint64_t(i)));
        const Instant now = Clock::now() + 10s;
        log.poll(now);
        log.poll(now + 1ms);
        ring.add(ended(1));
        log.finish(now + 2ms);
    }
    const auto lines = pipe.lines();
    int ends = 0;
    int counted = 0;
    for (const QByteArray &line : lines) {
        const auto match = QRegularExpression(QStringLiteral("^<6>(\\d+) more streams ended streams=\\1$"))
                               .match(QString::fromUtf8(line));
        if (match.hasMatch())
            counted += match.captured(1).toInt();
        else
            ++ends;
    }
    QCOMPARE(ends, 10);
    QCOMPARE(ends + counted, storm + 1);
}

void tst_Logger::rateNoughtLogsNone()
{
    Pipe pipe;
    {
        Logger logger(LogFormat::Text, LogReader::Journal, pipe.writing());
        EndsRing ring;
        EndLog log({&ring}, logger);
        log.setRate(0);
        for (int i = 0; i < 100; ++i)
            ring.add(ended(1));
        log.poll(Clock::now() + 10s);
        log.finish(Clock::now() + 20s);
    }
    QVERIFY2(pipe.text().isEmpty(), pipe.text().constData());
}

/** Each end has one line or is counted once, also when it comes while the log looks at the ring. */
void tst_Logger::endsMayComeMeanwhile()
{
    // Long enough that the worker adds also between two looks at the ring, on a machine with one core too.
    constexpr auto duration = 1500ms;
    constexpr int pollsBetweenRests = 500; // a line each: below what the logger lets wait
    std::uint64_t adds = 0;
    QTemporaryFile file;
    QVERIFY(file.open());
    {
        Logger logger(LogFormat::Text, LogReader::Journal, file.handle());
        EndsRing ring;
        EndLog log({&ring}, logger);
        log.setRate(200);
        std::atomic<bool> isOver{false};
        std::thread worker([&ring, &isOver, &adds] {
            for (; !isOver; ++adds)
                ring.add(ended(adds));
        });
        const Instant end = Clock::now() + duration;
        Instant now = Clock::now();
        while (Clock::now() < end) {
            for (int i = 0; i < pollsBetweenRests; ++i)
                log.poll(now += 5ms); // one line is due
            std::this_thread::sleep_for(20ms);
        }
        isOver = true;
        worker.join();
        log.finish(now += 5ms);
        QCOMPARE(logger.lost(), std::int64_t(0));
    }
    const QRegularExpression rest(QStringLiteral("^<6>(\\d+) more streams ended"));
    const QRegularExpression one(QStringLiteral("^<6>stream ended .* id=(\\d+) "));
    QFile written(file.fileName());
    QVERIFY(written.open(QIODevice::ReadOnly));
    std::set<qulonglong> ids;
    qulonglong lines = 0;
    qulonglong counted = 0;
    while (!written.atEnd()) {
        const QString line = QString::fromUtf8(written.readLine());
        if (const auto match = rest.match(line); match.hasMatch()) {
            QVERIFY2(match.captured(1).toULongLong() <= adds, qPrintable(line));
            counted += match.captured(1).toULongLong();
        } else {
            const auto said = one.match(line);
            QVERIFY2(said.hasMatch(), qPrintable(line));
            QVERIFY2(ids.insert(said.captured(1).toULongLong()).second, qPrintable(line));
            ++lines;
        }
    }
    QVERIFY(lines > 0 && counted > 0);
    QCOMPARE(lines + counted, qulonglong(adds));
}

QTEST_GUILESS_MAIN(tst_Logger)
#include "tst_logger.moc"
