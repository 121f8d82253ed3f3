//! Meetings and the queue of their migration.

use bridgesh::tenant::command::*;
use bridgesh::tenant::model::{MeetingType, MigrationState, MigrationType, NumberKind, Setting};
use jiff::SignedDuration;

use super::*;

fn later(site: &mut Site, minutes: i64) {
    site.clock.0 = site.clock.0.saturating_add(SignedDuration::from_mins(minutes)).unwrap();
    site.run(AdvanceMigrations).unwrap();
}

fn state(site: &Site) -> MigrationState {
    site.tenant.migrations().iter().last().unwrap().state
}

#[test]
fn a_request_waits_90_minutes_and_replaces_future_invitations() {
    let mut site = Site::contoso();
    let ken = site.id(KEN);
    let set = SetDefaultNumber { user: ken, kind: NumberKind::Toll, number: NumberChoice::Number(number("14255551234")) };
    site.run(set).unwrap();
    later(&mut site, 89);
    assert_eq!(state(&site), MigrationState::Pending);
    later(&mut site, 1);
    assert_eq!(state(&site), MigrationState::InProgress);
    later(&mut site, 20);
    assert_eq!(state(&site), MigrationState::Succeeded);
    let request = site.tenant.migrations().iter().last().unwrap().clone();
    assert_eq!((request.total, request.succeeded, request.failed, request.invites_updated), (2, 2, 0, 2));
    let numbers: Vec<_> = site.tenant.meetings().of(ken).iter().map(|meeting| meeting.service_number).collect();
    let (new, old) = (Some(number("14255551234")), Some(number("14255550100")));
    assert_eq!(numbers, [new, new, old], "the meeting in the past stays");
}

#[test]
fn a_leap_of_the_clock_gives_the_same_as_many_steps() {
    let mut step_by_step = Site::contoso();
    step_by_step.run(ChangeConferenceId { user: step_by_step.id(KEN), conference_id: None }).unwrap();
    let mut leap = Site { tenant: step_by_step.tenant.clone(), random: SeededRandom::new(1), ..Site::contoso() };
    for _ in 0..30 {
        later(&mut step_by_step, 10);
    }
    later(&mut leap, 300);
    assert!(step_by_step.tenant == leap.tenant);
}

#[test]
fn one_request_waits_per_user() {
    let mut site = Site::contoso();
    let user = site.id(KEN);
    site.run(ChangeConferenceId { user, conference_id: None }).unwrap();
    site.run(ChangeConferenceId { user, conference_id: None }).unwrap();
    assert_eq!(site.tenant.migrations().iter().count(), 1);
    later(&mut site, 200);
    site.run(ChangeConferenceId { user, conference_id: None }).unwrap();
    assert_eq!(site.tenant.migrations().iter().count(), 2);
}

#[test]
fn switches_stop_the_queue() {
    let mut site = Site::contoso();
    let user = site.id(KEN);
    site.run(ChangeSettings { changes: vec![Setting::AutomaticallyMigrateUserMeetings(false)] }).unwrap();
    site.run(ChangeConferenceId { user, conference_id: None }).unwrap();
    assert_eq!(site.tenant.migrations().iter().count(), 0);
    let start = StartMigration { user, migration_type: MigrationType::AllToTeams };
    site.run(start).unwrap();
    assert!(site.run(start).unwrap().is_empty());
    site.run(SwitchMeetingMigration { enabled: false }).unwrap();
    assert_eq!(site.run(start).unwrap_err().id(), "MigrationDisabled");
    later(&mut site, 500);
    assert_eq!(state(&site), MigrationState::Pending);
}

#[test]
fn skype_meetings_become_teams_meetings_if_asked() {
    let mut site = Site::contoso();
    let user = site.id("lene.holm@contoso.com");
    site.run(StartMigration { user, migration_type: MigrationType::SfbToTeams }).unwrap();
    later(&mut site, 200);
    assert_eq!(site.tenant.meetings().of(user)[0].meeting_type, MeetingType::Teams);
}

#[test]
fn more_than_250_attendees_are_left_out() {
    let mut site = Site::contoso();
    let user = site.id("daisuke.sato@contoso.com");
    site.run(ChangeConferenceId { user, conference_id: None }).unwrap();
    later(&mut site, 200);
    let request = site.tenant.migrations().iter().last().unwrap();
    assert_eq!((request.state, request.total, request.failed), (MigrationState::Succeeded, 1, 1));
    assert!(request.last_message.contains("250"));
}

#[test]
fn a_mailbox_on_premises_fails_after_nine_retries_in_a_day() {
    let mut site = Site::contoso();
    let organizer = site.id(AMOS);
    let meeting = ScheduleMeeting {
        organizer,
        subject: "On premises".to_owned(),
        start: "2026-12-01T09:00:00Z".parse().unwrap(),
        attendees: 3,
        meeting_type: MeetingType::Teams,
        on_premises_mailbox: true,
    };
    site.run(meeting).unwrap();
    site.run(StartMigration { user: organizer, migration_type: MigrationType::ToSameType }).unwrap();
    later(&mut site, 60 * 12);
    assert_eq!(state(&site), MigrationState::InProgress);
    later(&mut site, 60 * 14);
    let request = site.tenant.migrations().iter().last().unwrap();
    assert_eq!((request.state, request.retries), (MigrationState::Failed, 9));
}

#[test]
fn with_dynamic_ids_each_meeting_has_its_own_and_keeps_it() {
    let mut site = Site::contoso();
    site.run(ChangeSettings { changes: vec![Setting::UseUniqueConferenceIds(true)] }).unwrap();
    let user = site.id(KEN);
    site.run(StartMigration { user, migration_type: MigrationType::ToSameType }).unwrap();
    later(&mut site, 200);
    let ids: Vec<_> = site.tenant.meetings().of(user)[..2].iter().map(|meeting| meeting.conference_id.unwrap()).collect();
    assert!(ids.iter().all(|id| id.n_digits() == 9) && ids[0] != ids[1]);
    site.run(StartMigration { user, migration_type: MigrationType::ToSameType }).unwrap();
    later(&mut site, 200);
    let again: Vec<_> = site.tenant.meetings().of(user)[..2].iter().map(|meeting| meeting.conference_id.unwrap()).collect();
    assert_eq!(ids, again);
}

#[test]
fn meetings_are_scheduled_and_cancelled() {
    let mut site = Site::contoso();
    let before = site.tenant.meetings().len();
    let id = site.tenant.meetings().of(site.id(KEN))[0].id;
    site.run(CancelMeeting { meeting: id }).unwrap();
    assert_eq!(site.tenant.meetings().len(), before - 1);
    assert_eq!(site.run(CancelMeeting { meeting: id }).unwrap_err().id(), "MeetingNotFound");
}
