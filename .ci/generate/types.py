#!/usr/bin/env python3
"""Writes src/value/types/table.rs and src/value/members/signatures.rs from the measured type table.

    .ci/generate/types.py ../shared/reference
"""
import json, pathlib, re, sys

ref = pathlib.Path(sys.argv[1])
types = json.loads((ref / "powershell-types.json").read_text())
cmdlets = json.loads((ref / "powershell-cmdlets.json").read_text())
variables = json.loads((ref / "powershell-variables.json").read_text())


def s(text):
    return json.dumps(text, ensure_ascii=False).replace("\\u", "\\u")  # plain ASCII and Unicode alike are valid in Rust


def full(name):
    """A short name of the table (`string`, `System.Collections.Generic.IList[T]`) as a full name without arguments."""
    return name


by_name = {t["name"]: t for t in types["types"]}
rows = []
for t in types["types"]:
    rows.append(dict(name=t["name"], ps=t.get("ps", t["name"].removeprefix("System.")), kind=t["kind"], base=t.get("base"),
                     interfaces=t.get("interfaces", []), values=t.get("values", {}), flags=bool(t.get("flags"))))
known = set(by_name)


def add(name, kind="class", base="System.Object", values=None, flags=False, ps=None, interfaces=()):
    if name in known:
        return
    known.add(name)
    rows.append(dict(name=name, ps=ps or name.removeprefix("System."), kind=kind, base=base, interfaces=list(interfaces), values=values or {}, flags=flags))


# Named by accelerators, by parameters, or as a base of a type above; the table measures no members of these.
add("System.ValueType", "abstract class")
add("System.Void", "struct", "System.ValueType")
add("System.Attribute", "abstract class")
add("System.Collections.CollectionBase", "abstract class")
add("System.Array", "abstract class")
extra = {
    "System.ArithmeticException": "System.SystemException", "System.RankException": "System.SystemException",
    "System.MissingMethodException": "System.SystemException", "System.ArrayTypeMismatchException": "System.SystemException",
    "System.StackOverflowException": "System.SystemException", "System.OutOfMemoryException": "System.SystemException",
    "System.IO.PathTooLongException": "System.IO.IOException", "System.IO.EndOfStreamException": "System.IO.IOException",
    "System.IO.InvalidDataException": "System.SystemException", "System.IO.DriveNotFoundException": "System.IO.IOException",
    "System.Security.SecurityException": "System.SystemException", "System.UriFormatException": "System.FormatException",
    "System.Text.RegularExpressions.RegexParseException": "System.ArgumentException",
    "System.Text.RegularExpressions.RegexMatchTimeoutException": "System.TimeoutException",
    "System.Globalization.CultureNotFoundException": "System.ArgumentException",
    "System.Management.Automation.ParameterBindingValidationException": "System.Management.Automation.ParameterBindingException",
    "System.Management.Automation.ParameterBindingArgumentTransformationException": "System.Management.Automation.ParameterBindingException",
    "System.Management.Automation.ArgumentTransformationMetadataException": "System.Management.Automation.MetadataException",
    "System.Management.Automation.MetadataException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.MethodException": "System.Management.Automation.ExtendedTypeSystemException",
    "System.Management.Automation.ExtendedTypeSystemException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.SetValueInvocationException": "System.Management.Automation.SetValueException",
    "System.Management.Automation.GetValueInvocationException": "System.Management.Automation.GetValueException",
    "System.Management.Automation.SessionStateException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.SessionStateUnauthorizedAccessException": "System.Management.Automation.SessionStateException",
    "System.Management.Automation.DriveNotFoundException": "System.Management.Automation.SessionStateException",
    "System.Management.Automation.ProviderNotFoundException": "System.Management.Automation.SessionStateException",
    "System.Management.Automation.ProviderInvocationException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.ScriptCallDepthException": "System.SystemException",
    "System.Management.Automation.ScriptRequiresException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.HaltCommandException": "System.SystemException",
    "System.Management.Automation.ApplicationFailedException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.NativeCommandExitException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.IncompleteParseException": "System.Management.Automation.ParseException",
    "System.Management.Automation.CmdletInvocationException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.CmdletProviderInvocationException": "System.Management.Automation.CmdletInvocationException",
    "System.Management.Automation.PSArgumentNullException": "System.ArgumentNullException",
    "System.Management.Automation.PSArgumentOutOfRangeException": "System.ArgumentOutOfRangeException",
    "System.Management.Automation.PSNotSupportedException": "System.NotSupportedException",
    "System.Management.Automation.PSNotImplementedException": "System.NotImplementedException",
    "System.Management.Automation.PSObjectDisposedException": "System.ObjectDisposedException",
    "System.Management.Automation.PSInvalidOperationException": "System.InvalidOperationException",
    "System.Management.Automation.PipelineClosedException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.JobFailedException": "System.SystemException",
    "System.Management.Automation.Host.HostException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.Host.PromptingException": "System.Management.Automation.Host.HostException",
    "Microsoft.PowerShell.Commands.ServiceCommandException": "System.SystemException",
    "Microsoft.PowerShell.Commands.ProcessCommandException": "System.SystemException",
    "Microsoft.PowerShell.Commands.HelpNotFoundException": "System.SystemException",
    "Microsoft.PowerShell.Commands.HttpResponseException": "System.Net.Http.HttpRequestException",
    "Microsoft.CSharp.RuntimeBinder.RuntimeBinderException": "System.Exception",
    "System.ComponentModel.Win32Exception": "System.SystemException",
    "System.Net.Sockets.SocketException": "System.ComponentModel.Win32Exception",
    "System.Reflection.TargetInvocationException": "System.ApplicationException",
    "System.Xml.XPath.XPathException": "System.SystemException",
    "System.Security.Cryptography.CryptographicException": "System.SystemException",
    "System.Management.Automation.RemoteException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.PSSecurityException": "System.Management.Automation.RuntimeException",
    "System.Management.Automation.ValidationMetadataException": "System.Management.Automation.MetadataException",
}
for name, base in extra.items():
    add(name, "class", base)
