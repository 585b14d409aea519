// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Configurations for what stands around an engine (proxies, the service manager, the kernel, Node.js,
// Prometheus), made from its settings, each line with the reason for it. The texts are resources/config/*.in.
// A pure function: settings in, text out; any thread.
#pragma once

#include "base/Error.h"
#include "settings/Settings.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace sluice {

enum class ConfigKind {
    Nginx,
    Haproxy,
    Apache,
    Caddy,
    Varnish,
    Systemd,
    Limits,
    Sysctl,
    NodeAgent,
    Prometheus
};

/** One kind of configuration, as a command line or a page lists it. */
struct ConfigKindInfo
{
    ConfigKind kind;
    std::string_view name;  ///< such as "node-agent"
    std::string_view file;  ///< where it usually goes
    std::string_view about; ///< one line
};

/** Every kind, in the order of its enumeration. */
std::span<const ConfigKindInfo> configKinds();

/** What a configuration is made from. */
struct ConfigRequest
{
    /** nginx: a whole nginx.conf, or what stands inside its http { }. */
    enum class Part { Whole, Http };

    Settings settings;
    std::string origin = "the default settings"; ///< where the settings come from, for the text's first line

    /** pool.max_streams as a running engine has it; nothing: the setting says it, or usualStreams. */
    std::optional<std::int64_t> maxStreams;

    std::string engine;        ///< address and port of the engine as the proxy sees it; empty: listen.public
    std::string listen = "80"; ///< [ADDRESS:]PORT where the proxy listens
    std::optional<std::chrono::milliseconds> readTimeout; ///< of the proxy; nothing: an hour, or 4 heartbeats
    std::string logDirectory = "/var/log/nginx";
    Part part = Part::Whole;
};

struct ConfigText
{
    std::string text;
    std::vector<std::string>
        notes; ///< settings of the engine that do not go with it, a sentence each; in the text too
};

class ConfigWriter
{
public:
    /** What an unbounded pool ("auto") is taken for where a configuration has to say a number. */
    static constexpr std::int64_t usualStreams = 65'536;

    /** Errors name what of the request cannot be: an address, a port that is not fixed, a read timeout that
     * is not above the heartbeat. */
    static tl::expected<ConfigText, Error> write(ConfigKind kind, const ConfigRequest &request);
};

} // namespace sluice
