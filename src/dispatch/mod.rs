//! The one place where an event becomes mail.
//!
//! [`Dispatch`] owns the tenant, the outbox and the store. A command is decided, its events are
//! applied to a copy, its mails are written, all of it is given to the store, and only then does it
//! take the place of what was: a refusal, a mail that cannot be written or a store that cannot keep
//! it changes nothing. What a command does is decided in `tenant`, who is told in `notify`.

mod audit;
mod describe;
mod send;
mod sources;

mod message;

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use jiff::Timestamp;

pub use audit::{Entry, Summary, user_of};
pub use describe::{detail_of, is_by_user, name_of};
pub use send::Sending;
pub use sources::{Sources, SystemClock, SystemRandom};

use crate::mail::outbox::OutboxError;
use crate::mail::templates::Templates;
use crate::mail::transport::eml_file::EmlFolder;
use crate::mail::{Item, Mail, MailFilter, MailId, MailState, Outbox, RenderError, Renderer, TemplateError};
use crate::notify::{Notice, Notification, Suppressed, for_each_notice, letter, may_tell, renew};
use crate::store::{Batch, Changes, MemoryStore, Store, StoreError};
use crate::tenant::command::{Command, decide};
use crate::tenant::event::{Event, evolve_all};
use crate::tenant::model::{Guid, Pin, Tenant};
use crate::tenant::refusal::Refusal;

/// How often a shared store is asked what others did, at most.
const REFRESH_INTERVAL: Duration = Duration::from_millis(100);

/// Why a command changed nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum DispatchError {
    /// The tenant refuses it.
    Refused(Refusal),
    /// A mail of it cannot be written.
    Render(RenderError),
    /// It cannot be kept.
    Store(StoreError),
    /// The outbox refuses it.
    Outbox(OutboxError),
}

impl DispatchError {
    /// The id, in PascalCase. It never changes.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.id(),
            Self::Render(RenderError::Address(_)) => "MailAddressInvalid",
            Self::Render(_) => "MailNotRendered",
            Self::Store(_) => "ChangeNotKept",
            Self::Outbox(OutboxError::NoSuchMail(_)) => "MailNotFound",
            Self::Outbox(OutboxError::Transition { .. }) => "MailStateConflict",
        }
    }
}

impl fmt::Display for DispatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Render(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
            Self::Outbox(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DispatchError {}

impl From<OutboxError> for DispatchError {
    fn from(error: OutboxError) -> Self {
        Self::Outbox(error)
    }
}

impl From<StoreError> for DispatchError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What a command did.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What happened, in order; empty where all was so already. The log shares them.
    pub events: Arc<Vec<Event>>,
    /// The mails posted, in order.
    pub mails: Vec<MailId>,
    /// The mails that do not go out.
    pub suppressed: Vec<Suppressed>,
    /// What went wrong without undoing the command: copies of mails that could not be written.
    pub warnings: Vec<String>,
}

impl Outcome {
    /// The PIN that the command gave a user: the caller may show it this once.
    pub fn pin_of(&self, wanted: Guid) -> Option<&Pin> {
        self.events.iter().rev().find_map(|event| match event {
            Event::PinReset { user, pin, .. } if *user == wanted => Some(pin),
            Event::ConferencingEnabled { user, conferencing } if *user == wanted => conferencing.pin.as_ref(),
            _ => None,
        })
    }
}

/// The tenant, its outbox, and the way from a command to both.
pub struct Dispatch {
    tenant: Tenant,
    outbox: Outbox,
    store: Box<dyn Store>,
    sources: Sources,
    /// Compiled when the first mail is written: most short scripts write none.
    renderer: Arc<OnceLock<Renderer>>,
    copies: Option<EmlFolder>,
    log: Vec<Entry>,
    /// When the store was last asked what others did.
    refreshed: Instant,
}

impl fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dispatch")
            .field("tenant", &self.tenant)
            .field("n_mails", &self.outbox.items().len())
            .field("n_commands", &self.log.len())
            .finish_non_exhaustive()
    }
}

impl Dispatch {
    /// A tenant in memory with an empty outbox.
    pub fn new(tenant: Tenant, mut sources: Sources) -> Self {
        let outbox = Outbox::new(sources.number());
        Self::with_store(tenant, outbox, Box::new(MemoryStore), sources)
    }

    /// A tenant and an outbox that a store keeps.
    pub fn with_store(tenant: Tenant, outbox: Outbox, store: Box<dyn Store>, sources: Sources) -> Self {
        Self { tenant, outbox, store, sources, renderer: Arc::default(), copies: None, log: Vec::new(), refreshed: Instant::now() }
    }

