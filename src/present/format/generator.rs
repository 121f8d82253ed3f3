//! What is shown of each object in the chosen shape: by a view of its type, or by its properties.

use std::rc::Rc;

use super::associate::{self, Association};
use super::group::{Grouping, Heading};
use super::{Parameters, Settings, custom};
use crate::present::access;
use crate::present::expression::Expression;
use crate::present::packet::{Align, Column, Content, Header, Shape, Start, Token};
use crate::present::text::{self, TextOptions};
use crate::present::views::{Body, Cell, View, Wanted, cells_for};
use crate::value::{Category, ErrorRecord, Run, Runtime, TypeId, Value, convert};

/// Tables of all properties stop here.
const MOST_COLUMNS: usize = 10;
/// With up to so many properties an object without a view is shown as a table.
const TABLE_LIMIT: usize = 4;
/// `Format-Custom` goes this deep unless it is told otherwise.
const CUSTOM_DEPTH: usize = 5;

/// `Length` and `Count` of an object that has no such property.
fn intrinsic(rt: &mut dyn Runtime, association: &Association, value: &Value) -> Run<Option<&'static str>> {
    let Expression::Name(name) = &association.expression else { return Ok(None) };
    let is_intrinsic = name.eq_ignore_ascii_case("Length") || name.eq_ignore_ascii_case("Count");
    if !is_intrinsic || association.parameter.is_some() || access::property(rt, value, name)?.is_some() {
        return Ok(None);
    }
    Ok(Some("1"))
}

const ERROR_TEXT: &str = "#ERR";
const FORMAT_ERROR_TEXT: &str = "#FMTERR";

/// Where the cells come from.
enum Cells {
    View(Rc<View>),
    /// A table's columns are fixed by its first object; lists look at each object anew.
    Columns(Vec<Association>),
    EachObject,
}

/// The chosen shape.
pub(super) struct Generator {
    shape: Wanted,
    cells: Cells,
    grouping: Option<Grouping>,
    parameters: Rc<Parameters>,
    settings: Settings,
}

impl Generator {
    /// Chooses by what was asked for and by the first object.
    pub(super) fn choose(rt: &mut dyn Runtime, parameters: &Rc<Parameters>, settings: &Settings, first: &Value) -> Run<Generator> {
        let type_names = first.type_names();
        let mut view = None;
        if parameters.properties.is_empty() {
            view = settings.views.find(&type_names, parameters.wanted, parameters.view.as_deref());
            if let (None, Some(name), Some(wanted)) = (&view, &parameters.view, parameters.wanted) {
                return Err(view_not_found(settings, name, wanted, first).into());
            }
        }
        let grouping = grouping(parameters, view.as_deref());
        let shape = match (&view, parameters.wanted) {
            (Some(view), _) => match view.body {
                Body::Table(_) => Wanted::Table,
                Body::List(_) => Wanted::List,
                Body::Wide(_) => Wanted::Wide,
                Body::Custom => Wanted::Custom,
            },
            (None, Some(wanted)) => wanted,
            (None, None) => {
                let set = associate::default_set(rt, first);
                let count = if set.is_empty() { associate::all(rt, first).len() } else { set.len() };
                if count <= TABLE_LIMIT { Wanted::Table } else { Wanted::List }
            }
        };
        let cells = match view {
            Some(view) => Cells::View(view),
            None if shape == Wanted::Table => Cells::Columns(columns(rt, parameters, first)),
            None => Cells::EachObject,
        };
        Ok(Generator { shape, cells, grouping, parameters: parameters.clone(), settings: settings.clone() })
    }

    /// The beginning of the sequence.
    pub(super) fn start(&self, rt: &mut dyn Runtime, first: &Value) -> Run<Start> {
        let view_sizes = matches!(&self.cells, Cells::View(view) if view.auto_size);
        let auto_size = self.parameters.auto_size.unwrap_or(view_sizes);
        let shape = match self.shape {
            Wanted::Table => Shape::Table(self.header(rt, first)?),
            Wanted::List => Shape::List,
            Wanted::Custom => Shape::Complex,
            Wanted::Wide => {
                let of_view = if let Cells::View(view) = &self.cells { view.columns } else { 0 };
                Shape::Wide { columns: if auto_size { 0 } else { self.parameters.columns.unwrap_or(of_view) } }
            }
        };
        Ok(Start { shape, auto_size })
    }

