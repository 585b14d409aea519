// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who may ask what, row by row. That both listeners ask it is tst_doors's business.

#include "engine/front/Access.h"

#include <QTest>

using namespace sluice;

class tst_Access : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hosts_data();
    void hosts();
    void changes_data();
    void changes();
    void reads_data();
    void reads();
    void denialsNameWhoAndTheCommand();
    void commandsHoldNothingButNames_data();
    void commandsHoldNothingButNames();
};

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;
using Deed = Access::Deed;

RequestHead made(const Fields &fields)
{
    RequestHead head;
    head.fields = fields;
    return head;
}

Access withSettings(Reach reach, const Settings &settings)
{
    Access access;
    access.apply(Access::publicTerms(settings, reach));
    return access;
}

int statusOf(const Access &access, const Fields &fields, Deed deed, Access::Token token = Access::Token::None)
{
    const auto denial = access.denialOf(made(fields), deed, token);
    return denial ? denial->answer.status : 200;
}

} // namespace

void tst_Access::hosts_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("known");
    QTest::newRow("address") << QByteArray("127.0.0.1:8080") << true;
    QTest::newRow("name") << QByteArray("localhost:8080") << true;
    QTest::newRow("listed") << QByteArray("api.example.com") << true;
    QTest::newRow("none") << QByteArray() << true;
    QTest::newRow("rebound") << QByteArray("evil.example:8080") << false;
}

void tst_Access::hosts()
{
    QFETCH(const QByteArray, host);
    QFETCH(const bool, known);
    Settings settings;
    settings.listen_allowed_hosts = "api.example.com";
    const Fields fields{{"Host", host.toStdString()}};
    const Access here = withSettings(Reach::ThisMachine, settings);
    const Access beyond = withSettings(Reach::Beyond, settings);
    Access admin;
    admin.apply(Access::adminTerms(settings));
    for (const Deed deed : {Deed::See, Deed::Read, Deed::Change}) {
        QCOMPARE(statusOf(here, fields, deed), known ? 200 : 421);
        QCOMPARE(statusOf(admin, fields, deed), known ? 200 : 421);
        QCOMPARE(statusOf(beyond, fields, deed), 200);
        QCOMPARE(statusOf(here, fields, deed, Access::Token::Right), 200);
    }
}

void tst_Access::changes_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("site");
    QTest::addColumn<bool>("isOpen");
    QTest::addColumn<bool>("isListed"); // in publish.allow_origin = https://app.example
    const auto row = [](const char *origin, const char *site, bool isOpen, bool isListed) {
        QTest::addRow("'%s' '%s'", origin, site)
            << QByteArray(origin) << QByteArray(site) << isOpen << isListed;
    };
    row("", "", true, true); // no browser
    row("", "none", true, true);
    row("http://127.0.0.1:8080", "same-origin", true, true);
    row("http://127.0.0.1:8080", "", true, true);
    row("https://127.0.0.1:8080", "", true, true);
    row("http://127.0.0.1:3000", "", false, false);
    row("http://localhost:8080", "", false, false);
    row("http://127.0.0.1:3000", "same-site", false, false);
    row("https://app.example", "cross-site", false, true);
    row("https://app.example", "", false, true);
    row("https://evil.example", "cross-site", false, false);
    row("https://evil.example", "", false, false);
    row("https://app.example.evil.example", "", false, false);
    row("http://127.0.0.1:8080, https://evil.example", "", false, false); // two fields
    row("null", "cross-site", false, false);
    row("null", "", false, false);
    row("", "cross-site", false, false);
    row("", "same-site", false, false);
    row("", "unheard-of", false, false);
    // What the browser says of the site counts before the origin, which a proxy's Host does not match.
    row("https://api.example", "same-origin", true, true);
}

void tst_Access::changes()
{
    QFETCH(const QByteArray, origin);
    QFETCH(const QByteArray, site);
    QFETCH(const bool, isOpen);
    QFETCH(const bool, isListed);
    Fields fields{{"Host", "127.0.0.1:8080"}};
    if (!origin.isEmpty())
        fields.emplace_back("Origin", origin.toStdString());
    if (!site.isEmpty())
        fields.emplace_back("Sec-Fetch-Site", site.toStdString());
    // Also to what navigates: a form of another site does.
    for (const char *mode : {"", "navigate", "no-cors"}) {
        Fields all = fields;
        all.emplace_back("Sec-Fetch-Mode", mode);
        for (const Reach reach : {Reach::ThisMachine, Reach::Beyond}) {
            Settings settings;
            settings.cors_allow_origin = "*"; // who may read may not write
            QCOMPARE(statusOf(withSettings(reach, settings), all, Deed::Change), isOpen ? 200 : 403);
            settings.publish_allow_origin = "https://app.example";
            const Access listing = withSettings(reach, settings);
            QCOMPARE(statusOf(listing, all, Deed::Change), isListed ? 200 : 403);
            QCOMPARE(statusOf(listing, all, Deed::Change, Access::Token::Right), 200);
            settings.publish_allow_origin = "*";
            QCOMPARE(statusOf(withSettings(reach, settings), all, Deed::Change), 200);
        }
    }
}

