// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whatever stands in a configuration, it is refused with its place or read; and what was read can be edited:
// the text that comes of it says the same but for the change.
#include "settings/SettingsFile.h"
#include "settings/TomlEdit.h"

#include <array>
#include <cstdint>
#include <cstdlib>

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string text(data, data + size);
    const auto read = sluice::parseSettingsText(text, "f");
    if (!read) {
        require(read.error().message.starts_with("f:"));
        return 0;
    }
    const std::array changes{sluice::SettingChange{"timeouts.heartbeat", "7s", {}},
                             sluice::SettingChange{"pool.max_streams", "77", {}}};
    const auto edited = sluice::editedToml(text, changes, "f");
    if (!edited)
        return 0; // a form beyond the editor, which says so and leaves it alone
    const auto again = sluice::parseSettingsText(*edited, "f");
    require(again.has_value());
    const auto twice = sluice::editedToml(*edited, changes, "f");
    require(twice.has_value() && *twice == *edited);
    return 0;
}
