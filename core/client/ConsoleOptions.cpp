// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/ConsoleOptions.h"

#include "base/text/Nearest.h"
#include "base/text/QuotedText.h"
#include "client/TokenFile.h"
#include "http/HttpRequest.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <utility>

namespace sluice {

namespace {

using namespace std::string_view_literals;

constexpr std::array kPages{"overview"sv, "streams"sv, "channels"sv, "tuning"sv, "capacity"sv,
                            "drain"sv,    "load"sv,    "doctor"sv,   "journal"sv};
constexpr std::array kThemes{"system"sv, "dark"sv, "light"sv, "contrast"sv};

constexpr std::array kOptions{
    ConsoleOptionHelp{"--connect", "URL",
                      "look at the engine whose admin listener this is, such as http://host:9180"},
    ConsoleOptionHelp{"--token-file", "FILE",
                      "file whose first line is the token for --connect (or $SLUICE_TOKEN)"},
    ConsoleOptionHelp{
        "--page", "NAME",
        "begin on this page: overview, streams, channels, tuning, capacity, drain, load, doctor "
        "or journal"},
    ConsoleOptionHelp{"--theme", "NAME", "system (as the desktop), dark, light or contrast"},
    ConsoleOptionHelp{"--text-scale", "FACTOR", "size of all text, 0.8 to 2; 1.5 is 150 %"},
    ConsoleOptionHelp{"--size", "WxH", "size of the window in pixels, such as 1280x800"},
    ConsoleOptionHelp{"--screenshot", "FILE", "write the window to this PNG file and exit; needs no display"},
    ConsoleOptionHelp{"--after", "SECONDS",
                      "how long to wait before the screenshot; 3 where it is not given"},
    ConsoleOptionHelp{"--print-start-time", "", "print when the first live chart was drawn, and exit"},
    ConsoleOptionHelp{"--version", "", "print the version and exit"},
    ConsoleOptionHelp{"--help", "", "print this help and exit"},
};

constexpr std::chrono::seconds kUsualWait{3};
constexpr double kLongestWait = 3600;

tl::unexpected<Error> refused(std::string message)
{
    return tl::unexpected(inputError(std::move(message)));
}

std::string listed(std::span<const std::string_view> words)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + std::string(words[i]);
    return text;
}

template <typename Number>
std::optional<Number> numberIn(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

tl::expected<const ConsoleOptionHelp *, Error> findOption(std::string_view name)
{
    std::vector<std::string_view> names;
    names.reserve(kOptions.size());
    for (const ConsoleOptionHelp &option : kOptions) {
        if (option.name == name || (name == "-h" && option.name == "--help"))
            return &option;
        names.push_back(option.name);
    }
    return refused("unknown option " + quotedText(name) + suggestion(name, names));
}

/** Walks the arguments once; what belongs together is checked at the end. */
class ArgumentReader
{
public:
    explicit ArgumentReader(std::span<const std::string> arguments)
        : m_rest(arguments)
    {
    }

    tl::expected<ConsoleOptions, Error> read()
    {
        while (!m_rest.empty()) {
            if (const auto taken = readOption(); !taken)
                return tl::unexpected(taken.error());
            // Help and version answer whatever else is given.
            if (m_options.action != ConsoleOptions::Action::Run)
                return std::move(m_options);
        }
        return checked();
    }

private:
    tl::expected<void, Error> readOption()
    {
        const std::string_view word = next();
        if (!word.starts_with('-'))
            return refused("unexpected argument " + quotedText(word) +
                           ": sluice takes options only, see --help");
        const auto equals = word.find('=');
        const auto option = findOption(word.substr(0, equals));
        if (!option)
            return tl::unexpected(option.error());
        const std::string_view name = (*option)->name;
        const bool hasValue = equals != std::string_view::npos;
        if ((*option)->valueName.empty()) {
            if (hasValue)
                return refused(std::string(name) + " takes no value, but got " +
                               quotedText(word.substr(equals + 1)));
            takeFlag(name);
            return {};
        }
        if (!hasValue && (m_rest.empty() || m_rest.front().starts_with("--")))
            return refused(std::string(name) + " needs a value: " + std::string((*option)->valueName));
        const std::string_view value = hasValue ? word.substr(equals + 1) : next();
        if (value.empty())
            return refused(std::string(name) + " needs a value: " + std::string((*option)->valueName));
        return takeValue(name, value);
    }

    std::string_view next()
    {
        const std::string_view word = m_rest.front();
        m_rest = m_rest.subspan(1);
        return word;
    }

    void takeFlag(std::string_view name)
    {
        if (name == "--print-start-time")
            m_options.printsStartTime = true;
        else if (name == "--version")
            m_options.action = ConsoleOptions::Action::PrintVersion;
        else
            m_options.action = ConsoleOptions::Action::PrintHelp;
    }

    tl::expected<void, Error> takeValue(std::string_view name, std::string_view value)
    {
        if (name == "--connect")
            return takeEngine(value);
        if (name == "--token-file")
            m_tokenFile = value;
        else if (name == "--page")
            return takeWord(name, value, consolePages(), m_options.page);
        else if (name == "--theme")
            return takeWord(name, value, consoleThemes(), m_options.theme);
        else if (name == "--text-scale")
            return takeTextScale(value);
        else if (name == "--size")
            return takeSize(value);
        else if (name == "--screenshot")
            m_options.screenshot = value;
        else
            return takeWait(value);
        return {};
    }

    tl::expected<void, Error> takeEngine(std::string_view value)
    {
        const auto url = parseHttpUrl(value);
        if (!url)
            return refused("--connect: " + url.error().message);
        m_options.engine = url->toString().toStdString();
        return {};
    }

    static tl::expected<void, Error> takeWord(std::string_view name, std::string_view value,
                                              std::span<const std::string_view> words, std::string &taken)
    {
        if (std::find(words.begin(), words.end(), value) == words.end())
            return refused(std::string(name) + ": " + quotedText(value) + " is none of " + listed(words) +
                           suggestion(value, words));
        taken = value;
        return {};
    }

    tl::expected<void, Error> takeTextScale(std::string_view value)
    {
        const auto factor = numberIn<double>(value);
        if (!factor || !(*factor >= ConsoleOptions::smallestText && *factor <= ConsoleOptions::largestText))
            return refused("--text-scale: " + quotedText(value) +
                           " must be a number from 0.8 to 2, as in 1.5 for 150 %");
        m_options.textScale = *factor;
        return {};
    }

    tl::expected<void, Error> takeSize(std::string_view value)
    {
        constexpr auto least = ConsoleOptions::smallestSize;
        constexpr auto most = ConsoleOptions::largestSize;
        const auto cross = value.find('x');
        if (cross != std::string_view::npos) {
            const auto width = numberIn<int>(value.substr(0, cross));
            const auto height = numberIn<int>(value.substr(cross + 1));
            if (width && height && *width >= least.width && *width <= most.width && *height >= least.height &&
                *height <= most.height) {
                m_options.size = ConsoleOptions::Size{*width, *height};
                return {};
            }
        }
        return refused("--size: " + quotedText(value) + " must be WIDTHxHEIGHT in pixels, from " +
                       std::to_string(least.width) + "x" + std::to_string(least.height) + " to " +
                       std::to_string(most.width) + "x" + std::to_string(most.height));
    }

    tl::expected<void, Error> takeWait(std::string_view value)
    {
        const auto seconds = numberIn<double>(value);
        if (!seconds || !(*seconds >= 0 && *seconds <= kLongestWait))
            return refused("--after: " + quotedText(value) + " must be a number of seconds from 0 to 3600");
        m_after = std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000));
        return {};
    }

