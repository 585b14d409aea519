// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/SettingsStore.h"

#include "settings/QuotedText.h"
#include "settings/Rules.h"
#include "settings/Schema.h"

namespace sluice {

namespace {

std::vector<const SettingInfo *> differences(const Settings &before, const Settings &after)
{
    std::vector<const SettingInfo *> changed;
    for (const SettingInfo &info : schema()) {
        if (!sameValue(before, after, info))
            changed.push_back(&info);
    }
    return changed;
}

} // namespace

SettingsStore::SettingsStore(Settings initial)
    : m_version{1, std::make_shared<const Settings>(std::move(initial))}
{
}

std::shared_ptr<const Settings> SettingsStore::settings() const
{
    return version().settings;
}

SettingsStore::Version SettingsStore::version() const
{
    const std::lock_guard lock(m_reading);
    return m_version;
}

void SettingsStore::markRunning()
{
    const std::lock_guard lock(m_changing);
    m_isRunning = true;
}

tl::expected<void, Error> SettingsStore::setDescriptorLimit(std::int64_t limit, std::int64_t reserve)
{
    const std::lock_guard lock(m_changing);
    m_descriptorLimit = DescriptorLimit{limit, reserve};
    return checkDescriptors(*settings());
}

tl::expected<std::uint64_t, Error> SettingsStore::apply(std::span<const SettingChange> changes,
                                                        const std::string &who)
{
    const std::lock_guard changing(m_changing);
    const Version before = version();
    auto changed = withChanges(*before.settings, changes);
    if (!changed)
        return tl::unexpected(changed.error());
    if (const auto live = checkLive(*before.settings, *changed); !live)
        return tl::unexpected(live.error());
    if (const auto fits = checkDescriptors(*changed); !fits)
        return tl::unexpected(fits.error());
    const auto keys = differences(*before.settings, *changed);
    if (keys.empty())
        return before.revision;

    const Version after{before.revision + 1, std::make_shared<const Settings>(std::move(*changed))};
    {
        const std::lock_guard reading(m_reading);
        m_version = after;
    }
    const Update update{who, before, after, keys};
    for (const auto &[id, listener] : m_listeners)
        listener(update);
    return after.revision;
}

SettingsStore::ListenerId SettingsStore::addListener(Listener listener)
{
    const std::lock_guard lock(m_changing);
    m_listeners.emplace(++m_lastListener, std::move(listener));
    return m_lastListener;
}

void SettingsStore::removeListener(ListenerId id)
{
    const std::lock_guard lock(m_changing);
    m_listeners.erase(id);
}

tl::expected<void, Error> SettingsStore::checkLive(const Settings &before, const Settings &after) const
{
    if (!m_isRunning)
        return {};
    std::vector<std::string> messages;
    for (const SettingInfo *info : differences(before, after)) {
        if (info->apply == SettingApply::Restart) {
            messages.push_back(
                std::string(info->key) + ": " + quotedText(valueText(after, *info)) +
                " is refused, because it takes effect only at a restart; the value in force is " +
                quotedText(valueText(before, *info)));
        }
    }
    if (!messages.empty())
        return tl::unexpected(joinedErrors(messages));
    return {};
}

tl::expected<void, Error> SettingsStore::checkDescriptors(const Settings &settings) const
{
    if (!m_descriptorLimit)
        return {};
    if (const auto broken = checkPoolFits(settings, m_descriptorLimit->limit, m_descriptorLimit->reserve))
        return tl::unexpected(inputError(broken->message));
    return {};
}

} // namespace sluice
