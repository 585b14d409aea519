// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/Answer.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTest>
#include <QTimeZone>

#include <clocale>

using namespace sluice;
using namespace std::string_literals;

class tst_Answer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytes();
    void headHasTheSameHead();
    void noLengthWithoutContent();
    void persistence();
    void problem_data();
    void problem();
    void jsonStrings_data();
    void jsonStrings();
    void date();
};

namespace {

struct Parsed
{
    std::string statusLine;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;

    std::vector<std::string> all(std::string_view name) const
    {
        std::vector<std::string> values;
        for (const auto &[field, value] : fields)
            if (field == name)
                values.push_back(value);
        return values;
    }
};

Parsed parsed(const std::string &bytes)
{
    Parsed answer;
    const auto end = bytes.find("\r\n\r\n");
    answer.body = bytes.substr(end + 4);
    std::string_view head = std::string_view(bytes).substr(0, end + 2);
    answer.statusLine = head.substr(0, head.find("\r\n"));
    head.remove_prefix(answer.statusLine.size() + 2);
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        const auto colon = line.find(": ");
        answer.fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        head.remove_prefix(line.size() + 2);
    }
    return answer;
}

using Values = std::vector<std::string>;

} // namespace

void tst_Answer::bytes()
{
    const Parsed answer = parsed(serialized(Answer::text(200, "ok\n").with("X-A", "1").with("X-A", "2"),
                                            Persistence::KeepAlive, WithBody::Yes));
    QCOMPARE(answer.statusLine, "HTTP/1.1 200 OK"s);
    QCOMPARE(answer.all("Content-Type"), Values{"text/plain; charset=utf-8"});
    QCOMPARE(answer.all("Content-Length"), Values{"3"});
    QCOMPARE(answer.all("X-A"), (Values{"1", "2"}));
    QCOMPARE(answer.all("Date").size(), std::size_t{1});
    QCOMPARE(answer.all("Connection"), Values{"keep-alive"});
    QCOMPARE(answer.body, "ok\n"s);
}

/** RFC 9110 9.3.2: the same fields, Content-Length included, and no body. */
void tst_Answer::headHasTheSameHead()
{
    const Answer answer = Answer::json(200, "{\"a\":1}");
    const Parsed get = parsed(serialized(answer, Persistence::Close, WithBody::Yes));
    const Parsed head = parsed(serialized(answer, Persistence::Close, WithBody::No));
    QCOMPARE(head.body, ""s);
    QCOMPARE(head.all("Content-Length"), Values{"7"});
    QCOMPARE(head.fields.size(), get.fields.size());
    QCOMPARE(get.all("Content-Type"), Values{"application/json"});
}

void tst_Answer::noLengthWithoutContent()
{
    const Parsed none = parsed(serialized(Answer{204, {}, {}, {}}, Persistence::KeepAlive, WithBody::Yes));
    QCOMPARE(none.statusLine, "HTTP/1.1 204 No Content"s);
    QVERIFY(none.all("Content-Length").empty());
    QVERIFY(none.all("Content-Type").empty());
    // An empty 200 needs it, or the client waits for the end of the connection.
    const Parsed empty = parsed(serialized(Answer{200, {}, {}, {}}, Persistence::KeepAlive, WithBody::Yes));
    QCOMPARE(empty.all("Content-Length"), Values{"0"});
}

void tst_Answer::persistence()
{
    const Answer answer = Answer::text(200, "");
    QCOMPARE(parsed(serialized(answer, Persistence::Close, WithBody::Yes)).all("Connection"),
             Values{"close"});
    QCOMPARE(parsed(serialized(answer, Persistence::KeepAlive, WithBody::Yes)).all("Connection"),
             Values{"keep-alive"});
}

void tst_Answer::problem_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("title");
    const auto row = [](int status, const std::string &title) {
        QTest::addRow("%d", status) << status << title;
    };
    row(400, "Bad Request");
    row(401, "Unauthorized");
    row(404, "Not Found");
    row(405, "Method Not Allowed");
    row(406, "Not Acceptable");
    row(408, "Request Timeout");
    row(413, "Payload Too Large");
    row(414, "URI Too Long");
    row(417, "Expectation Failed");
    row(429, "Too Many Requests");
    row(431, "Request Header Fields Too Large");
    row(501, "Not Implemented");
    row(503, "Service Unavailable");
    row(505, "HTTP Version Not Supported");
}

void tst_Answer::problem()
{
    QFETCH(const int, status);
    QFETCH(const std::string, title);
    const std::string detail = "the \"thing\" is\r\nwrong: \\ \x01 \xff";
    const Parsed answer =
        parsed(serialized(Answer::problem(status, detail), Persistence::Close, WithBody::Yes));
    QCOMPARE(answer.statusLine, "HTTP/1.1 " + std::to_string(status) + " " + title);
    QCOMPARE(answer.all("Content-Type"), Values{"application/problem+json"});
    QCOMPARE(answer.all("Cache-Control"), Values{"no-store"});
    QCOMPARE(answer.all("Content-Length"), Values{std::to_string(answer.body.size())});
    const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(answer.body)).object();
    QCOMPARE(body.value(QStringLiteral("status")).toInt(), status);
    QCOMPARE(body.value(QStringLiteral("title")).toString().toStdString(), title);
    QCOMPARE(body.value(QStringLiteral("detail")).toString(),
             QString::fromUtf8(detail.data(), qsizetype(detail.size())));
}

void tst_Answer::jsonStrings_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("json");
    const auto row = [](const char *name, const std::string &text, const std::string &json) {
        QTest::newRow(name) << text << json;
    };
    row("empty", "", R"("")");
    row("word", "hello", R"("hello")");
    row("quote", "a\"b", R"("a\"b")");
    row("backslash", "a\\b", R"("a\\b")");
    row("LF", "a\nb", R"("a\nb")");
    row("NUL", "a\0b"s, R"("a\u0000b")");
    row("UTF-8", "\xc3\xbc\xf0\x9f\x98\x80", "\"\xc3\xbc\xf0\x9f\x98\x80\"");
    row("brackets", "[\"]", R"("[\"]")");
    row("invalid UTF-8", "a\xff", "\"a\xef\xbf\xbd\"");
}

void tst_Answer::jsonStrings()
{
    QFETCH(const std::string, text);
    QFETCH(const std::string, json);
    QCOMPARE(jsonString(text), json);
}

/** RFC 9110 5.6.7 in English, whatever the locale of the environment. */
void tst_Answer::date()
{
    const std::string before = std::setlocale(LC_ALL, nullptr);
    for (const char *locale : {"C", "de_DE.UTF-8", "ja_JP.UTF-8"}) {
        std::setlocale(LC_ALL, locale); // where it is not installed, nothing changes
        const QString text = QString::fromStdString(std::string(httpDate()));
        QVERIFY2(text.endsWith(QStringLiteral(" GMT")), qPrintable(text));
        QCOMPARE(text.size(), qsizetype(29));
        QDateTime parsed =
            QLocale::c().toDateTime(text.chopped(4), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss"));
        QVERIFY2(parsed.isValid(), qPrintable(text));
        parsed.setTimeZone(QTimeZone::utc());
        QVERIFY(qAbs(parsed.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    }
    std::setlocale(LC_ALL, before.c_str());
}

QTEST_APPLESS_MAIN(tst_Answer)
#include "tst_answer.moc"
