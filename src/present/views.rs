//! The default and named views of types: which columns, items or property an object of a type is shown by.
//!
//! PowerShell's own views are in the generated [`views_table`](super::views_table); `Update-FormatData` puts more
//! before or behind them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::expression::Expression;
use super::native_views::{NATIVE, NATIVE_DISPLAY_SETS};
use super::packet::Align;
use super::phrase;
use super::views_table::{BUILT_IN, DISPLAY_NAMES, DISPLAY_SETS};

/// How a built-in cell gets its value.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// The property of the label's name.
    Label,
    /// Another property.
    Property(&'static str),
    /// A computation that these words describe.
    Script(&'static str),
}

/// A column of a built-in table, an item of a list, or the property of a wide view.
#[derive(Debug, Clone, Copy)]
pub struct BuiltInCell {
    /// Words above or before it.
    pub label: &'static str,
    /// Where its value comes from.
    pub source: Source,
    /// Width; 0: not said.
    pub width: u16,
    /// Alignment, if it is said.
    pub align: Option<Align>,
    /// .NET format string.
    pub format: &'static str,
    /// Property that hides the item when it is false or empty.
    pub shown_when: &'static str,
}

impl BuiltInCell {
    /// A cell with nothing said.
    pub const EMPTY: BuiltInCell = BuiltInCell { label: "", source: Source::Label, width: 0, align: None, format: "", shown_when: "" };
}

/// Shape of a built-in view with its cells; lists and wide views may differ by type.
#[derive(Debug, Clone, Copy)]
pub enum BuiltInBody {
    /// Columns.
    Table(&'static [BuiltInCell]),
    /// Items, by types (none: all others).
    List(&'static [(&'static [&'static str], &'static [BuiltInCell])]),
    /// One property.
    Wide(BuiltInCell),
    /// Drawn by code.
    Custom,
}

/// A built-in view.
#[derive(Debug, Clone, Copy)]
pub struct BuiltInView {
    /// Types it is for.
    pub types: &'static [&'static str],
    /// Its name.
    pub name: &'static str,
    /// Shape and cells.
    pub body: BuiltInBody,
    /// Label and source of the value that groups rows.
    pub group_by: Option<(&'static str, Source)>,
    /// Whether long cells go on on further lines.
    pub wrap: bool,
    /// Whether columns are as wide as their cells.
    pub auto_size: bool,
    /// Whether objects are shown at once, out of the stream's table or list.
    pub out_of_band: bool,
}

/// A column, an item, or the property of a wide view.
#[derive(Clone)]
pub struct Cell {
    /// Words above or before it.
    pub label: Option<Rc<str>>,
    /// Its value.
    pub expression: Expression,
    /// Width; 0: not said.
    pub width: usize,
    /// Alignment, if it is said.
    pub align: Option<Align>,
    /// .NET format string.
    pub format: Option<Rc<str>>,
    /// What hides the item when it is false.
    pub shown_when: Option<Expression>,
}

impl Cell {
    /// A property without more.
    pub fn property(name: &str) -> Cell {
        Cell { label: None, expression: Expression::Name(Rc::from(name)), width: 0, align: None, format: None, shown_when: None }
    }

    /// The words above or before it.
    pub fn words(&self) -> Rc<str> {
        self.label.clone().unwrap_or_else(|| self.expression.text())
    }
}

/// Cells for some types only.
pub struct Variant {
    /// The types; none: all others.
    pub types: Vec<Rc<str>>,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// What a view shows.
pub enum Body {
    /// Columns; rows may differ by type, headers are the first variant's.
    Table(Vec<Variant>),
    /// Items.
    List(Vec<Variant>),
    /// One property.
    Wide(Vec<Variant>),
    /// Drawn by code under the view's name.
    Custom,
}

/// How a view groups its objects.
#[derive(Clone)]
pub struct GroupBy {
    /// The words before the value; none: the property's name.
    pub label: Option<Rc<str>>,
    /// The value.
    pub expression: Expression,
}

/// A view.
pub struct View {
    /// Types it is for.
    pub types: Vec<Rc<str>>,
    /// Its name.
    pub name: Rc<str>,
    /// What it shows.
    pub body: Body,
    /// How it groups.
    pub group_by: Option<GroupBy>,
    /// Whether long cells go on on further lines.
    pub wrap: bool,
    /// Whether columns are as wide as their cells.
    pub auto_size: bool,
    /// Whether the header lines are left out.
    pub hide_header: bool,
    /// Objects a line of a wide view; 0: not said.
    pub columns: usize,
    /// Whether objects are shown at once, out of the stream's table or list.
    pub out_of_band: bool,
}

/// A shape that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// `Format-Table`.
    Table,
    /// `Format-List`.
    List,
    /// `Format-Wide`.
    Wide,
    /// `Format-Custom`.
    Custom,
}

impl Wanted {
    /// The shape's name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Wanted::Table => "Table",
            Wanted::List => "List",
            Wanted::Wide => "Wide",
            Wanted::Custom => "Custom",
        }
    }
}

