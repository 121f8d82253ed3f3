//! Scripts that mail on their own, as administrators' scripts do: into the outbox of the tenant's mails.

use bridgesh::engine::{Engine, RunOptions};
use bridgesh::library::host::display::ToHost;
use mail_parser::{MessageParser, MimeHeaders, PartType};

use crate::examples::session;
use crate::session::Captured;

/// Runs a script in a folder of its own with two files in it.
fn run(script: &str) -> (Engine, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("Übersicht.csv"), "Name,Pin\n\"Zoë\",no\n").unwrap();
    std::fs::write(folder.path().join("logo.png"), b"\x89PNG\r\n\x1a\n\0\xff").unwrap();
    let screen = Captured::default();
    let mut engine = session(&screen);
    engine.location = folder.path().to_path_buf();
    engine.run_text(script, &RunOptions::default(), &mut ToHost);
    let err = screen.err.borrow().clone();
    (engine, err)
}

/// The messages of the outbox, with who gets each.
fn messages(engine: &mut Engine) -> Vec<(String, Vec<u8>)> {
    engine.tenant().outbox().items().iter().map(|item| (item.mail.to.address().to_owned(), item.message())).collect()
}

#[test]
fn scripts_mail_into_the_same_outbox() {
    let screen = Captured::default();
    let mut engine = session(&screen);
    let script = "Send-MailMessage -From 'IT <it@contoso.com>' -To ken@contoso.com, ann@example.org -Cc boss@example.org -Subject S -Body B -SmtpServer smtp -WarningAction Ignore
$client = [Net.Mail.SmtpClient]::new('smtp.example.org', 587)
$client.Send('it@contoso.com', 'ken@contoso.com', 'Second', 'Text')
$m = New-Object Net.Mail.MailMessage
$m.From = 'it@contoso.com'; $m.To.Add('ann@example.org'); $m.Subject = 'Third'; $m.Body = '<b>x</b>'; $m.IsBodyHtml = $true
$client.Send($m)";
    engine.run_text(script, &RunOptions::default(), &mut ToHost);
    assert_eq!(screen.err.borrow().as_str(), "");
    let mails: Vec<String> = engine
        .tenant()
        .outbox()
        .items()
        .iter()
        .map(|item| format!("{} {} {}", item.kind(), item.mail.to.address(), item.mail.subject))
        .collect();
    assert_eq!(
        mails,
        [
            "Message ken@contoso.com S",
            "Message ann@example.org S",
            "Message boss@example.org S",
            "Message ken@contoso.com Second",
            "Message ann@example.org Third",
        ]
    );
}

