//! View files (`.format.ps1xml`): tables, lists and wide views of types.

use std::rc::Rc;

use super::markup::{self, Element};
use crate::engine::Engine;
use crate::present::expression::Expression;
use crate::present::packet::Align;
use crate::present::views::{Body, Cell, GroupBy, Variant, View};

/// The views in a file's text; the error says what is wrong with it.
pub fn parse(engine: &mut Engine, text: &str) -> Result<Vec<Rc<View>>, String> {
    let root = markup::parse(text)?;
    let sets: Vec<(&str, Vec<Rc<str>>)> = root
        .at(&["SelectionSets"])
        .into_iter()
        .flat_map(|sets| sets.all("SelectionSet"))
        .map(|set| (set.value("Name").unwrap_or(""), set.child("Types").map(type_names).unwrap_or_default()))
        .collect();
    let Some(definitions) = root.child("ViewDefinitions") else { return Ok(Vec::new()) };
    let mut views = Vec::new();
    for view in definitions.all("View") {
        let mut types = view.child("ViewSelectedBy").map(type_names).unwrap_or_default();
        for set in view.child("ViewSelectedBy").into_iter().flat_map(|by| by.all("SelectionSetName")) {
            types.extend(sets.iter().filter(|(name, _)| *name == set.text.trim()).flat_map(|(_, types)| types.clone()));
        }
        views.push(Rc::new(Reader { engine }.view(view, types)?));
    }
    Ok(views)
}

fn type_names(element: &Element) -> Vec<Rc<str>> {
    element.all("TypeName").map(|name| Rc::from(name.text.trim())).collect()
}

fn is_set(element: &Element, name: &str) -> bool {
    element.value(name).is_some_and(|text| text.is_empty() || text.eq_ignore_ascii_case("true"))
}

fn align(element: &Element) -> Option<Align> {
    match element.value("Alignment")?.to_ascii_lowercase().as_str() {
        "left" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" => Some(Align::Right),
        _ => None,
    }
}

struct Reader<'a> {
    engine: &'a mut Engine,
}

impl Reader<'_> {
    fn view(&mut self, view: &Element, types: Vec<Rc<str>>) -> Result<View, String> {
        let name: Rc<str> = Rc::from(view.value("Name").unwrap_or(""));
        let group_by = match view.child("GroupBy") {
            Some(by) => Some(GroupBy {
                label: by.value("Label").map(Rc::from),
                expression: self.expression(by)?.ok_or("A GroupBy names no value.")?,
            }),
            None => None,
        };
        let mut out = View {
            types,
            name,
            body: Body::Custom,
            group_by,
            wrap: false,
            auto_size: false,
            hide_header: false,
            columns: 0,
            out_of_band: view.child("OutOfBand").is_some(),
        };
        if let Some(table) = view.child("TableControl") {
            out.auto_size = is_set(table, "AutoSize");
            out.hide_header = is_set(table, "HideTableHeaders");
            let rows = table.child("TableRowEntries").into_iter().flat_map(|rows| rows.all("TableRowEntry"));
            let mut variants = Vec::new();
            for row in rows {
                out.wrap |= is_set(row, "Wrap");
                variants.push(self.row(row, table)?);
            }
            out.body = Body::Table(variants);
        } else if let Some(list) = view.child("ListControl") {
            let entries = list.child("ListEntries").into_iter().flat_map(|entries| entries.all("ListEntry"));
            let mut variants = Vec::new();
            for entry in entries {
                let mut cells = Vec::new();
                for item in entry.child("ListItems").into_iter().flat_map(|items| items.all("ListItem")) {
                    let mut cell = self.cell(item)?;
                    if let Some(condition) = item.child("ItemSelectionCondition") {
                        cell.shown_when = self.expression(condition)?;
                    }
                    cells.push(cell);
                }
                variants.push(Variant { types: entry.child("EntrySelectedBy").map(type_names).unwrap_or_default(), cells });
            }
            out.body = Body::List(variants);
        } else if let Some(wide) = view.child("WideControl") {
            out.auto_size = is_set(wide, "AutoSize");
            out.columns = wide.value("ColumnNumber").and_then(|text| text.parse().ok()).unwrap_or(0);
            let entries = wide.child("WideEntries").into_iter().flat_map(|entries| entries.all("WideEntry"));
            let mut variants = Vec::new();
            for entry in entries {
                let cells = match entry.child("WideItem") {
                    Some(item) => vec![self.cell(item)?],
                    None => Vec::new(),
                };
                variants.push(Variant { types: entry.child("EntrySelectedBy").map(type_names).unwrap_or_default(), cells });
            }
            out.body = Body::Wide(variants);
        } else {
            return Err(format!(
                "The view '{}' has a custom control, which this shell does not draw; tables, lists and wide views work.",
                out.name
            ));
        }
        Ok(out)
    }

    fn row(&mut self, row: &Element, table: &Element) -> Result<Variant, String> {
        let headers: Vec<&Element> = table.child("TableHeaders").into_iter().flat_map(|headers| headers.all("TableColumnHeader")).collect();
        let mut cells = Vec::new();
        for (place, item) in row.child("TableColumnItems").into_iter().flat_map(|items| items.all("TableColumnItem")).enumerate() {
            let mut cell = self.cell(item)?;
            if let Some(header) = headers.get(place) {
                cell.label = header.value("Label").filter(|label| !label.is_empty()).map(Rc::from);
                cell.width = header.value("Width").and_then(|text| text.parse().ok()).unwrap_or(0);
                cell.align = align(header).or(cell.align);
            }
            cells.push(cell);
        }
        Ok(Variant { types: row.child("EntrySelectedBy").map(type_names).unwrap_or_default(), cells })
    }

    fn cell(&mut self, item: &Element) -> Result<Cell, String> {
        let mut cell = Cell::property("");
        cell.label = item.value("Label").map(Rc::from);
        cell.format = item.value("FormatString").map(Rc::from);
        cell.align = align(item);
        if let Some(expression) = self.expression(item)? {
            cell.expression = expression;
        }
        Ok(cell)
    }

    fn expression(&mut self, element: &Element) -> Result<Option<Expression>, String> {
        if let Some(name) = element.value("PropertyName") {
            return Ok(Some(Expression::Name(Rc::from(name))));
        }
        let Some(text) = element.value("ScriptBlock") else { return Ok(None) };
        match self.engine.script_block_from(text, None) {
            Ok(block) => Ok(Some(Expression::Block(block))),
            Err(raise) => {
                Err(raise.error().map_or_else(|| "A script block does not parse.".to_owned(), |record| record.message().to_string()))
            }
        }
    }
}
