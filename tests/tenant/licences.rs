//! Licences: pools, plans, groups.

use bridgesh::notify::Kind;
use bridgesh::tenant::command::*;
use bridgesh::tenant::refusal::Refusal;

use super::*;

#[test]
fn a_pool_that_is_empty_refuses() {
    let mut site = Site::contoso();
    let used = site.tenant.users().consumed("MCOMEETADV");
    site.run(SetSubscription { sku: "MCOMEETADV".to_owned(), total: used }).unwrap();
    let grant = ChangeLicences { user: site.id(ALEX), add: vec![LicenceToAdd::new("MCOMEETADV")], remove: vec![] };
    let refusal = site.run(grant.clone()).unwrap_err();
    assert_eq!(refusal.id(), "NoLicensesLeft");
    assert!(refusal.to_string().starts_with("There are no licences left of MCOMEETADV"));
    // Who has one already needs none more.
    let again = ChangeLicences { user: site.id(KEN), ..grant };
    assert!(site.run(again).unwrap().is_empty());
}

#[test]
fn skus_are_found_by_part_number_account_sku_and_id() {
    let site = Site::contoso();
    let subscription = site.tenant.find_subscription("mcomeetadv").unwrap();
    for name in ["contoso:MCOMEETADV", "0c266dff-15dd-4b49-8397-2bb16070ed52"] {
        assert_eq!(site.tenant.find_subscription(name), Some(subscription));
    }
    let mut site = Site::contoso();
    let grant = ChangeLicences { user: site.id(ALEX), add: vec![LicenceToAdd::new("NOPE")], remove: vec![] };
    assert!(matches!(site.run(grant), Err(Refusal::UnknownSku { known, .. }) if known.len() == 6));
}

#[test]
fn a_disabled_plan_gives_no_conferencing() {
    let mut site = Site::contoso();
    let user = site.id(ALEX);
    let with = |plans: &[&str]| ChangeLicences {
        user,
        add: vec![LicenceToAdd {
            sku: "ENTERPRISEPREMIUM".to_owned(),
            disabled_plans: plans.iter().map(|plan| (*plan).to_owned()).collect(),
        }],
        remove: vec![],
    };
    assert!(site.told(with(&["mcomeetadv", "SWAY"])).is_empty());
    assert!(!site.tenant.is_licensed(&site.user(ALEX)));
    assert_eq!(site.kinds(with(&["SWAY"])), [Kind::Enabled]);
    assert!(site.run(with(&["SWAY", "sway"])).unwrap().is_empty());
    assert_eq!(site.kinds(with(&["3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40"])), [Kind::Disabled]);
    assert_eq!(site.run(with(&["NOPE"])).unwrap_err().id(), "UnknownPlan");
}

#[test]
fn what_is_not_held_cannot_be_taken() {
    let mut site = Site::contoso();
    let user = site.id(ALEX);
    let take = |sku: &str| ChangeLicences { user, add: vec![], remove: vec![sku.to_owned()] };
    assert_eq!(site.run(take("MCOMEETADV")).unwrap_err().id(), "LicenseNotAssigned");
    let both = ChangeLicences { add: vec![LicenceToAdd::new("ENTERPRISEPACK")], ..take("ENTERPRISEPACK") };
    assert_eq!(site.run(both).unwrap_err().id(), "SkuAddedAndRemoved");
}

#[test]
fn groups_give_licences_to_their_members() {
    let mut site = Site::contoso();
    let group = sample::SALES_GROUP;
    let used = site.tenant.users().consumed("MCOMEETADV");
    let give = ChangeGroupLicences { group, add: vec![LicenceToAdd::new("MCOMEETADV")], remove: vec![] };
    // Of the members, Lisa had no conferencing; Layla has another provider and keeps it.
    let mails = site.mails(give);
    assert_eq!(mails.iter().map(|mail| mail.to.address.as_str()).collect::<Vec<_>>(), ["lisa.andrews@contoso.com"]);
    // Ken holds it directly already: one licence, however it comes.
    assert!(site.tenant.users().consumed("MCOMEETADV") > used);
    let ken = site.id(KEN);
    let take = ChangeLicences { user: ken, add: vec![], remove: vec!["MCOMEETADV".to_owned()] };
    assert!(site.told(take.clone()).is_empty());
    assert_eq!(site.run(take).unwrap_err().id(), "LicenseFromGroup");
    let leave = ChangeGroupMembers { group, add: vec![], remove: vec![ken] };
    assert_eq!(site.kinds(leave), [Kind::Disabled]);
    let join = ChangeGroupMembers { group, add: vec![ken], remove: vec![] };
    assert_eq!(site.kinds(join.clone()), [Kind::Enabled]);
    assert!(site.run(join).unwrap().is_empty());
}

#[test]
fn a_group_too_large_for_the_pool_changes_nobody() {
    let mut site = Site::contoso();
    let used = site.tenant.users().consumed("MCOMEETADV");
    site.run(SetSubscription { sku: "MCOMEETADV".to_owned(), total: used + 1 }).unwrap();
    let give = ChangeGroupLicences { group: sample::SALES_GROUP, add: vec![LicenceToAdd::new("MCOMEETADV")], remove: vec![] };
    assert_eq!(site.run(give).unwrap_err().id(), "NoLicensesLeft");
}
