"""The citations: from each chapter of the source documents to the code, the pages and the tests, and back.

sources.py check    fail when a citation is unknown, contradicts not-in-software.md, or sources.md is out of date
sources.py write    write docs/reference/sources.md anew

Citations are read from the source text, nothing is imported: ``@source("RK 4")`` above functions and classes,
``sources = (...)`` in modules, classes, calls and YAML catalogues, ``citation="RK 4"`` or ``code="RK 4"`` in templates.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "quartierswerk"
TESTS = ROOT / "tests"
PAGE = ROOT / "docs" / "reference" / "sources.md"
EXCLUDED_PAGE = ROOT / "docs" / "reference" / "not-in-software.md"

# What each chapter is about, in our own words.
CHAPTERS = {
    "RK 1": "mandate and aim",
    "RK 2": "how the framework was made",
    "RK 3": "what a neighbourhood is",
    "RK 4": "goals, their review, evaluation",
    "RK 5": "what the city administration has to do",
    "RK 5.1": "steering, advice, social space analysis",
    "RK 6": "the two interfaces",
    "RK 6.1": "urban renewal, coordination in the neighbourhood",
    "RK 6.2": "engagement of volunteers",
    "RK 7": "themes of the work",
    "RK 8": "standards for every project",
    "RK 8.1": "comprehensive developments",
    "RK 8.1.1": "choosing areas",
    "RK 8.1.2": "structures on site and in the administration",
    "RK 8.2": "focused projects",
    "RK 8.3": "participation, empowerment, cooperation",
    "RK 9": "making things last",
    "RK Anlage": "the form of criteria: its four uses, its two columns",
    "RK Anlage 1": "criteria: starting point and analysis",
    "RK Anlage 2": "criteria: goals",
    "RK Anlage 3": "criteria: evaluation",
    "RK Anlage 4": "criteria: coordination",
    "RK Anlage 5": "criteria: participation",
    "RK Anlage 6": "criteria: engagement",
    "RK Anlage 7": "criteria: making things last",
    "GQ A": "insight: health is made together",
    "GQ B": "insight: governance is negotiation",
    "GQ C": "insight: tension fields can be shaped",
    "GQ D": "insight: attitude, trust and language",
    "GQ 1": "frames instead of control, clear roles",
    "GQ 2": "room for self-organisation",
    "GQ 3": "adapting programmes to the place",
    "GQ 4": "administration and civil society on one level",
    "GQ 5": "health as a common good",
    "GQ 6": "attitude and culture",
    "GQ 7": "relations as an effect",
    "GQ 8": "local language and stories",
    "GQ 9": "learning systems",
    "GQ 10": "new roles",
}
# Criteria of the annex: section -> how many of the concept (K) and of the process (P).
CRITERIA_COUNTS = {1: (8, 0), 2: (5, 2), 3: (1, 8), 4: (2, 24), 5: (2, 5), 6: (1, 6), 7: (2, 3)}
CRITERIA = [
    f"{section}.{column}.{number}"
    for section, counts in CRITERIA_COUNTS.items()
    for column, count in zip("KP", counts, strict=True)
    for number in range(1, count + 1)
]
KNOWN = [*CHAPTERS, *CRITERIA]

IN_TEMPLATES = re.compile(r"""\b(?:citation|code)=["']((?:RK|GQ) [^"']*)["']""")
KINDS = {
    "rules": "rule",
    "models": "model",
    "states": "steps",
    "permissions": "permission",
    "queries": "query",
    "actions": "action",
    "imports": "import",
    "exports": "export",
    "views": "page",
    "compute": "method",
}


@dataclass(frozen=True, order=True)
class Citation:
    """One citation: what is cited, by which named thing, in which file, and what kind of thing that is."""

    code: str
    path: str
    name: str
    kind: str
    line: int = field(compare=False)

    @property
    def package(self) -> str:
        return self.path.split("/")[1] if self.path.startswith("quartierswerk/") else ""

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def main(arguments: list[str]) -> int:
    citations, faults = read()
    if arguments == ["write"] and not faults:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(citations), encoding="utf-8")
        return 0
    if arguments == ["check"]:
        faults += out_of_date(citations)
    elif arguments != ["write"]:
        print(__doc__)
        return 2
    print("\n".join(faults) or f"{len(citations)} citations, {len(built(citations))} of {len(CHAPTERS)} chapters built")
    return 1 if faults else 0


def read() -> tuple[list[Citation], list[str]]:
    """Return all citations of the product and what is wrong with them."""
    citations = sorted({*in_python(), *in_templates(), *in_catalogues()})
    faults = [
        f"{citation.path}:{citation.line}: there is no chapter or criterion {citation.code!r}"
        for citation in citations
        if citation.code not in KNOWN
    ]
    left_out = not_in_software()
    faults += [f"not-in-software.md: there is no chapter {code!r}" for code in left_out if code not in CHAPTERS]
    faults += [
        f"{citation.path}:{citation.line}: {citation.code} is cited, but stands in not-in-software.md"
        for citation in citations
        if citation.code in left_out
    ]
    return citations, faults


def out_of_date(citations: list[Citation]) -> list[str]:
    """Say when the page does not show what the code says."""
    there = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    return [] if there == page(citations) else ["docs/reference/sources.md is out of date: tools/sources.py write"]


def built(citations: list[Citation]) -> list[str]:
    """The chapters that some code cites; a criterion stands for its section of the annex."""
    cited = {citation.code for citation in citations}
    cited |= {f"RK Anlage {code[0]}" for code in cited if code in CRITERIA}
    return [code for code in CHAPTERS if code in cited]


def not_in_software() -> dict[str, str]:
    """Chapter and reason of each line of not-in-software.md."""
    if not EXCLUDED_PAGE.exists():
        return {}
    rows = re.findall(r"^\| *((?:RK|GQ) [^|]*?) *\| *(.+?) *\|$", EXCLUDED_PAGE.read_text(encoding="utf-8"), re.M)
    return dict(rows)


# Reading


def in_python() -> Iterator[Citation]:
    """Yield the citations in Python files."""
    for path in sorted(PRODUCT.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        for node in ast.walk(tree):
            for name, given in _marks(node):
                yield from _citations(path, node, name, given)


def _marks(node: ast.AST) -> Iterator[tuple[str, list[ast.expr]]]:
    """Yield name and citations of each mark at this node."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).split(".")[-1] == "source":
                yield node.name, decorator.args
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                yield from ((node.name, given) for given in _assigned(part))
    if isinstance(node, ast.Module):
        for part in node.body:
            yield from (("", given) for given in _assigned(part))
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg == "sources":
                yield _first_text(node), _each(keyword.value)


