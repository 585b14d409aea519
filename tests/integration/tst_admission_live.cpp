// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Limits that change, and clients that are blocked, while streams are open: a whole server inside the test,
// changed as the admin API changes it, and looked at over sockets.

#include "server/Server.h"
#include "settings/SettingChanges.h"
#include "support/Publisher.h"
#include "support/StreamClient.h"

#include <QTest>

using namespace sluice;
using namespace sluice::integration;

using Changes = std::vector<std::pair<std::string, std::string>>;

namespace {

std::vector<SettingChange> listed(const Changes &changes)
{
    std::vector<SettingChange> list;
    for (const auto &[key, text] : changes)
        list.push_back({key, text, "test"});
    return list;
}

} // namespace

class tst_admission_live : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void poolCapFollows();
    void clientCapFollows();
    void channelCapFollows();
    void ratesFollow();
    void publishRateFollows();
    void overloadModeAndProxiesFollow();
    void capThatDoesNotFitIsRefused();
    void blockedClientsAreSentAway();

private:
    void set(const Changes &changes);
    std::unique_ptr<StreamClient> ask(const QByteArray &target, const QList<QByteArray> &fields = {});
    bool isServed(const QByteArray &target);
    std::int64_t refusals(Refusal refusal) const;
    Engine &engine() { return m_server->engine(); }

    std::unique_ptr<Server> m_server;
    quint16 m_port = 0;
};

void tst_admission_live::init()
{
    Settings settings;
    settings.listen_public = "127.0.0.1:0";
    settings.listen_admin = "127.0.0.1:0";
    settings.engine_workers = 2;
    settings.pool_overload_mode = "status";
    auto server = Server::start(settings, Demo::No);
    QVERIFY2(server, server ? "" : server.error().message.c_str());
    m_server = *std::move(server);
    m_port = m_server->publicAddress().port;
}

void tst_admission_live::cleanup()
{
    m_server.reset();
}

/** As a PATCH does; the workers hear of it in their own time. */
void tst_admission_live::set(const Changes &changes)
{
    const auto applied = engine().settings().apply(listed(changes), ChangeNote{"test", ""});
    QVERIFY2(applied, applied ? "" : applied.error().message.c_str());
}

std::unique_ptr<StreamClient> tst_admission_live::ask(const QByteArray &target,
                                                      const QList<QByteArray> &fields)
{
    StreamClient::Options options;
    options.fields = fields;
    return std::make_unique<StreamClient>(m_port, target, options);
}

bool tst_admission_live::isServed(const QByteArray &target)
{
    return ask(target)->isOpen();
}

std::int64_t tst_admission_live::refusals(Refusal refusal) const
{
    return m_server->engine().figures().refusals[static_cast<std::size_t>(refusal)];
}

void tst_admission_live::poolCapFollows()
{
    std::vector<std::unique_ptr<StreamClient>> open;
    for (int i = 0; i < 6; ++i)
        open.push_back(ask("/stream/a"));
    set({{"pool.max_streams", "4"}});
    QCOMPARE(engine().admission().active(), std::int64_t{6}); // lowering drops nobody
    QCOMPARE(ask("/stream/a")->head().status, 503);
    open.resize(4);
    QVERIFY(eventually([this] { return engine().admission().active() == 4; }));
    QCOMPARE(ask("/stream/a")->head().status, 503);
    set({{"pool.max_streams", "5"}});
    open.push_back(ask("/stream/a")); // at once
    QVERIFY(open.back()->isOpen());
    QCOMPARE(ask("/stream/a")->head().status, 503);
    QCOMPARE(refusals(Refusal::PoolFull), std::int64_t{3});
    // Nobody of those who stayed has missed anything.
    QCOMPARE(Publisher(m_port).publish("a", "hello").subscribers, 5);
    for (const auto &client : open)
        QCOMPARE(client->nextData(1), QList<QByteArray>{"hello"});
}

void tst_admission_live::clientCapFollows()
{
    const auto one = ask("/stream/a");
    const auto two = ask("/stream/b");
    set({{"pool.max_streams_per_client", "1"}});
    QCOMPARE(ask("/stream/a")->head().status, 429);
    QCOMPARE(engine().admission().active(), std::int64_t{2});
    set({{"pool.max_streams_per_client", "3"}});
    QVERIFY(ask("/stream/a")->isOpen());
    QCOMPARE(refusals(Refusal::ClientCap), std::int64_t{1});
}

void tst_admission_live::channelCapFollows()
{
    const auto one = ask("/stream/a");
    const auto two = ask("/stream/a");
    set({{"pool.max_streams_per_channel", "2"}});
    QCOMPARE(ask("/stream/a")->head().status, 503);
    QVERIFY(isServed("/stream/b"));
    // A stream of several channels needs a place in each, and leaves none behind where it has none in all.
    QCOMPARE(ask("/stream?channel=c&channel=a")->head().status, 503);
    const auto three = ask("/stream/c");
    const auto four = ask("/stream/c");
    QVERIFY(three->isOpen() && four->isOpen());
    set({{"pool.max_streams_per_channel", "3"}});
    const auto five = ask("/stream?channel=c&channel=a");
    QVERIFY(five->isOpen());
    QCOMPARE(refusals(Refusal::ChannelCap), std::int64_t{2});
    QVERIFY(eventually([this] { return engine().admission().active() == 5; }));
}

