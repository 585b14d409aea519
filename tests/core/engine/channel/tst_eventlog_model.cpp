// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The log against a model that keeps everything for ever, in random walks with fixed seeds.
#include "engine/channel/EventLog.h"
#include "http/Framing.h"

#include <QTest>

#include <limits>
#include <random>
#include <set>

using namespace sluice;
using namespace std::chrono_literals;

class tst_EventLogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agrees_data();
    void agrees();
};

namespace {

constexpr std::uint64_t nothingPinned = std::numeric_limits<std::uint64_t>::max();

/** Every event that ever was, and where history begins. */
class Model
{
public:
    struct Event
    {
        std::string id;
        std::string fields;
        std::uint64_t offset = 0;
        std::uint64_t end = 0;
        Instant published;
        bool isOwnId = false;
        bool isRepeated = false; ///< its id has been in history before, and left it
    };

    std::vector<Event> events;
    std::size_t historyFirst = 0; ///< index
    std::set<std::string> letGo;
    std::string bytes;

    void append(const std::string &fields, const std::string &ownId, Instant now)
    {
        const std::string id = ownId.empty() ? "e-" + std::to_string(events.size() + 1) : ownId;
        const std::uint64_t offset = bytes.size();
        bytes += framing::chunk(fields + framing::idFields(id));
        events.push_back(
            {id, fields, offset, bytes.size(), now, !ownId.empty(), !ownId.empty() && letGo.contains(id)});
    }

    std::uint64_t historyStart() const
    {
        return historyFirst < events.size() ? events[historyFirst].offset : bytes.size();
    }

    void trim(const LogLimits &limits, Instant now)
    {
        const auto count = [this] { return static_cast<std::int64_t>(events.size() - historyFirst); };
        const auto isTooLarge = [&] {
            return static_cast<std::int64_t>(bytes.size() - historyStart()) > limits.bytes &&
                   (count() > 1 || limits.bytes == 0); // the newest stays whatever its size
        };
        while (historyFirst < events.size() &&
               (count() > limits.count || isTooLarge() || now - events[historyFirst].published > limits.age))
            drop();
    }

    void drop() { letGo.insert(events[historyFirst++].id); }

    void shed(std::uint64_t amount)
    {
        const std::uint64_t target = historyStart() + amount;
        while (historyFirst < events.size() && historyStart() < target)
            drop();
    }

    bool holdsOwnId(const std::string &id) const
    {
        for (std::size_t i = historyFirst; i < events.size(); ++i)
            if (events[i].isOwnId && events[i].id == id)
                return true;
        return false;
    }

    std::optional<std::uint64_t> findAfter(const std::string &id) const
    {
        for (std::size_t i = historyFirst; i < events.size(); ++i)
            if (events[i].id == id)
                return events[i].isRepeated ? std::nullopt : std::optional(events[i].end);
        if (historyFirst == 0)
            return id == "e-0" ? std::optional(historyStart()) : std::nullopt;
        const Event &before = events[historyFirst - 1];
        return before.id == id && !before.isRepeated ? std::optional(historyStart()) : std::nullopt;
    }

    std::string idAt(std::size_t index) const { return index == 0 ? "e-0" : events[index - 1].id; }

    std::size_t indexContaining(std::uint64_t offset) const
    {
        std::size_t i = 0;
        while (events[i].end <= offset)
            ++i;
        return i;
    }
};

class Walk
{
public:
    explicit Walk(unsigned seed)
        : m_random(seed)
    {
    }

