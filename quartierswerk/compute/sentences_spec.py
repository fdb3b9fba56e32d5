"""Sentences about the specification: keys, kinds of values, and what does not fit together."""

SPECIFICATION: dict[str, dict[str, str]] = {
    "version-unknown": {
        "de": "„version“ ist %(version)s. Verlangt ist %(known)s.",
        "en": "“version” is %(version)s. It has to be %(known)s.",
    },
    "unknown-key": {
        "de": "Den Schlüssel „%(key)s“ gibt es hier nicht (%(where)s).%(near)s Möglich sind: %(known)s.",
        "en": "There is no key “%(key)s” here (%(where)s).%(near)s Possible are: %(known)s.",
    },
    "key-missing": {
        "de": "Der Schlüssel „%(key)s“ fehlt (%(where)s).",
        "en": "The key “%(key)s” is missing (%(where)s).",
    },
    "unknown-choice": {
        "de": "%(where)s: „%(value)s“ gibt es nicht.%(near)s Möglich sind: %(options)s.",
        "en": "%(where)s: “%(value)s” does not exist.%(near)s Possible are: %(options)s.",
    },
    "text-needed": {
        "de": "%(where)s: %(value)s ist kein Text. Setzen Sie die Angabe in Anführungszeichen,"
        " dann bleiben auch führende Nullen erhalten.",
        "en": "%(where)s: %(value)s is not text. Put it in quotation marks; then leading zeros are kept, too.",
    },
    "text-empty": {
        "de": "%(where)s: Der Text ist leer.",
        "en": "%(where)s: the text is empty.",
    },
    "number-needed": {
        "de": "%(where)s: %(value)s ist keine Zahl. Schreiben Sie sie ohne Anführungszeichen und mit Dezimalpunkt.",
        "en": "%(where)s: %(value)s is not a number. Write it without quotation marks and with a decimal point.",
    },
    "number-endless": {
        "de": "%(where)s: %(value)s ist keine endliche Zahl.",
        "en": "%(where)s: %(value)s is not a finite number.",
    },
    "whole-number-needed": {
        "de": "%(where)s: %(value)s ist keine ganze Zahl.",
        "en": "%(where)s: %(value)s is not a whole number.",
    },
    "number-too-small": {
        "de": "%(where)s: %(value)s ist zu klein. Der kleinste erlaubte Wert ist %(least)s.",
        "en": "%(where)s: %(value)s is too small. The smallest value allowed is %(least)s.",
    },
    "number-too-large": {
        "de": "%(where)s: %(value)s ist zu groß. Der größte erlaubte Wert ist %(most)s.",
        "en": "%(where)s: %(value)s is too large. The largest value allowed is %(most)s.",
    },
    "number-not-positive": {
        "de": "%(where)s: %(value)s ist nicht größer als 0.",
        "en": "%(where)s: %(value)s is not above 0.",
    },
    "flag-needed": {
        "de": "%(where)s: %(value)s ist weder true noch false.",
        "en": "%(where)s: %(value)s is neither true nor false.",
    },
    "list-needed": {
        "de": "%(where)s: Hier gehört eine Liste hin, nicht %(value)s.",
        "en": "%(where)s: a list belongs here, not %(value)s.",
    },
    "list-empty": {
        "de": "%(where)s: Die Liste ist leer.",
        "en": "%(where)s: the list is empty.",
    },
    "mapping-needed": {
        "de": "%(where)s: Hier gehören Angaben mit Schlüsseln hin (schlüssel: wert), nicht %(value)s.",
        "en": "%(where)s: entries with keys belong here (key: value), not %(value)s.",
    },
    "two-numbers-needed": {
        "de": "%(where)s: Hier gehören genau zwei Zahlen hin.",
        "en": "%(where)s: exactly two numbers belong here.",
    },
    "span-empty": {
        "de": "%(where)s: Die untere Grenze %(low)s liegt nicht unter der oberen %(high)s.",
        "en": "%(where)s: the lower end %(low)s is not below the upper end %(high)s.",
    },
    "exclude-unclear": {
        "de": "%(where)s: Verlangt ist genau eines von „column“ mit „when: empty“, „column“ mit „below“, oder „ids“.",
        "en": "%(where)s: exactly one is needed of “column” with “when: empty”, “column” with “below”, or “ids”.",
    },
    "exclude-id-twice": {
        "de": "Diese Gebiete stehen doppelt unter „exclude“: %(names)s.",
        "en": "These areas stand twice under “exclude”: %(names)s.",
    },
    "indicator-twice": {
        "de": "Diese Indikatoren gibt es doppelt: %(names)s.",
        "en": "These indicators exist twice: %(names)s.",
    },
    "indicator-used-twice": {
        "de": "Diese Indikatoren stehen mehr als einmal unter „aggregate“: %(names)s.",
        "en": "These indicators stand more than once under “aggregate”: %(names)s.",
    },
    "indicator-unused": {
        "de": "Der Indikator „%(indicator)s“ steht nicht unter „aggregate“ und zählt nicht mit.",
        "en": "The indicator “%(indicator)s” does not stand under “aggregate” and does not count.",
    },
    "normalise-missing": {
        "de": "Für den Indikator „%(indicator)s“ fehlt „normalise“, und es gibt keine allgemeine Angabe dazu.",
        "en": "The indicator “%(indicator)s” has no “normalise”, and there is no general one.",
    },
    "weighted-sample": {
        "de": "%(where)s: Mit „weights“ gibt es nur „sd: population“, nicht „sample“.",
        "en": "%(where)s: with “weights” there is only “sd: population”, not “sample”.",
    },
    "weight-without-indicator": {
        "de": "Unter „aggregate“ hat „%(indicator)s“ ein Gewicht, ist aber kein Indikator.%(near)s",
        "en": "Under “aggregate”, “%(indicator)s” has a weight but is no indicator.%(near)s",
    },
    "child-twice": {
        "de": "Unter „aggregate“ stehen diese Namen doppelt nebeneinander: %(names)s.",
        "en": "Under “aggregate”, these names stand twice side by side: %(names)s.",
    },
    "node-twice": {
        "de": "Unter „aggregate“ gibt es diese Teilindizes doppelt: %(names)s.",
        "en": "Under “aggregate”, these nodes exist twice: %(names)s.",
    },
    "weights-zero": {
        "de": "%(where)s: Die Summe der Gewichte ist 0. Mindestens ein Gewicht muss größer als 0 sein.",
        "en": "%(where)s: the weights add up to 0. At least one weight has to be above 0.",
    },
    "cuts-not-ascending": {
        "de": "classes/cuts: Die Grenzen müssen aufsteigen und verschieden sein.",
        "en": "classes/cuts: the cuts have to ascend and differ.",
    },
    "quantile-type": {
        "de": "classes/type: Typ %(type)s gibt es nicht. Möglich sind 7 und 9.",
        "en": "classes/type: there is no type %(type)s. Possible are 7 and 9.",
    },
    "labels-count": {
        "de": "classes/labels: Es sind %(labels)s Namen für %(classes)s Klassen.",
        "en": "classes/labels: there are %(labels)s labels for %(classes)s classes.",
    },
    "label-twice": {
        "de": "classes/labels: Diese Namen stehen doppelt: %(names)s.",
        "en": "classes/labels: these labels stand twice: %(names)s.",
    },
    "exponential-rank-rescale": {
        "de": "%(where)s: „exponential-rank“ gibt es nur unter „normalise“.",
        "en": "%(where)s: “exponential-rank” exists only under “normalise”.",
    },
    "exponential-rank-resource": {
        "de": "Indikator „%(indicator)s“: „exponential-rank“ verlangt „direction: burden“ (Rang 1: größte Last).",
        "en": "Indicator “%(indicator)s”: “exponential-rank” needs “direction: burden” (rank 1 = worst).",
    },
    "exponential-rank-orientation": {
        "de": "Indikator „%(indicator)s“: „exponential-rank“ geht nicht zusammen mit „orientation: resource“.",
        "en": "Indicator “%(indicator)s”: “exponential-rank” does not go with “orientation: resource”.",
    },
    "exponential-rank-in-list": {
        "de": "uncertainty/normalise: „exponential-rank“ kann hier nicht stehen.",
        "en": "uncertainty/normalise: “exponential-rank” cannot stand here.",
    },
    "exponential-rank-with-list": {
        "de": "uncertainty/normalise muss fehlen, weil diese Indikatoren „exponential-rank“ benutzen: %(names)s.",
        "en": "uncertainty/normalise has to be left out, because these indicators use “exponential-rank”: %(names)s.",
    },
    "method-twice": {
        "de": "uncertainty/normalise: Diese Verfahren stehen doppelt: %(names)s.",
        "en": "uncertainty/normalise: these methods stand twice: %(names)s.",
    },
    "list-with-cuts": {
        "de": "uncertainty/normalise muss fehlen: Ohne „rescale“ passen feste Klassengrenzen nur zu einem Verfahren.",
        "en": "uncertainty/normalise has to be left out: without “rescale”, fixed cuts fit only one method.",
    },
    "goalposts-unknown": {
        "de": "uncertainty/normalise: Für „goalposts“ fehlen die Grenzen bei diesen Indikatoren: %(names)s.",
        "en": "uncertainty/normalise: for “goalposts” the ends are missing for these indicators: %(names)s.",
    },
    "weights-unclear": {
        "de": "%(where)s: %(value)s ist keine Angabe zu den Gewichten."
        " Möglich sind: fixed, {dirichlet: 1}, {within: 0.25}.",
        "en": "%(where)s: %(value)s says nothing about weights. Possible are: fixed, {dirichlet: 1}, {within: 0.25}.",
    },
    "within-outside": {
        "de": "%(where)s: %(value)s liegt nicht zwischen 0 und 1.",
        "en": "%(where)s: %(value)s does not lie between 0 and 1.",
    },
    "leave-one-out-alone": {
        "de": "„leave-one-out“ geht nicht: Es gibt nur den Indikator „%(indicator)s“.",
        "en": "“leave-one-out” is not possible: there is only the indicator “%(indicator)s”.",
    },
    "leave-one-out-empties": {
        "de": "„leave-one-out“ geht nicht: Ohne den Indikator „%(indicator)s“ bleibt kein Gewicht größer als 0.",
        "en": "“leave-one-out” is not possible: without the indicator “%(indicator)s” no weight above 0 is left.",
    },
    "small-numbers-without-indicator": {
        "de": "uncertainty/small-numbers: „%(indicator)s“ ist kein Indikator.%(near)s",
        "en": "uncertainty/small-numbers: “%(indicator)s” is no indicator.%(near)s",
    },
    "uncertainty-missing": {
        "de": "„--uncertainty-out“ verlangt den Abschnitt „uncertainty“ in der Beschreibung.",
        "en": "“--uncertainty-out” needs the part “uncertainty” in the specification.",
    },
    "uncertainty-not-asked": {
        "de": "Die Beschreibung enthält „uncertainty“, aber „--uncertainty-out“ fehlt. Es wurde nichts gezogen.",
        "en": "The specification has “uncertainty”, but “--uncertainty-out” is missing. Nothing was drawn.",
    },
}
