"""The sentence for each finding: what, where, and what to do."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quartierswerk.places.rules.preview import Finding

CHOICES = {
    "code": gettext_lazy("code"),
    "name": gettext_lazy("name"),
    "parent": gettext_lazy("area above"),
    "residents": gettext_lazy("residents"),
    "kind": gettext_lazy("kind"),
    "status": gettext_lazy("status"),
    "starts_on": gettext_lazy("from"),
    "ends_on": gettext_lazy("until"),
    "legal_basis": gettext_lazy("legal basis"),
}
GEOMETRIES = {
    "Point": gettext_lazy("a point"),
    "MultiPoint": gettext_lazy("several points"),
    "LineString": gettext_lazy("a line"),
    "LinearRing": gettext_lazy("a line"),
    "MultiLineString": gettext_lazy("several lines"),
    "GeometryCollection": gettext_lazy("a collection without areas"),
}
REASONS = {
    "crosses": gettext_lazy("its border crosses itself"),
    "hole_outside": gettext_lazy("a hole lies outside of it"),
    "holes": gettext_lazy("holes lie in each other"),
    "nested": gettext_lazy("parts lie in each other"),
    "disconnected": gettext_lazy("holes cut it apart"),
    "twice": gettext_lazy("a part is there twice"),
    "few_points": gettext_lazy("a part has too few points"),
    "other": gettext_lazy("its border is not sound"),
}
PLAIN = {
    "file_missing": gettext_lazy("There is no file “%(name)s”."),
    "file_empty": gettext_lazy("The file “%(name)s” is empty."),
    "file_too_large": gettext_lazy(
        "The file “%(name)s” has %(megabytes)s MB. At most %(most)s MB are possible. "
        "Please export only the level you need, or simplify the outlines."
    ),
    "file_damaged": gettext_lazy("“%(name)s” is damaged and cannot be read. Please export it again."),
    "nothing_inside": gettext_lazy("There is no Shapefile, GeoPackage or GeoJSON inside."),
    "layer_unknown": gettext_lazy("There is no layer “%(layer)s”. The file has: %(layers)s."),
    "layer_open": gettext_lazy("The file has several layers. Please choose one: %(layers)s."),
    "no_features": gettext_lazy("The file holds no areas."),
    "too_many_features": gettext_lazy("The file holds %(count)s areas. At most %(most)s are possible."),
    "too_many_vertices": gettext_lazy(
        "The outlines have %(count)s points. At most %(most)s are possible. Please simplify them before you export."
    ),
    "zip_damaged": gettext_lazy("The zip file is damaged. Please pack it again."),
    "zip_too_much": gettext_lazy("Unpacked, the zip file is larger than %(most)s MB. We do not unpack it."),
    "zip_unsafe": gettext_lazy("The zip file holds a path that leads out of it (%(name)s). We do not unpack it."),
    "zip_password": gettext_lazy("The zip file has a password. Please pack it without one."),
    "shapefile_incomplete": gettext_lazy(
        "The Shapefile is not complete: %(missing)s is missing. "
        "Please pack all its files with the same name into one zip file."
    ),
    "encoding_wrong": gettext_lazy("The texts cannot be read as %(encoding)s. Please choose another encoding."),
    "encoding_unknown": gettext_lazy("There is no encoding “%(encoding)s”. Usual ones are UTF-8 and CP1252."),
    "encoding_guessed": gettext_lazy(
        "The file does not say how its letters are encoded. We read it as %(as)s. Please look at the umlauts."
    ),
    "encoding_other": gettext_lazy(
        "The file says its letters are encoded as %(said)s, but that does not fit. We read it as %(as)s."
    ),
    "json_broken": gettext_lazy("The file is no sound JSON: look at line %(line)s, column %(column)s."),
    "json_too_deep": gettext_lazy("The file is nested too deeply to be a map."),
    "json_no_number": gettext_lazy("“%(name)s” is no number in JSON. Please export the file again."),
    "geojson_bare_geometry": gettext_lazy(
        "The file holds only a geometry (%(kind)s), without codes and names. Please export features."
    ),
    "geojson_other": gettext_lazy("The file is JSON, but no GeoJSON with features."),
    "row_no_feature": gettext_lazy("Row %(row)s is no feature."),
    "geometry_broken": gettext_lazy("%(id)s: the outline cannot be read."),
    "geometry_missing": gettext_lazy("%(id)s has no outline."),
    "geometry_empty": gettext_lazy("%(id)s has an empty outline."),
    "geometry_kind": gettext_lazy("%(id)s is %(kind)s. Only areas can be imported."),
    "geometry_no_ground": gettext_lazy("%(id)s has an outline without any ground in it."),
    "collection_reduced": gettext_lazy("%(id)s is a collection. Only its areas were taken, points and lines were not."),
    "coordinates_not_finite": gettext_lazy("The file holds coordinates that are no numbers. Please export it again."),
    "crs_missing": gettext_lazy(
        "The file does not say in which coordinate system its coordinates are (the .prj part is missing). "
        "Please name it.%(hint)s"
    ),
    "crs_unknown": gettext_lazy("We do not know the coordinate system “%(crs)s”.%(hint)s"),
    "crs_unfit": gettext_lazy("The coordinates do not fit the coordinate system %(crs)s.%(hint)s"),
    "axes_swapped": gettext_lazy(
        "Latitude and longitude seem to be swapped: the longitude has to stand first. Please export the file again."
    ),
    "outside_germany": gettext_lazy(
        "Read as %(crs)s, the areas lie outside of Germany (near %(lat)s° north, %(lon)s° east). "
        "Is the coordinate system right?%(hint)s"
    ),
    "far_from_present": gettext_lazy(
        "Read as %(crs)s, the areas lie %(km)s km away from those already there. "
        "Is the coordinate system right?%(hint)s"
    ),
    "level_unknown": gettext_lazy("There is no level “%(key)s”. Known levels: %(all)s."),
    "level_has_no_parent": gettext_lazy("This level has none above it, so areas cannot lie in another one."),
    "ends_before_start": gettext_lazy("The last day lies before the first one (%(from)s). Please name a later one."),
    "code_missing": gettext_lazy("Row %(row)s has no code in the field “%(field)s”."),
    "code_no_text": gettext_lazy("Row %(row)s: the code is neither text nor number."),
    "code_too_long": gettext_lazy("Row %(row)s: the code “%(code)s” is longer than %(most)s signs."),
    "codes_are_numbers": gettext_lazy(
        "The field “%(field)s” holds numbers. Zeros at the start of a code are lost in numbers: "
        "please compare with your list of codes."
    ),
    "name_missing": gettext_lazy("%(id)s has no name. Its code stands in for it."),
    "name_too_long": gettext_lazy("%(id)s: the name is longer than %(most)s signs."),
    "residents_no_number": gettext_lazy("%(id)s: “%(value)s” is no whole number of residents."),
    "parent_open": gettext_lazy("%(id)s does not say in which area it lies."),
    "outside_all_parents": gettext_lazy("%(id)s lies in none of the areas of the level above."),
    "value_not_understood": gettext_lazy("%(id)s: we do not understand “%(value)s” as %(choice)s.%(hint)s"),
    "term_ends_before_start": gettext_lazy("%(id)s ends (%(ends)s) before it starts (%(starts)s)."),
    "overlap": gettext_lazy("%(id)s and %(other)s overlap by %(m2)s m²."),
    "outside_parent": gettext_lazy("%(id)s reaches %(m2)s m² out of %(parent)s."),
    "street_area_unknown": gettext_lazy("Row %(row)s: there is no area %(code)s.%(hint)s"),
    "street_without_name": gettext_lazy("Row %(row)s: the name of the street is missing or too long."),
    "looks_like_present": gettext_lazy("%(id)s is new, but looks like %(near)s, which is missing in the file."),
}


def sentence(finding: Finding) -> str:
    """Say one finding in the reader's language; halves of signs that stood in the file become question marks."""
    return _said(finding).encode("utf-8", "replace").decode()


