"""Sentences about the values: areas, columns, numbers, and what a method cannot take."""

VALUES: dict[str, dict[str, str]] = {
    "area-id-empty": {
        "de": "Diesen Zeilen fehlt der Gebietscode: %(places)s.",
        "en": "These lines have no area code: %(places)s.",
    },
    "area-twice": {
        "de": "Diese Gebiete stehen doppelt in der Tabelle: %(ids)s.",
        "en": "These areas stand twice in the table: %(ids)s.",
    },
    "too-few-areas": {
        "de": "Es bleiben %(used)s von %(areas)s Gebieten. Ein Index braucht mindestens %(fewest)s.",
        "en": "%(used)s of %(areas)s areas are left. An index needs at least %(fewest)s.",
    },
    "column-unknown": {
        "de": "Die Spalte „%(column)s“ gibt es in der Tabelle nicht (genannt bei %(where)s).%(near)s",
        "en": "There is no column “%(column)s” in the table (named at %(where)s).%(near)s",
    },
    "not-a-number": {
        "de": "Spalte „%(column)s“: Das sind keine Zahlen (Gebiet, Zeile): %(cells)s."
        " Zeichen für fehlende Werte nennen Sie unter „na“.",
        "en": "Column “%(column)s”: these are no numbers (area, line): %(cells)s."
        " Name signs for missing values under “na”.",
    },
    "decimal-comma": {
        "de": "Spalte „%(column)s“: Zahlen haben ein Dezimalkomma (Gebiet, Zeile): %(cells)s. Verlangt ist ein Punkt.",
        "en": "Column “%(column)s”: numbers have a decimal comma (area, line): %(cells)s. A point is needed.",
    },
    "value-endless": {
        "de": "Spalte „%(column)s“: Diese Zahlen sind zu groß (Gebiet, Zeile): %(cells)s.",
        "en": "Column “%(column)s”: these numbers are too large (area, line): %(cells)s.",
    },
    "numbers-too-large": {
        "de": "%(where)s: Die Zahlen werden zu groß zum Rechnen. Betroffen: %(ids)s.",
        "en": "%(where)s: the numbers become too large to compute with. Affected: %(ids)s.",
    },
    "excluded-id-unknown": {
        "de": "Unter „exclude“ stehen Gebiete, die es in der Tabelle nicht gibt: %(ids)s.%(near)s",
        "en": "Under “exclude” stand areas that are not in the table: %(ids)s.%(near)s",
    },
    "area-weight-unusable": {
        "de": "Spalte „%(column)s“: Gewichte fehlen oder sind kleiner als 0 bei: %(ids)s.",
        "en": "Column “%(column)s”: weights are missing or below 0 for: %(ids)s.",
    },
    "area-weights-zero": {
        "de": "Spalte „%(column)s“: Die Gewichte ergeben zusammen 0.",
        "en": "Column “%(column)s”: the weights add up to 0.",
    },
    "denominator-zero": {
        "de": "Indikator „%(indicator)s“: Der Nenner „%(column)s“ ist 0 bei: %(ids)s.",
        "en": "Indicator “%(indicator)s”: the denominator “%(column)s” is 0 for: %(ids)s.",
    },
    "value-missing": {
        "de": "Indikator „%(indicator)s“: Werte fehlen bei: %(ids)s. Ergänzen Sie die Werte oder geben Sie mit"
        " „missing“ oder „exclude“ an, was gelten soll.",
        "en": "Indicator “%(indicator)s”: values are missing for: %(ids)s. Add them or say with “missing” or “exclude”"
        " what is to be done.",
    },
    "values-all-missing": {
        "de": "Indikator „%(indicator)s“: Es fehlen alle Werte.",
        "en": "Indicator “%(indicator)s”: all values are missing.",
    },
    "group-missing": {
        "de": "Indikator „%(indicator)s“: In der Spalte „%(column)s“ fehlt die Gruppe bei: %(ids)s.",
        "en": "Indicator “%(indicator)s”: in the column “%(column)s” the group is missing for: %(ids)s.",
    },
    "group-without-values": {
        "de": "Indikator „%(indicator)s“: In der Gruppe „%(group)s“ (Spalte „%(column)s“) gibt es keinen Wert.",
        "en": "Indicator “%(indicator)s”: in the group “%(group)s” (column “%(column)s”) there is no value.",
    },
    "treat-skipped": {
        "de": "Indikator „%(indicator)s“: „treat“ wurde ausgelassen, weil es nur %(areas)s Gebiete gibt (nötig: 4).",
        "en": "Indicator “%(indicator)s”: “treat” was skipped, because there are only %(areas)s areas (needed: 4).",
    },
    "log-outside": {
        "de": "Indikator „%(indicator)s“: „log“ verlangt Werte über 0. Das gilt nicht bei: %(ids)s.",
        "en": "Indicator “%(indicator)s”: “log” needs values above 0. This is not so for: %(ids)s.",
    },
    "logit-outside": {
        "de": "Indikator „%(indicator)s“: „logit“ verlangt Werte zwischen 0 und 1. Das gilt nicht bei: %(ids)s.",
        "en": "Indicator “%(indicator)s”: “logit” needs values between 0 and 1. This is not so for: %(ids)s.",
    },
    "log-outside-in-draw": {
        "de": "Indikator „%(indicator)s“: „log“ verlangt Werte über 0. In einer Ziehung gilt das nicht bei: %(ids)s.",
        "en": "Indicator “%(indicator)s”: “log” needs values above 0. In a draw this is not so for: %(ids)s.",
    },
    "logit-outside-in-draw": {
        "de": "Indikator „%(indicator)s“: „logit“ verlangt Werte zwischen 0 und 1."
        " In einer Ziehung gilt das nicht bei: %(ids)s.",
        "en": "Indicator “%(indicator)s”: “logit” needs values between 0 and 1. In a draw this is not so for: %(ids)s.",
    },
    "no-variance": {
        "de": "Indikator „%(indicator)s“: Alle Werte sind gleich (%(value)s). „%(method)s“ lässt sich nicht berechnen.",
        "en": "Indicator “%(indicator)s”: all values are equal (%(value)s). “%(method)s” cannot be computed.",
    },
    "no-variance-weighted": {
        "de": "Indikator „%(indicator)s“: Mit den Gewichten aus „%(column)s“ streuen die Werte nicht.",
        "en": "Indicator “%(indicator)s”: with the weights of “%(column)s” the values do not vary.",
    },
    "no-variance-score": {
        "de": "„%(node)s“: Alle Gebiete haben denselben Wert. „rescale“ mit „%(method)s“ lässt sich nicht berechnen.",
        "en": "“%(node)s”: all areas have the same score. “rescale” with “%(method)s” cannot be computed.",
    },
    "exponential-rank-outside": {
        "de": "Indikator „%(indicator)s“: „exponential-rank“ verlangt Ränge von 1 bis %(n)s."
        " Das gilt nicht bei: %(ids)s.",
        "en": "Indicator “%(indicator)s”: “exponential-rank” needs ranks from 1 to %(n)s. This is not so for: %(ids)s.",
    },
    "geometric-not-positive": {
        "de": "„%(node)s“: Das geometrische Mittel verlangt Werte über 0. Bei „%(child)s“ gilt das nicht für: %(ids)s.",
        "en": "“%(node)s”: the geometric mean needs values above 0. For “%(child)s” this is not so in: %(ids)s.",
    },
    "geometric-not-positive-in-draw": {
        "de": "„%(node)s“: Das geometrische Mittel verlangt Werte über 0."
        " Bei „%(child)s“ gilt das in einer Ziehung nicht für: %(ids)s.",
        "en": "“%(node)s”: the geometric mean needs values above 0."
        " For “%(child)s” this is not so in a draw for: %(ids)s.",
    },
    "people-not-whole": {
        "de": "Indikator „%(indicator)s“: Die Grundgesamtheit „%(column)s“ muss eine ganze Zahl ab 1 sein."
        " Das gilt nicht bei: %(ids)s.",
        "en": "Indicator “%(indicator)s”: the base “%(column)s” has to be a whole number of at least 1."
        " This is not so for: %(ids)s.",
    },
    "share-outside": {
        "de": "Indikator „%(indicator)s“: Anteile liegen nicht zwischen 0 und 1 bei: %(ids)s."
        " Sind es Prozente, schreiben Sie „unit: percent“.",
        "en": "Indicator “%(indicator)s”: shares do not lie between 0 and 1 for: %(ids)s."
        " If they are per cent, write “unit: percent”.",
    },
    "percent-outside": {
        "de": "Indikator „%(indicator)s“: Prozente liegen nicht zwischen 0 und 100 bei: %(ids)s.",
        "en": "Indicator “%(indicator)s”: percentages do not lie between 0 and 100 for: %(ids)s.",
    },
    "draws-too-many": {
        "de": "%(draws)s Ziehungen sind zu viele für %(areas)s Gebiete. Möglich sind höchstens %(most)s.",
        "en": "%(draws)s draws are too many for %(areas)s areas. At most %(most)s are possible.",
    },
    "memory": {
        "de": "Der Arbeitsspeicher reicht nicht. Nehmen Sie weniger Gebiete oder weniger Ziehungen.",
        "en": "The memory is not large enough. Use fewer areas or fewer draws.",
    },
}
