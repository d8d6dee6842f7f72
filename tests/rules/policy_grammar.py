"""What Microsoft documents of the grammar of .admx and .adml files (PolicyDefinitions, schema version 1.0), as far as ours use it.

`faults(admx, adml)` names every breach: which element may hold which, in what order and how often, required attributes, the
form of names, keys and references, what must be unique, and what must exist in the language file. Their XSD is not copied.
"""
import re

NAMESPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
NAME = r"[A-Za-z][A-Za-z0-9_]*"
VERSION = r"\d{1,4}\.\d{1,5}"
STRING, PRESENTATION = r"\$\(string\.(\w+)\)", r"\$\(presentation\.(\w+)\)"
KEY = r"(?!HK|\\)[^\\]+(\\[^\\]+)*"  # below a hive that `class` names
REFERENCE = rf"({NAME}:)?{NAME}"
NUMBER, FLAG, SOME = r"\d{1,9}", "true|false", r"(?s).*\S.*"

# element: (children in order, each with its least and greatest number), {attribute: form}; "!" marks a required one.
MANY = 10**6
RULES = {
    "policyDefinitions": ([("policyNamespaces", 1, 1), ("resources", 1, 1), ("supportedOn", 0, 1), ("categories", 0, 1),
                           ("policies", 0, 1)], {"!revision": VERSION, "!schemaVersion": VERSION}),
    "policyNamespaces": ([("target", 1, 1), ("using", 0, MANY)], {}),
    "target": ([], {"!prefix": NAME, "!namespace": r"[\w.-]+"}),
    "using": ([], {"!prefix": NAME, "!namespace": r"[\w.-]+"}),
    "policyDefinitions/resources": ([], {"!minRequiredRevision": VERSION}),
    "supportedOn": ([("definitions", 1, 1)], {}),
    "definitions": ([("definition", 1, MANY)], {}),
    "definition": ([], {"!name": NAME, "!displayName": STRING}),
    "categories": ([("category", 1, MANY)], {}),
    "category": ([("parentCategory", 0, 1)], {"!name": NAME, "!displayName": STRING, "explainText": STRING}),
    "parentCategory": ([], {"!ref": REFERENCE}),
    "policies": ([("policy", 1, MANY)], {}),
    "policy": ([("parentCategory", 1, 1), ("supportedOn", 1, 1), ("enabledValue", 0, 1), ("disabledValue", 0, 1),
                ("elements", 0, 1)],
               {"!name": NAME, "!class": "User|Machine|Both", "!displayName": STRING, "explainText": STRING,
                "presentation": PRESENTATION, "!key": KEY, "valueName": NAME}),
    "policy/supportedOn": ([], {"!ref": REFERENCE}),
    "enabledValue": ([("decimal", 1, 1)], {}),
    "disabledValue": ([("decimal", 1, 1)], {}),
    "decimal": ([], {"!value": NUMBER}),
    "elements": ([("enum", 0, MANY), ("text", 0, MANY)], {}),
    "enum": ([("item", 1, MANY)], {"!id": NAME, "!valueName": NAME, "required": FLAG}),
    "item": ([("value", 1, 1)], {"!displayName": STRING}),
    "value": ([("string", 1, 1)], {}),
    "value/string": (SOME, {}),
    "text": ([], {"!id": NAME, "!valueName": NAME, "required": FLAG, "maxLength": NUMBER}),
    "policyDefinitionResources": ([("displayName", 1, 1), ("description", 1, 1), ("resources", 1, 1)],
                                  {"!revision": VERSION, "!schemaVersion": VERSION}),
    "displayName": (SOME, {}),
    "description": (SOME, {}),
    "resources": ([("stringTable", 0, 1), ("presentationTable", 0, 1)], {}),
    "stringTable": ([("string", 1, MANY)], {}),
    "string": (SOME, {"!id": NAME}),
    "presentationTable": ([("presentation", 1, MANY)], {}),
    "presentation": ([("dropdownList", 0, MANY), ("textBox", 0, MANY)], {"!id": NAME}),
    "dropdownList": (SOME, {"!refId": NAME, "noSort": FLAG, "defaultItem": NUMBER}),
    "textBox": ([("label", 1, 1)], {"!refId": NAME}),
    "label": (SOME, {}),
}
CONTROL_OF = {"enum": "dropdownList", "text": "textBox"}


def tag(element):
    return element.tag.removeprefix(NAMESPACE)


def attribute_faults(element, wanted, at):
    forms = {name.lstrip("!"): form for name, form in wanted.items()}
    yield from (f"{at}: no {name[1:]}" for name in wanted if name[0] == "!" and name[1:] not in element.attrib)
    for name, value in element.attrib.items():
        if name not in forms:
            yield f"{at}: unknown attribute {name}"
        elif not re.fullmatch(forms[name], value):
            yield f"{at}: {name}=\"{value}\""


