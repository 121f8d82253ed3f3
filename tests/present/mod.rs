//! The formatter: what stands on the screen for objects, as PowerShell 7.6 prints it.

mod runtime;

use std::rc::Rc;

use bridgesh::present::draw::Surface;
use bridgesh::present::error_view::{self, ErrorOptions, ErrorView};
use bridgesh::present::format::{Formatter, Parameters, Place, Settings, properties, property};
use bridgesh::present::output;
use bridgesh::present::packet::Packet;
use bridgesh::present::style::Rendering;
use bridgesh::present::views::{ViewBase, Wanted};
use bridgesh::source::{SourceText, Span};
use bridgesh::value::{Category, Dict, ErrorRecord, Invocation, Object, Runtime, TypeId, Value};
use runtime::Bare;

fn settings() -> Settings {
    Settings { limit: 4, views: ViewBase::built_in(), errors: ErrorOptions::plain(80) }
}

/// Lines of objects, blanks at line ends dropped as in the recordings.
fn shown(width: usize, values: &[Value]) -> String {
    let surface = Surface::plain(width, &Bare.culture());
    let lines = output::lines(&mut Bare, &settings(), surface, values).unwrap();
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn formatted(width: usize, parameters: Parameters, values: &[Value]) -> String {
    let mut formatter = Formatter::new(parameters, settings());
    let mut packets = Vec::new();
    for value in values {
        formatter.object(&mut Bare, value, &mut packets).unwrap();
    }
    formatter.finish(&mut packets);
    let values: Vec<Value> = packets.into_iter().map(Packet::into_value).collect();
    shown(width, &values)
}

fn row<'a>(pairs: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Object::record(None, pairs)
}

fn table(entries: &[(&str, Value)]) -> Value {
    let dict = Dict::ordered();
    for (key, value) in entries {
        dict.set_str(key, value.clone());
    }
    Value::Dict(Rc::new(dict))
}

fn names(texts: &[&str], place: Place) -> Vec<Rc<bridgesh::present::format::Parameter>> {
    let items: Vec<Value> = texts.iter().map(Value::str).collect();
    properties(&mut Bare, &items, place).unwrap()
}

#[test]
fn four_properties_are_a_table_five_a_list() {
    let four = row([("A", 1.into()), ("B", 2.into()), ("C", 3.into()), ("D", 4.into())]);
    assert_eq!(shown(79, &[four]), "\nA B C D\n- - - -\n1 2 3 4\n\n");
    let five = row([("A", 1.into()), ("Bee", "b".into()), ("C", true.into()), ("LongerName", 1.25.into()), ("E", Value::Null)]);
    assert_eq!(shown(79, &[five]), "\nA          : 1\nBee        : b\nC          : True\nLongerName : 1.25\nE          :\n\n");
}

#[test]
fn columns_are_those_of_the_first_object() {
    let first = row([("A", 1.into()), ("B", 2.into())]);
    let second = row([("C", 3.into()), ("D", 4.into())]);
    let third = row([("A", 5.into()), ("C", 6.into())]);
    assert_eq!(shown(79, &[first, second, third]), "\nA B\n- -\n1 2\n\n5\n\n");
}

#[test]
fn widths_and_alignment() {
    let rows = [
        row([("N", Value::Null), ("S", 1.into())]),
        row([("N", 5.into()), ("S", "x".into())]),
        row([("N", 100.into()), ("S", "yyy".into())]),
    ];
    assert_eq!(shown(79, &rows), "\nN     S\n-     -\n      1\n5     x\n100 yyy\n\n");
    let wide = [row([("Name", "日本語".into()), ("N", 1.into())]), row([("Name", "e\u{301}te".into()), ("N", 333.into())])];
    assert_eq!(shown(79, &wide), "\nName     N\n----     -\n日本語   1\ne\u{301}te   333\n\n");
}

