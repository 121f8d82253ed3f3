//! The base cmdlets, each line a script and what it prints.

use std::time::Duration;

use crate::examples::session;
use crate::session::Captured;

/// What a script prints; errors are part of it.
fn printed(script: &str) -> String {
    let screen = Captured::default();
    let mut engine = session(&screen);
    let folder = tempfile::tempdir().unwrap();
    engine.location = folder.path().canonicalize().unwrap();
    let items = match engine.script_block_from(script, None) {
        Ok(block) => {
            let mut items = Vec::new();
            engine.invoke(&block, bridgesh::engine::BlockInvocation::default(), &mut items).unwrap();
            items
        }
        Err(_) => panic!("{script} does not parse"),
    };
    let text = engine.format_text(&items).unwrap();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}{}", lines.join("\n").trim_matches('\n'), screen.err.borrow())
}

#[test]
fn they_do_what_their_documentation_says() {
    let table: &[(&str, &str)] = &[
        // Types and cultures.
        ("([System.Management.Automation.PSTypeName]'No.Such').Type -eq $null", "True"),
        ("([System.Management.Automation.PSTypeName]'int').Type.FullName", "System.Int32"),
        ("$c = [cultureinfo]::new('en-us'); $c.TextInfo.ListSeparator = '|'; $c.TextInfo.ListSeparator", "|"),
        ("try { 1/0 } catch { \"$($_.CategoryInfo)\" }", "NotSpecified: (:) [], RuntimeException"),
        ("[TimeZone]::CurrentTimeZone.GetUtcOffset([datetime]'2024-01-01').Hours -is [int]", "True"),
        ("$h = @{ a = 1 }; $k = $h.Keys; $h[$k]", "1"),
        ("Write-Output 0x07FFFFFFFFFFFFFFFF", "0x07FFFFFFFFFFFFFFFF"),
        ("$PSCulture; [cultureinfo]::CurrentCulture = 'de-DE'; & (New-Module {}) { $PSCulture }", "en-US\nde-DE"),
        ("$v = 1; Set-Variable v (2, 3) -Append; $v.Count; 4, 5 | Set-Variable v -Append; $v.Count", "2\n4"),
        (
            "Add-Type 'public enum Base1 : byte { A = 1, B = A << 2 } public class Base2 { public int X; public Base2(int x) { X = x; } }'; [int][Base1]::B; [Base2]::new(7).X",
            "4\n7",
        ),
        (
            "try { Add-Type 'public class Base3 { public int F() { return 1; } }' } catch { $_.FullyQualifiedErrorId }",
            "CSharpNotSupported,Microsoft.PowerShell.Commands.AddTypeCommand",
        ),
        // Order.
        ("(3, -2, $null, 1 | ForEach-Object { [pscustomobject]@{ N = $_ } } | Sort-Object N).N -join ','", "-2,,1,3"),
        ("'å', 'z', 'ö' | Sort-Object -Culture sv-SE", "z\nå\nö"),
        ("'å', 'z', 'ö' | Sort-Object -Culture en-US", "å\nö\nz"),
        ("@(Compare-Object 1, 2 2, 3 -ExcludeDifferent -IncludeEqual:$false).Count", "0"),
        (
            "Update-TypeData -TypeName Base.Row -DefaultKeyPropertySet K\n(@([pscustomobject]@{ PSTypeName = 'Base.Row'; K = 1 }, [pscustomobject]@{ PSTypeName = 'Base.Row'; K = 2 }) | Sort-Object -Descending).K -join ','",
            "2,1",
        ),
        // Members of types and objects.
        (
            "Update-TypeData -TypeName Base.User -MemberType ScriptProperty -MemberName Mail -Value { \"$($this.Name)@x\" }\n[pscustomobject]@{ PSTypeName = 'Base.User'; Name = 'a' } | ConvertTo-Json -Compress",
            "{\"Name\":\"a\",\"Mail\":\"a@x\"}",
        ),
        (
            "$set = [System.Management.Automation.PSPropertySet]::new('DefaultDisplayPropertySet', [string[]]('C', 'A'))\n$o = [pscustomobject]@{ A = 1; B = 2; C = 3 }\n$o | Add-Member MemberSet PSStandardMembers ([System.Management.Automation.PSMemberInfo[]]@($set))\n$o",
            "C A\n- -\n3 1",
        ),
        // Data.
        ("'{\"a\":{\"b\":1}}' | ConvertFrom-Json -AsHashtable | Select-Object -ExpandProperty a | Select-Object -ExpandProperty b", "1"),
        (
            "[pscustomobject]@{ A = 1, 2 } | ConvertTo-Html -Fragment | Select-Object -Skip 2 -First 2 | Select-Object -Last 1",
            "<tr><td>System.Object[]</td></tr>",
        ),
        ("([pscustomobject]@{ A = 1 } | ConvertTo-Xml).OuterXml.Substring(0, 38)", "<?xml version=\"1.0\" encoding=\"utf-8\"?>"),
        (
            "Set-Content a.csv '#TYPE My.T', 'a,b', '\"x', 'y\",2'\n$r = Import-Csv a.csv; $r.psobject.TypeNames -join ' '; $r.a -replace \"`n\", '/'; ($r | ConvertTo-Csv -IncludeTypeInformation)[0]",
            "My.T CSV:My.T\nx/y\n#TYPE My.T",
        ),
        (
            "1..20000 | ForEach-Object { \"$_,\"\"line`n$_\"\"\" } | Set-Content big.csv; $r = @(Import-Csv big.csv -Header A, B); $r.Count; $r[19999].B -replace \"`n\", '/'",
            "20000\nline/20000",
        ),
        ("try { Get-Random -Maximum 0x07FFFFFFFFFFFFFFFF } catch { $_.Exception.Message -match 'UInt32' }", "True"),
        ("(Get-Random -Maximum 0x07FFFFFFFF -SetSeed 20) -eq (Get-Random -Maximum 34359738367 -SetSeed 20)", "True"),
        (
            "try { Format-Hex -InputObject a -Count 0 } catch { $_.FullyQualifiedErrorId }",
            "ParameterArgumentValidationError,Microsoft.PowerShell.Commands.FormatHex",
        ),
        (
            "try { Add-Member -Name $null } catch { $_.FullyQualifiedErrorId }",
            "ParameterArgumentValidationErrorNullNotAllowed,Microsoft.PowerShell.Commands.AddMemberCommand",
        ),
        // Data files.
        (
            "Set-Content d.psd1 '@{ A = $env:PATH }'; try { Import-PowerShellDataFile d.psd1 } catch { $_.FullyQualifiedErrorId }",
            "System.InvalidOperationException,Microsoft.PowerShell.Commands.ImportPowerShellDataFileCommand",
        ),
        (
            "$null = New-Item de -ItemType Directory; Set-Content m.psd1 '@{ T = \"Hello\" }'; Set-Content de/m.psd1 '@{ T = \"Hallo\" }'\nImport-LocalizedData m -BaseDirectory $PWD -FileName m.psd1 -UICulture de-DE; $m.T; (Import-LocalizedData -BaseDirectory $PWD -FileName m -UICulture fr-FR).T",
            "Hallo\nHello",
        ),
        // Files.
        ("'one' > f.txt; 'two' >> f.txt; (Get-Content f.txt) -join ','; (Get-ChildItem -Force).Name", "one,two\nf.txt"),
        ("Set-Content a 1; $null = New-Item b -ItemType HardLink -Target a; Set-Content b 2; Get-Content a", "2"),
        (
            "Set-Content a 1; $null = New-Item b -ItemType SymbolicLink -Target a; 'x' > b; Get-Content a; (Get-Item b).LinkType",
            "x\nSymbolicLink",
        ),
        ("1..5 | Set-Content n; (Get-Content n | Select-Object -First 2) -join ','; (Get-Content n -Tail 2) -join ','", "1,2\n4,5"),
        (
            "function f { $null = New-PSDrive Loc FileSystem $PWD; Test-Path Loc:/; $null = New-PSDrive All FileSystem $PWD -Scope Global }; f; Test-Path Loc:/; Test-Path All:/",
            "True\nFalse\nTrue",
        ),
        // Markdown.
        ("(\"# A b`n`n- [x](y)`n- *z*\" | ConvertFrom-Markdown).Html -split \"`n\" | Select-Object -First 1", "<h1 id=\"a-b\">A b</h1>"),
        (
            "('**b** c' | ConvertFrom-Markdown -AsVT100EncodedString).VT100EncodedString.Replace([string][char]27, '^').Trim()",
            "^[1mb^[0m c",
        ),
        // Text.
        ("@('abc' | Select-String -Pattern x -Quiet).Count", "0"),
        (
            "try { 'abc' | Select-String -Pattern b -Culture en-US } catch { $_.FullyQualifiedErrorId }",
            "CannotSpecifyCultureWithoutSimpleMatch,Microsoft.PowerShell.Commands.SelectStringCommand",
        ),
        ("'I' | Select-String -Pattern 'i' -SimpleMatch -Culture tr-TR | Measure-Object | ForEach-Object Count", "0"),
        ("'ab', 'c' | Select-Object Length\n[datetime]'2024-02-29' | Select-Object Year", "Length\n------\n     2\n     1\n     1"),
    ];
    for (script, expected) in table {
        assert_eq!(printed(script), *expected, "{script}");
    }
}