    fn header(&self, rt: &mut dyn Runtime, first: &Value) -> Run<Header> {
        let hidden_by_view = matches!(&self.cells, Cells::View(view) if view.hide_header);
        let mut columns = Vec::new();
        match &self.cells {
            Cells::View(view) => {
                if let Body::Table(variants) = &view.body {
                    for cell in cells_for(variants, &first.type_names()) {
                        let label = cell.words();
                        let is_property = !access::resolve(rt, first, &label).is_empty() || cell.label.is_none();
                        columns.push(Column { label, width: cell.width, align: cell.align.unwrap_or(Align::Left), is_property });
                    }
                }
            }
            Cells::Columns(associations) => {
                for association in associations {
                    let parameter = association.parameter.as_deref();
                    let align = match parameter.and_then(|parameter| parameter.align) {
                        Some(align) => align,
                        None => default_align(rt, first, &association.expression)?,
                    };
                    let is_property = matches!(association.expression, Expression::Name(_))
                        && parameter.is_none_or(|parameter| parameter.label.is_none());
                    let width = parameter.and_then(|parameter| parameter.width).unwrap_or(0);
                    columns.push(Column { label: association.label(), width, align, is_property });
                }
            }
            Cells::EachObject => {}
        }
        Ok(Header { columns, hidden: self.parameters.hide_headers.unwrap_or(hidden_by_view), repeated: self.parameters.repeat_header })
    }

    /// Whether an object can go on in this sequence.
    pub(super) fn applies_to(&self, value: &Value) -> bool {
        match &self.cells {
            Cells::View(view) => view.applies_to(&value.type_names()),
            _ => true,
        }
    }

    /// Reads an object's grouping value; says whether it begins another group.
    pub(super) fn update_group(&mut self, rt: &mut dyn Runtime, value: &Value) -> Run<bool> {
        match &mut self.grouping {
            Some(grouping) => grouping.update(rt, value),
            None => Ok(false),
        }
    }

    /// The words above the group at hand.
    pub(super) fn heading(&self, rt: &mut dyn Runtime) -> Run<Option<Rc<[Token]>>> {
        match &self.grouping {
            Some(grouping) => grouping.heading(rt, self.settings.limit),
            None => Ok(None),
        }
    }

    /// An object's text.
    pub(super) fn content(&self, rt: &mut dyn Runtime, value: &Value, errors: &mut Vec<ErrorRecord>) -> Run<Content> {
        match (&self.cells, self.shape) {
            (Cells::View(view), _) => self.by_view(rt, view, value, errors),
            (Cells::Columns(associations), _) => {
                let mut fields = Vec::with_capacity(associations.len());
                for association in associations {
                    let options =
                        TextOptions { limit: self.settings.limit, format: association.format(), fixed: association.format().is_none() };
                    // Every object counts as a collection of itself: a column that the first object gave reads that of later ones.
                    let text = match intrinsic(rt, association, value)? {
                        Some(text) => text.to_owned(),
                        None => self.cell(rt, value, &association.expression, options, errors)?,
                    };
                    fields.push((text, None));
                }
                Ok(Content::Row { fields, wrap: self.parameters.wrap.unwrap_or(false) })
            }
            (Cells::EachObject, Wanted::Wide) => {
                let Some(association) = wide_property(rt, &self.parameters, value) else { return Ok(Content::Wide(String::new())) };
                let options = TextOptions { limit: self.settings.limit, format: association.format(), fixed: false };
                Ok(Content::Wide(self.cell(rt, value, &association.expression, options, errors)?))
            }
            (Cells::EachObject, Wanted::Custom) => {
                let depth = self.parameters.depth.unwrap_or(CUSTOM_DEPTH);
                let mut browser =
                    custom::Browser { rt, limit: self.settings.limit, display_errors: self.parameters.display_errors, errors };
                Ok(Content::Complex(browser.view(value, &self.parameters.properties, depth)?))
            }
            (Cells::EachObject, _) => {
                let mut fields = Vec::new();
                for association in associate::active(rt, &self.parameters.properties, value) {
                    let options = TextOptions { limit: self.settings.limit, format: association.format(), fixed: false };
                    fields.push((association.label(), self.cell(rt, value, &association.expression, options, errors)?));
                }
                Ok(Content::List(fields))
            }
        }
    }

    fn by_view(&self, rt: &mut dyn Runtime, view: &View, value: &Value, errors: &mut Vec<ErrorRecord>) -> Run<Content> {
        let type_names = value.type_names();
        match &view.body {
            Body::Table(variants) => {
                let mut fields = Vec::new();
                for cell in cells_for(variants, &type_names) {
                    fields.push((self.view_cell(rt, value, cell, errors)?, None));
                }
                Ok(Content::Row { fields, wrap: self.parameters.wrap.unwrap_or(view.wrap) })
            }
            Body::List(variants) => {
                let mut fields = Vec::new();
                for cell in cells_for(variants, &type_names) {
                    if let Some(condition) = &cell.shown_when {
                        let shown = matches!(condition.value(rt, value)?, Some(Ok(value)) if convert::to_bool(&value));
                        if !shown {
                            continue;
                        }
                    }
                    fields.push((cell.words(), self.view_cell(rt, value, cell, errors)?));
                }
                Ok(Content::List(fields))
            }
            Body::Wide(variants) => Ok(Content::Wide(match cells_for(variants, &type_names).first() {
                Some(cell) => self.view_cell(rt, value, cell, errors)?,
                None => String::new(),
            })),
            Body::Custom => Ok(Content::Complex(custom::by_name(rt, &self.settings, &view.name, value)?)),
        }
    }

