// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/ContentCoding.h"

#include <QTest>

using namespace sluice;

class tst_ContentCoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyIdentityPasses_data();
    void onlyIdentityPasses();
};

using Values = std::vector<std::string>;

void tst_ContentCoding::onlyIdentityPasses_data()
{
    QTest::addColumn<Values>("values");
    QTest::addColumn<std::string>("named");
    QTest::newRow("no field") << Values{} << std::string();
    QTest::newRow("empty") << Values{""} << std::string();
    QTest::newRow("identity") << Values{"identity"} << std::string();
    QTest::newRow("in capitals") << Values{"Identity"} << std::string();
    QTest::newRow("twice") << Values{"identity, identity"} << std::string();
    QTest::newRow("gzip") << Values{"gzip"} << std::string("'gzip'");
    QTest::newRow("GZIP") << Values{"GZIP"} << std::string("'GZIP'");
    QTest::newRow("zstd") << Values{" zstd "} << std::string("'zstd'");
    QTest::newRow("br behind identity") << Values{"identity,br"} << std::string("'br'");
    QTest::newRow("deflate in a second field") << Values{"identity", "deflate"} << std::string("'deflate'");
    QTest::newRow("unknown") << Values{"identity2"} << std::string("'identity2'");
}

void tst_ContentCoding::onlyIdentityPasses()
{
    QFETCH(const Values, values);
    QFETCH(const std::string, named);
    RequestHead head;
    for (const std::string &value : values)
        head.fields.emplace_back("Content-Encoding", value);
    const auto refusal = codingRefusal(head);
    QCOMPARE(refusal.has_value(), !named.empty());
    if (!refusal)
        return;
    QCOMPARE(refusal->status, 415);
    QVERIFY2(refusal->body.find(named) != std::string::npos, refusal->body.c_str());
    const std::pair<std::string, std::string> offer{"Accept-Encoding", "identity"};
    QVERIFY(std::find(refusal->fields.begin(), refusal->fields.end(), offer) != refusal->fields.end());
}

QTEST_APPLESS_MAIN(tst_ContentCoding)
#include "tst_content_coding.moc"