impl Body {
    /// The cmdlet that shows this shape.
    pub fn cmdlet(&self) -> &'static str {
        match self {
            Body::Table(_) => "Format-Table",
            Body::List(_) => "Format-List",
            Body::Wide(_) => "Format-Wide",
            Body::Custom => "Format-Custom",
        }
    }

    /// Whether it has the shape asked for.
    pub fn is(&self, wanted: Wanted) -> bool {
        matches!(
            (self, wanted),
            (Body::Table(_), Wanted::Table)
                | (Body::List(_), Wanted::List)
                | (Body::Wide(_), Wanted::Wide)
                | (Body::Custom, Wanted::Custom)
        )
    }
}

/// The views of one type.
type Found = Rc<[Rc<View>]>;

/// All views of a session.
pub struct ViewBase {
    views: RefCell<Vec<Rc<View>>>,
    by_type: RefCell<Option<HashMap<String, Vec<usize>>>>,
    /// Views by a type's name as it was asked for, so that a row costs no folding of names.
    asked: RefCell<HashMap<Rc<str>, Found>>,
}

impl ViewBase {
    /// PowerShell's own views, and those of this shell's objects.
    pub fn built_in() -> Rc<ViewBase> {
        Rc::new(ViewBase {
            views: RefCell::new(
                BUILT_IN.iter().chain(NATIVE).map(|view| Rc::new(View::from(view))).chain(super::help_view::views()).collect(),
            ),
            by_type: RefCell::default(),
            asked: RefCell::default(),
        })
    }

    /// Puts views before (or behind) the others.
    pub fn add(&self, views: Vec<Rc<View>>, first: bool) {
        let mut own = self.views.borrow_mut();
        let at = if first { 0 } else { own.len() };
        own.splice(at..at, views);
        *self.by_type.borrow_mut() = None;
        self.asked.borrow_mut().clear();
    }

    /// The views for a type name, in order.
    pub fn of_type(&self, name: &str) -> Rc<[Rc<View>]> {
        if let Some(found) = self.asked.borrow().get(name) {
            return found.clone();
        }
        let found: Found = self.look_up(name).into();
        self.asked.borrow_mut().insert(Rc::from(name), found.clone());
        found
    }

    fn look_up(&self, name: &str) -> Vec<Rc<View>> {
        let mut index = self.by_type.borrow_mut();
        let views = self.views.borrow();
        let index = index.get_or_insert_with(|| {
            let mut map: HashMap<String, Vec<usize>> = HashMap::new();
            for (place, view) in views.iter().enumerate() {
                for name in &view.types {
                    map.entry(name.to_lowercase()).or_default().push(place);
                }
            }
            map
        });
        index.get(&name.to_lowercase()).map(|places| places.iter().map(|&place| views[place].clone()).collect()).unwrap_or_default()
    }

    /// All views in order.
    pub fn all(&self) -> Vec<Rc<View>> {
        self.views.borrow().clone()
    }

    /// The view for an object of these types: of the shape and name asked for, the nearest type first.
    pub fn find(&self, type_names: &[Rc<str>], wanted: Option<Wanted>, name: Option<&str>) -> Option<Rc<View>> {
        self.nearest(type_names, |view| {
            !view.out_of_band
                && wanted.is_none_or(|wanted| view.body.is(wanted))
                && name.is_none_or(|name| view.name.eq_ignore_ascii_case(name))
        })
    }