    /// Writes mails from now on with these templates.
    ///
    /// # Errors
    /// The store cannot keep them.
    pub fn use_templates(&mut self, renderer: Renderer) -> Result<(), DispatchError> {
        self.begin(false)?;
        self.store.commit(&Batch { templates: Some(renderer.own()), ..Batch::default() })?;
        self.renderer = Arc::new(OnceLock::from(renderer));
        Ok(())
    }

    /// Writes mails with the templates that the store has kept.
    pub fn restore_templates(&mut self, renderer: Renderer) {
        self.renderer = Arc::new(OnceLock::from(renderer));
    }

    /// Writes a copy of each mail from now on into a folder of `.eml` files.
    pub fn copy_mails_to(&mut self, folder: EmlFolder) {
        self.copies = Some(folder);
    }

    /// The tenant as it is now.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The outbox as it is now.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// The commands that changed something, oldest first.
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    /// What the commands from the given entry of the log on did.
    pub fn summary(&self, from_entry: usize) -> Summary {
        Summary::of(self.log.get(from_entry..).unwrap_or_default(), &self.outbox)
    }

    /// The present instant of this session.
    pub fn now(&self) -> Timestamp {
        self.sources.now()
    }

    /// The clock and random source of this session.
    pub fn sources(&mut self) -> &mut Sources {
        &mut self.sources
    }

    /// The templates that mails are written with.
    ///
    /// # Errors
    /// Never for the compiled-in templates, which the tests compile.
    pub fn renderer(&self) -> Result<&Renderer, TemplateError> {
        if let Some(renderer) = self.renderer.get() {
            return Ok(renderer);
        }
        let renderer = Renderer::built_in()?;
        Ok(self.renderer.get_or_init(|| renderer))
    }

    /// What a command would do, or why it would be refused. Nothing changes, no random number is used.
    ///
    /// # Errors
    /// The refusal.
    pub fn what_if(&self, command: &Command) -> Result<Vec<Event>, Refusal> {
        decide(&self.tenant, command, &mut self.sources.clone().world())
    }

    /// A copy to try things on: nothing that happens to it is kept, copied or seen here.
    pub fn fork(&self) -> Self {
        Self {
            tenant: self.tenant.clone(),
            outbox: self.outbox.clone(),
            store: Box::new(MemoryStore),
            sources: self.sources.clone(),
            renderer: Arc::clone(&self.renderer),
            copies: None,
            log: self.log.clone(),
            refreshed: self.refreshed,
        }
    }

    /// Takes over what other processes did to a tenant that is shared. Cheap, and seldom more than a few times a second:
    /// to be called before the tenant is looked at.
    pub fn refresh(&mut self) {
        if !self.store.is_shared() || self.refreshed.elapsed() < REFRESH_INTERVAL {
            return;
        }
        self.refreshed = Instant::now();
        // What cannot be read now is read by the next command, which says so.
        if let Ok(Some(changes)) = self.store.refresh() {
            self.take_over(changes);
        }
    }

    fn take_over(&mut self, changes: Changes) {
        if let Some(tenant) = changes.tenant {
            self.tenant = *tenant;
        }
        self.outbox.merge(changes.mails, &changes.removed, changes.next_mail, changes.suppressed);
        if let Some(own) = changes.templates
            && let Ok(renderer) = Templates::with_sources(own).and_then(|templates| Renderer::of(&templates))
        {
            self.renderer = Arc::new(OnceLock::from(renderer));
        }
    }

    /// Begins a transaction, with what other processes did before it.
    fn begin(&mut self, must_be_durable: bool) -> Result<(), DispatchError> {
        if let Some(changes) = self.store.begin(must_be_durable)? {
            self.take_over(changes);
        }
        Ok(())
    }

    /// Runs a command: all of it happens, its mails included, or nothing does.
    ///
    /// # Errors
    /// The tenant refuses the command, a mail cannot be written, or the store cannot keep it.
    pub fn execute(&mut self, command: &Command) -> Result<Outcome, DispatchError> {
        self.begin(false)?;
        let outcome = self.execute_begun(command);
        self.store.abandon();
        outcome
    }

