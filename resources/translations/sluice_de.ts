<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- SPDX-FileCopyrightText: 2026 The Sluice authors -->
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<TS version="2.1" language="de">
<context>
    <name>CapacityPage</name>
    <message>
        <source>Capacity</source>
        <translation>Kapazität</translation>
    </message>
    <message>
        <source>What should the cap be?</source>
        <translation>Wie hoch soll die Obergrenze sein?</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
</context>
<context>
    <name>ChannelsPage</name>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>What flows?</source>
        <translation>Was fließt?</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>No command has these letters in this order.</source>
        <translation>Kein Befehl hat diese Buchstaben in dieser Folge.</translation>
    </message>
    <message>
        <source>Return runs it, Escape leaves</source>
        <translation>Eingabe führt ihn aus, Escape schließt</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Do it</source>
        <translation>Ausführen</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Add a connection</source>
        <translation>Verbindung hinzufügen</translation>
    </message>
    <message>
        <source>Edit the connection</source>
        <translation>Verbindung bearbeiten</translation>
    </message>
    <message>
        <source>Save and connect</source>
        <translation>Sichern und verbinden</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>such as “sse-1, Frankfurt”</source>
        <translation>etwa „sse-1, Frankfurt“</translation>
    </message>
    <message>
        <source>Address of its admin listener</source>
        <translation>Adresse seines Admin-Ports</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Keep the one that is saved</source>
        <translation>Das gesicherte behalten</translation>
    </message>
    <message>
        <source>its auth.admin_token, or auth.viewer_token to look only</source>
        <translation>sein auth.admin_token, oder auth.viewer_token zum bloßen Ansehen</translation>
    </message>
    <message>
        <source>The token goes to this desktop&apos;s keychain; where there is none, it is kept until the window closes.</source>
        <translation>Das Token kommt in den Schlüsselbund der Arbeitsfläche; wo es keinen gibt, bleibt es, bis das Fenster schließt.</translation>
    </message>
</context>
<context>
    <name>ConnectionMenu</name>
    <message>
        <source>No engine</source>
        <translation>Kein Server</translation>
    </message>
    <message>
        <source>Engine: %1</source>
        <translation>Server: %1</translation>
    </message>
    <message>
        <source>shown now</source>
        <translation>gerade gezeigt</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>an engine of this console&apos;s own, with a demo feed</source>
        <translation>ein Server dieser Konsole, mit Demo-Ereignissen</translation>
    </message>
    <message>
        <source>starts an engine of this console&apos;s own</source>
        <translation>startet einen Server dieser Konsole</translation>
    </message>
    <message>
        <source>from the command line</source>
        <translation>von der Befehlszeile</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Add a connection …</source>
        <translation>Verbindung hinzufügen …</translation>
    </message>
    <message>
        <source>to a sluiced that runs elsewhere</source>
        <translation>zu einem sluiced, der anderswo läuft</translation>
    </message>
</context>
<context>
    <name>ConsoleActions</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Ströme</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Tuning</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation>Kapazität</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Load test</source>
        <translation>Lasttest</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Gehe zu %1</translation>
    </message>
    <message>
        <source>Go on with the live view</source>
        <translation>Live-Ansicht fortsetzen</translation>
    </message>
    <message>
        <source>Pause the view</source>
        <translation>Ansicht anhalten</translation>
    </message>
    <message numerus="yes">
        <source>Show the last %n minute(s)</source>
        <translation>
            <numerusform>Die letzte Minute zeigen</numerusform>
            <numerusform>Die letzten %n Minuten zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation>Liste filtern</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <translation>%1 zurücknehmen</translation>
    </message>
    <message>
        <source>Undo the last change</source>
        <translation>Letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Connect again now</source>
        <translation>Jetzt neu verbinden</translation>
    </message>
    <message>
        <source>Show this computer&apos;s own engine</source>
        <translation>Den Server dieses Rechners zeigen</translation>
    </message>
    <message>
        <source>Add a connection …</source>
        <translation>Verbindung hinzufügen …</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Helles Aussehen</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Dunkles Aussehen</translation>
    </message>
    <message>
        <source>Theme as the desktop&apos;s</source>
        <translation>Aussehen wie die Arbeitsfläche</translation>
    </message>
    <message>
        <source>High-contrast theme</source>
        <translation>Aussehen mit hohem Kontrast</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Text at 100 %</source>
        <translation>Schrift bei 100 %</translation>
    </message>
    <message>
        <source>Find a command …</source>
        <translation>Befehl suchen …</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>Doctor</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Is this machine set up right?</source>
        <translation>Ist dieser Rechner richtig eingerichtet?</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
</context>
<context>
    <name>DrainPage</name>
    <message>
        <source>Drain</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>How do I take this node out?</source>
        <translation>Wie nehme ich diesen Knoten heraus?</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>FreshnessBadge</name>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>No numbers</source>
        <translation>Keine Zahlen</translation>
    </message>
    <message>
        <source>Stale for %1</source>
        <translation>Veraltet seit %1</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>No engine</source>
        <translation>Kein Server</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>Disconnected for %1</source>
        <translation>Getrennt seit %1</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Incompatible</source>
        <translation>Unverträglich</translation>
    </message>