    /// The view by which objects of these types are shown out of band.
    pub fn find_out_of_band(&self, type_names: &[Rc<str>]) -> Option<Rc<View>> {
        self.nearest(type_names, |view| view.out_of_band)
    }

    fn nearest(&self, type_names: &[Rc<str>], fits: impl Fn(&View) -> bool) -> Option<Rc<View>> {
        let plain = type_names.iter().filter_map(|name| name.strip_prefix("Deserialized."));
        for name in type_names.iter().map(|name| &**name).chain(plain) {
            if let Some(view) = self.of_type(name).iter().find(|view| fits(view)) {
                return Some(view.clone());
            }
        }
        None
    }
}

impl View {
    /// Whether it is for objects of these types.
    pub fn applies_to(&self, type_names: &[Rc<str>]) -> bool {
        type_names.iter().any(|name| {
            let plain = name.strip_prefix("Deserialized.").unwrap_or(name);
            self.types.iter().any(|own| own.eq_ignore_ascii_case(name) || own.eq_ignore_ascii_case(plain))
        })
    }
}

/// The cells for an object of these types.
pub fn cells_for<'a>(variants: &'a [Variant], type_names: &[Rc<str>]) -> &'a [Cell] {
    let by_type =
        type_names.iter().find_map(|name| variants.iter().find(|variant| variant.types.iter().any(|own| own.eq_ignore_ascii_case(name))));
    let chosen = by_type.or_else(|| variants.iter().find(|variant| variant.types.is_empty())).or_else(|| variants.first());
    chosen.map_or(&[], |variant| &variant.cells)
}

/// The properties that type data gives as the default display of a type.
pub fn built_in_display_set(type_names: &[Rc<str>]) -> Option<&'static [&'static str]> {
    type_names.iter().find_map(|name| {
        DISPLAY_SETS.iter().chain(NATIVE_DISPLAY_SETS).find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, set)| *set)
    })
}

/// The property that type data names as an object's display name.
pub fn built_in_display_name(type_names: &[Rc<str>]) -> Option<&'static str> {
    type_names.iter().find_map(|name| DISPLAY_NAMES.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, name)| *name))
}

impl From<&BuiltInView> for View {
    fn from(view: &BuiltInView) -> View {
        let variant = |cells: &[BuiltInCell]| Variant { types: Vec::new(), cells: cells.iter().map(Cell::from).collect() };
        View {
            types: view.types.iter().map(|name| Rc::from(*name)).collect(),
            name: Rc::from(view.name),
            body: match view.body {
                BuiltInBody::Table(columns) => Body::Table(vec![variant(columns)]),
                BuiltInBody::List(variants) => Body::List(
                    variants
                        .iter()
                        .map(|(types, cells)| Variant { types: types.iter().map(|name| Rc::from(*name)).collect(), ..variant(cells) })
                        .collect(),
                ),
                BuiltInBody::Wide(cell) => Body::Wide(vec![variant(&[cell])]),
                BuiltInBody::Custom => Body::Custom,
            },
            group_by: view.group_by.map(|(label, source)| GroupBy {
                label: (!label.is_empty()).then(|| Rc::from(label)),
                expression: expression(source, label),
            }),
            wrap: view.wrap,
            auto_size: view.auto_size,
            hide_header: false,
            columns: 0,
            out_of_band: view.out_of_band,
        }
    }
}

impl From<&BuiltInCell> for Cell {
    fn from(cell: &BuiltInCell) -> Cell {
        Cell {
            label: (!cell.label.is_empty()).then(|| Rc::from(cell.label)),
            expression: expression(cell.source, cell.label),
            width: cell.width as usize,
            align: cell.align,
            format: (!cell.format.is_empty()).then(|| Rc::from(cell.format)),
            shown_when: (!cell.shown_when.is_empty()).then(|| Expression::Name(Rc::from(cell.shown_when))),
        }
    }
}

fn expression(source: Source, label: &str) -> Expression {
    match source {
        Source::Label => Expression::Name(Rc::from(label)),
        Source::Property(name) => Expression::Name(Rc::from(name)),
        Source::Script(words) => match phrase::find(words, label) {
            Some(phrase) => Expression::Phrase(phrase, Rc::from(label)),
            None => Expression::Name(Rc::from(label)),
        },
    }
}
