// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A request without a connection, for tests of what answers it; keeps the answer. Owned by the test.
#pragma once

#include "engine/front/RequestHandler.h"

#include <algorithm>

namespace sluice {

class FakeExchange final : public Exchange
{
public:
    /** @p fields are "Name: value" each; Host is 127.0.0.1:9180 unless one of them says otherwise. */
    explicit FakeExchange(const std::string &method, const std::string &target,
                          const std::vector<std::string> &fields = {}, std::string body = {})
        : m_target(*Target::parse(target))
        , m_body(std::move(body))
    {
        m_head.method = method;
        m_head.target = target;
        for (const std::string &field : fields) {
            const auto colon = field.find(": ");
            m_head.fields.emplace_back(field.substr(0, colon), field.substr(colon + 2));
        }
        if (m_head.value("host").empty())
            m_head.fields.emplace_back("Host", "127.0.0.1:9180");
        setClient({127, 0, 0, 1});
    }

    /** The peer's IPv4 address. */
    void setClient(const std::array<std::uint8_t, 4> &address)
    {
        m_client = {};
        m_client.bytes[10] = m_client.bytes[11] = 0xff;
        std::copy(address.begin(), address.end(), m_client.bytes.begin() + 12);
        m_client.port = 40'000;
    }

    const RequestHead &head() const override { return m_head; }
    const Target &target() const override { return m_target; }
    const std::string &body() const override { return m_body; }
    const ClientAddress &client() const override { return m_client; }
    void answer(const Answer &answer) override { m_answer = answer; }
    void answerLater(const Answer &answer, DirtyInbox::Wait) override { m_answer = answer; }
    void answerAndClose(const Answer &answer) override { m_answer = answer; }
    void answerAndClose(std::string bytes) override { m_answer = Answer{200, {}, std::move(bytes), {}}; }
    void answerHead(std::string head) override { m_answer = Answer{200, {}, std::move(head), {}}; }
    Handover handOver() override { return {}; }

    const std::optional<Answer> &given() const { return m_answer; }

    /** A field of the answer; empty if it has none. */
    std::string field(const std::string &name) const
    {
        for (const auto &[key, value] : m_answer->fields)
            if (key == name)
                return value;
        return {};
    }

private:
    RequestHead m_head;
    Target m_target;
    std::string m_body;
    ClientAddress m_client;
    std::optional<Answer> m_answer;
};

} // namespace sluice
