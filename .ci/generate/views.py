"""Writes src/present/views_table.rs from the measured views and type data.

Usage: views.py VIEWS.json TYPES.json > src/present/views_table.rs

The input files are what `Get-FormatData` and `Get-TypeData` of PowerShell 7.6 gave, as JSON; the words of script
columns are our own descriptions, which src/present/phrase.rs implements.
"""

import json
import sys


def text(value):
    return '"' + (value or "").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def source(cell):
    if "script" in cell:
        return f"Source::Script({text(cell['script'])})"
    if "property" in cell:
        return f"Source::Property({text(cell['property'])})"
    return "Source::Label"


def cell(entry):
    parts = []
    if entry.get("label"):
        parts.append(f"label: {text(entry['label'])}")
    if source(entry) != "Source::Label":
        parts.append(f"source: {source(entry)}")
    if entry.get("width"):
        parts.append(f"width: {entry['width']}")
    if entry.get("align"):
        parts.append(f"align: Some(Align::{entry['align'].capitalize()})")
    if entry.get("format"):
        parts.append(f"format: {text(entry['format'])}")
    shown = entry.get("shown_when")
    if shown and " " not in shown:
        parts.append(f"shown_when: {text(shown)}")
    return "BuiltInCell { " + ", ".join(parts + ["..BuiltInCell::EMPTY"]) + " }"


def cells(entries):
    return "&[" + ", ".join(cell(entry) for entry in entries) + "]"


def names(values):
    return "&[" + ", ".join(text(value) for value in values) + "]"


def body(view):
    kind = view["kind"]
    if kind == "table":
        return f"BuiltInBody::Table({cells(view['columns'])})"
    if kind == "list":
        entries = view.get("entries") or [{"items": view["items"]}]
        variants = ", ".join(f"({names(entry.get('only_types', []))}, {cells(entry['items'])})" for entry in entries)
        return f"BuiltInBody::List(&[{variants}])"
    if kind == "wide":
        return f"BuiltInBody::Wide({cell(view['entries'][0])})"
    return "BuiltInBody::Custom"


def main():
    with open(sys.argv[1]) as file:
        views = json.load(file)
    with open(sys.argv[2]) as file:
        types = json.load(file)
    print("//! Default and named views of types. Written by `.ci/generate/views.py`; do not edit.")
    print()
    print("use super::packet::Align;")
    print("use super::views::{BuiltInBody, BuiltInCell, BuiltInView, Source};")
    print()
    print("/// PowerShell's own views, in its order.")
    print("#[rustfmt::skip]")
    print("pub static BUILT_IN: &[BuiltInView] = &[")
    for definition in views["definitions"]:
        for view in definition["views"]:
            group = view.get("group_by")
            group = f"Some(({text(group['label'])}, {source(group)}))" if group else "None"
            flags = [("wrap", "wrap"), ("auto_size", "auto_size"), ("out_of_band", "out_of_band")]
            flags = ", ".join(f"{name}: {str(bool(view.get(key))).lower()}" for name, key in flags)
            print(f"    BuiltInView {{ types: {names(definition['types'])}, name: {text(view['name'])}, body: {body(view)}, group_by: {group}, {flags} }},")
    print("];")
    print()
    print("/// Default display property sets of type data.")
    print("pub static DISPLAY_SETS: &[(&str, &[&str])] = &[")
    for entry in types["ets"]:
        if entry.get("default_display"):
            print(f"    ({text(entry['type'])}, {names(entry['default_display'])}),")
    print("];")
    print()
    print("/// Default display properties of type data.")
    print("pub static DISPLAY_NAMES: &[(&str, &str)] = &[")
    for entry in types["ets"]:
        if entry.get("default_display_property"):
            print(f"    ({text(entry['type'])}, {text(entry['default_display_property'])}),")
    print("];")


main()
