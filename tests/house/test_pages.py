"""Addresses that resolve, pages that answer, templates that keep to the rules."""

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests.house.project import listed, python_files, short, templates, tree

# Templates that may print a text without escaping it, each with the reason.
SAFE = {
    "quartierswerk/portal/": "Markdown of the city's pages, cleaned by nh3 before it is kept",
    "quartierswerk/people/templates/people/mail/base.html": "the plain text of the mail, escaped by urlize",
}
# Python modules that may call a text safe, each with the reason.
MARKED_SAFE = {
    "quartierswerk/ui/": "components and drawings, built from escaped parts",
    "quartierswerk/portal/markdown.py": "Markdown of the city's pages, cleaned by nh3",
    "quartierswerk/portal/maps.py": "drawings of ui.svg, which escapes every name",
    "quartierswerk/places/views/": "drawings of ui.svg, which escapes every name",
    "quartierswerk/monitoring/tables.py": "drawings of ui.svg, which escapes every name",
}
# What may stand in a template without being translated: names, formats, units, citations.
NO_WORDS = re.compile(
    r"Quartierswerk|KERN UX|KERN|GeoJSON|GeoPackage|Shapefile|XLSX|CSV|PDF/UA|PDF|ODT|ODS|SVG|JSON|QR|EPSG|"
    r"(?:RK|GQ) (?:Anlage )?[0-9A-D.]+|[a-z]+\.[a-z_]+|&\w+;|https?://\S+|"
    r"\b(?:km|m|ha|kB|MB|cm|px)²?\b"
)
SPOKEN = (
    "alt",
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "label",
    "caption",
    "heading",
    "note",
    "link",
)


# Addresses


def patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield the full name and the pattern of each address."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}", one


def url_names() -> set[str]:
    return {name for name, _pattern in patterns()}


def used_names() -> Iterator[tuple[str, str]]:
    """Yield place and name of each address used by name; names that a template may miss (``as``) are left out."""
    for path in templates():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for name, rest in re.findall(r"""{%\s*url\s+["']([^"']+)["']([^%]*)%}""", line):
                if " as " not in rest:
                    yield f"{short(path)}:{number}", name
    for path in python_files():
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) in {"reverse", "reverse_lazy", "redirect", "resolve_url"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and re.fullmatch(r"[\w-]+(:[\w-]+)+|account_\w+", str(node.args[0].value))
            ):
                yield f"{short(path)}:{node.lineno}", node.args[0].value


def test_every_address_used_by_name_exists() -> None:
    names = url_names()
    faults = [f"{place}: {name}" for place, name in used_names() if name not in names]

    assert faults == [], listed(faults)


def test_our_names_are_english_and_our_paths_german_without_umlauts() -> None:
    faults = [
        f"{name} {pattern.pattern}"
        for name, pattern in patterns()
        if ":" in name
        and not name.startswith(("admin:", "mfa:"))
        and (
            re.search(r"[^\w:-]|_", name.split(":")[1])
            or re.search(r"[^\x20-\x7e]|[A-Z]", re.sub(r"\(\?P<.*?\)/?", "", str(pattern.pattern)))
        )
    ]

    assert faults == [], listed(faults)


def pages_without_arguments() -> list[str]:
    found = []
    for name, pattern in patterns():
        if pattern.pattern.converters or getattr(pattern.pattern, "regex", re.compile("")).groups:
            continue
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return sorted(set(found))


