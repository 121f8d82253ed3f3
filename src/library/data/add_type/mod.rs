//! `Add-Type`: assemblies that are always here, and types of C# that hold data.

mod csharp;

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{BlockInvocation, EngineContext};
use crate::entry;
use crate::library::files::encoding::{encoding_of, text_of};
use crate::library::files::place;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Add",
    noun: "Type",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes types of C#, or says that an assembly is there.",
    description: "Nothing is compiled here: enumerations, and classes of fields, automatic properties and constructors that set them, are made as the script's own types. All other C# (methods, native functions, base classes) is refused. The assemblies of .NET that the types here come from are always loaded; one that is not there is an error.",
    parameters: parameters::ADD_TYPE,
    default_set: parameters::ADD_TYPE_DEFAULT,
    examples: &[
        Example::new(
            "A class of data",
            "Add-Type -TypeDefinition 'public class Seat { public string Upn { get; set; } public int Minutes; }'\n$s = [Seat]::new(); $s.Upn = 'ana@contoso.com'; $s.Upn",
            "ana@contoso.com\n",
        ),
        Example::new("An assembly that scripts name", "Add-Type -AssemblyName System.Web", ""),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, AddType);

/// Assemblies whose types are here as far as they are; in lower case.
#[rustfmt::skip]
const ASSEMBLIES: &[&str] = &[
    "microsoft.csharp", "microsoft.visualbasic", "mscorlib", "netstandard", "system", "system.collections", "system.collections.concurrent",
    "system.componentmodel.dataannotations", "system.console", "system.core", "system.data", "system.io.compression",
    "system.io.compression.filesystem", "system.linq", "system.management.automation", "system.net", "system.net.http", "system.net.mail",
    "system.numerics", "system.runtime", "system.runtime.serialization", "system.security", "system.security.cryptography",
    "system.text.encoding", "system.text.json", "system.text.regularexpressions", "system.threading", "system.web", "system.web.httputility",
    "system.xml", "system.xml.linq",
];

/// Sources whose types the session has.
#[derive(Default)]
struct Added(Vec<Rc<str>>);

#[derive(Default)]
struct AddType;

fn refused(message: impl AsRef<str>, id: &str, category: Category, target: Value) -> Raise {
    ErrorRecord::new(TypeId::NOT_SUPPORTED_EXCEPTION, message, id, category, target).into()
}

impl Cmdlet for AddType {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        for name in ctx.call.texts("AssemblyName").unwrap_or_default() {
            // `System.Web, Version=4.0.0.0, …` names one, too.
            let plain = name.split(',').next().unwrap_or("").trim().to_ascii_lowercase();
            if !ASSEMBLIES.contains(&plain.strip_suffix(".dll").unwrap_or(&plain)) {
                let message = format!("Cannot add type. The assembly '{name}' could not be found.");
                let record = ErrorRecord::new(TypeId::EXCEPTION, message, "ASSEMBLY_NOT_FOUND", Category::ObjectNotFound, Value::Str(name));
                return Err(ctx.raise(record));
            }
        }
        if ctx.call.has("MemberDefinition") {
            let message = "Members of C# (-MemberDefinition) cannot be compiled here.";
            return Err(refused(message, "CSharpNotSupported", Category::NotImplemented, Value::Null));
        }
        for name in ["OutputAssembly", "CompilerOptions"] {
            if ctx.call.has(name) {
                let message = format!("The parameter {name} cannot be used: nothing is compiled here.");
                return Err(refused(message, "CSharpNotSupported", Category::NotImplemented, Value::Null));
            }
        }
        let mut sources: Vec<Rc<str>> = ctx.call.text("TypeDefinition").into_iter().collect();
        let is_literal = ctx.call.has("LiteralPath");
        for path in ctx.call.texts(if is_literal { "LiteralPath" } else { "Path" }).unwrap_or_default() {
            for file in place::files_of(ctx.engine(), &path, is_literal)? {
                if file.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("cs")) {
                    let message = format!("The file '{}' cannot be loaded: only C# source (.cs) is read here.", file.display());
                    return Err(refused(message, "AssemblyNotSupported", Category::NotImplemented, Value::str(file.to_string_lossy())));
                }
                let bytes = std::fs::read(&file).map_err(|error| crate::library::files::write_file::open_error(&file, &error))?;
                sources.push(Rc::from(text_of(&bytes, encoding_of(None)?)));
            }
        }
        for source in sources {
            // The same source again is the same types.
            if !ctx.call.flag("PassThru") && ctx.engine().extension::<Added>().0.contains(&source) {
                continue;
            }
            self.define(ctx, &source)?;
        }
        Ok(())
    }
}

impl AddType {
    fn define(&self, ctx: &mut Context<'_>, source: &str) -> Run {
        let types = csharp::read(source).map_err(|problem| {
            let message = format!("Cannot add type: {problem}. Only enumerations and classes of data can be made of C# here.");
            refused(message, "CSharpNotSupported", Category::NotImplemented, Value::Null)
        })?;
        let taken = types.iter().find(|made| ctx.engine().find_type(&made.full_name).is_some());
        if let Some(taken) = taken {
            let message = format!("Cannot add type. The type name '{}' already exists.", taken.full_name);
            let target = Value::from(taken.full_name.clone());
            let record = ErrorRecord::new(TypeId::EXCEPTION, message, "TYPE_ALREADY_EXISTS", Category::InvalidOperation, target);
            return Err(ctx.raise(record));
        }
        ctx.engine().extension::<Added>().0.push(Rc::from(source));
        let text: String = types.iter().map(|made| made.script.as_str()).collect();
        let engine = ctx.engine();
        let block = engine.script_block_from(&text, None)?;
        let mut items: Vec<Value> = Vec::new();
        engine.invoke(&block, BlockInvocation { dotted: true, ..BlockInvocation::default() }, &mut items)?;
        for made in &types {
            let Some(id) = engine.find_type(&made.name) else { continue };
            // The session has them, whoever asked for them.
            let mut tables = engine.global.top.tables_mut();
            tables.types.insert(made.name.to_lowercase(), id);
            tables.types.insert(made.full_name.to_lowercase(), id);
        }
        if ctx.call.flag("PassThru") {
            for made in &types {
                if let Some(id) = ctx.engine().find_type(&made.name) {
                    ctx.write(Value::Type(id))?;
                }
            }
        }
        Ok(())
    }
}
