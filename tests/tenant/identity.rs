//! Every form of `-Identity`.

use bridgesh::tenant::command::CreateUser;
use bridgesh::tenant::refusal::Refusal;

use super::*;

#[test]
fn every_form_finds_the_user() {
    let site = Site::contoso();
    let user = site.user(AMOS);
    let id = user.object_id();
    let distinguished_name = site.tenant.distinguished_name(&user);
    for identity in [
        AMOS,
        "AMOS.MARBLE@CONTOSO.COM",
        "  amos.marble@contoso.com ",
        "sip:amos.marble@contoso.com",
        "SIP:Amos.Marble@contoso.com",
        "Amos Marble",
        "amos marble",
        "amos.marble",
        "contoso\\amos.marble",
        "CN=Amos Marble,OU=Users,DC=contoso,DC=com",
        &id.to_string(),
        &id.to_string().to_uppercase(),
        &format!("{{{id}}}"),
        &distinguished_name,
    ] {
        assert_eq!(site.tenant.resolve(identity), Ok(id), "{identity}");
    }
}

#[test]
fn names_in_other_alphabets_do_not_regard_case() {
    let site = Site::contoso();
    assert_eq!(site.tenant.resolve("JÜRGEN MÜLLER"), Ok(site.id(JURGEN)));
    assert!(site.tenant.resolve("佐藤 大輔").is_ok());
    assert!(site.tenant.resolve("נועה לוי").is_ok());
}

#[test]
fn ambiguity_names_the_candidates() {
    let site = Site::contoso();
    let refusal = site.tenant.resolve("chris green").unwrap_err();
    let Refusal::AmbiguousIdentity { candidates, n_candidates, .. } = &refusal else { panic!("{refusal:?}") };
    assert_eq!(candidates, &["chris.green@contoso.com", "chris.green2@contoso.com"]);
    assert_eq!(*n_candidates, 2);
    assert!(refusal.to_string().contains("chris.green2@contoso.com"));
}

#[test]
fn nobody_is_an_error_that_says_who() {
    let site = Site::contoso();
    for identity in ["nobody@contoso.com", "", "sip:", "CN=", "00000000-0000-0000-0000-000000000000", "contoso\\"] {
        assert_eq!(site.tenant.resolve(identity).unwrap_err().id(), "UserNotFound", "{identity}");
    }
}

#[test]
fn the_index_of_names_follows_changes() {
    let mut site = Site::contoso();
    assert!(site.tenant.resolve("Late Comer").is_err());
    let wish = CreateUser {
        mail: Some(Some("late@fabrikam.com".to_owned())),
        sip_address: Some(Some("late.comer@contoso.com".to_owned())),
        alias: Some("lc".to_owned()),
        ..CreateUser::new("late@contoso.com", "Late Comer")
    };
    site.run(wish).unwrap();
    let id = site.id("late@contoso.com");
    for identity in ["late comer", "LC", "late@fabrikam.com", "sip:late.comer@contoso.com", "late.comer@contoso.com"] {
        assert_eq!(site.tenant.resolve(identity), Ok(id), "{identity}");
    }
    // The principal name is no SIP address of this user.
    assert!(site.tenant.resolve("sip:late@contoso.com").is_err());
}