#[test]
fn get_error_shows_a_record_property_by_property() {
    let text = printed("try { Get-Item nope -ErrorAction Stop } catch {}\nGet-Error");
    for part in [
        "Exception             :",
        "    Type    : System.Management.Automation.ItemNotFoundException",
        "FullyQualifiedErrorId : ",
        "InvocationInfo        :",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("InnerExceptions"), "{text}");
}

/// `-Wait` passes on what is added while it waits, whole lines alone.
#[test]
fn get_content_waits_for_lines_that_come_later() {
    let screen = Captured::default();
    let mut engine = session(&screen);
    let folder = tempfile::tempdir().unwrap();
    engine.location = folder.path().canonicalize().unwrap();
    let path = folder.path().join("log.txt");
    std::fs::write(&path, "one\n").unwrap();
    let writer = std::thread::spawn(move || {
        use std::io::Write;
        std::thread::sleep(Duration::from_millis(400));
        let mut file = std::fs::OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(b"two\nthr").unwrap();
        file.flush().unwrap();
        std::thread::sleep(Duration::from_millis(400));
        file.write_all(b"ee\n").unwrap();
    });
    let block = engine.script_block_from("Get-Content log.txt -Wait | Select-Object -First 3", None).unwrap();
    let mut items = Vec::new();
    engine.invoke(&block, bridgesh::engine::BlockInvocation::default(), &mut items).unwrap();
    writer.join().unwrap();
    assert_eq!(engine.format_text(&items).unwrap(), "one\ntwo\nthree\n");
}
