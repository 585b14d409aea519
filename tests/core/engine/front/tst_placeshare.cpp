// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Who gives its place up: of the client with most places without a finished request the one held longest, and
// nobody who has proven a right to be there while others have not.

#include "engine/front/PlaceShare.h"

#include <QTest>

using namespace sluice;
using namespace std::chrono_literals;

namespace {

const Instant Now = Clock::now();

ClientKey client(std::uint8_t last)
{
    return *ClientKey::parse("203.0.113." + std::to_string(last));
}

placeshare::Newcomer from(std::uint8_t last)
{
    placeshare::Newcomer newcomer;
    newcomer.owner = client(last);
    return newcomer;
}

placeshare::Place place(std::uint32_t index, std::optional<ClientKey> owner, Milliseconds held)
{
    return {index, owner, false, Now - held};
}

placeshare::Place provenPlace(std::uint32_t index, Milliseconds unused)
{
    return {index, client(1), true, Now - unused};
}

std::optional<std::uint32_t> nobody()
{
    return std::nullopt;
}

} // namespace

class tst_placeshare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theGreatestHolderGivesItsOldest();
    void newcomersOfTheGreatestHolderMustWait();
    void whoHoldsAsMuchAsTheNewcomerIsSpared();
    void aProxyWithoutAClientIsNobodysCrowd();
    void theProvenAreNotUnproven();
    void theLastProvenAreKept();
    void nobodyIsThere();
};

void tst_placeshare::theGreatestHolderGivesItsOldest()
{
    // The place held longest of all is a small holder's: it stays.
    const std::vector places{place(0, client(2), 9h), place(1, client(1), 1s), place(2, client(1), 3s),
                             place(3, client(1), 2s)};
    QCOMPARE(placeshare::unproven(places, from(9), Now), std::optional(2U));
    QCOMPARE(placeshare::unproven(places, from(2), Now), std::optional(2U)); // two of its own beside three
}

void tst_placeshare::newcomersOfTheGreatestHolderMustWait()
{
    // A load test's own connects, all young: none is cut for the next.
    QCOMPARE(placeshare::unproven({place(0, client(1), 1s), place(1, client(1), 1s)}, from(1), Now),
             nobody());
    // But a place held for long without a request goes, whoever comes.
    QCOMPARE(placeshare::unproven({place(0, client(1), 1s), place(1, client(1), 3s)}, from(1), Now),
             std::optional(1U));
    // Not even a stranger may cut who has come this moment.
    QCOMPARE(placeshare::unproven({place(0, client(1), 1ms), place(1, client(1), 2ms)}, from(2), Now),
             nobody());
}

void tst_placeshare::whoHoldsAsMuchAsTheNewcomerIsSpared()
{
    const std::vector places{place(0, client(1), 1s), place(1, client(2), 1s)};
    QCOMPARE(placeshare::unproven(places, from(3), Now), nobody());
    // One more than the newcomer would have is more.
    QCOMPARE(placeshare::unproven({place(0, client(1), 1s), place(1, client(1), 1s)}, from(3), Now),
             std::optional(0U));
}

void tst_placeshare::aProxyWithoutAClientIsNobodysCrowd()
{
    const std::vector places{place(0, std::nullopt, 1s), place(1, std::nullopt, 1s),
                             place(2, std::nullopt, 1s), place(3, client(1), 1s), place(4, client(1), 1s)};
    QCOMPARE(placeshare::unproven(places, from(2), Now), std::optional(3U));
    QCOMPARE(placeshare::unproven({places[0], places[1], places[2]}, from(2), Now), nobody());
}

void tst_placeshare::theProvenAreNotUnproven()
{
    QCOMPARE(placeshare::unproven({provenPlace(0, 1h), provenPlace(1, 1h)}, from(2), Now), nobody());
    // They do not count for their owner either.
    QCOMPARE(
        placeshare::unproven({provenPlace(0, 1h), provenPlace(1, 1h), place(2, client(1), 1s)}, from(2), Now),
        nobody());
}

void tst_placeshare::theLastProvenAreKept()
{
    const std::vector places{provenPlace(0, 1h), provenPlace(1, 2h), provenPlace(2, 1s)};
    QCOMPARE(placeshare::proven(places, 3, 20ms, Now), nobody());
    QCOMPARE(placeshare::proven(places, 2, 20ms, Now), std::optional(1U));
    QCOMPARE(placeshare::proven(places, 2, 3h, Now), nobody());
    QCOMPARE(placeshare::proven({place(0, client(1), 1h)}, 0, 20ms, Now), nobody());
}

void tst_placeshare::nobodyIsThere()
{
    QCOMPARE(placeshare::unproven({}, from(1), Now), nobody());
    QCOMPARE(placeshare::proven({}, 0, 20ms, Now), nobody());
}

QTEST_GUILESS_MAIN(tst_placeshare)
#include "tst_placeshare.moc"