add("System.Management.Automation.Internal.CmdletMetadataAttribute", "abstract class", "System.Attribute")
for name in ("Internal.ParsingBaseAttribute", "CmdletCommonMetadataAttribute"):
    add("System.Management.Automation." + name, "abstract class", "System.Management.Automation.Internal.CmdletMetadataAttribute")
for name in ("ArgumentTransformation", "ValidateArguments", "ValidateEnumeratedArguments"):
    add(f"System.Management.Automation.{name}Attribute", "abstract class", "System.Management.Automation.Internal.CmdletMetadataAttribute")
for name in ("AllowEmptyCollection AllowEmptyString AllowNull ArgumentCompletions ArgumentTransformation PSDefaultValue PSTypeName SupportsWildcards ValidateDrive ValidateNotNull "
             "ValidateNotNullOrEmpty ValidateNotNullOrWhiteSpace ValidateTrustedData ValidateUserDrive ValidateArguments ValidateEnumeratedArguments Credential Experimental Hidden DynamicKeyword".split()):
    add(f"System.Management.Automation.{name}Attribute", "sealed class", "System.Attribute")
for name in ("System.Collections.Generic.ICollection`1 System.Collections.Generic.IReadOnlyList`1 System.Collections.Generic.IReadOnlyCollection`1 System.Collections.Generic.ISet`1 "
             "System.Collections.Generic.IComparer`1 System.Collections.Generic.IEqualityComparer`1 System.Collections.IEqualityComparer System.IEquatable`1 System.IComparable`1 System.ICloneable "
             "System.IFormatProvider System.IAsyncResult System.Collections.Generic.IReadOnlyDictionary`2 System.Collections.Generic.IEnumerator`1 System.Management.Automation.IValidateSetValuesGenerator "
             "System.Management.Automation.IArgumentCompleter System.Management.Automation.IDynamicParameters System.Collections.Specialized.IOrderedDictionary").split():
    add(name, "interface", None)
for name in ("System.Predicate`1 System.Action`1 System.Action`2 System.Func`1 System.Func`3 System.Comparison`1 System.Converter`2 System.EventHandler "
             "System.Text.RegularExpressions.MatchEvaluator").split():
    add(name, "sealed class", "System.Delegate")
for name in ("System.Text.UTF7Encoding",):
    add(name, "class", "System.Text.Encoding")
