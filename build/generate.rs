//! Writes the registration tables, `registry.rs`, from what the stubs declare.
//!
//! The types of the tables (`ClassDef`, `FunctionDef`, ...) are the crate's own, in `zend::registry`; here they are
//! only filled in. Numbers of the engine (type bits, flags) are the same in every PHP version from 8.1 to 8.5.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use crate::lexer::{Error, Place};
use crate::names::{code, rust_name, short, upper_snake};
use crate::parser::{Class, Function, Parameter, Stubs};
use crate::render::{
    FLAGS, TYPE_BITS, c_string, constant_def, join_flags, modifier_flags, option, return_mask,
    type_def, value,
};

/// The text of `registry.rs`, or what is wrong with the stubs.
pub fn generate(stubs: &Stubs) -> Result<String, Error> {
    let classes = parents_first(&stubs.classes)?;
    refuse_duplicates(stubs)?;
    let mut generator = Generator {
        stubs,
        handlers: String::new(),
        names: HashSet::new(),
    };

    let mut tables = String::new();
    generator.classes(&mut tables, &classes)?;
    generator.functions(&mut tables, "FUNCTIONS", "The functions.", false)?;
    generator.functions(
        &mut tables,
        "SHORT_FUNCTIONS",
        "The functions under their short names.",
        true,
    )?;
    generator.aliases(&mut tables)?;
    generator.constants(&mut tables);

    let mut out = String::from("// Written by build.rs from stubs/*.php: change those.\n\n");
    out += "#[allow(unused_imports)]\nuse crate::zend::registry::*;\n\n";
    let numbers = TYPE_BITS
        .iter()
        .map(|(_, name, bits)| (name, bits))
        .chain(FLAGS.iter().map(|(name, bits)| (name, bits)));
    for (name, bits) in numbers.filter(|(name, _)| tables.contains(*name)) {
        let _ = writeln!(out, "const {name}: u32 = {bits:#x};");
    }
    out.push('\n');
    out += &tables;
    out += "/// What the engine calls: one function each, which counts arguments and calls the implementation.\n";
    out += "#[allow(non_snake_case)]\nmod handler {\n    use ext_php_rs::ffi::{zend_execute_data, zval};\n\n";
    out += &generator.handlers;
    out += "}\n\n";
    slots(&mut out, &classes);
    Ok(out)
}

/// Constants of PHP itself that stubs use as defaults.
const ENGINE_CONSTANTS: &[&str] = &[
    "AF_INET",
    "DEBUG_BACKTRACE_PROVIDE_OBJECT",
    "DNS_ANY",
    "IPPROTO_IP",
    "LOCK_EX",
    "PHP_INT_MAX",
    "SIGTERM",
    "SOCK_DGRAM",
    "SOCK_STREAM",
    "SORT_REGULAR",
    "SORT_STRING",
    "STREAM_IPPROTO_TCP",
];

struct Generator<'a> {
    stubs: &'a Stubs,
    handlers: String,
    /// The handlers written so far.
    names: HashSet<String>,
}

