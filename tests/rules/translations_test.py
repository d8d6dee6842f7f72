"""Holds the translations to the sources: every sentence of the interface in every language, none that is unused, the same
{names}, one key letter a button, and no form too few.

Usage: python3 -m tests.rules.translations_test TREE     prints every fault, and exits 1 if there is one. Needs gettext's tools.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

# Buttons that stand in the window together: their key letters must differ.
TOGETHER = ("&Acknowledge", "&Copy text", "&Notices", "C&lose", "How to turn this o&ff", "Lan&guage:", "Remind me &tomorrow",
            "Remind me in a &week", "Wh&y am I seeing this?", "What is &sent?")


def run(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


def entries(po_text):
    """{msgid: (msgid_plural or None, [forms])}, the header left out; fuzzy ones have no forms."""
    found = {}
    for block in re.split(r"\n\n+", po_text):
        fields, current = {}, None
        for line in block.splitlines():
            match = re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$', line)
            if match:
                current = match[1]
                fields[current] = match[2][1:-1]
            elif line.startswith('"') and current:
                fields[current] += line[1:-1]
        if not fields.get("msgid"):
            continue
        forms = [fields[key] for key in sorted(fields) if key.startswith("msgstr")]
        if "#, fuzzy" in block or block.startswith("#~"):
            forms = []
        found[fields["msgid"]] = (fields.get("msgid_plural"), forms)
    return found


def of_sources(tree):
    """What xgettext finds, as entries."""
    sources = sorted((tree / "notifier").rglob("*.cpp"))
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder) / "interface.pot"
        run("xgettext", "--from-code=UTF-8", "--c++", "--keyword=tr", "--keyword=tr_count:1,2", "--no-location", "-o", template,
            *sources)
        return entries(run("msgcat", "--no-wrap", template))


def names_of(sentence):
    return sorted(re.findall(r"\{\w+\}", sentence))


def faults(wanted, have, plural_forms):
    for msgid in sorted(set(have) - set(wanted)):
        yield f"unused: {msgid!r}"
    for msgid, (plural, _) in wanted.items():
        forms = have.get(msgid, (None, []))[1]
        if not forms or not all(forms):
            yield f"missing: {msgid!r}"
            continue
        if len(forms) != (plural_forms if plural else 1):
            yield f"{len(forms)} forms: {msgid!r}"
        for form in forms:
            if names_of(form) != names_of(msgid):
                yield f"other {{names}}: {msgid!r} is {form!r}"
            if form.count("&") != msgid.count("&"):
                yield f"other keys: {msgid!r} is {form!r}"
    letters = [re.search(r"&(\w)", have[msgid][1][0])[1].lower() for msgid in TOGETHER if have.get(msgid, (0, []))[1]]
    for letter in sorted({one for one in letters if letters.count(one) > 1}):
        yield f"the key {letter!r} is that of several controls"


def self_test():
    wanted = {"&Acknowledge": (None, [""]), "{n} other": ("{n} others", ["", ""])}
    sound = {"&Acknowledge": (None, ["&Ja"]), "{n} other": ("{n} others", ["{n} a", "{n} b"])}
    planted = [(sound, 0), ({**sound, "x": (None, ["y"])}, 1), ({**sound, "&Acknowledge": (None, [])}, 1),
               ({**sound, "&Acknowledge": (None, ["Ja"])}, 1), ({**sound, "{n} other": (None, ["{n} a"])}, 1),
               ({**sound, "{n} other": (None, ["{n} a", "{m} b"])}, 1),
               ({**sound, "&Copy text": (None, ["&Jot"])}, 2)]
    for have, count in planted:
        try:
            found = list(faults(wanted, have, 2))
        except TypeError:  # a button without its key
            found = ["no key"]
        if len(found) < count or (count == 0 and found):
            sys.exit(f"translations_test: expected {count} faults in {have}, found {found}")


def main():
    self_test()
    tree = pathlib.Path(sys.argv[1])
    wanted = of_sources(tree)
    if len(wanted) < 80:
        sys.exit(f"translations_test: only {len(wanted)} sentences in the sources")
    found = []
    files = sorted((tree / "notifier/present/po").glob("*.po"))
    for po in files:
        run("msgfmt", "--check-format", "-o", "/dev/null", po)
        text = run("msgcat", "--no-wrap", po)
        plural_forms = int(re.search(r"nplurals=(\d)", text)[1])
        found += [f"{po.name}: {fault}" for fault in faults(wanted, entries(text), plural_forms)]
    if [po.stem for po in files] != ["de", "es", "fr", "it", "ja", "zh-Hans", "zh-Hant"]:
        found.append(f"languages: {[po.stem for po in files]}")
    print("\n".join(found) if found else f"translations: {len(wanted)} sentences in {len(files)} languages")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