#[test]
fn numbers_in_tables_have_the_cultures_decimals() {
    let value = row([("D", 1.23456789.into()), ("E", 1e-7.into())]);
    assert_eq!(shown(79, &[value]), "\n    D     E\n    -     -\n1.235 0.000\n\n");
    assert_eq!(shown(79, &[(1.0 / 3.0).into(), 1e15.into(), f64::INFINITY.into()]), "0.333333333333333\n1E+15\n∞\n");
}

#[test]
fn long_text_is_cut_in_tables_and_broken_in_lists() {
    let value = row([("A", "a".repeat(100).into()), ("B", "b".repeat(100).into())]);
    assert_eq!(shown(79, &[value]), format!("\nA\n-\n{}…\n\n", "a".repeat(78)));
    let value = row([("Short", "s".into()), ("LongPropertyName", "word ".repeat(60).trim().into())]);
    let parameters = Parameters { wanted: Some(Wanted::List), ..Parameters::default() };
    let line = format!("{}\n", "word ".repeat(12).trim());
    let gap = " ".repeat(19);
    assert_eq!(
        formatted(79, parameters, &[value]),
        format!("\nShort            : s\nLongPropertyName : {line}{gap}{line}{gap}{line}{gap}{line}{gap}{line}\n")
    );
}

#[test]
fn a_header_that_does_not_fit_is_broken() {
    let value = row([("H".repeat(70).as_str(), "v1".into()), ("K".repeat(70).as_str(), "v2".into()), ("Third", "v3".into())]);
    let drawn = shown(79, &[value]);
    let lines: Vec<&str> = drawn.lines().collect();
    assert_eq!(lines[1], format!("{} KKKKKKKK", "H".repeat(70)));
    assert_eq!(lines[9], format!("{} KKKKKK", " ".repeat(70)));
    assert_eq!(lines[11], format!("v1{} v2", " ".repeat(68)));
}

#[test]
fn dictionaries_show_their_entries() {
    let entries = table(&[
        ("First", 1.into()),
        ("Third", Value::Null),
        ("Fourth", Value::array(vec![1.into(), 2.into()])),
        ("Fifth", table(&[("x", 1.into())])),
    ]);
    let expected = "\nName                           Value\n----                           -----\nFirst                          1\nThird\nFourth                         {1, 2}\nFifth                          {[x, 1]}\n\n";
    assert_eq!(shown(79, &[entries]), expected);
}

#[test]
fn text_between_rows() {
    let value = |n: i32| row([("A", n.into())]);
    assert_eq!(shown(79, &["start".into(), value(1), "middle".into(), value(2), "end".into()]), "start\n\nA\n-\n1\nmiddle\n2\nend\n\n");
}

#[test]
fn nested_values_in_cells() {
    let value = row([
        ("A", Value::array((1..=6).map(Value::from).collect())),
        ("P", row([("q", 1.into()), ("r", "two".into())])),
        ("E", Value::array(Vec::new())),
    ]);
    assert_eq!(shown(79, &[value]), "\nA             P             E\n-             -             -\n{1, 2, 3, 4…} @{q=1; r=two} {}\n\n");
}

#[test]
fn a_table_may_be_drawn_narrow() {
    let value = row([("Name", "abcdef".into()), ("Value", 12345.into()), ("Third", "t".into())]);
    let parameters = Parameters { wanted: Some(Wanted::Table), ..Parameters::default() };
    assert_eq!(formatted(10, parameters.clone(), std::slice::from_ref(&value)), "\nName   Val\n        ue\n----   ---\nabcdef …45\n\n");
    assert_eq!(formatted(5, parameters, std::slice::from_ref(&value)), "\nName\n----\nabcd…\n\n");
    let parameters = Parameters { wanted: Some(Wanted::List), ..Parameters::default() };
    assert_eq!(formatted(12, parameters, &[value]), "\nName  : abcd\n        ef\nValue : 1234\n        5\nThird : t\n\n");
}

