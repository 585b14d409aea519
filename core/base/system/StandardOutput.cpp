// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/system/StandardOutput.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace sluice {

void holdStandardDescriptors()
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF)
            continue;
        // The lowest free number is this one. The direction is the wrong one on purpose: it stays an error.
        (void)::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

tl::expected<void, Error> writeStandardOutput(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
            continue;
        }
        if (errno == EINTR)
            continue;
        if (errno == EAGAIN) { // whoever shares the pipe made it non-blocking
            pollfd writable{STDOUT_FILENO, POLLOUT, 0};
            (void)::poll(&writable, 1, -1);
            continue;
        }
        const int reason = errno;
        return tl::unexpected(
            environmentError(std::string("standard output could not be written: ") + std::strerror(reason)));
    }
    return {};
}

} // namespace sluice
