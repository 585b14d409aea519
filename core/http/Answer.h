// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// An answer that ends, and its bytes on the wire (RFC 9110, problem bodies by RFC 9457). A plain value.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice {

/** Header fields in order. */
using HeaderFields = std::vector<std::pair<std::string, std::string>>;

struct Answer
{
    int status = 200;
    std::string contentType;
    std::string body;
    HeaderFields fields; ///< besides Content-Type, -Length, Date and Connection

    static Answer text(int status, std::string body);
    static Answer json(int status, std::string body);

    /** application/problem+json whose detail says what is wrong; 4xx and 5xx are never cached. */
    static Answer problem(int status, std::string_view detail);

    /** Adds a header field and returns itself. */
    Answer &&with(std::string name, std::string value) &&;
};

enum class Persistence : bool { Close, KeepAlive };
enum class WithBody : bool { No, Yes };

/** The answer's bytes, with those of @p common that it has not by itself; a HEAD request gets the same head
 * without the body. */
std::string serialized(const Answer &answer, Persistence persistence, WithBody withBody,
                       const HeaderFields &common = {});

/** Whether a field of that name is among @p fields, whatever its case. */
bool hasField(const HeaderFields &fields, std::string_view name);

/** The standard's words for a status. */
std::string_view reasonPhrase(int status);

/** Now as an IMF-fixdate (RFC 9110 5.6.7); made anew once a second. Any thread. */
std::string_view httpDate();

/** @p text as a JSON string, quotes included. */
std::string jsonString(std::string_view text);

} // namespace sluice
