// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which pages of other origins may read streams (cors.allow_origin, cors.allow_credentials): the header
// fields that tell a browser so. Owned by a worker's routes; its thread only.
#pragma once

#include "http/Answer.h"
#include "http/RequestGuard.h"
#include "settings/OriginList.h"
#include "settings/Settings.h"

namespace sluice {

class Cors
{
public:
    void apply(const Settings &settings);

    using Fields = std::vector<std::pair<std::string, std::string>>;

    /** Fields for any answer about a stream to @p request; none where nobody is allowed. */
    Fields fields(const RequestHead &request) const;

    /** The same appended to a raw head, a line each. */
    void appendTo(std::string &head, const RequestHead &request) const;

    /** @p answer with fields(). */
    Answer with(Answer answer, const RequestHead &request) const;

    /** The answer to OPTIONS on a stream. */
    Answer preflight(const RequestHead &request) const;

private:
    OriginList m_allowed;
    enum class Credentials : bool { Refused, Allowed };
    Credentials m_credentials = Credentials::Refused;
};

} // namespace sluice
