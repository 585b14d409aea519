// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A drain in JSON: its plan and its changes read, its progress and its preview written. Pure functions; any
// thread.
#pragma once

#include "http/Answer.h"
#include "model/DrainPlan.h"

#include <QJsonObject>

namespace sluice::drainjson {

/** Puts the members of @p body into @p plan; a 422 that names the member that is unknown or wrong. Ranges are
 * the Drain's to judge. */
tl::expected<void, Answer> read(const QJsonObject &body, DrainPlan &plan);

/** Reads a change of a running drain: rate, paused, deadline, then; at least one. */
tl::expected<DrainChange, Answer> readChange(const QJsonObject &body);

QJsonObject progress(const DrainProgress &progress);
QJsonObject preview(const DrainPreview &preview, const DrainPlan &plan);

} // namespace sluice::drainjson