for name in ("System.Tuple`1 System.Tuple`3 System.Tuple`4 System.Management.Automation.PSReference System.Management.Automation.PSReference`1 System.Management.Automation.PSVariableAttributes "
             "System.Management.Automation.RuntimeDefinedParameter System.Management.Automation.RuntimeDefinedParameterDictionary System.Management.Automation.PSMethodInvocationConstraints "
             "System.Management.Automation.PSMemberInfoCollection`1 System.Management.Automation.PSPrimitiveDictionary System.Management.Automation.OrderedDictionary "
             "System.Management.Automation.ProxyCommand System.Management.Automation.PSEventArgs System.Management.Automation.Runspaces.Runspace System.Management.Automation.Runspaces.RunspaceFactory "
             "System.Management.Automation.Language.NullString System.Management.Automation.PSToolVersion System.Management.Automation.VariablePath System.Management.Automation.PSCodeProperty System.Management.Automation.PSCodeMethod System.Management.Automation.PSDynamicMember System.Management.Automation.PSAdaptedProperty "
             "System.Collections.ObjectModel.ReadOnlyDictionary`2 System.Collections.Comparer System.Collections.CaseInsensitiveComparer System.Collections.Generic.Comparer`1 System.Collections.Generic.EqualityComparer`1 "
             "System.Collections.ObjectModel.ObservableCollection`1 System.Collections.ObjectModel.KeyedCollection`2 System.Collections.Specialized.HybridDictionary System.Collections.Specialized.ListDictionary System.Collections.Specialized.StringDictionary System.Collections.Concurrent.ConcurrentStack`1 System.Collections.Concurrent.BlockingCollection`1 "
             "System.Net.Http.HttpClient System.Net.WebClient System.Net.IPEndPoint System.Net.CookieContainer System.Management.ManagementObject System.Management.ManagementClass System.Management.ManagementObjectSearcher System.DirectoryServices.DirectoryEntry System.DirectoryServices.DirectorySearcher "
             "System.Security.Cryptography.X509Certificates.X509Certificate System.Security.Cryptography.X509Certificates.X509Certificate2 System.Security.Cryptography.X509Certificates.X500DistinguishedName System.Security.AccessControl.ObjectSecurity System.Net.NetworkInformation.PhysicalAddress System.Net.ServicePointManager "
             "System.Management.Automation.PSEvent System.Management.Automation.PSJob System.Reflection.Assembly System.Reflection.MethodInfo System.Reflection.PropertyInfo System.Activator System.Text.StringBuilder+ChunkEnumerator "
             "System.Collections.ArrayList+ReadOnlyList System.Management.Automation.PSBoundParametersDictionary System.Collections.Generic.CollectionDebugView System.Security.Principal.WindowsIdentity System.Security.Principal.WindowsPrincipal System.Threading.Monitor System.Threading.Interlocked "
             "System.Management.Automation.Platform System.Management.Automation.Internal.InternalTestHooks Microsoft.PowerShell.Commands.FileSystemProvider").split():
    if not name.endswith(("ReadOnlyList",)):
        add(name)
for name in "System.Numerics.Complex".split():
    add(name, "struct", "System.ValueType")
collection = ["System.Collections.ICollection", "System.Collections.IEnumerable"]
for name in ("System.Collections.Hashtable+KeyCollection", "System.Collections.Hashtable+ValueCollection", "System.Collections.Generic.Dictionary`2+KeyCollection",
             "System.Collections.Generic.Dictionary`2+ValueCollection"):
    add(name, "sealed class", interfaces=collection)
add("System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection", "sealed class", interfaces=["System.Collections.IList"] + collection)
add("System.CharEnumerator", "sealed class", interfaces=["System.Collections.IEnumerator"])
add("System.Numerics.BitOperations", "static class")
add("System.Management.Automation.WhereOperatorSelectionMode", "enum", "System.Enum", {"Default": 0, "First": 1, "Last": 2, "SkipUntil": 3, "Until": 4, "Split": 5})
add("Microsoft.PowerShell.ToStringCodeMethods", "static class")
add("System.Xml.XmlNameTable", "abstract class")
add("System.Xml.NameTable", "class", "System.Xml.XmlNameTable")
add("System.Xml.XmlNamespaceManager", interfaces=["System.Collections.IEnumerable"])
add("System.Management.Automation.PSScriptCmdlet", "class", "System.Management.Automation.PSCmdlet")
for name in ("MshCommandRuntime", "SteppablePipeline", "CommandMetadata", "PSDataStreams", "PSCommand", "PSDataCollection`1", "PSMethod`1", "Runspaces.InitialSessionState"):
    add("System.Management.Automation." + name, "class", "System.Management.Automation.PSMethod" if name == "PSMethod`1" else "System.Object")