def child_faults(element, wanted, at):
    tags = [tag(child) for child in element]
    order = [name for name, _, _ in wanted]
    yield from (f"{at}: holds {name}" for name in tags if name not in order)
    known = [order.index(name) for name in tags if name in order]
    if known != sorted(known):
        yield f"{at}: children not in the order {', '.join(order)}"
    yield from (f"{at}: {tags.count(name)} {name}" for name, least, most in wanted
                if not least <= tags.count(name) <= most)


def element_faults(element, parent=""):
    name = tag(element)
    at = f"{name} {element.get('name') or element.get('id') or element.get('refId') or ''}".strip()
    if not element.tag.startswith(NAMESPACE) or name not in RULES and f"{parent}/{name}" not in RULES:
        yield f"{at}: no such element"
        return
    content, attributes = RULES.get(f"{parent}/{name}") or RULES[name]
    yield from attribute_faults(element, attributes, at)
    text = (element.text or "") + "".join(child.tail or "" for child in element)
    if isinstance(content, str):
        yield from [] if re.fullmatch(content, text) and not len(element) else [f"{at}: must be text"]
        return
    yield from [f"{at}: stray text"] if text.strip() else []
    yield from child_faults(element, content, at)
    for child in element:
        yield from element_faults(child, name)


def doubles(what, values):
    values = list(values)
    yield from (f"{what} {value} twice" for value in sorted({v for v in values if values.count(v) > 1}))


def all_of(root, name):
    return list(root.iter(NAMESPACE + name))


def reference_faults(admx):
    """Names within the .admx: unique in their kind, and what is referred to exists (prefixed: the namespace does)."""
    prefixes = [e.get("prefix") for e in all_of(admx, "target") + all_of(admx, "using")]
    names = {kind: [e.get("name") for e in all_of(admx, kind)] for kind in ("definition", "category", "policy")}
    for kind, found in names.items():
        yield from doubles(kind, found)
    yield from doubles("prefix", prefixes)
    referring = [(e, "category") for e in all_of(admx, "parentCategory")]
    referring += [(e, "definition") for e in admx.iterfind(f".//{NAMESPACE}policy/{NAMESPACE}supportedOn")]
    for element, kind in referring:
        prefix, _, name = (element.get("ref") or "").rpartition(":")
        if (prefix and prefix not in prefixes) or (not prefix and name not in names[kind]):
            yield f"{tag(element)}: no {kind} {element.get('ref')}"
    parents = {e.get("name"): child.get("ref") for e in all_of(admx, "category") for child in e}
    for name in parents:
        seen = [name]
        while (name := parents.get(name)) and name not in seen:
            seen.append(name)
        if name:
            yield f"category {name}: is below itself"


def policy_faults(policy, presentations):
    """A policy sets something; each of its elements has a control of the right kind, and no control is left over."""
    at = f"policy {policy.get('name')}"
    elements = list(policy.iterfind(f"{NAMESPACE}elements/*"))
    sides = [policy.find(NAMESPACE + side) is not None for side in ("enabledValue", "disabledValue")]
    if policy.get("valueName") is None and (any(sides) or not elements):
        yield f"{at}: sets nothing" if not elements else f"{at}: values without valueName"
    if policy.get("valueName") and not all(sides):
        yield f"{at}: a value on one side only"
    yield from doubles(f"{at}: element", (e.get("id") for e in elements))
    shown = re.fullmatch(PRESENTATION, policy.get("presentation") or "")
    if bool(elements) != bool(shown):
        yield f"{at}: elements and presentation go together"
    controls = list(presentations.get(shown[1], [])) if shown else []
    wanted = [(e.get("id"), CONTROL_OF.get(tag(e))) for e in elements]
    if sorted(wanted) != sorted((c.get("refId"), tag(c)) for c in controls):
        yield f"{at}: controls are not those of its elements"
    for control, element in ((c, e) for c in controls for e in elements if c.get("refId") == e.get("id")):
        if int(control.get("defaultItem", 0)) >= max(1, len(element)):
            yield f"{at}: defaultItem is behind the last item"


def language_faults(admx, adml):
    strings = [e.get("id") for e in all_of(adml, "string")]
    tables = all_of(adml, "presentation")
    yield from doubles("string", strings)
    yield from doubles("presentation", (e.get("id") for e in tables))
    for form, have in ((STRING, set(strings)), (PRESENTATION, {e.get("id") for e in tables})):
        used = {found for e in admx.iter() for value in e.attrib.values() for found in re.findall(form, value)}
        yield from (f"{form[3:9]} {name}: {'not in the language file' if name in used else 'not used'}"
                    for name in sorted(used ^ have))
    for policy in all_of(admx, "policy"):
        yield from policy_faults(policy, {e.get("id"): e for e in tables})
    need = next(iter(all_of(admx, "resources"))).get("minRequiredRevision", "0.0")
    if [int(n) for n in adml.get("revision", "0.0").split(".")] < [int(n) for n in need.split(".")]:
        yield f"the language file is older than {need}"


def faults(admx, adml):
    found = list(element_faults(admx)) + list(element_faults(adml))
    if tag(admx) != "policyDefinitions" or tag(adml) != "policyDefinitionResources":
        found.append("not an .admx and an .adml")
    return found or list(reference_faults(admx)) + list(language_faults(admx, adml))