void tst_Access::reads_data()
{
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<bool>("isOpen"); // by cors.allow_origin = auto
    const auto row = [](const char *name, const Fields &fields, bool isOpen) {
        QTest::newRow(name) << fields << isOpen;
    };
    row("no browser", {}, true);
    row("another port of this machine", {{"Origin", "http://localhost:5173"}}, true);
    row("own origin", {{"Origin", "http://127.0.0.1:8080"}}, true);
    row("another origin", {{"Origin", "https://evil.example"}}, false);
    row("another origin, EventSource",
        {{"Origin", "https://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "cors"}},
        false);
    row("sandboxed frame", {{"Origin", "null"}}, false);
    row("an application's page", {{"Origin", "capacitor://localhost"}}, false);
    row("an image", {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}}, false);
    row("an image of its own", {{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Mode", "no-cors"}}, true);
    row("a link", {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}}, true);
    row("Node's fetch", {{"Sec-Fetch-Mode", "cors"}}, true);
}

void tst_Access::reads()
{
    QFETCH(Fields, fields);
    QFETCH(const bool, isOpen);
    fields.emplace_back("Host", "127.0.0.1:8080");
    Settings settings;
    QCOMPARE(statusOf(withSettings(Reach::ThisMachine, settings), fields, Deed::Read), isOpen ? 200 : 403);
    QCOMPARE(statusOf(withSettings(Reach::ThisMachine, settings), fields, Deed::See), 200);
    QCOMPARE(statusOf(withSettings(Reach::Beyond, settings), fields, Deed::Read), 200);
    settings.cors_allow_origin = "*";
    QCOMPARE(statusOf(withSettings(Reach::ThisMachine, settings), fields, Deed::Read), 200);
    // With a token there is no authority in being of this machine.
    settings.cors_allow_origin = "";
    settings.auth_publish_token = "correct-horse-battery";
    QCOMPARE(statusOf(withSettings(Reach::ThisMachine, settings), fields, Deed::Read), 200);
}

void tst_Access::denialsNameWhoAndTheCommand()
{
    const Access access = withSettings(Reach::ThisMachine, {});
    const auto denied = [&](const Fields &fields, Deed deed) {
        return access.denialOf(made(fields), deed, Access::Token::None);
    };
    const auto host =
        denied({{"Host", "api.example.com:8080"}, {"X-Forwarded-For", "192.0.2.7"}}, Deed::Read);
    QVERIFY(host && host->cause == Refusal::UnknownHost);
    QVERIFY(host->answer.body.find("'api.example.com:8080'") != std::string::npos);
    QVERIFY(host->answer.body.find("sluicectl set listen.allowed_hosts=api.example.com (beside") ==
            std::string::npos);
    QVERIFY(host->answer.body.find("sluicectl set listen.allowed_hosts=api.example.com") !=
            std::string::npos);
    QVERIFY(host->answer.body.find("(unknown-host)") != std::string::npos);
    QCOMPARE(host->stranger.name, std::string("api.example.com:8080"));
    QVERIFY(host->stranger.isForwarded && !host->stranger.isChange);

    const Fields page{{"Host", "127.0.0.1:8080"}, {"Origin", "https://app.example"}};
    const auto reader = denied(page, Deed::Read);
    QVERIFY(reader && reader->cause == Refusal::ForeignOrigin && !reader->stranger.isForwarded);
    QVERIFY(reader->answer.body.find("sluicectl set cors.allow_origin=auto,https://app.example") !=
            std::string::npos);
    const auto publisher = denied(page, Deed::Change);
    QVERIFY(publisher && publisher->stranger.isChange);
    QVERIFY(publisher->answer.body.find("sluicectl set publish.allow_origin=https://app.example") !=
            std::string::npos);
    QVERIFY(publisher->answer.body.find("(foreign-origin)") != std::string::npos);
    const auto nameless =
        denied({{"Host", "127.0.0.1:8080"}, {"Sec-Fetch-Site", "cross-site"}}, Deed::Change);
    QVERIFY(nameless && nameless->answer.body.find("'cross-site'") != std::string::npos);

    Access admin;
    admin.apply(Access::adminTerms({}));
    const auto api = admin.denialOf(made(page), Deed::Change, Access::Token::None);
    QVERIFY(api && api->answer.body.find("sluicectl") == std::string::npos); // nothing lets it in
}

void tst_Access::commandsHoldNothingButNames_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"a.example;reboot", "$(reboot).example", "a.example`reboot`", "a b.example",
                             "'a'", "a.example\"", "a,b.example", "*.example", "a.example\xff"})
        QTest::newRow(name) << QByteArray(name);
}

/** Who reads the text types the command: what an attacker sends as a name must not be in it. */
void tst_Access::commandsHoldNothingButNames()
{
    QFETCH(const QByteArray, name);
    const Access access = withSettings(Reach::ThisMachine, {});
    const auto host = access.denialOf(made({{"Host", name.toStdString()}}), Deed::Read, Access::Token::None);
    QVERIFY(host && host->answer.body.find("sluicectl") == std::string::npos);
    const auto page =
        access.denialOf(made({{"Host", "localhost"}, {"Origin", "https://" + name.toStdString()}}),
                        Deed::Change, Access::Token::None);
    QVERIFY(page && page->answer.body.find("sluicectl") == std::string::npos);
}

QTEST_APPLESS_MAIN(tst_Access)
#include "tst_access.moc"