    fn view_cell(&self, rt: &mut dyn Runtime, value: &Value, cell: &Cell, errors: &mut Vec<ErrorRecord>) -> Run<String> {
        let options = TextOptions { limit: self.settings.limit, format: cell.format.as_deref(), fixed: false };
        self.cell(rt, value, &cell.expression, options, errors)
    }

    fn cell(
        &self,
        rt: &mut dyn Runtime,
        value: &Value,
        expression: &Expression,
        options: TextOptions<'_>,
        errors: &mut Vec<ErrorRecord>,
    ) -> Run<String> {
        let shown = match expression.value(rt, value)? {
            None => return Ok(String::new()),
            Some(Ok(shown)) => shown,
            Some(Err(record)) => {
                errors.push(expression_error(expression, record, value));
                return Ok(if self.parameters.display_errors { ERROR_TEXT.to_owned() } else { String::new() });
            }
        };
        match text::field(rt, &shown, options)? {
            Ok(text) => Ok(text),
            Err(_) if self.parameters.display_errors => Ok(FORMAT_ERROR_TEXT.to_owned()),
            Err(_) => Ok(String::new()),
        }
    }
}

fn grouping(parameters: &Parameters, view: Option<&View>) -> Option<Grouping> {
    if let Some(parameter) = &parameters.group_by {
        return Some(Grouping::new(parameter.expression.clone(), parameter.label.clone(), Heading::Label));
    }
    let view = view?;
    let group_by = view.group_by.as_ref()?;
    let is_files = view.types.iter().any(|name| &**name == "System.IO.DirectoryInfo");
    Some(Grouping::new(group_by.expression.clone(), group_by.label.clone(), if is_files { Heading::Directory } else { Heading::Label }))
}

fn columns(rt: &mut dyn Runtime, parameters: &Parameters, first: &Value) -> Vec<Association> {
    if !parameters.properties.is_empty() {
        return associate::named(rt, &parameters.properties, first, true);
    }
    let set = associate::default_set(rt, first);
    if !set.is_empty() {
        return set;
    }
    let mut all = associate::all(rt, first);
    all.truncate(MOST_COLUMNS);
    all
}

fn wide_property(rt: &mut dyn Runtime, parameters: &Parameters, value: &Value) -> Option<Association> {
    if !parameters.properties.is_empty() {
        return associate::named(rt, &parameters.properties, value, false).into_iter().next();
    }
    if let Some(name) = access::display_name(rt, value) {
        return Some(Association { expression: Expression::Name(name), parameter: None });
    }
    associate::active(rt, &[], value).into_iter().next()
}

/// Numbers and their like stand at the right, as the first object has them.
fn default_align(rt: &mut dyn Runtime, first: &Value, expression: &Expression) -> Run<Align> {
    Ok(match expression.value(rt, first)? {
        Some(Ok(value)) if !value.is_null() && value.as_str().is_none() && access::is_scalar(&value) => Align::Right,
        _ => Align::Left,
    })
}

/// What `-ShowError` tells of a failed expression.
fn expression_error(expression: &Expression, record: ErrorRecord, target: &Value) -> ErrorRecord {
    let shown = ErrorRecord::of(record.0.exception.clone(), "PSPropertyExpressionError", Category::InvalidArgument, target.clone());
    let words = format!("Failed to evaluate expression \"{}\".", expression.text());
    *shown.0.details.borrow_mut() = Some((Rc::from(words), None));
    shown
}

fn view_not_found(settings: &Settings, name: &str, wanted: Wanted, value: &Value) -> ErrorRecord {
    let record = ErrorRecord::new(
        TypeId::PIPELINE_STOPPED_EXCEPTION,
        "The pipeline has been stopped.",
        "FormatViewNotFound",
        Category::ObjectNotFound,
        Value::str(name),
    );
    let class = value.type_id().full_name();
    let of_type = settings.views.of_type(&class);
    let fitting: Vec<&str> = of_type.iter().filter(|view| view.body.is(wanted)).map(|view| &*view.name).collect();
    let shape = wanted.name();
    let words = if !fitting.is_empty() {
        format!("The view name {name} cannot be found. Specify one of the following {shape} views and try again: {}.", fitting.join(", "))
    } else if of_type.iter().any(|view| view.name.eq_ignore_ascii_case(name)) {
        let cmdlets: Vec<&str> =
            of_type.iter().filter(|view| view.name.eq_ignore_ascii_case(name)).map(|view| view.body.cmdlet()).collect();
        format!(
            " The view name {name} cannot be found in the {shape} formatting. Try using one of these other format cmdlets: {}",
            cmdlets.join(", ")
        )
    } else {
        format!("The view name {name} cannot be found. There are no existing {shape} views for {class} objects.")
    };
    *record.0.details.borrow_mut() = Some((Rc::from(words), None));
    record
}
