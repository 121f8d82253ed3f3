//! Policies and their grants.

use bridgesh::tenant::command::*;
use bridgesh::tenant::model::{ConferencingPolicy, GLOBAL, PolicyArea, PolicyTarget};

use super::*;

const AREA: PolicyArea = PolicyArea::AudioConferencing;

fn policy(name: &str) -> ConferencingPolicy {
    ConferencingPolicy { allow_toll_free_dialin: false, ..ConferencingPolicy::new(name) }
}

fn grant(target: PolicyTarget, policy: Option<&str>) -> GrantPolicy {
    GrantPolicy { area: AREA, target, policy: policy.map(str::to_owned) }
}

#[test]
fn policies_are_created_changed_and_removed() {
    let mut site = Site::contoso();
    let create = |name: &str| CreatePolicy { policy: Policy::Conferencing(policy(name)) };
    site.run(create("Contractors")).unwrap();
    assert_eq!(site.run(create("contractors")).unwrap_err().id(), "DuplicatePolicy");
    assert_eq!(site.run(create("a/b")).unwrap_err().id(), "InvalidPolicyName");
    assert_eq!(site.run(create(&"x".repeat(65))).unwrap_err().id(), "InvalidPolicyName");
    let change = |name: &str| ChangePolicy { policy: Policy::Conferencing(ConferencingPolicy::new(name)) };
    assert_eq!(site.run(change("Tag:CONTRACTORS")).unwrap().len(), 1);
    assert!(site.run(change("Contractors")).unwrap().is_empty());
    assert_eq!(site.run(change("Nobody")).unwrap_err().id(), "PolicyNotFound");
    let unknown =
        ConferencingPolicy { meeting_invite_phone_numbers: vec![number("19995550000")], ..ConferencingPolicy::new("Contractors") };
    let refusal = site.run(ChangePolicy { policy: Policy::Conferencing(unknown) }).unwrap_err();
    assert_eq!(refusal.id(), "UnknownServiceNumber");
}

#[test]
fn a_removed_policy_drops_its_users_to_global_and_global_resets() {
    let mut site = Site::contoso();
    let lene = "lene.holm@contoso.com";
    assert_eq!(site.tenant.effective_policy(&site.user(lene), &AREA), "Nordic team");
    site.run(RemovePolicy { area: AREA, name: "nordic team".to_owned() }).unwrap();
    assert_eq!(site.tenant.effective_policy(&site.user(lene), &AREA), GLOBAL);
    assert_eq!(site.user(lene).granted_policy(&AREA), None);
    site.run(ChangePolicy { policy: Policy::Conferencing(policy(GLOBAL)) }).unwrap();
    let remove = RemovePolicy { area: AREA, name: GLOBAL.to_owned() };
    site.run(remove.clone()).unwrap();
    assert!(site.tenant.conferencing_policy(GLOBAL).unwrap().allow_toll_free_dialin);
    assert!(site.run(remove).unwrap().is_empty());
}

#[test]
fn the_users_own_grant_beats_the_groups_and_that_beats_everybodys() {
    let mut site = Site::contoso();
    for name in ["One", "Two", "Three"] {
        site.run(CreatePolicy { policy: Policy::Conferencing(policy(name)) }).unwrap();
    }
    let user = PolicyTarget::User(site.id(KEN));
    let group = |rank| PolicyTarget::Group { group: sample::SALES_GROUP, rank };
    let effective = |site: &Site| site.tenant.effective_policy(&site.user(KEN), &AREA).to_owned();
    site.run(grant(PolicyTarget::Global, Some("one"))).unwrap();
    assert_eq!(effective(&site), "One");
    site.run(grant(group(3), Some("Two"))).unwrap();
    assert_eq!(effective(&site), "Two");
    site.run(grant(user, Some("Tag:Three"))).unwrap();
    assert_eq!(effective(&site), "Three");
    for (target, name) in [(user, "Three"), (group(3), "Two"), (PolicyTarget::Global, "One")] {
        assert!(site.run(grant(target, Some(name))).unwrap().is_empty());
        assert_eq!(site.run(grant(target, None)).unwrap().len(), 1);
        assert!(site.run(grant(target, None)).unwrap().is_empty());
    }
    assert_eq!(effective(&site), GLOBAL);
    assert_eq!(site.run(grant(user, Some("Nobody"))).unwrap_err().id(), "PolicyNotFound");
}

#[test]
fn grants_mail_nobody_and_policies_of_other_areas_are_recorded() {
    let mut site = Site::contoso();
    let user = PolicyTarget::User(site.id(KEN));
    assert!(site.told(grant(user, Some("AllowTollFreeDialinFalse"))).is_empty());
    let area = PolicyArea::Other("OnlineDialOutPolicy".to_owned());
    assert_eq!(site.tenant.effective_policy(&site.user(KEN), &area), "DialoutCPCandPSTNInternational");
    let other = GrantPolicy { area: area.clone(), target: user, policy: Some("DialoutCPCDisabledPSTNInternational".to_owned()) };
    site.run(other.clone()).unwrap();
    assert!(site.run(other).unwrap().is_empty());
    assert_eq!(site.user(KEN).granted_policy(&area), Some("DialoutCPCDisabledPSTNInternational"));
    assert_eq!(site.user(KEN).granted_policies().len(), 2);
}
