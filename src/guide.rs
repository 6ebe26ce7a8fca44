//! The guide, a page for each question: `docs/guide/` of the repository, with its code compiled and run as tests.

/// Where the pages lead: to each other here, and to the repository for the rest. A page names the files beside it at its end; the first
/// definition of a link counts.
macro_rules! pages {
    ($($name:ident $file:literal;)*) => {
        $(
            #[doc = concat!(
                "[many-accounts]: many_accounts\n[migration]: migration\n",
                "[from-cdk]: from_cdk\n[from-yaml]: from_yaml\n[from-copilot]: from_copilot\n",
                "[adopt]: ", env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/adopt.md\n",
                "[artifacts]: ", env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/artifacts.md\n",
                "[deploy-role]: ", env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/deploy-role.md\n",
                "[import]: ", env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/import.md\n",
            )]
            #[doc = include_str!(concat!("../docs/guide/", $file))]
            pub mod $name {}
        )*
    };
}

pages! {
    first_stack "first-stack.md";
    environments "environments.md";
    many_accounts "many-accounts.md";
    links "links.md";
    parameters "parameters.md";
    policies "policies.md";
    data "data.md";
    escape_hatches "escape-hatches.md";
    tests "tests.md";
    constructs "constructs.md";
    migration "migration.md";
    from_cdk "from-cdk.md";
    from_yaml "from-yaml.md";
    from_copilot "from-copilot.md";
}