def _said(finding: Finding) -> str:
    facts = finding.facts
    if special := _SPECIAL.get(finding.code):
        return special(finding)
    shown: dict[str, Any] = {name: _shown(value) for name, value in facts.items()}
    shown["id"] = _shown_id(finding.concerns)
    shown["hint"] = _hint(facts)
    if "m2" in facts:
        shown["m2"] = _ground(facts["m2"])
    if "km" in facts:
        shown["km"] = number_format(facts["km"], 0, force_grouping=True)
    if finding.code == "geometry_kind":
        shown["kind"] = GEOMETRIES.get(facts["kind"], facts["kind"])
    if "choice" in facts:
        shown["choice"] = CHOICES.get(facts["choice"], facts["choice"])
    return str(PLAIN[finding.code]) % shown


def _shown_id(name: str) -> str:
    return _("Row %(row)s") % {"row": name[1:]} if name.startswith("#") else name


def _ground(m2: float) -> str:
    """Square metres with three digits that count; more would be pretence."""
    digits = max(0, len(str(int(m2))) - 3)
    return str(number_format(round(m2, -digits), 0 if m2 >= 100 else 1, force_grouping=True))


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    if isinstance(value, float):
        return number_format(value, 0 if abs(value) >= 100 else 1, force_grouping=True)
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return value


def _hint(facts: dict[str, Any]) -> str:
    if facts.get("likely"):
        return " " + _("The numbers look like %(systems)s.") % {"systems": _either(facts["likely"])}
    if facts.get("near"):
        return " " + _("Did you mean %(near)s?") % {"near": _either(facts["near"])}
    return ""


def _either(names: Sequence[str]) -> str:
    *first, last = [str(name) for name in names]
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _other_kind(finding: Finding) -> str:
    facts = {"name": finding.facts["name"], "kind": finding.facts["kind"]}
    if facts["kind"]:
        return _("“%(name)s” is a file of the kind %(kind)s. Possible are GeoJSON, GeoPackage and Shapefile.") % facts
    return _("What is inside “%(name)s” is no map. Possible are GeoJSON, GeoPackage and Shapefile.") % facts


