// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the tests of files share: small files in a directory that goes with the test.
// Owned by the test; its thread only.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include <QTemporaryDir>

namespace sluice {

class ScratchFile
{
public:
    explicit ScratchFile(const std::string &name, const std::string &content)
        : m_path(m_directory.filePath(QString::fromStdString(name)).toStdString())
    {
        write(content);
    }

    const std::string &path() const { return m_path; }
    std::string directory() const { return m_directory.path().toStdString(); }

    void write(const std::string &content) const { std::ofstream(m_path, std::ios::binary) << content; }

    std::string read() const
    {
        std::ostringstream content;
        content << std::ifstream(m_path, std::ios::binary).rdbuf();
        return content.str();
    }

private:
    QTemporaryDir m_directory;
    std::string m_path;
};

} // namespace sluice