</context>
<context>
    <name>JournalPage</name>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>What happened?</source>
        <translation>Was ist geschehen?</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
</context>
<context>
    <name>LinkBanner</name>
    <message>
        <source>The engine does not answer</source>
        <translation>Der Server antwortet nicht</translation>
    </message>
    <message>
        <source>Disconnected: all numbers are %1 old</source>
        <translation>Getrennt: alle Zahlen sind %1 alt</translation>
    </message>
    <message>
        <source>No numbers come</source>
        <translation>Es kommen keine Zahlen</translation>
    </message>
    <message>
        <source>All numbers are %1 old</source>
        <translation>Alle Zahlen sind %1 alt</translation>
    </message>
    <message>
        <source>The engine refuses this console</source>
        <translation>Der Server weist diese Konsole ab</translation>
    </message>
    <message>
        <source>This is no engine that this console understands</source>
        <translation>Das ist kein Server, den diese Konsole versteht</translation>
    </message>
    <message>
        <source>No engine of this console&apos;s own could be started</source>
        <translation>Ein eigener Server dieser Konsole ließ sich nicht starten</translation>
    </message>
    <message>
        <source>Edit the connection</source>
        <translation>Verbindung bearbeiten</translation>
    </message>
</context>
<context>
    <name>LoadTestPage</name>
    <message>
        <source>Load test</source>
        <translation>Lasttest</translation>
    </message>
    <message>
        <source>Will it hold?</source>
        <translation>Wird es halten?</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Sluice</source>
        <translation>Sluice</translation>
    </message>
    <message>
        <source>%1 – Sluice</source>
        <translation>%1 – Sluice</translation>
    </message>
    <message>
        <source>Remove this connection?</source>
        <translation>Diese Verbindung entfernen?</translation>
    </message>
    <message>
        <source>Its token is forgotten too. The engine itself is not touched.</source>
        <translation>Auch ihr Token wird vergessen. Der Server selbst bleibt unberührt.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Stop this computer&apos;s engine?</source>
        <translation>Den Server dieses Rechners anhalten?</translation>
    </message>
    <message numerus="yes">
        <source>%n stream(s) of others are open on the engine in this window. Closing it ends them.</source>
        <translation>
            <numerusform>Ein Strom anderer ist am Server in diesem Fenster offen. Schließen beendet ihn.</numerusform>
            <numerusform>%n Ströme anderer sind am Server in diesem Fenster offen. Schließen beendet sie.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Anhalten und beenden</translation>
    </message>
</context>
<context>
    <name>NavigationRail</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Sluice</source>
        <translation>Sluice</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Is it healthy now?</source>
        <translation>Ist er jetzt gesund?</translation>
    </message>
    <message>
        <source>Active streams</source>
        <translation>Offene Ströme</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Ströme</translation>
    </message>
    <message>
        <source>active</source>
        <translation>offen</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Tab and Shift+Tab go from one control to the next, Space or Return presses it, Escape closes what lies on top.</source>
        <translation>Tab und Umschalt+Tab gehen von einem Bedienelement zum nächsten, Leertaste oder Eingabe drückt es, Escape schließt, was obenauf liegt.</translation>
    </message>
</context>
<context>
    <name>StreamsPage</name>
    <message>
        <source>Streams</source>
        <translation>Ströme</translation>
    </message>
    <message>
        <source>Who is connected, who left, and why?</source>
        <translation>Wer ist verbunden, wer ging, und warum?</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
</context>
<context>
    <name>TimeSeriesChart</name>
    <message>
        <source>not recorded</source>
        <translation>nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>Nothing recorded in this span</source>
        <translation>In dieser Spanne nichts aufgezeichnet</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>View only</source>
        <translation>Nur ansehen</translation>
    </message>
    <message>
        <source>The token is a viewer&apos;s: it shows everything and changes nothing.</source>
        <translation>Das Token ist zum Ansehen: Es zeigt alles und ändert nichts.</translation>
    </message>
    <message>
        <source>Span of time</source>
        <translation>Zeitspanne</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 min</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 min</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>60 min</source>
        <translation>60 min</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>TuningPage</name>
    <message>
        <source>Tuning</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>What can I change?</source>
        <translation>Was kann ich ändern?</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
</context>
<context>
    <name>sluice::ChartModel</name>
    <message>
        <source>%1 is %2, between %3 and %4</source>
        <translation>%1 ist %2, zwischen %3 und %4</translation>
    </message>
    <message>
        <source>%1: nothing recorded in the last %2.</source>
        <translation>%1: in den letzten %2 nichts aufgezeichnet.</translation>
    </message>
    <message>
        <source>%1 over %2: %3.</source>
        <translation>%1 über %2: %3.</translation>
    </message>
