//! `Get-Verb`: the verbs that commands should be named with.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::members::objects::wildcard_matches;
use crate::value::{Fields, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Verb",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Lists the approved verbs.",
    description: "Gives the verbs that PowerShell approves for commands, with their group; choose with -Verb (wildcards allowed) and -Group.",
    parameters: parameters::GET_VERB,
    default_set: parameters::GET_VERB_DEFAULT,
    related: &["Get-Command"],
    examples: &[Example::new("Look a verb up", "(Get-Verb -Verb Get).Group", "Common\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetVerb);

#[derive(Default)]
struct GetVerb;

impl Cmdlet for GetVerb {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let verbs = ctx.call.texts("Verb");
        let groups = ctx.call.texts("Group");
        for (verb, prefix, group, description) in VERBS {
            let wanted = verbs.as_ref().is_none_or(|verbs| verbs.iter().any(|pattern| wildcard_matches(pattern, verb)))
                && groups.as_ref().is_none_or(|groups| groups.iter().any(|own| own.eq_ignore_ascii_case(group)));
            if wanted {
                let fields = vec![
                    ("Verb", Value::str(verb)),
                    ("AliasPrefix", Value::str(prefix)),
                    ("Group", Value::str(group)),
                    ("Description", Value::str(description)),
                ];
                ctx.write(Fields::derived(TypeId::OBJECT, &["System.Management.Automation.VerbInfo", "System.Object"], fields))?;
            }
        }
        Ok(())
    }
}

/// Verb, alias prefix, group, what it means.
const VERBS: &[(&str, &str, &str, &str)] = &[
    ("Add", "a", "Common", "Adds something to a container"),
    ("Clear", "cl", "Common", "Empties a container without removing it"),
    ("Close", "cs", "Common", "Makes something unavailable that was opened"),
    ("Copy", "cp", "Common", "Makes a second one under another name or place"),
    ("Enter", "et", "Common", "Goes to a place to work there"),
    ("Exit", "ex", "Common", "Leaves the place that was entered"),
    ("Find", "fd", "Common", "Looks for something that may or may not be there"),
    ("Format", "f", "Common", "Arranges objects in a form"),
    ("Get", "g", "Common", "Gets something"),
    ("Hide", "h", "Common", "Makes something invisible"),
    ("Join", "j", "Common", "Puts parts together"),
    ("Lock", "lk", "Common", "Secures something against changes"),
    ("Move", "m", "Common", "Moves something to another place"),
    ("New", "n", "Common", "Makes something"),
    ("Open", "op", "Common", "Makes something available that is closed"),
    ("Optimize", "om", "Common", "Makes something work better"),
    ("Pop", "pop", "Common", "Takes the top of a stack"),
    ("Push", "pu", "Common", "Puts something on top of a stack"),
    ("Redo", "re", "Common", "Does again what was undone"),
    ("Remove", "r", "Common", "Takes something out of a container"),
    ("Rename", "rn", "Common", "Gives another name"),
    ("Reset", "rs", "Common", "Puts something back to its first state"),
    ("Resize", "rz", "Common", "Changes a size"),
    ("Search", "sr", "Common", "Refers to something in a container"),
    ("Select", "sc", "Common", "Chooses among things"),
    ("Set", "s", "Common", "Replaces data, or makes something that holds it"),
    ("Show", "sh", "Common", "Makes something visible"),
    ("Skip", "sk", "Common", "Passes over items"),
    ("Split", "sl", "Common", "Takes parts from each other"),
    ("Step", "st", "Common", "Moves to the next point"),
    ("Switch", "sw", "Common", "Goes from one of two to the other"),
    ("Undo", "un", "Common", "Takes an action back"),
    ("Unlock", "uk", "Common", "Releases what was locked"),
    ("Watch", "wc", "Common", "Follows changes"),
    ("Connect", "cc", "Communications", "Links a source and a destination"),
    ("Disconnect", "dc", "Communications", "Ends such a link"),
    ("Read", "rd", "Communications", "Takes from a source"),
    ("Receive", "rc", "Communications", "Accepts what a source sends"),
    ("Send", "sd", "Communications", "Delivers to a destination"),
    ("Write", "wr", "Communications", "Adds to a target"),
    ("Backup", "ba", "Data", "Keeps a copy elsewhere"),
    ("Checkpoint", "ch", "Data", "Records a state"),
    ("Compare", "cr", "Data", "Finds what differs"),
    ("Compress", "cm", "Data", "Makes data smaller"),
    ("Convert", "cv", "Data", "Changes data between two forms, both ways"),
    ("ConvertFrom", "cf", "Data", "Changes data from the form that is named"),
    ("ConvertTo", "ct", "Data", "Changes data to the form that is named"),
    ("Dismount", "dm", "Data", "Takes something out of its place in a name space"),
    ("Edit", "ed", "Data", "Changes data by adding or removing"),
    ("Expand", "en", "Data", "Brings compressed data back"),
    ("Export", "ep", "Data", "Puts data into a lasting form"),
    ("Group", "gp", "Data", "Puts related things together"),
    ("Import", "ip", "Data", "Takes data from a lasting form"),
    ("Initialize", "in", "Data", "Makes something ready for use"),
    ("Limit", "l", "Data", "Sets bounds"),
    ("Merge", "mg", "Data", "Makes one of several"),
    ("Mount", "mt", "Data", "Gives something a place in a name space"),
    ("Out", "o", "Data", "Sends data out of the environment"),
    ("Publish", "pb", "Data", "Makes something available to others"),
    ("Restore", "rr", "Data", "Brings a recorded state back"),
    ("Save", "sv", "Data", "Keeps data so that it is not lost"),
    ("Sync", "sy", "Data", "Makes two places agree"),
    ("Unpublish", "ub", "Data", "Makes something unavailable to others"),
    ("Update", "ud", "Data", "Brings something up to date"),
    ("Debug", "db", "Diagnostic", "Examines something to find faults"),
    ("Measure", "ms", "Diagnostic", "Finds a size, or counts"),
    ("Ping", "pi", "Diagnostic", "Checks a connection; deprecated: use Test"),
    ("Repair", "rp", "Diagnostic", "Brings something back to a usable state"),
    ("Resolve", "rv", "Diagnostic", "Turns a short form into a full one"),
    ("Test", "t", "Diagnostic", "Checks that something works or holds"),
    ("Trace", "tr", "Diagnostic", "Follows what something does"),
    ("Approve", "ap", "Lifecycle", "Agrees to a process or state"),
    ("Assert", "as", "Lifecycle", "Affirms a state"),
    ("Build", "bd", "Lifecycle", "Makes something of its sources"),
    ("Complete", "cmp", "Lifecycle", "Ends an operation"),
    ("Confirm", "cn", "Lifecycle", "Acknowledges a state"),
    ("Deny", "dn", "Lifecycle", "Refuses a process or state"),
    ("Deploy", "dp", "Lifecycle", "Sends something to its target"),
    ("Disable", "d", "Lifecycle", "Makes something inactive"),
    ("Enable", "e", "Lifecycle", "Makes something active"),
    ("Install", "is", "Lifecycle", "Puts something in its place and makes it ready"),
    ("Invoke", "i", "Lifecycle", "Runs an action"),
    ("Register", "rg", "Lifecycle", "Enters something in a list"),
    ("Request", "rq", "Lifecycle", "Asks for something"),
    ("Restart", "rt", "Lifecycle", "Stops something and starts it again"),
    ("Resume", "ru", "Lifecycle", "Starts again what was suspended"),
    ("Start", "sa", "Lifecycle", "Begins something"),
    ("Stop", "sp", "Lifecycle", "Ends an activity"),
    ("Submit", "sb", "Lifecycle", "Hands something in for approval"),
    ("Suspend", "ss", "Lifecycle", "Pauses an activity"),
    ("Uninstall", "us", "Lifecycle", "Takes an installed thing away"),
    ("Unregister", "ur", "Lifecycle", "Takes something out of a list"),
    ("Wait", "w", "Lifecycle", "Pauses until something happens"),
    ("Block", "bl", "Security", "Restricts access"),
    ("Grant", "gr", "Security", "Allows access"),
    ("Protect", "pt", "Security", "Guards against attack or loss"),
    ("Revoke", "rk", "Security", "Takes access away"),
    ("Unblock", "ul", "Security", "Lifts a restriction"),
    ("Unprotect", "up", "Security", "Takes protection away"),
    ("Use", "u", "Other", "Uses something to do something else"),
];
