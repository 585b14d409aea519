// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "OtherProxies.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <unistd.h>

namespace sluice::integration {

namespace {

using Kind = ProxyProcess::Kind;

const QString unpacked = QStringLiteral(SLUICE_OTHER_PROXIES);

/** A path of the package: where it was unpacked, else where it is installed. */
QString placeOf(const QString &path)
{
    return QFile::exists(unpacked + path) ? unpacked + path : path;
}

QByteArray placeOf(const char *path)
{
    return placeOf(QString::fromLatin1(path)).toUtf8();
}

/** Debian's folder of libraries, which is called after the machine; beneath what was unpacked, or the
 * machine's. */
QString libraries(const QString &root)
{
    const QString lib = root + QStringLiteral("/usr/lib/");
    const QStringList names = QDir(lib).entryList({QStringLiteral("*-linux-gnu*")}, QDir::Dirs);
    return names.isEmpty() ? lib : lib + names.first();
}

QByteArray aroundApache(const QString &folder, const QByteArray &text)
{
    const QByteArray own = folder.toUtf8();
    QByteArray all = "ServerRoot " + own + "\nPidFile " + own + "/pid\nDefaultRuntimeDir " + own +
                     "\nServerName localhost\nErrorLog " + own + "/error.log\n";
    if (::geteuid() == 0)
        all += "User nobody\nGroup nogroup\n";
    // deflate and filter are Debian's defaults: what compresses is there, and has to leave streams alone.
    for (const char *module : {"mpm_event", "authz_core", "authz_host", "alias", "env", "setenvif", "filter",
                               "deflate", "reqtimeout", "headers", "proxy", "proxy_http"})
        all += "LoadModule " + QByteArray(module) + "_module " + placeOf("/usr/lib/apache2/modules") +
               "/mod_" + module + ".so\n";
    return all + text;
}

QByteArray aroundSquid(const QString &folder, const QByteArray &text)
{
    const QByteArray own = folder.toUtf8();
    QByteArray all =
        text + "\npid_filename " + own + "/pid\ncache_log " + own + "/cache.log\ncoredump_dir " + own +
        "\naccess_log none\nnetdb_filename none\npinger_enable off\nvisible_hostname localhost\n"
        "shutdown_lifetime 0 seconds\ncache_mem 8 MB\nmax_filedescriptors 4096\nmime_table " +
        placeOf("/usr/share/squid/mime.conf") + "\nicon_directory " + placeOf("/usr/share/squid/icons") +
        "\nerror_directory " + placeOf("/usr/share/squid-langpack/en") + "\nlogfile_daemon " +
        placeOf("/usr/lib/squid/log_file_daemon") + "\nunlinkd_program " + placeOf("/usr/lib/squid/unlinkd") +
        "\n";
    if (::geteuid() == 0)
        all += "cache_effective_user nobody\n";
    return all;
}

/** The words of the command line that the generated text shows. */
QStringList varnishWords(const QString &folder, const QString &path, const QByteArray &text)
{
    QStringList words;
    for (const QByteArray &line : text.split('\n'))
        if (line.startsWith("#   varnishd "))
            words = QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts).mid(2);
    words.replaceInStrings(QStringLiteral("/etc/varnish/sluice.vcl"), path);
    return words << QStringLiteral("-n") << folder + QStringLiteral("/work") << QStringLiteral("-j")
                 << QStringLiteral("none") << QStringLiteral("-p")
                 << QStringLiteral("vmod_path=%1/varnish/vmods:%2/varnish/vmods")
                        .arg(libraries(unpacked), libraries(QString()));
}

} // namespace

bool isOtherProxy(Kind kind)
{
    return kind != Kind::Nginx && kind != Kind::Haproxy;
}

QString otherProgram(Kind kind)
{
    const QString name = kind == Kind::Apache    ? QStringLiteral("apache2")
                         : kind == Kind::Caddy   ? QStringLiteral("caddy")
                         : kind == Kind::Varnish ? QStringLiteral("varnishd")
                         : kind == Kind::Squid   ? QStringLiteral("squid")
                                                 : QStringLiteral("lighttpd");
    return QStandardPaths::findExecutable(name, {unpacked + QStringLiteral("/usr/sbin"),
                                                 unpacked + QStringLiteral("/usr/bin"),
                                                 QStringLiteral("/usr/sbin"), QStringLiteral("/usr/bin")});
}

QProcessEnvironment otherEnvironment(const QString &folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LD_LIBRARY_PATH"),
                       QStringLiteral("%1:%1/varnish").arg(libraries(unpacked)));
    // Caddy keeps what it last ran.
    for (const char *name : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"})
        environment.insert(QString::fromLatin1(name), folder);
    return environment;
}

QStringList otherArguments(Kind kind, const QString &folder, const QString &path, const QByteArray &text)
{
    switch (kind) {
    case Kind::Apache:
        return {QStringLiteral("-DFOREGROUND"), QStringLiteral("-f"), path};
    case Kind::Caddy:
        return {QStringLiteral("run"), QStringLiteral("--config"), path, QStringLiteral("--adapter"),
                QStringLiteral("caddyfile")};
    case Kind::Varnish:
        return varnishWords(folder, path, text);
    case Kind::Squid:
        return {QStringLiteral("-N"), QStringLiteral("-f"), path};
    case Kind::Lighttpd:
        return {QStringLiteral("-D"), QStringLiteral("-f"), path, QStringLiteral("-m"),
                placeOf(QStringLiteral("/usr/lib/lighttpd"))};
    case Kind::Nginx:
    case Kind::Haproxy:
        break;
    }
    return {};
}

QByteArray surrounded(Kind kind, const QString &folder, const QByteArray &text)
{
    if (kind == Kind::Apache)
        return aroundApache(folder, text);
    if (kind == Kind::Squid)
        return aroundSquid(folder, text);
    // Its door for changes is one port for the whole machine.
    if (kind == Kind::Caddy)
        return QByteArray(text).replace("{\n\tservers {", "{\n\tadmin off\n\tservers {");
    return text;
}

QByteArray documented(Kind kind, quint16 listen, quint16 engine)
{
    const QByteArray here = QByteArray::number(listen);
    const QByteArray there = QByteArray::number(engine);
    if (kind == Kind::Squid)
        return "http_port 127.0.0.1:" + here + " accel defaultsite=127.0.0.1:" + there +
               " no-vhost\n"
               "cache_peer 127.0.0.1 parent " +
               there +
               " 0 no-query no-digest originserver name=sluice\n"
               "acl sluice urlpath_regex ^/+(stream|api/+sse|healthz|readyz)([/?]|$)\n"
               "http_access allow sluice\n"
               "http_access deny all\n"
               "cache deny all\n"
               "read_timeout 3600 seconds\n"
               "server_idle_pconn_timeout 56 seconds\n"
               "request_header_access Forwarded deny all\n";
    if (kind == Kind::Lighttpd)
        return "server.document-root = \"/var/empty\"\n"
               "server.bind = \"127.0.0.1\"\n"
               "server.port = " +
               here +
               "\nserver.modules = (\"mod_access\", \"mod_proxy\")\n"
               "server.stream-response-body = 2\n"
               "$HTTP[\"url\"] =~ \"^/(stream|api/sse|healthz|readyz)(/|$)\" {\n"
               "    proxy.server = (\"\" => ((\"host\" => \"127.0.0.1\", \"port\" => " +
               there +
               ")))\n"
               "    proxy.header = (\"map-host-request\" => (\"-\" => \"127.0.0.1:" +
               there + "\"))\n}\n";
    return {};
}

} // namespace sluice::integration