</context>
<context>
    <name>sluice::EngineChooser</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Asking the keychain for the token of “%1” …</source>
        <translation>Der Schlüsselbund wird nach dem Token von „%1“ gefragt …</translation>
    </message>
    <message>
        <source>The keychain does not give the token of “%1”: %2. Edit the connection to type it.</source>
        <translation>Der Schlüsselbund gibt das Token von „%1“ nicht heraus: %2. Zum Eintippen die Verbindung bearbeiten.</translation>
    </message>
    <message>
        <source>This connection is not saved any more.</source>
        <translation>Diese Verbindung ist nicht mehr gesichert.</translation>
    </message>
    <message>
        <source>The token could not be put into a keychain (%1). It is kept until this window closes, and nowhere else.</source>
        <translation>Das Token ließ sich in keinen Schlüsselbund legen (%1). Es bleibt, bis dieses Fenster schließt, und nirgends sonst.</translation>
    </message>
</context>
<context>
    <name>sluice::EngineLink</name>
    <message>
        <source>%1 answers, but not as a Sluice engine does: its answer names no API version.</source>
        <translation>%1 antwortet, aber nicht wie ein Sluice-Server: Die Antwort nennt keine API-Version.</translation>
    </message>
    <message>
        <source>The engine speaks version %1 of the admin API, this console versions %2 to %3. Use a console of the engine&apos;s release.</source>
        <translation>Der Server spricht Version %1 der Admin-API, diese Konsole die Versionen %2 bis %3. Nehmen Sie eine Konsole aus der Ausgabe des Servers.</translation>
    </message>
    <message>
        <source>The connection to %1 was lost: %2.</source>
        <translation>Die Verbindung zu %1 ging verloren: %2.</translation>
    </message>
    <message>
        <source>%1 ended the connection: %2.</source>
        <translation>%1 hat die Verbindung beendet: %2.</translation>
    </message>
    <message>
        <source>%1 does not take the token. Give it the one of its auth.admin_token or auth.viewer_token.</source>
        <translation>%1 nimmt das Token nicht an. Geben Sie das seines auth.admin_token oder auth.viewer_token.</translation>
    </message>
    <message>
        <source>%1 asks for a token. Give it the one of its auth.admin_token or auth.viewer_token.</source>
        <translation>%1 verlangt ein Token. Geben Sie das seines auth.admin_token oder auth.viewer_token.</translation>
    </message>
    <message>
        <source>Nobody answers at %1: %2. Is sluiced running, and is this its listen.admin?</source>
        <translation>Bei %1 antwortet niemand: %2. Läuft sluiced, und ist das sein listen.admin?</translation>
    </message>
    <message>
        <source>The engine is connected but sends no snapshots: its admin thread may be starved, or the network is slow.</source>
        <translation>Der Server ist verbunden, sendet aber keine Zahlen: Sein Admin-Thread hungert vielleicht, oder das Netz ist langsam.</translation>
    </message>
    <message>
        <source>%1 has sent nothing for %2.</source>
        <translation>%1 hat seit %2 nichts gesendet.</translation>
    </message>
</context>
<context>
    <name>sluice::Format</name>
    <message>
        <source>core</source>
        <translation>Kern</translation>
    </message>
    <message>
        <source>cores</source>
        <translation>Kerne</translation>
    </message>
    <message>
        <source>no figure</source>
        <translation>keine Zahl</translation>
    </message>
    <message>
        <source>%1 per second</source>
        <translation>%1 je Sekunde</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>%1 bytes per second</source>
        <translation>%1 Bytes je Sekunde</translation>
    </message>
    <message>
        <source>%1 seconds</source>
        <translation>%1 Sekunden</translation>
    </message>
    <message>
        <source>%1 percent</source>
        <translation>%1 Prozent</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 Kerne</translation>
    </message>
    <message>
        <source>d</source>
        <comment>days</comment>
        <translation>d</translation>
    </message>
    <message>
        <source>h</source>
        <comment>hours</comment>
        <translation>h</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>s</translation>
    </message>
</context>
<context>
    <name>sluice::KeychainVault</name>
    <message>
        <source>none is running</source>
        <translation>keiner läuft</translation>
    </message>
    <message>
        <source>access to it was denied</source>
        <translation>der Zugang wurde verweigert</translation>
    </message>
</context>
<context>
    <name>sluice::SavedConnections</name>
    <message>
        <source>Give it a name, such as the host&apos;s.</source>
        <translation>Geben Sie ihr einen Namen, etwa den des Rechners.</translation>
    </message>
    <message>
        <source>The name has %1 characters; %2 are enough.</source>
        <translation>Der Name hat %1 Zeichen; %2 genügen.</translation>
    </message>
    <message>
        <source>Another connection is called “%1” already.</source>
        <translation>Eine andere Verbindung heißt schon „%1“.</translation>
    </message>
    <message>
        <source>The address must be that of an admin listener, as in http://host:9180: %1</source>
        <translation>Die Adresse muss die eines Admin-Ports sein, wie in http://host:9180: %1</translation>
    </message>
</context>
<context>
    <name>sluice::SnapshotStore</name>
    <message>
        <source>This CSV has no column %1: it is no recording of Sluice.</source>
        <translation>Dieser CSV-Datei fehlt die Spalte %1: Sie ist keine Aufzeichnung von Sluice.</translation>
    </message>
</context>
</TS>
