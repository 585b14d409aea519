// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// docs/openapi.json against a real engine: each described path and method is called, its status must be
// described for it, and the answer's JSON must fit the described schema, with no member more and none less.

#include "support/EngineTest.h"
#include "support/JsonSchema.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace sluice::integration;

class tst_admin_openapi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void operations_data();
    void operations();
    void findingsAreDescribed();
    void problemsAreDescribed();
    void viewersGetWhatIsSaid();

private:
    QJsonObject resolved(const QJsonObject &object) const { return JsonSchema::resolved(m_document, object); }
    HttpReply call(const QByteArray &method, const QByteArray &path, const QJsonObject &operation,
                   const QByteArray &token) const;
    void compareWithDescription(const HttpReply &reply, const QJsonObject &operation) const;

    QJsonObject m_document;
    std::unique_ptr<SluicedProcess> m_engine;
    std::vector<std::unique_ptr<StreamClient>> m_streams;
};

namespace {

const QByteArray Operator = "the-boss";
const QByteArray Viewer = "the-eyes";

QJsonObject member(const QJsonObject &object, const QString &name)
{
    return object[name].toObject();
}

/** The path with the examples of its parameters. */
QByteArray example(const QString &path, const QJsonObject &operation)
{
    QString filled = path;
    for (const QJsonValue &value : operation[QLatin1String("parameters")].toArray()) {
        const QJsonObject parameter = value.toObject();
        if (parameter[QLatin1String("in")].toString() == QStringLiteral("path"))
            filled.replace(QLatin1Char('{') + parameter[QLatin1String("name")].toString() + QLatin1Char('}'),
                           parameter[QLatin1String("example")].toVariant().toString());
    }
    return filled.toUtf8();
}

} // namespace

void tst_admin_openapi::initTestCase()
{
    QFile file(QStringLiteral(SLUICE_OPENAPI));
    QVERIFY2(file.open(QIODevice::ReadOnly), SLUICE_OPENAPI);
    m_document = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY(!m_document.isEmpty());
    SluicedProcess::Options options;
    options.settings = {QStringLiteral("auth.admin_token=the-boss"),
                        QStringLiteral("auth.viewer_token=the-eyes")};
    m_engine = std::make_unique<SluicedProcess>(options);
    START_ENGINE(*m_engine);
    // Rows in every list.
    for (const char *channel : {"a", "a", "b"})
        m_streams.push_back(
            std::make_unique<StreamClient>(m_engine->publicPort(), QByteArray("/stream/") + channel));
    QVERIFY(Publisher(m_engine->publicPort()).publishNumbered("a", 3));
    m_streams.pop_back();
}

HttpReply tst_admin_openapi::call(const QByteArray &method, const QByteArray &path,
                                  const QJsonObject &operation, const QByteArray &token) const
{
    QList<QByteArray> fields{"Authorization: Bearer " + token};
    QByteArray body;
    const QJsonObject content =
        member(member(member(operation, QStringLiteral("requestBody")), QStringLiteral("content")),
               QStringLiteral("application/json"));
    if (!content.isEmpty())
        body = QJsonDocument(member(content, QStringLiteral("example"))).toJson(QJsonDocument::Compact);
    else if (method == "POST" || method == "PATCH")
        body = "{}";
    if (!body.isNull())
        fields << "Content-Type: application/json";
    const QByteArray bytes = request(method, path, fields, body);
    const bool isStream =
        member(member(member(operation, QStringLiteral("responses")), QStringLiteral("200")),
               QStringLiteral("content"))
            .contains(QStringLiteral("text/event-stream"));
    if (!isStream)
        return exchange(m_engine->adminPort(), bytes);
    RawSocket socket(m_engine->adminPort());
    socket.send(bytes);
    return readHead(socket);
}

void tst_admin_openapi::operations_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("method");
    const QJsonObject paths = member(m_document, QStringLiteral("paths"));
    // Reads first, then changes: what a change leaves behind is not what a list shows.
    for (const char *method : {"get", "post", "patch", "delete"}) {
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            if (path.value().toObject().contains(QLatin1String(method)))
                QTest::addRow("%s %s", method, qPrintable(path.key()))
                    << path.key() << QString::fromLatin1(method);
        }
    }
}

