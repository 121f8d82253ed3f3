//! What an administrator can do to a tenant: one file a command, with its fields and its `decide`.
//!
//! A command is decided against a tenant that it only reads; what comes out are events, or a
//! refusal. A command that would set what is set already decides for no event. Whether an event
//! mails somebody is not decided here but in `notify`.

mod text;
mod transition;

pub(in crate::tenant) use change_info::expect_info;
pub(in crate::tenant) use change_settings::expect_setting;
pub(in crate::tenant) use create_policy::expect_policy_name;
pub(in crate::tenant) use create_user::expect_keys_free;
pub(in crate::tenant) use set_service_number_languages::expect_languages;
pub(in crate::tenant) use text::{expect_address, expect_inert, expect_text, expect_user_texts};
pub use text::{expect_conference_id, expect_country, expect_language_tag, expect_number};
pub(in crate::tenant) use transition::fresh_conference_id;

use super::event::{Event, evolve_all};
use super::model::{Guid, Tenant, User};
use super::refusal::Refusal;
use super::world::World;

macro_rules! commands {
    ($($module:ident: $($command:ident),+;)+) => {
        $(mod $module; pub use $module::*;)+

        /// Any command.
        #[derive(Clone, Debug)]
        pub enum Command {
            $($(
                #[doc = concat!("See [`", stringify!($command), "`].")]
                $command($command),
            )+)+
        }

        impl Command {
            /// The command's name.
            pub fn name(&self) -> &'static str {
                match self { $($(Command::$command(_) => stringify!($command),)+)+ }
            }
        }

        $($(
            impl From<$command> for Command {
                fn from(command: $command) -> Self {
                    Command::$command(command)
                }
            }
        )+)+

        /// What a command does to a tenant: events in order, or why it is refused. The tenant stays
        /// as it is: [`evolve`](super::event::evolve) makes the change.
        ///
        /// # Errors
        /// The [`Refusal`] of the first rule that the command breaks.
        pub fn decide(tenant: &Tenant, command: &Command, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
            match command { $($(Command::$command(command) => command.decide(tenant, world),)+)+ }
        }
    };
}

commands! {
    change_settings: ChangeSettings;
    reset_settings: ResetSettings;
    change_sender: ChangeSender;
    reset_sender: ResetSender;
    switch_tenant: SwitchConferencing, SwitchMeetingMigration;
    change_info: ChangeInfo;
    replace_tenant: ReplaceTenant;
    create_user: CreateUser;
    change_user: ChangeUser;
    remove_user: RemoveUser;
    change_licences: ChangeLicences;
    set_subscription: SetSubscription;
    create_group: CreateGroup;
    change_group_members: ChangeGroupMembers;
    change_group_licences: ChangeGroupLicences;
    enable_conferencing: EnableConferencing;
    disable_conferencing: DisableConferencing;
    change_provider: ChangeProvider;
    reset_pin: ResetPin;
    change_conference_id: ChangeConferenceId;
    set_default_number: SetDefaultNumber;
    move_user_to_bridge: MoveUserToBridge;
    change_user_conferencing: ChangeUserConferencing;
    send_information: SendInformation;
    replace_default_numbers: ReplaceDefaultNumbers;
    create_bridge: CreateBridge;
    configure_bridge: ConfigureBridge;
    add_service_number: AddServiceNumber;
    register_service_number: RegisterServiceNumber;
    unregister_service_number: UnregisterServiceNumber;
    set_service_number_languages: SetServiceNumberLanguages;
    create_policy: CreatePolicy;
    change_policy: ChangePolicy;
    remove_policy: RemovePolicy;
    grant_policy: GrantPolicy;
    schedule_meeting: ScheduleMeeting;
    cancel_meeting: CancelMeeting;
    start_migration: StartMigration;
    advance_migrations: AdvanceMigrations;
}

/// The user of an object id, or the refusal.
fn expect_user(tenant: &Tenant, id: Guid) -> Result<User<'_>, Refusal> {
    tenant.user(id).ok_or_else(|| Refusal::UserNotFound { identity: id.to_string() })
}

/// Several steps of one command, each decided on what the steps before it made: on a copy, so
/// that a refused command changes nothing.
struct Steps {
    tenant: Tenant,
    events: Vec<Event>,
}

impl Steps {
    fn on(tenant: &Tenant) -> Self {
        Steps { tenant: tenant.clone(), events: Vec::new() }
    }

    fn take(&mut self, events: Vec<Event>) {
        evolve_all(&mut self.tenant, &events);
        self.events.extend(events);
    }
}
