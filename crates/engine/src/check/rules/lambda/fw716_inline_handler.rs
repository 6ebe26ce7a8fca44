//! FW716: a handler that inline code does not have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Piece;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "FW716",
    severity: Severity::Warning,
    what: "Finds a function with inline code whose `Handler` is in another file than `index`, or names a function that the code does not have.",
    why: "CloudFormation puts the code into a file that is called `index`: the function fails with every call.",
    example: "`Handler: lambda_function.lambda_handler` beside `ZipFile`",
    fix: "write `index.` and the name of the function in the code: `index.handler`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html",
    kind: RuleKind::Template(run),
};

/// The languages of inline code, how code of them looks that has functions for others to call, and what may add more of them.
const LANGUAGES: [(&str, &str, &[&str]); 2] = [
    ("nodejs", "exports", &["exports =", "exports=", "exports[", "assign("]),
    ("python", "def ", &["import *", "globals(", "setattr(", "exec("]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for function in resource::of_type(context.scope(), "AWS::Lambda::Function") {
        let handler = function.properties.get("Handler");
        let code = function.properties.at(&["Code", "ZipFile"]);
        // A layer may have the file.
        if !code.is_given() || !function.properties.get("Layers").is_absent() {
            continue;
        }
        let runtime = function.properties.get("Runtime").text().unwrap_or_default();
        let language = LANGUAGES.iter().find(|(language, ..)| runtime.starts_with(language));
        let (Some(name), Some((_, begin, more)), Some(text)) = (handler.text(), language, text(&code)) else { continue };
        let Some((file, name)) = name.rsplit_once('.') else { continue };
        let is_named = has_word(&text, name);
        // A handler in a folder is in code that a deployment brings later.
        let message = if file != "index" && is_named && !file.contains(['.', '/']) {
            format!("expected `index` before `.{name}`, found `{file}`: the code is in one file of that name")
        } else if file == "index" && !is_named && text.contains(begin) && !more.iter().any(|more| text.contains(more)) {
            format!("the inline code has no `{name}`")
        } else {
            // Code without any function stands in for what a pipeline brings later.
            continue;
        };
        handler.report(context, rule.finding(message).help(rule.fix).related(code.location(), "the code"));
    }
}

/// The code, with what only the deployment knows as a space; nothing where a parameter or another stack may bring more code.
fn text(code: &Property<'_>) -> Option<String> {
    let part = |piece: &Piece<'_>| match piece {
        Piece::Text(text) => Some(text.clone()),
        Piece::Call(call) => {
            let is_name = function::referred(call).is_some_and(|name| name.starts_with("AWS::"));
            (is_name || matches!(function::call(call), Some((function::GET_ATT, _)))).then(|| " ".to_owned())
        }
    };
    Some(code.parts().iter().map(part).collect::<Option<String>>()?).filter(|text| !text.is_empty())
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}
