<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>ConfirmDialog</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConsoleActions</name>
    <message numerus="yes">
        <source>Show the last %n minute(s)</source>
        <translation>
            <numerusform>Show the last minute</numerusform>
            <numerusform>Show the last %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiagnosisStrip</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JournalPage</name>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message numerus="yes">
        <source>%n stream(s) of others are open on the engine in this window. Closing it ends them.</source>
        <translation>
            <numerusform>A stream of somebody else is open on the engine in this window. Closing it ends that stream.</numerusform>
            <numerusform>%n streams of others are open on the engine in this window. Closing it ends them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::ChartMarks</name>
    <message numerus="yes">
        <source>%n earlier ones</source>
        <translation>
            <numerusform>%n earlier one</numerusform>
            <numerusform>%n earlier ones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::ExportWorker</name>
    <message numerus="yes">
        <source>%n snapshots</source>
        <translation>
            <numerusform>%n snapshot</numerusform>
            <numerusform>%n snapshots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files, %1</source>
        <translation>
            <numerusform>%n file, %1</numerusform>
            <numerusform>%n files, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::Exporter</name>
    <message numerus="yes">
        <source>Recording to %1 ended, %n snapshots</source>
        <translation>
            <numerusform>Recording to %1 ended, %n snapshot</numerusform>
            <numerusform>Recording to %1 ended, %n snapshots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sluice::Journal</name>
    <message numerus="yes">
        <source>%n settings: %1</source>
        <translation>
            <numerusform>%n setting: %1</numerusform>
            <numerusform>%n settings: %1</numerusform>
        </translation>
    </message>
</context>
</TS>
