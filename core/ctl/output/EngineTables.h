// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The tables of streams, channels and ends, the same in the commands and in top. Pure functions; any thread.
#pragma once

#include "base/text/Figures.h"
#include "base/text/TextTable.h"

#include <QJsonArray>

namespace sluice {

/** The streams of an answer of /api/v1/streams; moments are in @p zone, as below. */
TextTable streamTable(const QJsonArray &streams, TimeZone zone);

/** The channels of an answer of /api/v1/channels. */
TextTable channelTable(const QJsonArray &channels, TimeZone zone);

/** The ends of an answer of /api/v1/disconnects. */
TextTable endTable(const QJsonArray &ends, TimeZone zone);

} // namespace sluice
