//! What `Get-Help`'s name means: one command or topic, or several.

use std::rc::Rc;

use super::article::{Article, short};
use super::topics::{TOPICS, Topic};
use crate::engine::{Command, Engine};
use crate::library::files::place::SessionDrive;
use crate::library::files::session_items;
use crate::value::members::objects::wildcard_matches;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Run, Value};

/// Something that help is there for.
pub enum Found {
    /// A command.
    Command(Box<Article>),
    /// A topic.
    Topic(&'static Topic),
    /// An alias, in lists.
    Alias(Rc<str>, Rc<str>),
}

impl Found {
    /// The row of a list.
    pub fn short_value(&self) -> Value {
        match self {
            Found::Command(article) => article.short_value(),
            Found::Topic(topic) => short(topic.name, "HelpFile", "", topic.synopsis()),
            Found::Alias(name, definition) => short(name, "Alias", "", definition),
        }
    }

    fn category(&self) -> &str {
        match self {
            Found::Command(article) => article.category,
            Found::Topic(_) => "HelpFile",
            Found::Alias(..) => "Alias",
        }
    }
}

/// `-Category`, `-Component`, `-Functionality`, `-Role`.
#[derive(Default)]
pub struct Filter {
    /// Categories; empty or `All`: every one.
    pub categories: Vec<Rc<str>>,
    /// Patterns of components.
    pub components: Vec<Rc<str>>,
    /// Patterns of functionalities.
    pub functionalities: Vec<Rc<str>>,
    /// Patterns of roles.
    pub roles: Vec<Rc<str>>,
}

impl Filter {
    fn takes(&self, found: &Found) -> bool {
        let category = found.category();
        let of_category = self.categories.is_empty()
            || self.categories.iter().any(|own| own.eq_ignore_ascii_case("All") || own.eq_ignore_ascii_case(category));
        let fits = |patterns: &[Rc<str>], text: &str| patterns.is_empty() || patterns.iter().any(|pattern| wildcard_matches(pattern, text));
        let of_words = match found {
            Found::Command(article) => {
                fits(&self.components, &article.component)
                    && fits(&self.functionalities, &article.functionality)
                    && fits(&self.roles, &article.role)
            }
            _ => self.components.is_empty() && self.functionalities.is_empty() && self.roles.is_empty(),
        };
        of_category && of_words
    }
}

/// What a name means: the command or topic of that name; with wildcards all that match; else all that speak of it.
pub fn find(engine: &mut Engine, name: &str, filter: &Filter) -> Run<Vec<Found>> {
    if contains_wildcards(name) {
        return all(engine, filter, &|found| matches_name(found, name));
    }
    if let Some(topic) = TOPICS.iter().find(|topic| topic.name.eq_ignore_ascii_case(name)) {
        let found = Found::Topic(topic);
        return Ok(if filter.takes(&found) { vec![found] } else { Vec::new() });
    }
    if let Some(command) = engine.find_command(name).filter(|command| !matches!(command, Command::Application(_))) {
        let found = Found::Command(Box::new(article_of(engine, &command, 0)?));
        if filter.takes(&found) {
            return Ok(vec![found]);
        }
    }
    let pattern = format!("*{name}*");
    let by_name = all(engine, filter, &|found| matches_name(found, &pattern))?;
    if !by_name.is_empty() {
        return Ok(by_name);
    }
    let word = name.to_lowercase();
    all(engine, filter, &|found| match found {
        Found::Command(article) => article.text().to_lowercase().contains(&word),
        Found::Topic(topic) => topic.source.to_lowercase().contains(&word),
        Found::Alias(..) => false,
    })
}

/// The article of a command, or of the one that its comment forwards to.
fn article_of(engine: &mut Engine, command: &Command, depth: usize) -> Run<Article> {
    let article = Article::of(engine, command)?;
    if let Some(target) = article.forward_target.clone()
        && depth < 10
        && !target.eq_ignore_ascii_case(&article.name)
        && let Some(command) = engine.find_command(&target)
    {
        return article_of(engine, &command, depth + 1);
    }
    Ok(article)
}

fn matches_name(found: &Found, pattern: &str) -> bool {
    match found {
        Found::Command(article) => wildcard_matches(pattern, &article.name),
        Found::Topic(topic) => wildcard_matches(pattern, topic.name),
        Found::Alias(name, _) => wildcard_matches(pattern, name),
    }
}

/// Everything that passes: aliases, cmdlets, functions, topics.
fn all(engine: &mut Engine, filter: &Filter, wanted: &dyn Fn(&Found) -> bool) -> Run<Vec<Found>> {
    let mut found = Vec::new();
    let mut take = |item: Found| {
        if wanted(&item) && filter.takes(&item) {
            found.push(item);
        }
    };
    for name in session_items::names(engine, SessionDrive::Alias) {
        if let Some(alias) = engine.find_alias(&name) {
            take(Found::Alias(alias.name.clone(), alias.definition.clone()));
        }
    }
    let mut entries = engine.registry.entries.clone();
    entries.sort_by_key(|entry| entry.spec.name().to_lowercase());
    for entry in entries {
        take(Found::Command(Box::new(Article::of(engine, &Command::Cmdlet(entry))?)));
    }
    for name in session_items::names(engine, SessionDrive::Function) {
        if let Some(function) = engine.find_function(&name) {
            take(Found::Command(Box::new(Article::of(engine, &Command::Function(function))?)));
        }
    }
    for topic in TOPICS {
        take(Found::Topic(topic));
    }
    Ok(found)
}
