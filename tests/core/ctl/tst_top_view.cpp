// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The screen of top as text, at sizes from tiny to huge, with engines from empty to hostile; and the keys.
#include "ctl/top/TopView.h"

#include "ctl/top/TerminalKeys.h"

#include <QTest>

#include <cmath>

using namespace sluice;

namespace {

QJsonObject snapshot(double seconds, double delivered)
{
    return {{QStringLiteral("time_utc"), QStringLiteral("2026-01-31T14:05:09.000Z")},
            {QStringLiteral("time_monotonic_seconds"), seconds},
            {QStringLiteral("uptime_seconds"), seconds},
            {QStringLiteral("active_streams"), 7512},
            {QStringLiteral("max_streams"), 19'576},
            {QStringLiteral("pool_utilization_percent"), 38.4},
            {QStringLiteral("events_delivered_total"), delivered},
            {QStringLiteral("disconnects_client_closed_total"), 120},
            {QStringLiteral("disconnects_slow_consumer_total"), 3},
            {QStringLiteral("disconnects_kicked_total"), 0}};
}

TopModel fullModel(const QString &name = QStringLiteral("news"))
{
    TopModel model;
    model.engine = "127.0.0.1:9180";
    model.zone = TimeZone::Utc;
    model.takeSnapshot(snapshot(10, 1'000));
    model.takeSnapshot(snapshot(12, 187'400));
    model.takeMetrics(
        "# HELP sluice_worker_streams Active streams of a worker.\n"
        "sluice_worker_streams{worker=\"0\"} 3700\nsluice_worker_streams{worker=\"1\"} 3812\n"
        "sluice_loop_busy_ratio{worker=\"0\"} 0.515\nsluice_loop_busy_ratio{worker=\"1\"} 0.99\n"
        "sluice_loop_lag_max_seconds{worker=\"1\"} 0.4\n");
    model.drain = DrainView::read({{QStringLiteral("phase"), QStringLiteral("serving")}});
    for (int i = 0; i < 100; ++i) {
        model.streams.append(QJsonObject{{QStringLiteral("id"), i},
                                         {QStringLiteral("client"), QStringLiteral("192.0.2.7")},
                                         {QStringLiteral("channels"), QJsonArray{name}},
                                         {QStringLiteral("age_seconds"), 61.0},
                                         {QStringLiteral("backlog_bytes"), 65'536},
                                         {QStringLiteral("sent_bytes"), 123'456},
                                         {QStringLiteral("worker"), 1}});
        model.channels.append(QJsonObject{{QStringLiteral("name"), name}, {QStringLiteral("streams"), i}});
        model.ends.append(QJsonObject{{QStringLiteral("id"), 1000 + i},
                                      {QStringLiteral("cause"), QStringLiteral("slow-consumer")}});
    }
    return model;
}

std::string textOf(const std::vector<ScreenLine> &lines)
{
    std::string text;
    for (const ScreenLine &line : lines)
        text += line.text + '\n';
    return text;
}

bool holds(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class tst_TopView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fitsEverySize();
    void showsEverythingAt80By24();
    void countsRates();
    void scrolls();
    void tellsTrouble();
    void showsADrain();
    void printsWithoutATerminal();
    void neverGarbles();
    void framesWhatFits();
    void readsKeys();
};

void tst_TopView::fitsEverySize()
{
    const TopModel full = fullModel();
    const TopModel empty;
    for (const TopModel *model : {&full, &empty})
        for (std::size_t columns = 2; columns < 240; columns += 7)
            for (std::size_t rows = 2; rows < 90; rows += 3) {
                const auto lines = topScreen(*model, {}, {columns, rows});
                QCOMPARE(lines.size(), rows);
                for (const ScreenLine &line : lines)
                    QVERIFY2(textWidth(line.text) <= columns, line.text.c_str());
            }
}

void tst_TopView::showsEverythingAt80By24()
{
    const std::string text = textOf(topScreen(fullModel(), {}, {80, 24}));
    for (const char *part :
         {"sluice 127.0.0.1:9180  serving  up 12s  14:05:09", "pool  [#", "7,512 of 19,576  38.4 %",
          "out 93,200/s", "ends   client-closed 120  slow-consumer 3", "WORKER", "51.5 %", "0.4s", "CHANNEL",
          "CLIENT", "192.0.2.7", "CAUSE", "slow-consumer", "q quit  p pause  s sort: backlog  d drain"})
        QVERIFY2(holds(text, part),
                 qPrintable(QString::fromUtf8(part) + QLatin1Char('\n') + QString::fromStdString(text)));
    QVERIFY(!holds(text, "kicked"));
    QVERIFY(!holds(text, "nan"));
}

void tst_TopView::countsRates()
{
    TopModel model;
    model.takeSnapshot(snapshot(10, 1'000));
    QVERIFY(std::isnan(model.rate("events_delivered_total")));
    model.takeSnapshot(snapshot(12, 3'000));
    QCOMPARE(model.rate("events_delivered_total"), 1'000.0);
    model.takeSnapshot(snapshot(12, 3'000)); // the same one again
    QCOMPARE(model.rate("events_delivered_total"), 1'000.0);
    model.takeSnapshot(snapshot(1, 5)); // another engine
    QVERIFY(std::isnan(model.rate("events_delivered_total")));
    QVERIFY(std::isnan(model.figure("no_such_figure")));
}

void tst_TopView::scrolls()
{
    const TopModel model = fullModel();
    TopControls controls;
    controls.scroll = 90;
    QVERIFY(holds(textOf(topScreen(model, controls, {120, 60})), "\n99  192.0.2.7"));
    controls.scroll = 100'000;
    QVERIFY(holds(textOf(topScreen(model, controls, {120, 60})), "\n99  192.0.2.7"));
}

void tst_TopView::tellsTrouble()
{
    TopModel model = fullModel();
    model.trouble = "cannot connect to the engine at http://127.0.0.1:9180";
    TopControls controls;
    controls.question = "Drain 7,512 streams, then hold?";
    const auto lines = topScreen(model, controls, {80, 24});
    QVERIFY(lines[1].style == ScreenLine::Style::Warning);
    QVERIFY(holds(lines[1].text, "cannot connect"));
    QCOMPARE(lines.back().text, std::string("Drain 7,512 streams, then hold? [y/N]"));
}

void tst_TopView::showsADrain()
{
    TopModel model = fullModel();
    model.drain = DrainView::read({{QStringLiteral("phase"), QStringLiteral("evicting")},
                                   {QStringLiteral("initial"), 100},
                                   {QStringLiteral("left"), 40}});
    QVERIFY(holds(textOf(topScreen(model, {}, {80, 24})), "evicting  [####"));
}

void tst_TopView::printsWithoutATerminal()
{
    const std::string text = topText(fullModel(), 80);
    QVERIFY(holds(text, "\n99  192.0.2.7"));
    QVERIFY(!holds(text, "q quit"));
    QVERIFY(text.find('\x1b') == std::string::npos);
}

void tst_TopView::neverGarbles()
{
    TopModel model = fullModel(QStringLiteral("\x1b[2J\r\n\u009b"
                                              "evil"));
    model.engine = "\x1b]0;title\x07";
    model.trouble = "line\nline";
    for (const ScreenLine &line : topScreen(model, {}, {100, 50}))
        for (const char c : line.text)
            QVERIFY2(static_cast<unsigned char>(c) >= ' ' && c != '\x7f', line.text.c_str());
}

void tst_TopView::framesWhatFits()
{
    using Colour = TerminalScreen::Colour;
    const std::vector<ScreenLine> lines{{"abc", ScreenLine::Style::Title}, {"abcdef"}, {"x"}};
    QCOMPARE(TerminalScreen::frame(lines, {6, 4}, Colour::No),
             std::string("\x1b[Habc\x1b[K\r\nabcdef\r\nx\x1b[K\x1b[J"));
    QCOMPARE(TerminalScreen::frame(lines, {4, 2}, Colour::No), std::string("\x1b[Habc\x1b[K\r\nabc~"));
    QCOMPARE(TerminalScreen::frame(lines, {6, 1}, Colour::Yes),
             std::string("\x1b[H\x1b[1;36mabc\x1b[0m\x1b[K"));
}

void tst_TopView::readsKeys()
{
    using Name = TerminalKey::Name;
    const std::string bytes = "q\x1b[A\x1b[B\x1b[5~\x1b[6~\x1b[H\x1bOF\x1b[1;5Cs\x01";
    const std::vector<Name> expected{Name::Character, Name::Up,  Name::Down,  Name::PageUp,    Name::PageDown,
                                     Name::Home,      Name::End, Name::Other, Name::Character, Name::Other};
    const auto names = [](const std::vector<TerminalKey> &keys) {
        std::vector<Name> found;
        for (const TerminalKey &key : keys)
            found.push_back(key.name);
        return found;
    };
    QVERIFY(names(TerminalKeys().take(bytes)) == expected);
    // Cut anywhere but right behind an ESC, which alone is a key.
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        if (cut > 0 && bytes[cut - 1] == '\x1b')
            continue;
        TerminalKeys keys;
        auto found = keys.take(bytes.substr(0, cut));
        for (const TerminalKey &key : keys.take(bytes.substr(cut)))
            found.push_back(key);
        QVERIFY(names(found) == expected);
    }
    TerminalKeys keys;
    QVERIFY(keys.take("\x1b").front().name == Name::Escape);
    QVERIFY(!keys.take("\x1b[" + std::string(100, '1')).empty()); // no end of memory
}

QTEST_GUILESS_MAIN(tst_TopView)
#include "tst_top_view.moc"