add("System.Management.Automation.ShouldProcessReason", "enum", "System.Enum", {"None": 0, "WhatIf": 1}, True)
add("System.Reflection.TypeInfo", "abstract class", "System.Type")
add("System.RuntimeType", "class", "System.Reflection.TypeInfo")
add("System.Xml.XmlLinkedNode", "abstract class", "System.Xml.XmlNode")
add("System.Xml.XmlCharacterData", "abstract class", "System.Xml.XmlLinkedNode")
add("System.Xml.XmlNodeType", "enum", "System.Enum", {"None": 0, "Element": 1, "Attribute": 2, "Text": 3, "CDATA": 4, "EntityReference": 5, "Entity": 6, "ProcessingInstruction": 7, "Comment": 8, "Document": 9, "DocumentType": 10, "DocumentFragment": 11, "Notation": 12, "Whitespace": 13, "SignificantWhitespace": 14, "EndElement": 15, "EndEntity": 16, "XmlDeclaration": 17})
add("System.TypeCode", "enum", "System.Enum", {"Empty": 0, "Object": 1, "DBNull": 2, "Boolean": 3, "Char": 4, "SByte": 5, "Byte": 6, "Int16": 7, "UInt16": 8, "Int32": 9, "UInt32": 10, "Int64": 11, "UInt64": 12, "Single": 13, "Double": 14, "Decimal": 15, "DateTime": 16, "String": 18})
add("System.TimeZoneNotFoundException", "class", "System.Exception")
add("System.Management.Automation.Host.FieldDescription")
add("Microsoft.PowerShell.PSConsoleReadLine")
add("System.Management.Automation.CompletionResult")
add("System.Management.Automation.CompletionResultType", "enum", "System.Enum", {n: i for i, n in enumerate("Text History Command ProviderItem ProviderContainer Property Method ParameterName ParameterValue Variable Namespace Type Keyword DynamicKeyword".split())})
add("System.Management.Automation.CommandCompletion")
add("System.Management.Automation.DebugRecord", "class", "System.Management.Automation.InformationalRecord")
add("System.Net.SecurityProtocolType", "enum", "System.Enum", {"SystemDefault": 0, "Ssl3": 48, "Tls": 192, "Tls11": 768, "Tls12": 3072, "Tls13": 12288}, True)
add("System.Management.Automation.ScopedItemOptions", "enum", "System.Enum", {"None": 0, "ReadOnly": 1, "Constant": 2, "Private": 4, "AllScope": 8, "Unspecified": 16}, True)
add("System.Management.Automation.PSMemberViewTypes", "enum", "System.Enum", {"Extended": 1, "Adapted": 2, "Base": 4, "All": 7}, True)
add("System.ComponentModel.ListSortDirection", "enum", "System.Enum", {"Ascending": 0, "Descending": 1})
add("System.TimeZone", "abstract class")
add("Microsoft.PowerShell.Commands.JsonObject", "static class")
# The classes of the syntax tree, as `{ … }.Ast` and `[Parser]::ParseInput` give them: derived from what stands before the colon.
language = {
    "Ast": "ScriptBlockAst ParamBlockAst NamedBlockAst NamedAttributeArgumentAst AttributeBaseAst ParameterAst StatementBlockAst StatementAst CatchClauseAst CommandElementAst RedirectionAst MemberAst",
    "AttributeBaseAst": "AttributeAst TypeConstraintAst",
    "StatementAst": "TypeDefinitionAst UsingStatementAst FunctionDefinitionAst IfStatementAst DataStatementAst LabeledStatementAst TryStatementAst TrapStatementAst BreakStatementAst ContinueStatementAst "
                    "ReturnStatementAst ExitStatementAst ThrowStatementAst PipelineBaseAst CommandBaseAst BlockStatementAst",
    "LabeledStatementAst": "LoopStatementAst SwitchStatementAst",
    "LoopStatementAst": "ForEachStatementAst ForStatementAst DoWhileStatementAst DoUntilStatementAst WhileStatementAst",
    "PipelineBaseAst": "ErrorStatementAst ChainableAst AssignmentStatementAst",
    "ChainableAst": "PipelineChainAst PipelineAst",
    "CommandElementAst": "CommandParameterAst ExpressionAst",
    "CommandBaseAst": "CommandAst CommandExpressionAst",
    "RedirectionAst": "MergingRedirectionAst FileRedirectionAst",
    "MemberAst": "PropertyMemberAst FunctionMemberAst",
    "ExpressionAst": "TernaryExpressionAst BinaryExpressionAst UnaryExpressionAst AttributedExpressionAst MemberExpressionAst TypeExpressionAst VariableExpressionAst ConstantExpressionAst "
                     "ExpandableStringExpressionAst ScriptBlockExpressionAst ArrayLiteralAst HashtableAst ArrayExpressionAst ParenExpressionAst SubExpressionAst UsingExpressionAst IndexExpressionAst ErrorExpressionAst",
    "AttributedExpressionAst": "ConvertExpressionAst",
    "MemberExpressionAst": "InvokeMemberExpressionAst",
    "InvokeMemberExpressionAst": "BaseCtorInvokeMemberExpressionAst",
    "ConstantExpressionAst": "StringConstantExpressionAst",
    "Token": "StringToken NumberToken VariableToken ParameterToken LabelToken RedirectionToken",
    "StringToken": "StringLiteralToken StringExpandableToken",
    "RedirectionToken": "FileRedirectionToken MergingRedirectionToken InputRedirectionToken",
}
for base, names in language.items():
    for name in names.split():
        add("System.Management.Automation.Language." + name, "class", "System.Management.Automation.Language." + base)