@pytest.mark.django_db
@pytest.mark.parametrize("reader", ["", "koordination", "charlie"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_without_arguments_answers(client, personas, reader: str, language: str) -> None:
    client.raise_request_exception = False
    if reader:
        client.force_login(personas[reader])
    faults = []
    with translation.override(language):
        for address in pages_without_arguments():
            answer = client.get(address)
            if answer.status_code >= 500 and address != "/readyz":  # 503 on purpose while no worker runs
                faults.append(f"{answer.status_code} {address}: {answer.exc_info[1] if answer.exc_info else ''!r}")

    assert faults == [], listed(faults)


@pytest.mark.django_db
def test_every_desk_asks_visitors_to_sign_in(client) -> None:
    with translation.override("de"):
        desks = [address for address in pages_without_arguments() if urlsplit(address).path.startswith("/arbeit/")]
    answers = {address: client.get(address) for address in desks}
    open_desks = [
        address
        for address, answer in answers.items()
        if answer.status_code not in {403, 404, 405} and not answer.get("Location", "").startswith("/konto/")
    ]

    assert open_desks == []
    assert desks != []


# Templates


def without_comments(text: str) -> str:
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", text, flags=re.DOTALL)
    return re.sub(r"{#.*?#}|<!--.*?-->", "", text)


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("inline style", r"<style\b|\sstyle\s*="),
        ("inline script", r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"),
        ("handler in an attribute", r"\son[a-z]+\s*="),
        ("address of a script", r"javascript:"),
        ("address of somebody else's server", r"(?:src|srcset|action)=[\"']https?://"),
        ("colour in the markup", r"\s(?:fill|stroke|bgcolor|color)\s*=\s*[\"'](?!none|currentColor|var\()"),
        ("icon as a sign", r"[\U0001F300-\U0001FAFF]"),
    ],
)
def test_markup_keeps_to_the_rules(what: str, pattern: str) -> None:
    faults = [
        f"{short(path)}: {what}: {found.group()}"
        for path in templates()
        for found in re.finditer(pattern, without_comments(path.read_text(encoding="utf-8")))
    ]

    assert faults == [], listed(faults)


def test_no_template_prints_without_escaping() -> None:
    faults = [
        short(path)
        for path in templates()
        if re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b", without_comments(path.read_text(encoding="utf-8")))
        and "/samples/" not in short(path)
        and not any(short(path).startswith(place) for place in SAFE)
    ]

    assert faults == [], listed(faults)


def test_only_listed_modules_call_a_text_safe() -> None:
    faults = [
        f"{short(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and any(alias.name in {"mark_safe", "SafeString", "SafeText"} for alias in node.names)
        and not any(short(path).startswith(place) for place in MARKED_SAFE)
    ]

    assert faults == [], listed(faults)


def untranslated(path: Path) -> list[str]:
    """The words of a template that no translation holds."""
    text = without_comments(path.read_text(encoding="utf-8"))
    text = re.sub(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", " ", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*block \w*class\s*%}.*?{%\s*endblock", "{% endblock", text)
    text = re.sub(r"{%\s*verbatim.*?endverbatim\s*%}", " ", text, flags=re.DOTALL)
    text = re.sub(r"<(script|pre|code)\b.*?</\1>", " ", text, flags=re.DOTALL)
    # Tags first, so that a ">" inside of them closes nothing.
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    spoken = re.findall(rf"""\s(?:{"|".join(SPOKEN)})=["']([^"']+)["']""", text)
    between = re.sub(r"<[^>]*>", "\n", text)
    words = [NO_WORDS.sub("", html.unescape(part)) for part in [*between.split("\n"), *spoken]]
    return [" ".join(part.split()) for part in words if re.search(r"[^\W\d_]{2,}", part)]


def test_every_word_of_a_template_can_be_translated() -> None:
    faults = [
        f"{short(path)}: {words!r}"
        for path in templates()
        if "/samples/" not in short(path)
        for words in untranslated(path)
    ]

    assert faults == [], listed(faults)


def test_the_look_for_words_works(tmp_path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<h1 title="Plan">Hallo {{ name }}</h1>{# Nicht #}<p>{% translate "Yes" %} 12 m · RK 8.1.1</p>'
        '<c-row label="{% translate \'Ja\' %}" end="{{ a }}">{% blocktranslate %}Gut{% endblocktranslate %}</c-row>'
    )

    assert untranslated(page) == ["Hallo", "Plan"]


def test_every_form_that_writes_carries_its_token() -> None:
    faults = [
        f"{short(path)}: {form[:60]}"
        for path in templates()
        for form in re.findall(
            r"<form\b[^>]*method=[\"']post[\"'].*?</form>", path.read_text(encoding="utf-8"), re.DOTALL | re.IGNORECASE
        )
        if "csrf_token" not in form and "ui:theme-choose" not in form  # harmless, and pages then need no cookie
    ]

    assert faults == [], listed(faults)


def test_settings_allow_no_foreign_sources() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {"'self'", "'none'", "data:"}

    assert {source for sources in directives.values() for source in sources} - allowed == set()
