//! CLIXML keeps secrets: what is written can be read back here, and by nobody who only has the file.

use bridgesh::engine::RunOptions;

use crate::examples::session;
use crate::session::Captured;

#[test]
fn secure_strings_come_back_and_are_never_written_in_clear() {
    let folder = std::env::temp_dir().join(format!("bridgesh-clixml-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let screen = Captured::default();
    let mut engine = session(&screen);
    engine.environment.insert("XDG_DATA_HOME".into(), folder.to_string_lossy().into_owned());
    engine.location = folder.clone();
    let script = "$s = ConvertTo-SecureString 'Sesame-4711' -AsPlainText -Force\n\
                  $c = [pscredential]::new('ken', $s)\n\
                  [pscustomobject]@{ User = 'ken'; Secret = $s; Credential = $c } | Export-Clixml secret.xml\n\
                  $r = Import-Clixml secret.xml\n\
                  $r.Secret.GetType().Name; $r.Credential.UserName; $r.Credential.GetNetworkCredential().Password";
    let mut items = Vec::new();
    engine.run_text(script, &RunOptions::default(), &mut items);
    assert_eq!(screen.err.borrow().as_str(), "");
    assert_eq!(engine.format_text(&items).unwrap(), "SecureString\nken\nSesame-4711\n");
    let text = std::fs::read_to_string(folder.join("secret.xml")).unwrap();
    let units: String = "Sesame".encode_utf16().flat_map(u16::to_le_bytes).map(|byte| format!("{byte:02x}")).collect();
    assert!(text.contains("<SS N=\"Secret\">") && !text.contains("Sesame") && !text.to_lowercase().contains(&units), "{text}");
    std::fs::remove_dir_all(&folder).unwrap();
}