impl Generator<'_> {
    fn classes(&mut self, out: &mut String, classes: &[&Class]) -> Result<(), Error> {
        out.push_str("/// The classes, parents before their children.\npub static CLASSES: &[ClassDef] = &[\n");
        for class in classes {
            let mut flags = Vec::new();
            flags.extend(class.is_final.then_some("ACC_FINAL"));
            flags.extend(class.is_abstract.then_some("ACC_ABSTRACT"));
            flags.extend(class.not_serializable.then_some("ACC_NOT_SERIALIZABLE"));
            flags.extend(
                class
                    .dynamic_properties
                    .then_some("ACC_ALLOW_DYNAMIC_PROPERTIES"),
            );
            let create = match (&class.state, &class.module) {
                (None, _) => "None".to_owned(),
                (Some(state), Some(module)) => {
                    format!("Some(crate::zend::native::create::<crate::{module}::{state}>)")
                }
                (Some(_), None) => {
                    return Err(class
                        .place
                        .error("@state needs @rust, the module of the type"));
                }
            };
            let interfaces: Vec<_> = class.interfaces.iter().map(|name| c_string(name)).collect();
            let _ = writeln!(out, "    ClassDef {{");
            let _ = writeln!(out, "        name: {},", c_string(&class.name));
            let _ = writeln!(
                out,
                "        slot: &class::{},",
                upper_snake(short(&class.name))
            );
            let _ = writeln!(
                out,
                "        parent: {},",
                option(class.parent.as_deref().map(c_string))
            );
            let _ = writeln!(out, "        interfaces: &[{}],", interfaces.join(", "));
            let _ = writeln!(out, "        flags: {},", join_flags(&flags));
            out.push_str("        constants: &[\n");
            for constant in &class.constants {
                constant_def(out, "            ", constant);
            }
            out.push_str("        ],\n        properties: &[\n");
            for property in &class.properties {
                if property.modifiers.is_static || property.modifiers.is_final {
                    return Err(property
                        .place
                        .error("properties are neither static nor final"));
                }
                let _ = writeln!(
                    out,
                    "            PropertyDef {{ name: {:?}, default: {}, flags: {} }},",
                    property.name,
                    value(&property.default),
                    modifier_flags(&property.modifiers)
                );
            }
            out.push_str("        ],\n        methods: &[\n");
            for method in &class.methods {
                let implementation = self.implementation(Some(class), method, 0)?;
                let handler = format!("{}__{}", class.name.replace('\\', "_"), method.name);
                self.function_def(
                    out,
                    "            ",
                    method,
                    &method.name,
                    &handler,
                    &implementation,
                )?;
            }
            let _ = writeln!(out, "        ],\n        create: {create},");
            let _ = writeln!(
                out,
                "        uninstantiable: {},\n    }},",
                class.uninstantiable
            );
        }
        out.push_str("];\n\n");
        Ok(())
    }

    fn functions(
        &mut self,
        out: &mut String,
        table: &str,
        doc: &str,
        is_short: bool,
    ) -> Result<(), Error> {
        let _ = writeln!(out, "/// {doc}\npub static {table}: &[FunctionDef] = &[");
        for function in self
            .stubs
            .functions
            .iter()
            .filter(|f| f.is_short == is_short)
        {
            let implementation = self.implementation(None, function, 0)?;
            let handler = function.name.replace('\\', "_");
            self.function_def(
                out,
                "    ",
                function,
                &function.name,
                &handler,
                &implementation,
            )?;
        }
        out.push_str("];\n\n");
        Ok(())
    }

    fn aliases(&self, out: &mut String) -> Result<(), Error> {
        out.push_str(
            "/// The short names of classes.\npub static SHORT_ALIASES: &[AliasDef] = &[\n",
        );
        for alias in &self.stubs.aliases {
            if !self
                .stubs
                .classes
                .iter()
                .any(|class| class.name == alias.class)
            {
                return Err(alias
                    .place
                    .error(format_args!("there is no class {}", alias.class)));
            }
            let (name, class) = (c_string(&alias.alias), c_string(&alias.class));
            let _ = writeln!(out, "    AliasDef {{ alias: {name}, class: {class} }},");
        }
        out.push_str("];\n\n");
        Ok(())
    }

    fn constants(&self, out: &mut String) {
        out.push_str("/// The global constants.\npub static CONSTANTS: &[ConstantDef] = &[\n");
        for constant in &self.stubs.constants {
            constant_def(out, "    ", constant);
        }
        out.push_str("];\n\n");
    }

    /// The Rust path of the function behind a PHP one. `depth` counts aliases of aliases.
    fn implementation(
        &self,
        class: Option<&Class>,
        function: &Function,
        depth: u32,
    ) -> Result<String, Error> {
        if let Some(target) = &function.alias {
            if depth > 3 {
                return Err(function
                    .place
                    .error("@implementation-alias goes in a circle"));
            }
            let Some((class, function)) = self.find(class, target) else {
                return Err(function
                    .place
                    .error(format_args!("@implementation-alias: there is no {target}")));
            };
            return self.implementation(class, function, depth + 1);
        }
        let module = function
            .module
            .as_ref()
            .or(class.and_then(|class| class.module.as_ref()));
        let Some(module) = module else {
            return Err(function.place.error(
                "nothing says where the implementation is: @rust or @implementation-alias",
            ));
        };
        let base = function.name.rsplit('\\').next().unwrap_or(&function.name);
        Ok(format!("crate::{module}::{}", rust_name(base)))
    }

    /// What `@implementation-alias` names: `method` of the same class, `Class::method` or `function`.
    fn find(&self, class: Option<&Class>, target: &str) -> Option<(Option<&Class>, &Function)> {
        let (class, name) = match target.split_once("::") {
            Some((class, method)) => (
                Some(self.stubs.classes.iter().find(|c| c.name == class)?),
                method,
            ),
            None => (
                None.or(class
                    .and_then(|class| self.stubs.classes.iter().find(|c| c.name == class.name))),
                target,
            ),
        };
        match class {
            Some(class) => Some((
                Some(class),
                class.methods.iter().find(|method| method.name == name)?,
            )),
            None => Some((
                None,
                self.stubs
                    .functions
                    .iter()
                    .find(|function| function.name == name)?,
            )),
        }
    }

    fn function_def(
        &mut self,
        out: &mut String,
        indent: &str,
        function: &Function,
        name: &str,
        handler: &str,
        implementation: &str,
    ) -> Result<(), Error> {
        let required = self.required(&function.parameters)?;
        let variadic = function
            .parameters
            .iter()
            .any(|parameter| parameter.variadic);
        let max = if variadic {
            "u32::MAX".to_owned()
        } else {
            function.parameters.len().to_string()
        };
        self.handler(function, handler, required, &max, implementation)?;

        let _ = writeln!(out, "{indent}FunctionDef {{");
        let _ = writeln!(out, "{indent}    name: {},", c_string(name));
        let _ = writeln!(out, "{indent}    handler: handler::{handler},");
        let _ = writeln!(out, "{indent}    args: &[");
        for parameter in &function.parameters {
            let no_type = "TypeDef { class: None, mask: 0 }".to_owned();
            let _ = writeln!(
                out,
                "{indent}        ArgDef {{ name: {}, ty: {}, default: {}, by_ref: {}, variadic: {} }},",
                c_string(&parameter.name),
                parameter.ty.as_ref().map_or(Ok(no_type), type_def)?,
                option(parameter.default.as_deref().map(c_string)),
                parameter.by_ref,
                parameter.variadic
            );
        }
        let returns = function.returns.as_ref().map(type_def).transpose()?;
        let _ = writeln!(out, "{indent}    ],");
        let _ = writeln!(out, "{indent}    required: {required},");
        let _ = writeln!(out, "{indent}    returns: {},", option(returns));
        let _ = writeln!(
            out,
            "{indent}    flags: {},",
            modifier_flags(&function.modifiers)
        );
        let _ = writeln!(out, "{indent}}},");
        Ok(())
    }

    fn handler(
        &mut self,
        function: &Function,
        handler: &str,
        required: usize,
        max: &str,
        implementation: &str,
    ) -> Result<(), Error> {
        if !self.names.insert(handler.to_owned()) {
            return Err(function.place.error(format_args!(
                "a second function would become {handler} in Rust"
            )));
        }
        let returns = return_mask(function.returns.as_ref());
        let _ = write!(
            self.handlers,
            "    pub(super) unsafe extern \"C\" fn {handler}(ex: *mut zend_execute_data, ret: *mut zval) {{
        // SAFETY: the engine calls handlers with the frame of the call and the slot of its result.
        unsafe {{ crate::zend::dispatch(ex, ret, {required}, {max}, {returns:#x}, {implementation}) }}
    }}\n\n"
        );
        Ok(())
    }

    /// How many arguments a caller has to give; checks the order of parameters and the defaults' constants.
    fn required(&self, parameters: &[Parameter]) -> Result<usize, Error> {
        let optional = |parameter: &Parameter| parameter.default.is_some() || parameter.variadic;
        let required = parameters
            .iter()
            .take_while(|parameter| !optional(parameter))
            .count();
        for (index, parameter) in parameters.iter().enumerate() {
            if index >= required && !optional(parameter) {
                return Err(parameter
                    .place
                    .error("a required parameter after an optional one"));
            }
            if parameter.variadic && index + 1 < parameters.len() {
                return Err(parameter.place.error("a parameter after a variadic one"));
            }
            let Some(default) = &parameter.default else {
                continue;
            };
            let is_constant = default.starts_with(|c: char| c.is_ascii_uppercase())
                && default
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
            if is_constant
                && !ENGINE_CONSTANTS.contains(&default.as_str())
                && !self
                    .stubs
                    .constants
                    .iter()
                    .any(|constant| constant.name == *default)
            {
                return Err(parameter
                    .place
                    .error(format_args!("there is no constant {default}")));
            }
        }
        Ok(required)
    }
}

/// The modules `class` (one [`ClassSlot`] a class) and `slot` (where each property stands in its object).
fn slots(out: &mut String, classes: &[&Class]) {
    out.push_str("/// The registered classes, one slot each.\npub mod class {\n    use super::ClassSlot;\n\n");
    for class in classes {
        let name = upper_snake(short(&class.name));
        let _ = writeln!(
            out,
            "    /// {}\n    pub static {name}: ClassSlot = ClassSlot::new();",
            code(&class.name)
        );
    }
    out.push_str("}\n\n/// The index of each property in the property table of its class's objects.\npub mod slot {\n");
    let mut tables: HashMap<&str, Vec<&str>> = HashMap::new();
    for class in classes {
        let mut table = match &class.parent {
            None => Vec::new(),
            Some(parent) => match tables.get(parent.as_str()) {
                Some(inherited) => inherited.clone(),
                // Below a class of the engine the indices are the engine's business.
                None => continue,
            },
        };
        for property in &class.properties {
            if !table.contains(&property.name.as_str()) {
                table.push(&property.name);
            }
        }
        if !table.is_empty() {
            let module = upper_snake(short(&class.name)).to_ascii_lowercase();
            let _ = writeln!(
                out,
                "    /// {}\n    pub mod {module} {{",
                code(&class.name)
            );
            for (index, property) in table.iter().enumerate() {
                let name = upper_snake(property);
                let _ = writeln!(
                    out,
                    "        /// `${property}`\n        pub const {name}: usize = {index};"
                );
            }
            out.push_str("    }\n\n");
        }
        tables.insert(&class.name, table);
    }
    out.push_str("}\n");
}

/// The classes in an order in which each comes after its parent.
fn parents_first(classes: &[Class]) -> Result<Vec<&Class>, Error> {
    let mut sorted: Vec<&Class> = Vec::new();
    let mut waiting: Vec<&Class> = classes.iter().collect();
    while let Some(first) = waiting.first() {
        let place = first.place.clone();
        let (ready, rest): (Vec<_>, Vec<_>) = waiting.iter().partition(|class| {
            !waiting
                .iter()
                .any(|other| Some(&other.name) == class.parent.as_ref())
        });
        if ready.is_empty() {
            return Err(place.error("the class inherits from itself"));
        }
        sorted.extend(ready);
        waiting = rest;
    }
    Ok(sorted)
}

fn refuse_duplicates(stubs: &Stubs) -> Result<(), Error> {
    fn check<'a>(
        what: &str,
        names: impl Iterator<Item = (&'a String, &'a Place)>,
    ) -> Result<(), Error> {
        let mut seen = HashSet::new();
        for (name, place) in names {
            if !seen.insert(name.to_ascii_lowercase()) {
                return Err(place.error(format_args!("{what} {name} is declared twice")));
            }
        }
        Ok(())
    }
    let classes = stubs
        .classes
        .iter()
        .map(|class| (&class.name, &class.place));
    check(
        "the class",
        classes.chain(
            stubs
                .aliases
                .iter()
                .map(|alias| (&alias.alias, &alias.place)),
        ),
    )?;
    check(
        "the function",
        stubs
            .functions
            .iter()
            .map(|function| (&function.name, &function.place)),
    )?;
    check(
        "the constant",
        stubs
            .constants
            .iter()
            .map(|constant| (&constant.name, &constant.place)),
    )?;
    for class in &stubs.classes {
        check(
            "the method",
            class
                .methods
                .iter()
                .map(|method| (&method.name, &method.place)),
        )?;
        check(
            "the property",
            class
                .properties
                .iter()
                .map(|property| (&property.name, &property.place)),
        )?;
        check(
            "the constant",
            class
                .constants
                .iter()
                .map(|constant| (&constant.name, &constant.place)),
        )?;
    }
    Ok(())
}
