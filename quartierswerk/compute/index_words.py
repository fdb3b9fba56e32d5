"""What the command ``quartierswerk index`` says of itself, in German and English."""

WORDS: dict[str, dict[str, str]] = {
    "de": {
        "usage": "Aufruf: ",
        "positional": "Angaben:",
        "options": "Schalter:",
        "about": "Berechnet einen Index nach einer Beschreibung (YAML) aus einer Tabelle (CSV).",
        "more": "Neben RESULT.csv entsteht RESULT.csv.json: was womit gerechnet, behandelt, ergänzt, ausgelassen wurde."
        " Ende: 0 fertig, 1 abgelehnt (Gründe auf der Fehlerausgabe), 2 falscher Aufruf.",
        "spec": "die Beschreibung des Index",
        "values": "die Tabelle: UTF-8, Komma, Dezimalpunkt, eine Zeile je Gebiet",
        "out": "wohin das Ergebnis geschrieben wird",
        "uncertainty-out": "wohin die Spannen der Ränge und Klassen geschrieben werden",
        "lang": "Sprache der Meldungen: de (Standard) oder en",
        "help": "zeigt diese Hilfe",
        "wrong": "Falscher Aufruf: %(message)s",
        "no-file": "„%(argument)s“ nennt keine Datei.",
        "warning": "Hinweis: %(sentence)s",
        "done": "Berechnete Gebiete: %(used)d, ausgelassen: %(excluded)d. Ergebnis: %(file)s",
    },
    "en": {
        "usage": "usage: ",
        "positional": "arguments:",
        "options": "options:",
        "about": "Compute an index from a specification (YAML) and a table (CSV).",
        "more": "Beside RESULT.csv, RESULT.csv.json says what was computed with what, treated, filled in and left out."
        " Exit status: 0 done, 1 refused (reasons on standard error), 2 wrong usage.",
        "spec": "the specification of the index",
        "values": "the table: UTF-8, comma, decimal point, one row per area",
        "out": "where the result is written",
        "uncertainty-out": "where the ranges of ranks and classes are written",
        "lang": "language of the messages: de (default) or en",
        "help": "show this help",
        "wrong": "Wrong usage: %(message)s",
        "no-file": "“%(argument)s” names no file.",
        "warning": "Note: %(sentence)s",
        "done": "Areas computed: %(used)d, excluded: %(excluded)d. Result: %(file)s",
    },
}

# What argparse says (as a pattern), and what we say instead.
MISTAKES: dict[str, dict[str, str]] = {
    r"the following arguments are required: (?P<names>.*)": {
        "de": "Es fehlen: %(names)s.",
        "en": "Missing: %(names)s.",
    },
    r"unrecognized arguments: (?P<names>.*)": {
        "de": "Das gibt es nicht: %(names)s.",
        "en": "Unknown: %(names)s.",
    },
    r"argument (?P<name>\S+): expected one argument": {
        "de": "Nach %(name)s fehlt eine Angabe.",
        "en": "Something is missing after %(name)s.",
    },
    r"argument (?P<name>\S+): invalid choice: (?P<value>\S+) \(choose from (?P<options>.*)\)": {
        "de": "%(name)s: %(value)s gibt es nicht. Möglich sind: %(options)s.",
        "en": "%(name)s: %(value)s does not exist. Possible are: %(options)s.",
    },
}
