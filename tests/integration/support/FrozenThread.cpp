// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "FrozenThread.h"

#include <QDir>
#include <QFile>

#include <sys/ptrace.h>
#include <sys/wait.h>

namespace sluice::integration {

namespace {

pid_t threadCalled(qint64 process, const QByteArray &name)
{
    const QDir threads(QStringLiteral("/proc/%1/task").arg(process));
    for (const QString &id : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(threads.filePath(id + QStringLiteral("/comm")));
        if (file.open(QIODevice::ReadOnly) && file.readAll().trimmed() == name)
            return pid_t(id.toInt());
    }
    return 0;
}

} // namespace

FrozenThread::FrozenThread(qint64 process, const QByteArray &name)
{
    const pid_t thread = threadCalled(process, name);
    if (thread == 0 || ::ptrace(PTRACE_SEIZE, thread, nullptr, nullptr) != 0)
        return;
    int status = 0;
    if (::ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr) == 0 &&
        ::waitpid(thread, &status, __WALL) == thread && WIFSTOPPED(status))
        m_thread = thread;
}

FrozenThread::~FrozenThread()
{
    thaw();
}

void FrozenThread::thaw()
{
    if (m_thread > 0)
        ::ptrace(PTRACE_DETACH, m_thread, nullptr, nullptr);
    m_thread = 0;
}

} // namespace sluice::integration
