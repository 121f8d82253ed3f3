//! Users, bridges, numbers and licences of the tenant as arguments.

use super::place::Place;
use super::{Match, MatchKind, quote, starts_with};
use crate::cmdlet::Completer;
use crate::engine::Engine;

/// So many users are offered at most: in a large tenant a longer word finds the rest.
const MOST: usize = 100;

/// Values of a kind that go on from the word.
pub fn complete(engine: &mut Engine, place: &Place, completer: Completer) -> Vec<Match> {
    let word = place.word.clone();
    let tenant = engine.tenant();
    let mut found: Vec<(String, String)> = Vec::new();
    match completer {
        Completer::User => {
            for user in tenant.tenant().users().iter() {
                if starts_with(user.user_principal_name(), &word) || starts_with(user.display_name(), &word) {
                    found.push((user.user_principal_name().to_owned(), user.display_name().to_owned()));
                    if found.len() >= MOST {
                        break;
                    }
                }
            }
        }
        Completer::Bridge => found.extend(
            tenant
                .tenant()
                .bridges()
                .iter()
                .filter(|bridge| starts_with(&bridge.name, &word))
                .map(|bridge| (bridge.name.to_string(), bridge.id.to_string())),
        ),
        Completer::ServiceNumber => {
            let bare = word.trim_start_matches('+');
            for number in tenant.tenant().service_numbers() {
                let text = number.number.to_string();
                if starts_with(text.trim_start_matches('+'), bare) {
                    found.push((text, format!("{} {}", number.kind.name(), number.place())));
                }
            }
        }
        Completer::Sku => {
            for name in crate::tenant::model::Subscription::catalogue().filter(|name| starts_with(name, &word)) {
                found.push((name.to_owned(), name.to_owned()));
            }
        }
        Completer::Language => {
            // Those that the bridges' numbers speak come with their own names; all that the service knows can follow.
            let known = crate::tenant::model::language::SUPPORTED.iter();
            let fitting = known.filter(|(code, name)| starts_with(code, &word) || starts_with(name, &word));
            found.extend(fitting.map(|(code, name)| ((*code).to_owned(), (*name).to_owned())));
        }
        Completer::Mail => {
            for item in tenant.outbox().items().iter().rev() {
                let id = item.id.to_string();
                if id.starts_with(&word) {
                    found.push((id, format!("{:?} to {}: {}", item.kind(), item.mail.to.address(), item.mail.subject)));
                    if found.len() >= MOST {
                        break;
                    }
                }
            }
            found.sort_by_key(|(id, _)| std::cmp::Reverse(id.parse::<u64>().unwrap_or(0)));
            return found.into_iter().map(|(value, tip)| Match::new(value.clone(), value, MatchKind::ParameterValue).tip(tip)).collect();
        }
        Completer::Policy => {
            let policies = tenant.tenant().conferencing_policies().iter().filter(|policy| starts_with(&policy.name, &word));
            found.extend(policies.map(|policy| (policy.name.to_string(), policy.name.to_string())));
        }
        _ => {}
    }
    found.sort();
    found.dedup();
    found.into_iter().map(|(value, tip)| Match::new(quote(&value, place.quote), value, MatchKind::ParameterValue).tip(tip)).collect()
}