for name in ("ITypeName", "IScriptExtent", "IScriptPosition"):
    add("System.Management.Automation.Language." + name, "interface", None)
for name in ("TypeName", "ArrayTypeName", "GenericTypeName"):
    add("System.Management.Automation.Language." + name, "sealed class", "System.Object", interfaces=["System.Management.Automation.Language.ITypeName"])
add("System.Management.Automation.Language.InternalScriptExtent", "sealed class", "System.Object", interfaces=["System.Management.Automation.Language.IScriptExtent"])
add("System.Management.Automation.Language.InternalScriptPosition", "sealed class", "System.Object", interfaces=["System.Management.Automation.Language.IScriptPosition"])
add("System.Management.Automation.Language.ScriptRequirements")
add("Microsoft.PowerShell.Commands.ModuleSpecification")
add("System.Management.Automation.Language.RedirectionStream", "enum", "System.Enum", {"All": 0, "Output": 1, "Error": 2, "Warning": 3, "Verbose": 4, "Debug": 5, "Information": 6})
add("System.Management.Automation.Language.SwitchFlags", "enum", "System.Enum", {"None": 0, "File": 1, "Regex": 2, "Wildcard": 4, "Exact": 8, "CaseSensitive": 16, "Parallel": 32}, True)
add("System.Management.Automation.Language.UsingStatementKind", "enum", "System.Enum", {"Assembly": 0, "Command": 1, "Module": 2, "Namespace": 3, "Type": 4})
add("System.Management.Automation.Language.TypeAttributes", "enum", "System.Enum", {"None": 0, "Class": 1, "Interface": 2, "Enum": 4}, True)
add("System.Management.Automation.Language.MethodAttributes", "enum", "System.Enum", {"None": 0, "Public": 1, "Private": 2, "Static": 16, "Hidden": 64}, True)
add("System.Management.Automation.Language.PropertyAttributes", "enum", "System.Enum", {"None": 0, "Public": 1, "Private": 2, "Static": 16, "Literal": 32, "Hidden": 64}, True)
for e in cmdlets["enums"].values():
    add(e["type"], "enum", "System.Enum", {v: 1 << i >> 1 if e.get("flags") else i for i, v in enumerate(e["values"])}, bool(e.get("flags")))
for name, values in variables["enums"].items():
    for full in [r["name"] for r in rows if r["name"].endswith("." + name)] or ["System.Management.Automation." + name]:
        add(full, "enum", "System.Enum", {v.split("=")[0]: int(v.split("=")[1]) for v in values})
for r in rows:
    if isinstance(r["values"], str):
        r["values"] = {v.split("=")[0]: int(v.split("=")[1]) for v in r["values"].split(", ")}
    elif isinstance(r["values"], list):
        r["values"] = {v.split("=")[0]: int(v.split("=")[1]) if "=" in v else i for i, v in enumerate(r["values"])}
