//! FW720: a client of a user pool that does not wait for its identity provider.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource::{self, Dependencies};

pub(crate) const RULE: Rule = Rule {
    code: "FW720",
    severity: Severity::Warning,
    what: "Finds a client of a user pool with an identity provider of the template that it does not depend on.",
    why: "Cognito refuses a client whose provider is not there yet: `The provider … does not exist for User Pool`. CloudFormation makes both at once.",
    example: "`SupportedIdentityProviders: [Google]` beside the provider `Google`, and no `DependsOn`",
    fix: "refer to the provider, whose `Ref` is its name, or add it to `DependsOn`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolidentityprovider.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let providers = resource::of_type(scope, "AWS::Cognito::UserPoolIdentityProvider");
    if providers.is_empty() {
        return;
    }
    let dependencies = Dependencies::of(scope.template());
    for client in resource::of_type(scope, "AWS::Cognito::UserPoolClient") {
        let pool = client.properties.get("UserPoolId").identity();
        let waits = dependencies.all(client.id);
        for named in client.properties.get("SupportedIdentityProviders").every_item() {
            let Some(name) = named.text() else { continue };
            let provider = providers.iter().find(|provider| {
                let is_it = provider.properties.get("ProviderName").is(&name);
                is_it && provider.properties.get("UserPoolId").identity() == pool && resource::coexist(provider, &client)
            });
            let Some(provider) = provider.filter(|provider| !waits.contains(provider.id)) else { continue };
            let message = format!("`{}` does not wait for the provider `{name}`, which `{}` makes", client.id, provider.id);
            let help = format!("write `!Ref {}` for the name, or add `DependsOn: {}`", provider.id, provider.id);
            named.report(context, rule.finding(message).help(help).related(provider.location, "the provider"));
        }
    }
}