    fn execute_begun(&mut self, command: &Command) -> Result<Outcome, DispatchError> {
        let events = decide(&self.tenant, command, &mut self.sources.world()).map_err(DispatchError::Refused)?;
        if events.is_empty() {
            return Ok(Outcome::default());
        }
        let now = self.now();
        if !may_tell(&events) && !self.store.is_shared() {
            // Nobody is told, so nothing can fail once the store has it: the tenant is changed in
            // place, which spares a copy of the parts that change.
            self.store.commit(&Batch { events: &events, ..Batch::default() })?;
            evolve_all(&mut self.tenant, &events);
            return Ok(self.record(command.name(), now, events, 0..0, Vec::new()));
        }
        let mut tenant = self.tenant.clone();
        evolve_all(&mut tenant, &events);
        let (mails, suppressed) = if may_tell(&events) { self.write_mails(&events, &tenant, now)? } else { Default::default() };
        let mails = self.outbox.stage(mails, now);
        let batch = Batch { events: &events, tenant: Some(&tenant), mails: &mails, suppressed: &suppressed, ..Batch::default() };
        self.store.commit(&batch)?;
        self.tenant = tenant;
        let numbers = self.accept(mails);
        for record in &suppressed {
            self.outbox.suppress(record.clone());
        }
        Ok(self.record(command.name(), now, events, numbers, suppressed))
    }

    /// The mails of events and the mails that they do not send.
    fn write_mails(&self, events: &[Event], tenant: &Tenant, now: Timestamp) -> Result<(Vec<Mail>, Vec<Suppressed>), DispatchError> {
        let renderer = self.renderer().map_err(|error| DispatchError::Render(RenderError::Template(error)))?;
        let mut mails = Vec::new();
        let mut suppressed = Vec::new();
        let mut fault = None;
        for_each_notice(events, tenant, now, &mut |notice| match notice {
            Notice::Mail(notification) if fault.is_none() => match renderer.render(&notification) {
                Ok(mail) => mails.push(mail),
                Err(error) => fault = Some(error),
            },
            Notice::Mail(_) => {}
            Notice::Suppressed(record) => suppressed.push(record),
        });
        match fault {
            Some(error) => Err(DispatchError::Render(error)),
            None => Ok((mails, suppressed)),
        }
    }

    fn accept(&mut self, mails: Vec<Item>) -> Range<u64> {
        let numbers = match (mails.first(), mails.last()) {
            (Some(first), Some(last)) => first.id.0..last.id.0 + 1,
            _ => 0..0,
        };
        self.outbox.accept(mails);
        numbers
    }

    fn record(
        &mut self,
        command: &'static str,
        at: Timestamp,
        events: Vec<Event>,
        mails: Range<u64>,
        suppressed: Vec<Suppressed>,
    ) -> Outcome {
        let ids: Vec<MailId> = mails.clone().map(MailId).collect();
        let warnings = self.write_copies(&ids);
        let events = Arc::new(events);
        self.log.push(Entry { at, command, events: Arc::clone(&events), mails, suppressed: suppressed.clone() });
        Outcome { events, mails: ids, suppressed, warnings }
    }

    /// Copies mails into the folder of `.eml` files; gives what went wrong.
    fn write_copies(&self, ids: &[MailId]) -> Vec<String> {
        let Some(folder) = &self.copies else { return Vec::new() };
        let mut warnings = Vec::new();
        for item in ids.iter().filter_map(|id| self.outbox.get(*id)) {
            if let Err(error) = folder.write(&item.envelope(), &item.message()) {
                warnings.push(format!("The mail {} to {} was not written: {error}", item.id, item.mail.to.address()));
            }
        }
        warnings
    }

    /// Sends mails that were suppressed, those that the caller says yes to: not the old mail, but a
    /// fresh one of the same kind with what holds today. Records whose user or subject is gone are
    /// dropped; a user without an address keeps the record.
    ///
    /// # Errors
    /// A mail cannot be written, or the store cannot keep them: then all records stay.
    pub fn send_suppressed(&mut self, wanted: impl FnMut(&Suppressed) -> bool) -> Result<Outcome, DispatchError> {
        self.begin(false)?;
        let outcome = self.send_suppressed_begun(wanted);
        self.store.abandon();
        outcome
    }

