// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// JSON in and out of the admin API, and its problem bodies (RFC 9457). Pure functions, any thread.
#pragma once

#include "http/Answer.h"

#include <QJsonObject>

#include <tl/expected.hpp>

namespace sluice::adminjson {

/** @p object as application/json. */
Answer answer(int status, const QJsonObject &object);

/** A problem with members of its own beside title, status and detail, such as "rule" and "field". */
Answer problem(int status, std::string_view detail, QJsonObject members);

/** The object that a request's body is: 400 if it is no JSON, 422 if it is no object. An empty body is {}. */
tl::expected<QJsonObject, Answer> object(std::string_view body);

/** UTF-8 to QString. */
QString text(std::string_view utf8);

} // namespace sluice::adminjson