void tst_admission_live::ratesFollow()
{
    QVERIFY(isServed("/stream/a"));
    set({{"pool.connect_rate", "0.001"}});
    QVERIFY(isServed("/stream/a")); // what came before is not held against it: one second's worth is one
    QCOMPARE(ask("/stream/a")->head().status, 429);
    set({{"pool.connect_rate_burst", "3"}});
    QVERIFY(isServed("/stream/a") && isServed("/stream/a"));
    QCOMPARE(ask("/stream/a")->head().status, 429);
    set({{"pool.connect_rate", "0"}});
    for (int i = 0; i < 20; ++i)
        QVERIFY(isServed("/stream/a"));
    QCOMPARE(refusals(Refusal::RateLimited), std::int64_t{2});
}

void tst_admission_live::publishRateFollows()
{
    Publisher publisher(m_port);
    for (int i = 0; i < 50; ++i)
        QCOMPARE(publisher.publish("a", "x").status, 202);
    set({{"publish.channel_rate", "0.001"}});
    QCOMPARE(publisher.publish("a", "x").status, 202);
    QCOMPARE(publisher.publish("a", "x").status, 429);
    QCOMPARE(publisher.publish("b", "x").status, 202);
    set({{"publish.channel_rate", "0"}});
    QCOMPARE(publisher.publish("a", "x").status, 202);
    QCOMPARE(refusals(Refusal::PublishRate), std::int64_t{1});
}

void tst_admission_live::overloadModeAndProxiesFollow()
{
    const auto only = ask("/stream/a");
    set({{"pool.max_streams", "1"}, {"pool.overload_mode", "soft"}, {"pool.overload_retry", "500ms"}});
    QVERIFY(eventually([this] { return ask("/stream/a")->head().status == 200; }));
    auto soft = ask("/stream/a");
    QCOMPARE(soft->waitForEnd(), StreamClient::Ending::Clean);
    QVERIFY(soft->reader().retry() >= 500 && soft->reader().retry() <= 1000);
    set({{"pool.overload_mode", "status"}});
    QVERIFY(eventually([this] { return ask("/stream/a")->head().status == 503; }));

    set({{"pool.max_streams", "auto"}, {"pool.max_streams_per_client", "1"}});
    const QList<QByteArray> field{"X-Forwarded-For: 198.51.100.1"};
    QCOMPARE(ask("/stream/a", field)->head().status, 429);
    set({{"pool.trusted_proxies", "127.0.0.1"}});
    QVERIFY(eventually([this, &field] { return ask("/stream/a", field)->head().status == 200; }));
}

void tst_admission_live::capThatDoesNotFitIsRefused()
{
    const std::int64_t most = engine().descriptors().maxStreams();
    const auto applied = engine().settings().apply(listed({{"pool.max_streams", std::to_string(most + 1)}}),
                                                   ChangeNote{"test", ""});
    QVERIFY(!applied);
    QVERIFY2(applied.error().message.find("pool-fits-descriptors") != std::string::npos,
             applied.error().message.c_str());
    QVERIFY2(applied.error().message.find(std::to_string(most)) != std::string::npos,
             applied.error().message.c_str());
    QCOMPARE(engine().admission().maxStreams(), most);
    set({{"pool.max_streams", std::to_string(most)}});
    QCOMPARE(engine().admission().maxStreams(), most);
}

/** 204 in any mode, also to a browser: it stops an EventSource, which is what a block is for. */
void tst_admission_live::blockedClientsAreSentAway()
{
    const auto open = ask("/stream/a");
    const ClientKey client = *ClientKey::parse("127.0.0.1");
    QVERIFY(engine().admission().block(client, std::chrono::hours(1)));
    for (const char *mode : {"status", "soft", "auto"}) {
        set({{"pool.overload_mode", mode}});
        const auto refused = ask("/stream/a", {"Origin: http://localhost:5173"});
        QCOMPARE(refused->head().status, 204);
        QVERIFY(!refused->head().has("Content-Length"));
        QCOMPARE(refused->head().field("Access-Control-Allow-Origin"), QByteArray("http://localhost:5173"));
        QVERIFY(refused->socket().fillToEnd());
        QCOMPARE(refused->socket().peer(), RawSocket::Peer::Finished);
    }
    QCOMPARE(refusals(Refusal::Blocked), std::int64_t{3});
    // It may publish, and what it has open is the kick's business.
    QCOMPARE(Publisher(m_port).publish("a", "still here").subscribers, 1);
    QCOMPARE(open->nextData(1), QList<QByteArray>{"still here"});

    QVERIFY(engine().admission().unblock(client));
    QVERIFY(isServed("/stream/a"));
    QVERIFY(engine().admission().block(client, Milliseconds(200)));
    QVERIFY(eventually([this] { return isServed("/stream/a"); }));
    QVERIFY(engine().admission().blocks().empty());
}

QTEST_GUILESS_MAIN(tst_admission_live)
#include "tst_admission_live.moc"
