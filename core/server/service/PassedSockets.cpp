// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/service/PassedSockets.h"

#include "base/text/QuotedText.h"

#include <cstdlib>
#include <cstring>
#include <memory>

#include <sys/socket.h>
#include <systemd/sd-daemon.h>

namespace sluice {

namespace {

struct FreeNames
{
    void operator()(char **names) const
    {
        for (char **name = names; *name != nullptr; ++name)
            std::free(*name);
        std::free(names);
    }
};

Error passedError(int fd, const std::string &name, const std::string &rule)
{
    return inputError("descriptor " + std::to_string(fd) + " that the service manager passed as " +
                      quotedText(name) + " " + rule);
}

bool isListeningTcp(int fd)
{
    return sd_is_socket_inet(fd, AF_UNSPEC, SOCK_STREAM, 1, 0) > 0;
}

} // namespace

tl::expected<PassedSockets, Error> PassedSockets::take()
{
    PassedSockets passed;
    char **list = nullptr;
    // The variables go: they are not for a process that this one might start.
    const int count = sd_listen_fds_with_names(1, &list);
    if (count < 0)
        return tl::unexpected(
            environmentError(std::string("cannot take the sockets of the service manager (LISTEN_FDS): ") +
                             std::strerror(-count)));
    if (count == 0)
        return passed;
    const std::unique_ptr<char *, FreeNames> names(list);
    for (int i = 0; i < count; ++i) {
        const int fd = SD_LISTEN_FDS_START + i;
        const std::string name = names.get()[i];
        if (name != "public" && name != "admin")
            return tl::unexpected(
                passedError(fd, name, "must be named public or admin (FileDescriptorName= of its unit)"));
        if (!isListeningTcp(fd))
            return tl::unexpected(passedError(fd, name, "is no listening TCP socket"));
        (name == "public" ? passed.publicFds : passed.adminFds).push_back(fd);
    }
    if (passed.adminFds.size() > 1)
        return tl::unexpected(
            passedError(passed.adminFds[1], "admin",
                        "is one too many: the admin listener has one thread and one socket"));
    return passed;
}

} // namespace sluice
