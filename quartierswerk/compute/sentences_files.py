"""Sentences about files: reading YAML and CSV, writing results."""

FILES: dict[str, dict[str, str]] = {
    "file-missing": {
        "de": "Die Datei „%(file)s“ gibt es nicht. Prüfen Sie Ordner und Namen.",
        "en": "There is no file “%(file)s”. Check folder and name.",
    },
    "file-is-folder": {
        "de": "„%(file)s“ ist ein Ordner. Nennen Sie eine Datei.",
        "en": "“%(file)s” is a folder. Name a file.",
    },
    "file-not-readable": {
        "de": "Die Datei „%(file)s“ lässt sich nicht lesen. Prüfen Sie die Rechte an der Datei.",
        "en": "The file “%(file)s” cannot be read. Check the permissions of the file.",
    },
    "file-folder-missing": {
        "de": "Den Ordner für „%(file)s“ gibt es nicht. Legen Sie ihn zuerst an.",
        "en": "The folder for “%(file)s” does not exist. Create it first.",
    },
    "file-not-written": {
        "de": "Die Datei „%(file)s“ lässt sich nicht schreiben. Prüfen Sie Rechte und freien Platz.",
        "en": "The file “%(file)s” cannot be written. Check permissions and free space.",
    },
    "file-not-plain": {
        "de": "„%(file)s“ gibt es schon und es ist keine gewöhnliche Datei. Nennen Sie einen anderen Namen.",
        "en": "“%(file)s” exists and is not an ordinary file. Use another name.",
    },
    "file-same": {
        "de": "Die Datei „%(file)s“ ist zweimal genannt. Eingaben und Ergebnisse brauchen verschiedene Dateien.",
        "en": "The file “%(file)s” is named twice. Inputs and results need different files.",
    },
    "file-empty": {
        "de": "Die Datei ist leer.",
        "en": "The file is empty.",
    },
    "file-other-kind": {
        "de": "Die Datei ist keine Textdatei (%(kind)s). Speichern Sie die Tabelle als CSV, die Beschreibung als YAML.",
        "en": "The file is not a text file (%(kind)s). Save the table as CSV, the specification as YAML.",
    },
    "file-encoding": {
        "de": "Die Datei ist nicht in UTF-8 geschrieben (zuerst in Zeile %(line)s). Speichern Sie sie in UTF-8.",
        "en": "The file is not written in UTF-8 (first in line %(line)s). Save it as UTF-8.",
    },
    "file-without-rows": {
        "de": "Die Datei hat nur eine Kopfzeile und keine Gebiete.",
        "en": "The file has only a header and no areas.",
    },
    "csv-semicolon": {
        "de": "Die Spalten sind mit Semikolon getrennt. Verlangt sind Komma als Trennzeichen und Dezimalpunkt.",
        "en": "The columns are separated by semicolons. A comma as separator and a decimal point are needed.",
    },
    "csv-tab": {
        "de": "Die Spalten sind mit Tabulator getrennt. Verlangt sind Komma als Trennzeichen und Dezimalpunkt.",
        "en": "The columns are separated by tabs. A comma as separator and a decimal point are needed.",
    },
    "csv-broken": {
        "de": "Zeile %(line)s lässt sich nicht lesen. Meist ist ein Anführungszeichen offen.",
        "en": "Line %(line)s cannot be read. Most often a quotation mark is left open.",
    },
    "row-shifted": {
        "de": "Zeile %(line)s hat %(cells)s Felder, die Kopfzeile %(columns)s. Vielleicht ist die Zeile verschoben"
        " oder eine Zahl hat ein Dezimalkomma.",
        "en": "Line %(line)s has %(cells)s fields, the header %(columns)s. Perhaps the row is shifted"
        " or a number has a decimal comma.",
    },
    "column-twice": {
        "de": "Diese Spalten stehen doppelt in der Kopfzeile: %(names)s. Jeder Name darf nur einmal vorkommen.",
        "en": "These columns stand twice in the header: %(names)s. Each name may occur only once.",
    },
    "id-column-unknown": {
        "de": "Die Spalte „%(column)s“ mit den Gebietscodes (id) gibt es nicht.%(near)s",
        "en": "There is no column “%(column)s” with the codes of the areas (id).%(near)s",
    },
    "yaml-too-long": {
        "de": "Die Datei ist länger als %(most)s Zeichen.",
        "en": "The file is longer than %(most)s characters.",
    },
    "yaml-broken": {
        "de": "Zeile %(line)s, Stelle %(column)s: Das ist kein gültiges YAML. Prüfen Sie Einrückung, Doppelpunkte,"
        " Klammern und Anführungszeichen.",
        "en": "Line %(line)s, place %(column)s: this is not valid YAML. Check indentation, colons, brackets and"
        " quotation marks.",
    },
    "yaml-tab": {
        "de": "Zeile %(line)s ist mit Tabulator eingerückt. YAML erlaubt nur Leerzeichen.",
        "en": "Line %(line)s is indented with a tab. YAML allows only spaces.",
    },
    "yaml-character": {
        "de": "Zeile %(line)s enthält ein unsichtbares Zeichen, das in YAML nicht erlaubt ist.",
        "en": "Line %(line)s contains an invisible character that YAML does not allow.",
    },
    "yaml-several-documents": {
        "de": "Zeile %(line)s beginnt ein zweites Dokument (---). Es darf nur eines sein.",
        "en": "Line %(line)s begins a second document (---). There may be only one.",
    },
    "yaml-empty": {
        "de": "Die Datei enthält keine Angaben.",
        "en": "The file contains no entries.",
    },
    "yaml-alias-unknown": {
        "de": "Zeile %(line)s verweist auf „%(name)s“ (*), aber darüber steht kein Anker dieses Namens (&)."
        " Text mit diesen Zeichen gehört in Anführungszeichen.",
        "en": "Line %(line)s points to “%(name)s” (*), but no anchor of that name (&) stands above it."
        " Text with these signs belongs in quotation marks.",
    },
    "yaml-too-many-copies": {
        "de": "Zeile %(line)s: Die Verweise (*) wiederholen mehr als %(most)s Werte.",
        "en": "Line %(line)s: the aliases (*) repeat more than %(most)s values.",
    },
    "yaml-too-deep": {
        "de": "Zeile %(line)s ist mehr als %(most)s Ebenen tief verschachtelt.",
        "en": "Line %(line)s is nested more than %(most)s levels deep.",
    },
    "yaml-key-not-text": {
        "de": "Zeile %(line)s: Der Schlüssel ist kein Text. Setzen Sie ihn in Anführungszeichen.",
        "en": "Line %(line)s: the key is not text. Put it in quotation marks.",
    },
    "yaml-key-twice": {
        "de": "Zeile %(line)s: Der Schlüssel „%(key)s“ steht hier doppelt.",
        "en": "Line %(line)s: the key “%(key)s” stands here twice.",
    },
    "yaml-tag": {
        "de": "Zeile %(line)s benutzt eine Typangabe (%(tag)s). Lassen Sie sie weg.",
        "en": "Line %(line)s uses a tag (%(tag)s). Leave it out.",
    },
}