#[test]
fn wrapping_cells() {
    let text = "The quick brown fox jumps over the lazy dog and then over another sleepy dog near the river";
    let rows = [row([("Id", 1.into()), ("Text", text.into())]), row([("Id", 22.into()), ("Text", "two\nlines".into())])];
    let parameters = Parameters { wanted: Some(Wanted::Table), wrap: Some(true), ..Parameters::default() };
    let expected = "\nId Text\n-- ----\n 1 The quick brown fox jumps over the lazy dog and then over another sleepy\n   dog near the river\n22 two\n   lines\n\n";
    assert_eq!(formatted(79, parameters, &rows), expected);
}

#[test]
fn groups() {
    let rows = [("a", 1), ("a", 2), ("b", 3)].map(|(k, n)| row([("K", k.into()), ("N", n.into())]));
    let group_by = Some(Rc::new(property(&mut Bare, &"K".into(), Place::GroupBy).unwrap()));
    let parameters = Parameters { wanted: Some(Wanted::Table), group_by: group_by.clone(), ..Parameters::default() };
    assert_eq!(formatted(79, parameters, &rows), "\n   K: a\n\nK N\n- -\na 1\na 2\n\n   K: b\n\nK N\n- -\nb 3\n\n");
    let parameters = Parameters {
        wanted: Some(Wanted::List),
        group_by: group_by.clone(),
        properties: names(&["N"], Place::List),
        ..Parameters::default()
    };
    assert_eq!(formatted(79, parameters, &rows), "\n   K: a\n\nN : 1\n\nN : 2\n\n\n   K: b\n\nN : 3\n\n");
    let rows = [("item2", 0), ("item4", 0), ("item6", 0), ("item1", 1)].map(|(n, k)| row([("Name", n.into()), ("K", k.into())]));
    let parameters = Parameters { wanted: Some(Wanted::Wide), columns: Some(2), group_by, ..Parameters::default() };
    let gap = " ".repeat(35);
    assert_eq!(formatted(79, parameters, &rows), format!("\n   K: 0\n\nitem2{gap}item4\n\nitem6\n   K: 1\n\nitem1\n\n"));
}

#[test]
fn calculated_columns() {
    let value = row([("S", "abcdefghijklmnop".into()), ("N", 1234567890123i64.into())]);
    let column = |label: &str, name: &str, align: &str| {
        table(&[("n", label.into()), ("e", name.into()), ("Width", 6.into()), ("Alignment", align.into())])
    };
    let items = [column("S", "S", "left"), column("N", "N", "right"), column("C", "S", "center")];
    let parameters = Parameters {
        wanted: Some(Wanted::Table),
        properties: properties(&mut Bare, &items, Place::Table).unwrap(),
        ..Parameters::default()
    };
    assert_eq!(formatted(79, parameters, std::slice::from_ref(&value)), "\nS           N   C\n-           -   -\nabcde… …90123 abcde…\n\n");
    let items = [table(&[("Label", "Val".into()), ("Expression", "N".into()), ("FormatString", "N2".into())])];
    let parameters = Parameters {
        wanted: Some(Wanted::Table),
        properties: properties(&mut Bare, &items, Place::Table).unwrap(),
        ..Parameters::default()
    };
    assert_eq!(formatted(79, parameters, &[value]), "\n                 Val\n                 ---\n1,234,567,890,123.00\n\n");
    let wrong = property(&mut Bare, &table(&[("Bogus", 1.into())]), Place::Table).err().unwrap();
    assert_eq!(&*wrong.error().unwrap().id(), "DictionaryKeyIllegal");
}

#[test]
fn custom_shape() {
    let deep = row([("C", 3.into())]);
    let value = row([("A", 1.into()), ("In", row([("B", "two".into()), ("Deep", deep)])), ("L", Value::array(vec![1.into(), 2.into()]))]);
    let parameters = Parameters { wanted: Some(Wanted::Custom), depth: Some(1), ..Parameters::default() };
    let expected = "\nclass PSCustomObject\n{\n  A = 1\n  In =\n    class PSCustomObject\n    {\n      B = two\n      Deep = @{C=3}\n    }\n  L =\n    [\n      1\n      2\n    ]\n\n}\n\n\n";
    assert_eq!(formatted(79, parameters, &[value]), expected);
}