# Every base and interface a row names must be a row.
for r in list(rows):
    if r["base"]:
        base = re.sub(r"\[.*", "`1", r["base"])
        base = variables["type_accelerators"].get(base, base)
        r["base"] = base if base in known or base.startswith(("System.", "Microsoft.")) else "System." + base
        add(r["base"])

KIND = {"class": "Class", "sealed class": "SealedClass", "abstract class": "AbstractClass", "static class": "StaticClass", "struct": "Struct", "enum": "Enum", "interface": "Interface"}
accel = variables["type_accelerators"]
out = ["//! The types of .NET and of PowerShell that bridgesh knows, as PowerShell 7.6 shows them.", "//!", "//! Generated by `.ci/generate/types.py` from the measured type table; not edited by hand.", "",
       "use super::{Kind, TypeId, TypeInfo};", "", "/// All built-in types; a [`TypeId`] below its length is an index here.", f"pub static TYPES: [TypeInfo; {len(rows)}] = ["]
for r in rows:
    base = r["base"] or ("System.Enum" if r["kind"] == "enum" else "System.ValueType" if r["kind"] == "struct" else None if r["name"] in ("System.Object",) or r["kind"] == "interface" else "System.Object")
    values = ", ".join(f"({s(k)}, {v})" for k, v in r["values"].items())
    inter = ", ".join(s(i) for i in r["interfaces"])
    out.append(f'    TypeInfo {{ name: {s(r["name"])}, short: {s(r["ps"])}, kind: Kind::{KIND[r["kind"]]}, base: {("Some(" + s(base) + ")") if base else "None"}, interfaces: &[{inter}], values: &[{values}], flags: {str(r["flags"]).lower()} }},')
out += ["];", "", "/// Built-in types by index.", "impl TypeId {"]
used = set()
for i, r in enumerate(rows):
    short = re.sub(r"`(\d)", lambda m: "" if m.group(1) == "1" else m.group(1), r["name"].split(".")[-1]).replace("+", "_")
    const = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", short).upper()
    const = {"STRING": "STRING", "INT_PTR": "INT_PTR"}.get(const, const).replace("PSREFERENCE", "PS_REFERENCE")
    if const in used:
        const = ("GENERIC_" if "`" in r["name"] else r["name"].split(".")[-2].upper() + "_") + const
    used.add(const)
    out.append(f"    /// `{r['name']}`.")
    out.append(f"    pub const {const}: TypeId = TypeId({i});")
out += ["}", "", "/// Type accelerators: names that stand for a full name, sorted without regard to case.", "pub static ACCELERATORS: &[(&str, &str)] = &["]
for k, v in sorted(accel.items(), key=lambda kv: kv[0].lower()):
    out.append(f"    ({s(k)}, {s(v)}),")
out += ["];", ""]
pathlib.Path("src/value/types/table.rs").write_text("\n".join(out))

sig = ["//! Signatures of the built-in types' members, as PowerShell prints them in `OverloadDefinitions` and `Get-Member`.", "//!", "//! Generated by `.ci/generate/types.py` from the measured type table; not edited by hand.", "",
       "use super::TypeSignatures;", "", "/// Signatures by type, in the order of the type table's names.", "pub static SIGNATURES: &[TypeSignatures] = &["]
for t in types["types"]:
    if not any(t.get(k) for k in ("new", "properties", "methods", "static_methods", "static_properties", "indexed", "events")):
        continue
    def pairs(d):
        if isinstance(d, dict):
            items = []
            for k, v in d.items():
                if isinstance(v, list):
                    items.append(f"({s(k)}, &[{', '.join(s(x) for x in v)}])")
                else:
                    items.append(f"({s(k)}, &[{s(v)}])")
            return ", ".join(items)
        return ", ".join(f"({s(k)}, &[])" for k in d)
    sig.append(f'    TypeSignatures {{ name: {s(t["name"])}, new: &[{", ".join(s(x) for x in t.get("new", []))}], properties: &[{pairs(t.get("properties", {}))}], static_properties: &[{pairs(t.get("static_properties", {}))}], '
               f'indexed: &[{", ".join(s(x) for x in t.get("indexed", []))}], methods: &[{pairs(t.get("methods", {}))}], static_methods: &[{pairs(t.get("static_methods", {}))}] }},')
sig += ["];", ""]
pathlib.Path("src/value/members/signatures.rs").write_text("\n".join(sig))
print(len(rows), "types")