def _assigned(node: ast.stmt) -> Iterator[list[ast.expr]]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    if any(isinstance(target, ast.Name) and target.id == "sources" for target in targets):
        yield _each(node.value)  # type: ignore[attr-defined]


def _each(value: ast.expr | None) -> list[ast.expr]:
    """Return the citations of a tuple, a list, or a text that joins them with commas; else nothing."""
    if isinstance(value, (ast.Tuple, ast.List)):
        return value.elts
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return [ast.Constant(part, lineno=value.lineno) for part in value.value.split(", ") if part]
    return []


def _first_text(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return str(first.value) if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _citations(path: Path, node: ast.AST, name: str, given: list[ast.expr]) -> Iterator[Citation]:
    where = path.relative_to(ROOT).as_posix()
    for one in given:
        text = one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else f"?{ast.unparse(one)}"
        yield Citation(text, where, name, _kind(path, node), getattr(one, "lineno", 1))


def _kind(path: Path, node: ast.AST) -> str:
    parts = [*path.relative_to(PRODUCT).parts[:-1], path.stem]
    found = next((KINDS[part] for part in parts if part in KINDS), "code")
    return "model" if isinstance(node, ast.ClassDef) and found == "code" else found


def in_templates() -> Iterator[Citation]:
    """Yield the citations that a template shows."""
    for path in sorted(PRODUCT.rglob("templates/**/*.html")):
        where = path.relative_to(ROOT).as_posix()
        if "/samples/" in where:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for code in IN_TEMPLATES.findall(line):
                yield Citation(code, where, path.name, "template", number)


def in_catalogues() -> Iterator[Citation]:
    """Yield the citations under a key ``sources`` in the catalogues."""
    for path in sorted((ROOT / "catalogues").rglob("*.yaml")):
        where = path.relative_to(ROOT).as_posix()
        for code in _under_sources(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield Citation(code, where, path.name, "catalogue", 1)


def _under_sources(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "sources" and isinstance(value, list):
                yield from (str(one) for one in value)
            else:
                yield from _under_sources(value)
    elif isinstance(data, list):
        for one in data:
            yield from _under_sources(one)


def addresses() -> dict[tuple[str, str], list[str]]:
    """Map (package, view or template) to the addresses that lead to it, read from ``urls.py`` and the views."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(PRODUCT.rglob("urls.py")):
        package = path.relative_to(PRODUCT).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "path" and len(node.args) > 1:
                route, view = node.args[0], ast.unparse(node.args[1]).split("(")[0].split(".")[-1]
                if isinstance(route, ast.Constant) and isinstance(route.value, str):
                    found[package, view].append(f"/{route.value}")
    for path in sorted([*PRODUCT.rglob("views.py"), *PRODUCT.rglob("views/*.py")]):
        package = path.relative_to(PRODUCT).parts[0]
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(function, ast.FunctionDef):
                for text in {one.value for one in ast.walk(function) if isinstance(one, ast.Constant)}:
                    if isinstance(text, str) and text.endswith(".html"):
                        found[package, text.split("/")[-1]] += found.get((package, function.name), [])
    return found


def tests_of(citations: list[Citation]) -> dict[str, list[str]]:
    """Map each code to the test files that name it or use something that cites it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(TESTS.rglob("test_*.py")):
        where = path.relative_to(ROOT).as_posix()
        if where.startswith("tests/house/"):
            continue
        text = path.read_text(encoding="utf-8")
        named = {code for code in KNOWN if re.search(rf"(?<![\w.]){re.escape(code)}(?!\.?\w)", text)}
        uses = _uses(ast.parse(text))
        named |= {
            one.code
            for one in citations
            if one.name and (one.module, one.name) in uses and where.startswith(f"tests/{one.package}/")
        }
        for code in named:
            found[code].add(where)
    return {code: sorted(paths) for code, paths in found.items()}


def _uses(tree: ast.Module) -> set[tuple[str, str]]:
    """All (module, name) that a test imports; a name imported from a package counts for its modules too."""
    uses: set[tuple[str, str]] = set()
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                uses.add((node.module, alias.name))
                modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            uses.add((modules[node.value.id], node.attr))
    deeper = {
        (f"{module}.{path.stem}", name)
        for module, name in uses
        if (folder := ROOT / module.replace(".", "/")).is_dir()
        for path in folder.glob("*.py")
    }
    return uses | deeper


# Writing


def page(citations: list[Citation]) -> str:
    """Return the page: chapter, code, pages, tests; then what is not built yet."""
    routes, tests, left_out = addresses(), tests_of(citations), not_in_software()
    lines = [
        "# From chapter to code",
        "",
        "Written by `tools/sources.py write` from the citations in the code. RK is the framework of the city, GQ are",
        "the recommendations for healthy neighbourhoods; the words beside the numbers are ours. What a chapter means",
        "for the software stands at the code itself: search for the exact string, such as `RK 8.1.1`.",
    ]
    there = built(citations)
    for code in there:
        mine = [one for one in citations if one.code == code or _section(one.code) == code]
        lines += ["", f"## {code}: {CHAPTERS[code]}", "", "| what | kind | where | address |", "|---|---|---|---|"]
        lines += [_row(one, routes) for one in sorted(mine, key=lambda one: (one.kind, one.path, one.name, one.code))]
        named = sorted({path for one in mine for path in tests.get(one.code, [])})
        lines += ["", f"Tests: {', '.join(f'`{path}`' for path in named) or 'none yet'}."]
    missing = [code for code in CHAPTERS if code not in there and code not in left_out]
    lines += ["", "## Not yet built", "", "No code cites these chapters yet.", ""]
    lines += [f"- {code}: {CHAPTERS[code]}" for code in missing] or ["None."]
    lines += [
        "",
        "## Never software",
        "",
        "These chapters need none; the reasons stand in [not-in-software](not-in-software.md).",
        "",
    ]
    lines += [f"- {code}: {CHAPTERS[code]}" for code in CHAPTERS if code in left_out] or ["None."]
    return "\n".join(lines) + "\n"


def _section(code: str) -> str:
    return f"RK Anlage {code[0]}" if code in CRITERIA else ""


def _row(citation: Citation, routes: dict[tuple[str, str], list[str]]) -> str:
    shown = routes.get((citation.package, citation.name), []) if citation.kind in {"page", "template"} else []
    what = f"`{citation.name or Path(citation.path).stem}`" + (f" ({citation.code})" if _section(citation.code) else "")
    addresses_there = ", ".join(f"`{route}`" for route in sorted(set(shown)))
    return f"| {what} | {citation.kind} | `{citation.path}` | {addresses_there} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