    fn send_suppressed_begun(&mut self, mut wanted: impl FnMut(&Suppressed) -> bool) -> Result<Outcome, DispatchError> {
        let now = self.now();
        let chosen: Vec<Suppressed> = self.outbox.suppressed().iter().filter(|record| wanted(record)).cloned().collect();
        let mut notifications: Vec<Notification> = Vec::new();
        let mut told = HashSet::new();
        let mut done = Vec::with_capacity(chosen.len());
        for record in chosen {
            // Two old records of one kind for one user are one fresh mail.
            if !told.contains(&(record.user, record.kind)) {
                match renew(record.kind, &self.tenant, record.user, now) {
                    Ok(Some(notification)) => {
                        told.insert((record.user, record.kind));
                        notifications.push(notification);
                    }
                    Ok(None) => {}
                    Err(_) => continue,
                }
            }
            done.push(record);
        }
        let mut mails = Vec::with_capacity(notifications.len());
        for notification in &notifications {
            let renderer = self.renderer().map_err(|error| DispatchError::Render(RenderError::Template(error)))?;
            mails.push(renderer.render(notification).map_err(DispatchError::Render)?);
        }
        let mails = self.outbox.stage(mails, now);
        self.store.commit(&Batch { mails: &mails, unsuppressed: &done, ..Batch::default() })?;
        let numbers = self.accept(mails);
        let done: HashSet<Suppressed> = done.into_iter().collect();
        self.outbox.take_suppressed(|record| done.contains(record));
        Ok(self.record("SendSuppressed", now, Vec::new(), numbers, Vec::new()))
    }

    /// The mails of suppressed records as they would be written today, as letters: also for users without an address.
    /// Two records of one kind for one user are one letter. Nothing is posted, and the records stay. Gives the letters,
    /// and the records that cannot be told.
    ///
    /// # Errors
    /// A mail cannot be written.
    pub fn letters<'a>(
        &mut self,
        records: impl IntoIterator<Item = &'a Suppressed>,
    ) -> Result<(Vec<Mail>, Vec<Suppressed>), DispatchError> {
        let now = self.now();
        let renderer = self.renderer().map_err(|error| DispatchError::Render(RenderError::Template(error)))?;
        let mut told = HashSet::new();
        let (mut letters, mut untold) = (Vec::new(), Vec::new());
        for record in records {
            if !told.insert((record.user, record.kind)) {
                continue;
            }
            match letter(record.kind, &self.tenant, record.user, now) {
                Ok(Some(notification)) => letters.push(renderer.render(&notification).map_err(DispatchError::Render)?),
                Ok(None) | Err(_) => untold.push(record.clone()),
            }
        }
        Ok((letters, untold))
    }

    /// Removes the mails that pass the filter; gives their numbers.
    ///
    /// # Errors
    /// The store cannot keep the change.
    pub fn clear_mails(&mut self, filter: &MailFilter) -> Result<Vec<MailId>, DispatchError> {
        self.begin(false)?;
        let removed: Vec<MailId> = self.outbox.clearable(filter);
        self.store.commit(&Batch { removed: &removed, ..Batch::default() })?;
        self.outbox.remove(&removed);
        Ok(removed)
    }

    /// Keeps a waiting mail back.
    ///
    /// # Errors
    /// There is no such mail, it is not waiting, or the store cannot keep the change.
    pub fn hold_mail(&mut self, id: MailId) -> Result<(), DispatchError> {
        self.change_mail(id, MailState::Held)
    }

    /// Lets a held, deferred, failed or unknown mail wait to be sent.
    ///
    /// # Errors
    /// There is no such mail, it is waiting or sent, or the store cannot keep the change.
    pub fn release_mail(&mut self, id: MailId) -> Result<(), DispatchError> {
        self.change_mail(id, MailState::Queued)
    }

    fn change_mail(&mut self, id: MailId, state: MailState) -> Result<(), DispatchError> {
        self.begin(false)?;
        let changed = self.outbox.changed(id, state).inspect_err(|_| self.store.abandon())?;
        let changed = vec![changed];
        self.store.commit(&Batch { states: &changed, ..Batch::default() })?;
        self.outbox.replace(changed);
        Ok(())
    }

    /// Removes mails by their numbers, but those that are just being sent; gives how many.
    ///
    /// # Errors
    /// The store cannot keep the change.
    pub fn remove_mails(&mut self, ids: &[MailId]) -> Result<usize, DispatchError> {
        self.begin(false)?;
        let is_there = |id: &MailId| self.outbox.get(*id).is_some_and(|item| item.state != MailState::Sending);
        let mut removed: Vec<MailId> = ids.iter().copied().filter(is_there).collect();
        removed.sort();
        removed.dedup();
        self.store.commit(&Batch { removed: &removed, ..Batch::default() })?;
        self.outbox.remove(&removed);
        Ok(removed.len())
    }
}