    tl::expected<ConsoleOptions, Error> checked()
    {
        if (!m_tokenFile.empty() && m_options.engine.empty())
            return refused("--token-file is for --connect, which is not given");
        if (m_after && m_options.screenshot.empty())
            return refused("--after is for --screenshot, which is not given");
        if (m_options.printsStartTime && !m_options.screenshot.empty())
            return refused("--print-start-time and --screenshot cannot be given together");
        m_options.after = m_after.value_or(kUsualWait);
        if (!m_tokenFile.empty()) {
            auto token = readTokenFile(m_tokenFile);
            if (!token)
                return tl::unexpected(token.error());
            m_options.token = std::move(*token);
            m_options.warning = tokenFileWarning(m_tokenFile);
        } else if (const char *token = std::getenv("SLUICE_TOKEN");
                   token != nullptr && !m_options.engine.empty()) {
            auto checkedVariable = checkedToken(token, "SLUICE_TOKEN");
            if (!checkedVariable)
                return tl::unexpected(checkedVariable.error());
            m_options.token = std::move(*checkedVariable);
        }
        return std::move(m_options);
    }

    std::span<const std::string> m_rest;
    ConsoleOptions m_options;
    std::string m_tokenFile;
    std::optional<std::chrono::milliseconds> m_after;
};

std::string helpText()
{
    constexpr std::size_t column = 22;
    std::string text =
        "Usage: sluice [options]\nThe console of Sluice: see, tune and drain an engine of server-sent "
        "events.\nWithout --connect it starts an engine of its own, on free ports of this computer.\n\n";
    for (const ConsoleOptionHelp &option : kOptions) {
        std::string left = "  " + std::string(option.name) + " " + std::string(option.valueName);
        left.resize(std::max(left.size() + 1, column), ' ');
        text += left + std::string(option.help) + "\n";
    }
    return text + "\nExit codes: 0 success, 1 the environment, 2 usage.\n";
}

} // namespace

std::span<const std::string_view> consolePages()
{
    return kPages;
}

std::span<const std::string_view> consoleThemes()
{
    return kThemes;
}

tl::expected<ConsoleOptions, Error> parseConsoleOptions(std::span<const std::string> arguments)
{
    return ArgumentReader(arguments).read();
}

std::span<const ConsoleOptionHelp> consoleOptionHelp()
{
    return kOptions;
}

std::string answerText(const ConsoleOptions &options)
{
    switch (options.action) {
    case ConsoleOptions::Action::Run:
        return {};
    case ConsoleOptions::Action::PrintVersion:
        return "sluice " SLUICE_VERSION "\n";
    case ConsoleOptions::Action::PrintHelp:
        return helpText();
    }
    return {};
}

} // namespace sluice