#[test]
fn colours_only_where_they_are_wanted() {
    let surface = Surface { rendering: Rendering::Ansi, ..Surface::plain(79, &Bare.culture()) };
    let value = row([("A", 1.into()), ("B", "x".into())]);
    let lines = output::lines(&mut Bare, &settings(), surface, &[value]).unwrap();
    assert_eq!(lines[1], "\u{1b}[32;1mA\u{1b}[0m\u{1b}[32;1m B\u{1b}[0m");
    assert_eq!(lines[2], "\u{1b}[32;1m-\u{1b}[0m \u{1b}[32;1m-\u{1b}[0m");
    assert_eq!(lines[3], "1 x");
    assert_eq!(shown(79, &["\u{1b}[31mred\u{1b}[0m text".into()]), "red text\n");
}

fn record(message: &str, category: Category) -> ErrorRecord {
    ErrorRecord::new(TypeId::RUNTIME_EXCEPTION, message, "Id", category, Value::Null)
}

#[test]
fn errors_with_their_place() {
    let source = SourceText::new(Some("/s/x.ps1"), "# one\nGet-NoSuchThing -Name x\n");
    let record = record(
        "The term 'Get-NoSuchThing' is not recognized as a name of a cmdlet, function, script file, or executable program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and try again.",
        Category::ObjectNotFound,
    );
    let invocation =
        Invocation { invocation_name: Rc::from("Get-NoSuchThing"), place: Some((source, Span::new(6, 21))), ..Invocation::default() };
    *record.0.invocation.borrow_mut() = Some(Rc::new(invocation));
    let expected = "Get-NoSuchThing: /s/x.ps1:2\nLine |\n   2 |  Get-NoSuchThing -Name x\n     |  ~~~~~~~~~~~~~~~\n     | The term 'Get-NoSuchThing' is not recognized as a name of a cmdlet,\n     | function, script file, or executable program. Check the spelling of the\n     | name, or if a path was included, verify that the path is correct and try\n     | again.";
    assert_eq!(error_view::text(&mut Bare, &record, &ErrorOptions::plain(80)).unwrap(), expected);
    let normal = ErrorOptions { view: ErrorView::Normal, ..ErrorOptions::plain(80) };
    let text = error_view::text(&mut Bare, &record, &normal).unwrap();
    assert!(text.starts_with("Get-NoSuchThing : The term"), "{text}");
    assert!(text.ends_with("At /s/x.ps1:2 char:1\n+ Get-NoSuchThing -Name x\n+ ~~~~~~~~~~~~~~~\n+ CategoryInfo          : ObjectNotFound: (:) [], RuntimeException\n+ FullyQualifiedErrorId : Id"), "{text}");
}

#[test]
fn errors_without_a_place() {
    let error = record("bad (Parameter 'name')", Category::OperationStopped);
    assert_eq!(error_view::text(&mut Bare, &error, &ErrorOptions::plain(80)).unwrap(), "OperationStopped: bad (Parameter 'name')");
    let error = record("made by hand", Category::NotSpecified);
    assert_eq!(error_view::text(&mut Bare, &error, &ErrorOptions::plain(80)).unwrap(), "RuntimeException: made by hand");
    error.0.thrown.set(true);
    assert_eq!(shown(79, &[error.value()]), "Exception: made by hand\n");
    let category = ErrorOptions { view: ErrorView::Category, ..ErrorOptions::plain(80) };
    let error = record("x", Category::ObjectNotFound).with_target("thing".into());
    assert_eq!(error_view::text(&mut Bare, &error, &category).unwrap(), "ObjectNotFound: (thing:String) [], RuntimeException");
}
