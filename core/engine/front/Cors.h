// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which pages of other origins may read what is answered (cors.allow_origin, cors.allow_credentials; of
// publishing publish.allow_origin): the header fields that tell a browser so. Owned by a worker's routes; its
// thread only.
#pragma once

#include "http/Answer.h"
#include "http/RequestGuard.h"
#include "settings/OriginList.h"
#include "settings/Settings.h"

namespace sluice {

class Cors
{
public:
    /** For streams, and whatever is no publishing; @p reach is what cors.allow_origin = auto asks. */
    void apply(const Settings &settings, Reach reach);

    /** For publishing. */
    void applyPublishing(const Settings &settings);

    using Fields = HeaderFields;

    /** Fields for any answer to @p request; none where nobody is allowed. */
    Fields fields(const RequestHead &request) const;

    /** The same appended to a raw head, a line each. */
    void appendTo(std::string &head, const RequestHead &request) const;

    /** @p answer with those of fields() that it has not yet. */
    Answer with(Answer answer, const RequestHead &request) const;

    /** The answer to OPTIONS where @p methods are answered: besides its own fields a page of an allowed
     * origin may send those that it asks for, as clients that add a token or a trace's context do. */
    Answer preflight(const RequestHead &request, std::string_view methods = "GET, HEAD") const;

private:
    OriginList m_allowed;
    enum class Credentials : bool { Refused, Allowed };
    Credentials m_credentials = Credentials::Refused;
};

} // namespace sluice