    /** One random operation on both. */
    void step()
    {
        m_now += Milliseconds(below(50));
        const auto what = below(10);
        if (what < 7) {
            const std::string fields =
                "data: " + std::string(below(20) == 0 ? below(5000) : below(200), 'x') + "\n";
            // Of few different ones, so that they come back after they have left history.
            std::string own = below(3) == 0 ? "own" + std::to_string(below(30)) : std::string();
            if (model.holdsOwnId(own))
                own.clear();
            const std::string id = log.append(fields, own, m_now);
            model.append(fields, own, m_now);
            QCOMPARE(id, model.events.back().id);
        } else {
            LogLimits limits;
            limits.count = below(4) == 0 ? below(5) : 10 + below(40);
            limits.bytes = below(4) == 0 ? below(500) : 20'000;
            limits.age = Milliseconds(below(4) == 0 ? below(200) : 100'000);
            limits.highWaterMark = below(3000);
            const bool hasStreams = below(3) > 0;
            std::uint64_t pinned = nothingPinned;
            if (below(2) == 0)
                pinned = log.tail() + below(static_cast<std::uint32_t>(log.head() - log.tail()) + 1);
            const std::uint64_t tailBefore = log.tail();
            if (what < 9) {
                log.trim(limits, pinned, hasStreams, m_now);
                model.trim(limits, m_now);
            } else {
                const std::uint32_t amount = 1 + below(2000);
                log.shed(amount, limits, pinned, hasStreams);
                model.shed(amount);
            }
            checkKept(limits, pinned, hasStreams, tailBefore);
        }
    }

    void check()
    {
        QCOMPARE(log.head(), std::uint64_t(model.bytes.size()));
        QCOMPARE(log.historyStart(), model.historyStart());
        QCOMPARE(log.historyCount(), std::int64_t(model.events.size() - model.historyFirst));
        QCOMPARE(log.historyEmpty(), model.historyFirst == model.events.size());
        if (!log.historyEmpty())
            QVERIFY(log.oldestPublished() == model.events[model.historyFirst].published);
        QVERIFY(log.tail() <= log.historyStart());
        QVERIFY(log.memory() >= std::int64_t(log.head() - log.tail()));

        QVERIFY(log.findAfter("e-0") == model.findAfter("e-0"));
        for (const Model::Event &event : model.events) {
            QVERIFY2(log.findAfter(event.id) == model.findAfter(event.id), event.id.c_str());
            QCOMPARE(log.holdsPublisherId(event.id), event.isOwnId && model.holdsOwnId(event.id));
        }
        std::vector<LogSlice> slices;
        for (std::size_t i = 0; i <= model.events.size(); ++i) {
            const bool isHead = i == model.events.size();
            const std::uint64_t boundary = isHead ? log.head() : model.events[i].offset;
            if (boundary < log.tail()) {
                QVERIFY(!log.entryAt(boundary));
                continue;
            }
            QCOMPARE(log.idAt(boundary), model.idAt(i));
            const auto entry = log.entryAt(boundary);
            QCOMPARE(entry.has_value(), !isHead);
            if (!entry)
                continue;
            const Model::Event &event = model.events[i];
            QVERIFY(entry->dataPayload == event.fields && entry->id == event.id && entry->end == event.end);
            QVERIFY(entry->idPayload == framing::idFields(event.id));
            QVERIFY(entry->published == event.published);
            const std::uint64_t inside =
                boundary + 1 + below(static_cast<std::uint32_t>(event.end - boundary) - 1);
            QCOMPARE(log.entryEnd(inside), event.end);
            QCOMPARE(log.span(inside).events, std::uint32_t(model.events.size() - i));
            QVERIFY(log.span(inside).oldest == event.published);
            QVERIFY(!log.entryAt(inside));
        }
        const std::uint64_t from =
            log.tail() + below(static_cast<std::uint32_t>(log.head() - log.tail()) + 1);
        log.slices(from, slices);
        std::string bytes;
        for (const LogSlice &slice : slices)
            bytes.append(slice.data, slice.size);
        QVERIFY(bytes == model.bytes.substr(from));
    }

    EventLog log{"e"};
    Model model;

private:
    std::uint32_t below(std::uint32_t bound)
    {
        return bound == 0 ? 0 : static_cast<std::uint32_t>(m_random() % bound);
    }

    /** What had to stay stayed, and no more than an entry beyond it. */
    void checkKept(const LogLimits &limits, std::uint64_t pinned, bool hasStreams, std::uint64_t tailBefore)
    {
        const std::uint64_t head = log.head();
        std::uint64_t needed = log.historyStart();
        std::uint64_t allowed = needed;
        if (hasStreams) {
            const auto mark = static_cast<std::uint64_t>(limits.highWaterMark);
            std::uint64_t largest = 0; // of what was kept until now
            for (const auto &event : model.events)
                largest = event.offset >= tailBefore ? std::max(largest, event.end - event.offset) : largest;
            needed = std::min({needed, pinned, head - std::min(head, mark)});
            allowed = std::min({allowed, pinned, head - std::min(head, mark + largest)});
        }
        // What was let go earlier, for other limits, does not come back.
        QVERIFY(log.tail() <= std::max(needed, tailBefore));
        if (allowed < head && log.tail() < head && allowed > log.tail())
            QVERIFY(log.tail() == model.events[model.indexContaining(allowed)].offset);
        if (allowed >= head)
            QCOMPARE(log.tail(), head);
    }

    std::mt19937 m_random;
    Instant m_now = Instant() + 1h;
};

} // namespace

void tst_EventLogModel::agrees_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 12; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_EventLogModel::agrees()
{
    QFETCH(const unsigned, seed);
    Walk walk(seed);
    for (int i = 0; i < 600; ++i) {
        walk.step();
        if (QTest::currentTestFailed())
            return;
        if (i % 5 == 0 || i < 50)
            walk.check();
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(walk.model.events.size() > 300);
    QVERIFY(walk.model.historyFirst > 0);
}

QTEST_APPLESS_MAIN(tst_EventLogModel)
#include "tst_eventlog_model.moc"
