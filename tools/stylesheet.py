"""Cut KERN's stylesheet to the rules in use and put ours behind it.

KERN goes into the cascade layer ``kern``: whatever our sheets say wins without stronger selectors.
"""

import re
from dataclasses import dataclass, field

# Class names that templates put together from a value, so that no file spells them out.
KEEP = {
    "kern-layer",
    "kern-alert--info",
    "kern-alert--success",
    "kern-alert--warning",
    "kern-alert--danger",
    "kern-icon--info",
    "kern-icon--success",
    "kern-icon--warning",
    "kern-icon--danger",
    "kern-badge--info",
    "kern-badge--success",
    "kern-badge--warning",
    "kern-badge--danger",
    "kern-btn--primary",
    "kern-btn--secondary",
    "kern-btn--tertiary",
}
CLASS = re.compile(r"kern-[a-z0-9_-]*[a-z0-9]")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass
class Rule:
    """One rule: its head (selectors or at-rule), and either declarations or the rules inside."""

    head: str
    body: str = ""
    inside: "list[Rule]" = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.head.startswith(("@media", "@supports", "@layer"))


def bundle(kern: str, own: str, sources: str, fonts: str) -> str:
    """Return the whole stylesheet.

    ``sources`` is the text of every file that may name a class. KERN's rules stay if all their classes are named
    there, its variables if a rule that stays (or one of ours) reads them.
    """
    named = set(CLASS.findall(sources)) | set(CLASS.findall(own)) | KEEP
    rules = keep_used(parse(without_comments(kern)), named)
    own = shortened(without_comments(own))
    rules = keep_read(rules, own)
    return f'@charset "UTF-8";{fonts}@layer kern{{{write(rules)}}}\n{own}\n'


def without_comments(css: str) -> str:
    """Return ``css`` without comments and without its charset."""
    return re.sub(r'^\ufeff?@charset "[^"]*";', "", re.sub(r"/\*.*?\*/", "", css, flags=re.S).lstrip())


def parse(css: str) -> list[Rule]:
    """Split a stylesheet into rules. Strings and addresses may hold braces and semicolons."""
    rules, start, depth, at = [], 0, 0, 0
    opened = 0
    while at < len(css):
        sign = css[at]
        if sign in "\"'":
            at = css.index(sign, at + 1)
        elif sign == "{":
            opened = at if depth == 0 else opened
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                rule = Rule(head=" ".join(css[start:opened].split()))
                if rule.is_group:
                    rule.inside = parse(css[opened + 1 : at])
                else:
                    rule.body = css[opened + 1 : at].strip()
                rules.append(rule)
                start = at + 1
        elif sign == ";" and depth == 0:
            start = at + 1
        at += 1
    return rules


def keep_used(rules: list[Rule], named: set[str]) -> list[Rule]:
    """Drop rules whose classes nobody names, and KERN's own fonts."""
    kept = []
    for rule in rules:
        if rule.is_group:
            inside = keep_used(rule.inside, named)
            if inside:
                kept.append(Rule(rule.head, inside=inside))
        elif rule.head.startswith("@"):
            if not rule.head.startswith("@font-face"):
                kept.append(rule)
        else:
            selectors = [one for one in top_level(rule.head) if is_used(one, named)]
            if selectors:
                kept.append(Rule(",".join(selectors), rule.body))
    return kept


def is_used(selector: str, named: set[str]) -> bool:
    """Tell whether all classes that ``selector`` demands are named; what it excludes or offers does not count."""
    demanded = re.sub(r":(?:not|is|where)\((?:[^()]|\([^()]*\))*\)", "", selector)
    return set(CLASS.findall(demanded)) <= named


def top_level(text: str, sign: str = ",") -> list[str]:
    """Split ``text`` at each ``sign`` that is not inside brackets or strings."""
    parts, depth, quote, start = [], 0, "", 0
    for at, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == sign and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    return [part for part in [*parts, text[start:].strip()] if part]


def keep_read(rules: list[Rule], own: str) -> list[Rule]:
    """Drop variables that no rule reads, directly or through another variable, and fallbacks of those that are set."""
    definitions: dict[str, set[str]] = {}
    read = set(VARIABLE.findall(own))
    for body in bodies(rules):
        for declaration in top_level(body, ";"):
            name, _, value = declaration.partition(":")
            if name.startswith("--"):
                definitions.setdefault(name, set()).update(VARIABLE.findall(value))
            else:
                read.update(VARIABLE.findall(value))
    waiting = list(read)
    while waiting:
        for name in definitions.get(waiting.pop(), set()) - read:
            read.add(name)
            waiting.append(name)
    return [rule for rule in (without_unread(rule, read, set(definitions)) for rule in rules) if rule]


def bodies(rules: list[Rule]) -> list[str]:
    """List the declarations of all rules, those inside groups too."""
    return [body for rule in rules for body in ([rule.body] if not rule.is_group else bodies(rule.inside))]


def without_unread(rule: Rule, read: set[str], defined: set[str]) -> Rule | None:
    """Return ``rule`` with the variables in use only, or None if nothing is left."""
    if rule.is_group:
        inside = [kept for kept in (without_unread(one, read, defined) for one in rule.inside) if kept]
        return Rule(rule.head, inside=inside) if inside else None
    declarations = []
    for declaration in top_level(rule.body, ";"):
        name = declaration.partition(":")[0].strip()
        if not name.startswith("--") or name in read:
            declarations.append(without_fallbacks(declaration, defined))
    return Rule(rule.head, ";".join(declarations)) if declarations else None


def without_fallbacks(declaration: str, defined: set[str]) -> str:
    """Take the second value out of var(--a, value) where --a is always set."""
    return re.sub(
        r"var\((--[\w-]+),[^()]*\)",
        lambda found: f"var({found[1]})" if found[1] in defined else found[0],
        declaration,
    )


def shortened(css: str) -> str:
    """Return ``css`` without needless white space."""
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


def write(rules: list[Rule]) -> str:
    """Write rules as compact CSS."""
    return "".join(f"{rule.head}{{{write(rule.inside) if rule.is_group else rule.body}}}" for rule in rules)