def _field_missing(finding: Finding) -> str:
    facts = finding.facts
    shown = {
        "choice": CHOICES.get(facts["choice"], facts["choice"]),
        "name": facts["name"],
        "all": _shown(facts["all"]),
    }
    if not facts["all"]:
        return _("The file has no fields, so there is none for the %(choice)s.") % shown
    if not facts["name"]:
        return _("Please choose the field for the %(choice)s. The file has: %(all)s.") % shown
    return _("The file has no field “%(name)s” for the %(choice)s. It has: %(all)s.") % shown + _hint(facts)


def _twice(finding: Finding) -> str:
    return ngettext(
        "The code %(id)s stands there %(times)s time.",
        "The code %(id)s stands there %(times)s times. If these are parts of one area, dissolve them to one.",
        finding.facts["times"],
    ) % {"id": finding.concerns, "times": finding.facts["times"]}


def _dissolved(finding: Finding) -> str:
    return ngettext(
        "%(id)s: %(times)s part was taken as one area.",
        "%(id)s: %(times)s parts were dissolved to one area.",
        finding.facts["times"],
    ) % {"id": finding.concerns, "times": finding.facts["times"]}


def _repaired(finding: Finding) -> str:
    facts = finding.facts
    difference = facts["after_m2"] - facts["before_m2"]
    shown = {
        "id": _shown_id(finding.concerns),
        "reason": REASONS[facts["reason"]],
        "m2": _ground(abs(difference)),
        "place": "",
    }
    if facts["lon"] is not None:
        shown["place"] = _(" near %(lat)s° north, %(lon)s° east") % {
            "lat": number_format(facts["lat"], 5),
            "lon": number_format(facts["lon"], 5),
        }
    if abs(difference) < 0.5:
        return _("%(id)s was repaired: %(reason)s%(place)s. Its size stays the same.") % shown
    if difference > 0:
        return _("%(id)s was repaired: %(reason)s%(place)s. It is %(m2)s m² larger now.") % shown
    return _("%(id)s was repaired: %(reason)s%(place)s. It is %(m2)s m² smaller now.") % shown


def _parent_missing(finding: Finding) -> str:
    facts = finding.facts
    shown = {"id": finding.concerns, "parent": facts["parent"], "level": facts["level"]}
    if facts["none"]:
        return _("%(id)s lies in %(parent)s, but there are no areas of the level %(level)s yet.") % shown
    return _("%(id)s lies in %(parent)s, but the level %(level)s has no such area.") % shown + _hint(facts)


def _gap(finding: Finding) -> str:
    facts = finding.facts
    shown = {
        "m2": _ground(facts["m2"]),
        "around": _shown(facts["around"]),
        "lat": number_format(facts["lat"], 5),
        "lon": number_format(facts["lon"], 5),
    }
    if len(facts["around"]) == 1:
        return _("%(around)s has a hole of %(m2)s m² (near %(lat)s° north, %(lon)s° east).") % shown
    return _("Between %(around)s lies a gap of %(m2)s m² (near %(lat)s° north, %(lon)s° east).") % shown


def _not_covered(finding: Finding) -> str:
    facts = finding.facts
    return ngettext(
        "At the edge of %(parent)s, %(m2)s m² are in none of the areas (%(count)s place).",
        "At the edge of %(parent)s, %(m2)s m² are in none of the areas (%(count)s places).",
        facts["count"],
    ) % {"parent": facts["parent"], "m2": _ground(facts["m2"]), "count": facts["count"]}


MOST_CODES = 12


def _counted(finding: Finding) -> dict[str, Any]:
    """Number and first codes of a list of areas."""
    codes, count = finding.facts["codes"], finding.facts["count"]
    named = ", ".join(codes[:MOST_CODES])
    if count > MOST_CODES:
        named = _("%(codes)s and %(count)s more") % {"codes": named, "count": count - MOST_CODES}
    return {"count": count, "codes": named}


def _many_outside(finding: Finding) -> str:
    return _("%(count)s areas lie in none of the areas of the level above: %(codes)s.") % _counted(finding)


def _vanished(finding: Finding) -> str:
    facts, shown = finding.facts, _counted(finding)
    if finding.code == "vanished_close":
        shown["last_day"] = _shown(facts["last_day"])
        return (
            ngettext(
                "%(count)s area is not in the file and ends with %(last_day)s: %(codes)s.",
                "%(count)s areas are not in the file and end with %(last_day)s: %(codes)s.",
                facts["count"],
            )
            % shown
        )
    return (
        ngettext(
            "%(count)s area is there already but not in the file. It stays as it is: %(codes)s.",
            "%(count)s areas are there already but not in the file. They stay as they are: %(codes)s.",
            facts["count"],
        )
        % shown
    )


_SPECIAL = {
    "file_other_kind": _other_kind,
    "field_missing": _field_missing,
    "field_open": _field_missing,
    "code_twice": _twice,
    "dissolved": _dissolved,
    "repaired": _repaired,
    "parent_missing": _parent_missing,
    "gap": _gap,
    "parent_not_covered": _not_covered,
    "many_outside_parents": _many_outside,
    "vanished_close": _vanished,
    "vanished_stay": _vanished,
}
