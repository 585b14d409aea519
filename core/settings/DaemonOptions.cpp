// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/DaemonOptions.h"

#include "base/text/Nearest.h"
#include "base/text/QuotedText.h"
#include "settings/DefaultConfig.h"
#include "settings/ListenAddress.h"
#include "settings/Schema.h"
#include "settings/SettingsReference.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sluice {

namespace {

using Action = DaemonOptions::Action;

enum class OptionId {
    Config,
    Listen,
    Admin,
    Set,
    LogFormat,
    Demo,
    CheckConfig,
    PrintConfig,
    PrintSettingsReference,
    Version,
    Help
};

struct Option
{
    OptionId id;
    std::string_view name;
    std::string_view valueName; ///< empty: the option takes no value
    std::string_view help;
};

constexpr Option optionTable[] = {
    {OptionId::Config, "--config", "FILE", "read the settings from this TOML file"},
    {OptionId::Listen, "--listen", "ADDR:PORT", "the address of streams and publishers (listen.public)"},
    {OptionId::Admin, "--admin", "ADDR:PORT", "the address of the admin listener (listen.admin)"},
    {OptionId::Set, "--set", "key=value", "change one setting; may be repeated, the last of a key wins"},
    {OptionId::LogFormat, "--log-format", "FORMAT", "text, or json: one object per line (log.format)"},
    {OptionId::Demo, "--demo", "", "publish a small live feed on channel demo, shown at /demo"},
    {OptionId::CheckConfig, "--check-config", "",
     "check the file and the options, say what they change, and exit"},
    {OptionId::PrintConfig, "--print-config", "",
     "print every setting, commented at its default or as files and options give it, and exit"},
    {OptionId::PrintSettingsReference, "--print-settings-reference", "",
     "print what docs/settings.md says of every setting and rule, and exit"},
    {OptionId::Version, "--version", "", "print the version and exit"},
    {OptionId::Help, "--help", "", "print this help and exit"},
};

tl::unexpected<Error> refused(std::string message)
{
    return tl::unexpected(inputError(std::move(message)));
}

tl::expected<const Option *, Error> findOption(std::string_view name)
{
    std::vector<std::string_view> names;
    for (const Option &option : optionTable) {
        if (option.name == name || (option.id == OptionId::Help && name == "-h"))
            return &option;
        names.push_back(option.name);
    }
    return refused("unknown option " + quotedText(name) + suggestion(name, names));
}

std::string_view actionName(Action action)
{
    return action == Action::CheckConfig ? "--check-config" : "--print-config";
}

/** Walks the arguments once; the settings among them are gathered, to be applied together. */
class ArgumentReader
{
public:
    explicit ArgumentReader(std::span<const std::string> arguments)
        : m_rest(arguments)
    {
    }

    tl::expected<DaemonOptions, Error> read()
    {
        while (!m_rest.empty() && !m_isDecided) {
            if (const auto taken = readOption(); !taken)
                return tl::unexpected(taken.error());
        }
        if (!m_isDecided) {
            m_options.source.savedFile = SettingsSource::savedFileOfService();
            auto loaded = m_options.source.load();
            if (!loaded)
                return tl::unexpected(loaded.error());
            m_options.settings = std::move(loaded->settings);
            m_options.warnings = std::move(loaded->warnings);
            m_options.changes = std::move(loaded->changes);
        }
        return std::move(m_options);
    }

private:
    tl::expected<void, Error> readOption()
    {
        const std::string_view word = next();
        if (!word.starts_with('-'))
            return refused("unexpected argument " + quotedText(word) +
                           ": sluiced takes options only, see --help");
        const auto equals = word.find('=');
        const auto option = findOption(word.substr(0, equals));
        if (!option)
            return tl::unexpected(option.error());
        const bool hasValue = equals != std::string_view::npos;
        const std::string_view value = hasValue ? word.substr(equals + 1) : std::string_view();
        if ((*option)->valueName.empty()) {
            if (hasValue)
                return refused(std::string((*option)->name) + " takes no value, but got " +
                               quotedText(value));
            return takeFlag(**option);
        }
        return takeValue(**option, hasValue ? value : followingValue());
    }

    std::string_view next()
    {
        const std::string_view word = m_rest.front();
        m_rest = m_rest.subspan(1);
        return word;
    }

    std::string_view followingValue()
    {
        if (m_rest.empty() || m_rest.front().starts_with("--"))
            return {};
        return next();
    }

    tl::expected<void, Error> takeFlag(const Option &option)
    {
        switch (option.id) {
        case OptionId::Demo:
            m_options.isDemo = true;
            return {};
        case OptionId::CheckConfig:
            return takeAction(Action::CheckConfig);
        case OptionId::PrintConfig:
            return takeAction(Action::PrintConfig);
        case OptionId::PrintSettingsReference:
            return decide(Action::PrintSettingsReference);
        case OptionId::Version:
            return decide(Action::PrintVersion);
        default:
            return decide(Action::PrintHelp);
        }
    }