void tst_admin_openapi::compareWithDescription(const HttpReply &reply, const QJsonObject &operation) const
{
    const QJsonObject responses = member(operation, QStringLiteral("responses"));
    const QString status = QString::number(reply.status);
    QVERIFY2(responses.contains(status),
             qPrintable(status + QLatin1Char(' ') + QString::fromUtf8(reply.body)));
    const QJsonObject content = member(resolved(member(responses, status)), QStringLiteral("content"));
    if (content.isEmpty())
        return;
    const QString type = QString::fromUtf8(reply.field("Content-Type").split(';').first());
    QVERIFY2(content.contains(type), qPrintable(type));
    if (!type.endsWith(QStringLiteral("json")))
        return;
    QJsonParseError error{};
    const QJsonDocument body = QJsonDocument::fromJson(reply.body, &error);
    QVERIFY2(error.error == QJsonParseError::NoError, reply.body.constData());
    const QString wrong = JsonSchema(m_document, member(member(content, type), QStringLiteral("schema")))
                              .whatIsWrong(QJsonValue(body.object()));
    QVERIFY2(wrong.isEmpty(),
             qPrintable(wrong + QLatin1Char('\n') + QString::fromUtf8(reply.body.left(2000))));
}

void tst_admin_openapi::operations()
{
    QFETCH(const QString, path);
    QFETCH(const QString, method);
    const QJsonObject operation = member(member(member(m_document, QStringLiteral("paths")), path), method);
    const HttpReply reply = call(method.toUpper().toUtf8(), example(path, operation), operation, Operator);
    compareWithDescription(reply, operation);
    if (method == QStringLiteral("get"))
        QCOMPARE(reply.status, 200);
}

/** The engine above is healthy. */
void tst_admin_openapi::findingsAreDescribed()
{
    SluicedProcess::Options options;
    options.settings = {QStringLiteral("pool.max_streams=1")};
    SluicedProcess full(options);
    START_ENGINE(full);
    const StreamClient stream(full.publicPort(), "/stream/a");
    const HttpReply reply = get(full.adminPort(), "/api/v1/diagnosis");
    QVERIFY2(reply.body.contains("\"action\""), reply.body.constData());
    const QJsonObject paths = member(m_document, QStringLiteral("paths"));
    compareWithDescription(reply,
                           member(member(paths, QStringLiteral("/api/v1/diagnosis")), QStringLiteral("get")));
}

void tst_admin_openapi::problemsAreDescribed()
{
    const QJsonObject paths = member(m_document, QStringLiteral("paths"));
    int checked = 0;
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path.value().toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method) {
            const QJsonObject operation = method.value().toObject();
            if (operation[QLatin1String("x-role")].toString() == QStringLiteral("open"))
                continue;
            const QByteArray target = example(path.key(), operation);
            const QByteArray verb = method.key().toUpper().toUtf8();
            for (const char *fields : {"Host: 127.0.0.1\r\n", "Host: evil.example\r\n",
                                       "Host: 127.0.0.1\r\nSec-Fetch-Site: cross-site\r\n"}) {
                const HttpReply reply =
                    exchange(m_engine->adminPort(),
                             verb + ' ' + target + " HTTP/1.1\r\n" + fields + "Content-Length: 0\r\n\r\n");
                QVERIFY(reply.status == 401 || reply.status == 403 || reply.status == 421);
                compareWithDescription(reply, operation);
                ++checked;
            }
        }
    }
    QVERIFY(checked > 30);
}

void tst_admin_openapi::viewersGetWhatIsSaid()
{
    const QJsonObject paths = member(m_document, QStringLiteral("paths"));
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QJsonObject methods = path.value().toObject();
        for (auto method = methods.begin(); method != methods.end(); ++method) {
            const QJsonObject operation = method.value().toObject();
            const bool mayRead = operation[QLatin1String("x-role")].toString() != QStringLiteral("operator");
            const HttpReply reply =
                call(method.key().toUpper().toUtf8(), example(path.key(), operation), operation, Viewer);
            QVERIFY2((reply.status == 403) != mayRead,
                     qPrintable(method.key() + QLatin1Char(' ') + path.key()));
        }
    }
}

QTEST_GUILESS_MAIN(tst_admin_openapi)
#include "tst_admin_openapi.moc"