#[test]
fn one_message_with_files_and_copies() {
    let (mut engine, err) = run("Get-ChildItem -File | Sort-Object Name | Send-MailMessage -From 'IT <it@contoso.com>' -To ken@contoso.com, 'Ann <ann@example.org>' `
    -Cc boss@example.org -Bcc audit@contoso.com, KEN@contoso.com -ReplyTo help@contoso.com -Subject 'Übersicht' -Body '<p>See <b>file</b></p>' -BodyAsHtml `
    -Priority High -WarningAction Ignore");
    assert_eq!(err, "");
    let messages = messages(&mut engine);
    let to: Vec<&str> = messages.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, ["ken@contoso.com", "ann@example.org", "boss@example.org", "audit@contoso.com"], "each once");
    for (_, message) in &messages {
        let text = String::from_utf8(message.clone()).unwrap();
        assert!(!text.contains("audit@"), "who gets a blind copy stands nowhere");
        assert!(text.split("\r\n").all(|line| line.len() <= 998 && line.is_ascii() && !line.contains(['\r', '\n'])), "{text}");
        let parsed = MessageParser::default().parse(message).unwrap();
        let addresses = |list: Option<&mail_parser::Address<'_>>| {
            list.unwrap().iter().map(|one| one.address().unwrap().to_owned()).collect::<Vec<String>>()
        };
        assert_eq!(addresses(parsed.to()), ["ken@contoso.com", "ann@example.org"]);
        assert_eq!(addresses(parsed.cc()), ["boss@example.org"]);
        assert_eq!(addresses(parsed.reply_to()), ["help@contoso.com"]);
        assert_eq!(parsed.subject(), Some("Übersicht"));
        assert_eq!(parsed.body_text(0).unwrap().trim(), "See file");
        assert_eq!(parsed.body_html(0).unwrap().trim(), "<p>See <b>file</b></p>");
        assert_eq!(parsed.header_raw("Importance").unwrap().trim(), "high");
        let files: Vec<(&str, &[u8])> = parsed.attachments().map(|file| (file.attachment_name().unwrap(), file.contents())).collect();
        assert_eq!(files.len(), 2);
        assert!(files.contains(&("logo.png", b"\x89PNG\r\n\x1a\n\0\xff")));
        assert!(files.contains(&("Übersicht.csv", "Name,Pin\n\"Zoë\",no\n".as_bytes())), "{files:?}");
    }
}

#[test]
fn a_plain_text_is_a_plain_text() {
    let (mut engine, err) =
        run("Send-MailMessage -From it@contoso.com -To ken@contoso.com -Subject S -Body \"Grüße`n.`nend\" -WarningAction Ignore");
    assert_eq!(err, "");
    let (_, message) = messages(&mut engine).remove(0);
    let parsed = MessageParser::default().parse(&message).unwrap();
    assert!(parsed.parts.len() == 1 && matches!(parsed.parts[0].body, PartType::Text(_)), "{parsed:?}");
    assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), "Grüße\n.\nend");
}

#[test]
fn views_with_pictures_and_attached_streams() {
    let (mut engine, err) = run("$m = [Net.Mail.MailMessage]::new('it@contoso.com', 'ken@contoso.com')
$m.Subject = 'View'
$view = [Net.Mail.AlternateView]::CreateAlternateViewFromString('<img src=\"cid:logo\">', $null, 'text/html')
$picture = New-Object Net.Mail.LinkedResource (Resolve-Path logo.png).Path, 'image/png'
$picture.ContentId = 'logo'
$view.LinkedResources.Add($picture)
$m.AlternateViews.Add($view)
$m.Attachments.Add('Übersicht.csv')
$stream = [IO.MemoryStream]::new([Text.Encoding]::UTF8.GetBytes('from memory'))
$m.Attachments.Add([Net.Mail.Attachment]::new($stream, 'note.txt', 'text/plain'))
$m.Attachments.Add([Net.Mail.Attachment]::CreateAttachmentFromString('from text', 'text.txt'))
$smtp = New-Object Net.Mail.SmtpClient('smtp.example.org')
$smtp.EnableSsl = $true
$smtp.Send($m)");
    assert_eq!(err, "");
    let (_, message) = messages(&mut engine).remove(0);
    let parsed = MessageParser::default().parse(&message).unwrap();
    assert_eq!(parsed.body_html(0).unwrap().trim(), "<img src=\"cid:logo\">");
    let picture = parsed.parts.iter().find(|part| part.content_id() == Some("logo")).unwrap();
    assert_eq!(picture.contents(), b"\x89PNG\r\n\x1a\n\0\xff");
    assert_eq!(picture.content_type().map(|of| (of.ctype(), of.subtype())), Some(("image", Some("png"))));
    let names: Vec<&str> = parsed.attachments().filter_map(|file| file.attachment_name()).collect();
    for name in ["Übersicht.csv", "note.txt", "text.txt"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(parsed.attachments().any(|file| file.contents() == b"from memory"));
}

#[test]
fn a_file_that_is_not_there_stops_the_mail_and_a_pin_in_a_file_is_noted() {
    let (mut engine, err) =
        run("Send-MailMessage -From it@contoso.com -To ken@contoso.com -Subject S -Body B -Attachments none.csv -WarningAction Ignore");
    assert!(err.contains("Could not find file"), "{err}");
    assert!(messages(&mut engine).is_empty());
    let (mut engine, err) = run("$reset = Reset-Pin ken@contoso.com -PassThru
Set-Content pins.txt \"Ken has $($reset.Pin)\"
Send-MailMessage -From it@contoso.com -To boss@contoso.com -Subject S -Body B -Attachments pins.txt -WarningAction Ignore
Send-MailMessage -From it@contoso.com -To boss@contoso.com -Subject S -Body B -WarningAction Ignore");
    assert_eq!(err, "");
    let shows: Vec<bool> = engine.tenant().outbox().items().iter().map(|item| item.mail.contains_pin).collect();
    assert_eq!(shows, [true, true, false], "the mail of the reset, the one with the file, the one without");
}

#[test]
fn what_stands_in_names_of_files_breaks_no_header() {
    let (mut engine, err) = run("$file = [Net.Mail.Attachment]::CreateAttachmentFromString('x', \"a`r`nBcc: x@example.org`r`n`r`nb.txt\")
$file.ContentId = \"id>`r`nX-Bad: 1\"
$m = [Net.Mail.MailMessage]::new('it@contoso.com', 'ken@contoso.com', 'S', 'B')
$m.Attachments.Add($file)
[Net.Mail.SmtpClient]::new('s').Send($m)");
    assert_eq!(err, "");
    let (_, message) = messages(&mut engine).remove(0);
    let text = String::from_utf8(message).unwrap();
    assert!(!text.contains("\nBcc:") && !text.contains("\nX-Bad"), "{text}");
}

#[test]
fn suppressed_mails_as_letters() {
    use std::os::unix::fs::PermissionsExt;
    let (mut engine, err) = run("Set-BridgeSettings -SendEmailsToUsers $false
$ken = Reset-Pin ken@contoso.com -PassThru
Reset-ConferenceId ken@contoso.com
Reset-ConferenceId ken@contoso.com
$path = Join-Path ([IO.Path]::GetTempPath()) \"bridgesh-letters-$PID.html\"
$global:file = Get-SuppressedMail -Kind InformationChanged | Export-SuppressedMail $path -PassThru
$global:all = Export-SuppressedMail \"$path.all\" -PassThru
$global:shown = Show-SuppressedMail -Kind PinReset
$global:pin = $ken.Pin");
    assert_eq!(err, "");
    let text = |engine: &mut Engine, name: &str| {
        let value = engine.variable_by_name(name).ok().flatten();
        value.and_then(|value| value.base().as_str().map(|text| text.to_string())).unwrap_or_default()
    };
    let (file, all, shown, pin) =
        (text(&mut engine, "file"), text(&mut engine, "all"), text(&mut engine, "shown"), text(&mut engine, "pin"));
    let (changed, whole) = (std::fs::read_to_string(&file).unwrap(), std::fs::read_to_string(&all).unwrap());
    assert_eq!(std::fs::metadata(&all).unwrap().permissions().mode() & 0o077, 0, "letters carry PINs");
    let _ = (std::fs::remove_file(&file), std::fs::remove_file(&all));
    assert_eq!(changed.matches("<section").count(), 1, "two changes are one letter");
    assert!(!changed.contains(&pin) && whole.contains(&pin));
    assert_eq!(whole.matches("<section").count(), 2);
    assert!(shown.contains(&pin) && shown.contains("Ken Myers"), "{shown}");
    assert!(messages(&mut engine).is_empty(), "nothing is posted");
    assert_eq!(engine.tenant().outbox().suppressed().len(), 3, "the records stay");
}

/// What `Get-SuppressedMail` passes on is sent, and nothing else of the same user.
#[test]
fn suppressed_mails_of_one_kind_pass_through_a_pipeline() {
    let (mut engine, err) = run("Set-BridgeSettings -SendEmailsToUsers $false
Reset-Pin ken@contoso.com
Reset-ConferenceId ken@contoso.com
Get-SuppressedMail -Kind InformationChanged | Send-SuppressedMail");
    assert_eq!(err, "");
    let kinds: Vec<String> = engine.tenant().outbox().items().iter().map(|item| item.kind().to_string()).collect();
    assert_eq!(kinds, ["InformationChanged"]);
    assert_eq!(engine.tenant().outbox().suppressed().len(), 1);
}

/// The system's opener is told a page of the mail that is the session's alone, and gone after it.
#[test]
fn a_mail_in_the_browser() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (tool, seen) = (folder.path().join("xdg-open"), folder.path().join("seen"));
    std::fs::write(&tool, format!("#!/bin/sh\nstat -c %a \"$1\" > '{0}'; echo \"$1\" >> '{0}'; cat \"$1\" >> '{0}'\n", seen.display()))
        .unwrap();
    std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o755)).unwrap();
    let script = format!("$env:PATH = '{}:/usr/bin:/bin'; Reset-Pin ken@contoso.com; Show-Mail -Browser", folder.path().display());
    let (engine, err) = run(&script);
    assert_eq!(err, "");
    let text = std::fs::read_to_string(&seen).unwrap();
    let (mode, rest) = text.split_once('\n').unwrap();
    let (path, page) = rest.split_once('\n').unwrap();
    assert!(mode == "600" && page.contains("Your PIN has changed") && path.ends_with("mail-1.html"), "{mode} {path}");
    assert!(std::path::Path::new(path).exists());
    drop(engine);
    assert!(!std::path::Path::new(path).exists(), "it holds a PIN");
}