    tl::expected<void, Error> takeAction(Action action)
    {
        if (m_options.action != Action::Run && m_options.action != action) {
            return refused(std::string(actionName(m_options.action)) + " and " +
                           std::string(actionName(action)) + " cannot be given together");
        }
        m_options.action = action;
        return {};
    }

    /** Help and version answer whatever else is given. */
    tl::expected<void, Error> decide(Action action)
    {
        m_options.action = action;
        m_isDecided = true;
        return {};
    }

    tl::expected<void, Error> takeValue(const Option &option, std::string_view value)
    {
        if (value.empty())
            return refused(std::string(option.name) + " needs a value: " + std::string(option.valueName));
        switch (option.id) {
        case OptionId::Config:
            return takeConfigFile(value);
        case OptionId::Listen:
            return takeAddress(option, "listen.public", value);
        case OptionId::Admin:
            return takeAddress(option, "listen.admin", value);
        case OptionId::LogFormat:
            return takeSetting("log.format=" + std::string(value));
        default:
            return takeSetting(value);
        }
    }

    tl::expected<void, Error> takeConfigFile(std::string_view path)
    {
        if (m_options.source.configFile)
            return refused("--config was given twice: " + quotedText(*m_options.source.configFile) + " and " +
                           quotedText(path));
        m_options.source.configFile = path;
        return {};
    }

    tl::expected<void, Error> takeAddress(const Option &option, std::string_view key,
                                          std::string_view address)
    {
        if (const auto parsed = ListenAddress::parse(address); !parsed)
            return refused(std::string(option.name) + ": " + parsed.error().message);
        m_options.source.overrides.push_back(
            {std::string(key), std::string(address), std::string(option.name)});
        return {};
    }

    tl::expected<void, Error> takeSetting(std::string_view assignment)
    {
        const auto equals = assignment.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return refused("--set: " + quotedText(assignment) +
                           " must be key=value, as in timeouts.heartbeat=15s");
        m_options.source.overrides.push_back(
            {std::string(assignment.substr(0, equals)), std::string(assignment.substr(equals + 1)), "--set"});
        return {};
    }

    std::span<const std::string> m_rest;
    DaemonOptions m_options;
    bool m_isDecided = false;
};

std::string helpText()
{
    constexpr std::size_t column = 24;
    std::string text =
        "Usage: sluiced [options]\nThe engine of Sluice: server-sent events for many clients.\n\n";
    for (const Option &option : optionTable) {
        std::string left = "  " + std::string(option.name) + " " + std::string(option.valueName);
        left.resize(std::max(left.size(), column), ' ');
        text += left + std::string(option.help) + "\n";
    }
    return text + "\nThe file comes before the options, and what was saved in the state directory of a "
                  "service between them. All settings apply together, then their rules are checked.\n"
                  "Give tokens in the file: other users of this machine can see a command line.\n"
                  "Exit codes: 0 success, 1 the environment, 2 usage or configuration.\n";
}

std::string checkedText(const DaemonOptions &options)
{
    const Settings defaults;
    std::string changes;
    for (const SettingInfo &info : schema()) {
        if (!sameValue(options.settings, defaults, info))
            changes += std::string(info.key) + " = " + valueText(options.settings, info) + "\n";
    }
    const SettingsSource &source = options.source;
    const bool hasSaved = !source.savedChanges().value_or(std::vector<SettingChange>()).empty();
    const std::string files = source.configFile.value_or("") + (source.configFile && hasSaved ? ", " : "") +
                              (hasSaved ? *source.savedFile : "");
    const std::string where = files.empty() ? "" : " (" + files + ")";
    return "configuration is valid" + where +
           (changes.empty() ? ": every setting is at its default\n" : "\n" + changes);
}

} // namespace

tl::expected<DaemonOptions, Error> parseDaemonOptions(std::span<const std::string> arguments)
{
    return ArgumentReader(arguments).read();
}

std::vector<DaemonOptionHelp> daemonOptionHelp()
{
    std::vector<DaemonOptionHelp> help;
    for (const Option &option : optionTable)
        help.push_back({option.name, option.valueName, option.help});
    return help;
}

std::string answerText(const DaemonOptions &options)
{
    switch (options.action) {
    case Action::Run:
        return {};
    case Action::CheckConfig:
        return checkedText(options);
    case Action::PrintConfig:
        return configText(options.settings, options.changes);
    case Action::PrintSettingsReference:
        return settingsReferenceText();
    case Action::PrintVersion:
        return "sluiced " SLUICE_VERSION "\n";
    case Action::PrintHelp:
        return helpText();
    }
    return {};
}

} // namespace sluice
