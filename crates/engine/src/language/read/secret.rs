//! Which names and texts look like secrets.

use super::pairs::Pairs;
use crate::language::Scope;
use crate::template::{Node, function};

/// The last words of names of secrets.
const WORDS: [&str; 8] = ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "SECRET_KEY", "PRIVATE_KEY", "SECRET_ACCESS_KEY"];

/// Whether the name of a variable, such as `DB_PASSWORD`, says that its value is a secret.
pub(crate) fn is_named_so(name: &str) -> bool {
    let name = name.to_uppercase();
    WORDS.iter().any(|word| name == *word || name.ends_with(&format!("_{word}")))
}

/// Further last words of names whose values no command shows. No rule complains of them: their values may be no secrets.
const SHY: [&str; 32] = [
    "ACCESS_KEY",
    "APIKEY",
    "ENCRYPTION_KEY",
    "LICENSE_KEY",
    "MASTER_KEY",
    "PSK",
    "SALT",
    "PWD",
    "PASS",
    "PASSPHRASE",
    "PASSWORDS",
    "CREDENTIAL",
    "CREDENTIALS",
    "CONNECTION_STRING",
    "AUTHORIZATION",
    "SHARED_KEY",
    "SIGNING_KEY",
    "ACCOUNT_KEY",
    "KEY_MATERIAL",
    "BASIC_AUTH",
    "CERT_KEY",
    "CRED",
    "CREDS",
    "HMAC",
    "INITIALIZATION_VECTOR",
    "JWT",
    "PASSCODE",
    "PAT",
    "PW",
    "SERVICE_ROLE_KEY",
    "SSH_KEY",
    "STRIPE_KEY",
];

/// Words that are written together with the one before: `PGPASSWORD`, `CLIENTSECRET`, `HTPASSWD`.
const GLUED: [&str; 5] = ["APIKEY", "PASSPHRASE", "PASSWD", "PASSWORD", "SECRET"];

/// Further last words of names in capitals, as programs read them from their environment. In other cases they are words of AWS:
/// `HttpTokens`, `Auth`.
const OF_ENVIRONMENT: [&str; 4] = ["AUTH", "DBPASS", "PEM", "TOKENS"];

/// Names that end as those of secrets do. Every tag has the first two; the third is the ARN of what answers for a custom resource, and the
/// others are of pages and requests.
const NO_SECRETS: [&str; 7] =
    ["Key", "Value", "ServiceToken", "NextToken", "ContinuationToken", "ClientRequestToken", "RequestToken"];

/// Whether a name of any kind says that its value is not to be shown: that of a property, a variable, a header, a parameter, a setting.
/// `ClientSecret`, `client_secret`, `X-Api-Key` and `/prod/db/password` do; `SecretArn`, `KeyId` and `TokenEndpoint` do not.
pub(crate) fn says_secret(name: &str) -> bool {
    if NO_SECRETS.contains(&name) || !may_end_so(name) {
        return false;
    }
    let words = words(name).to_uppercase().replace(['-', '.', '/', ' '], "_");
    let words = without_variant(&words);
    let ends = |word: &str| words.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with('_'));
    let is_of_environment = || name == name.to_uppercase() && OF_ENVIRONMENT.iter().any(|word| ends(word));
    let is_one = WORDS.iter().chain(&SHY).any(|word| ends(word)) || GLUED.iter().any(|word| words.ends_with(word));
    (is_one || is_of_environment()) && !words.ends_with("PUBLIC_KEY_MATERIAL")
}

/// Words behind the name of a secret that tell it from others: `DB_PASSWORD_RO`, `SECRET_KEY_BASE`, `TOKEN_2`.
const VARIANTS: [&str; 16] = [
    "B64",
    "BASE",
    "BASE64",
    "CURRENT",
    "DEV",
    "NEW",
    "NEXT",
    "OLD",
    "PLAINTEXT",
    "PREVIOUS",
    "PRIMARY",
    "PROD",
    "RO",
    "RW",
    "SECONDARY",
    "VALUE",
];

fn without_variant(words: &str) -> &str {
    let plain = without_number(words);
    let without =
        |words: &'_ str| VARIANTS.iter().find_map(|variant| words.strip_suffix(variant)?.strip_suffix('_').map(str::len));
    without(words).or_else(|| without(plain)).map_or(plain, |length| &words[..length])
}

fn without_number(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || "_-. ".contains(c))
}

/// The last letters of the words and of what can follow one: every name of a template is asked, and few end so.
const SECOND_LAST: Pairs = ends(1);
const THIRD_LAST: Pairs = ends(2);

const fn ends(before: usize) -> Pairs {
    let named = Pairs::NONE.with_ends(&WORDS, before).with_ends(&SHY, before).with_ends(&GLUED, before);
    named.with_ends(&OF_ENVIRONMENT, before).with_ends(&VARIANTS, before)
}

/// Whether the last letters may be those of one of the words. Of a name that is not ASCII, the capitals may be.
fn may_end_so(name: &str) -> bool {
    let may = |name: &str| match name.as_bytes() {
        [.., third, second, last] => SECOND_LAST.may_be(*last, *second) && THIRD_LAST.may_be(*last, *third),
        [second, last] => SECOND_LAST.may_be(*last, *second),
        _ => false,
    };
    may(name) || may(without_number(name)) || !name.is_ascii()
}

/// Whether the name of a property that AWS never shows again is about a secret: `SecretString`, but not `Code`.
pub(crate) fn mentions_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "secret", "token", "credential", "privatekey", "passphrase", "keymaterial", "presharedkey"]
        .iter()
        .any(|word| name.contains(word))
}

/// Whether the name of a parameter, such as `DbPassword`, says that its value is a secret. A `Secret` may be the name of one.
pub(crate) fn is_parameter_named_so(name: &str) -> bool {
    let words = words(name);
    is_named_so(&words) && !words.to_uppercase().ends_with("SECRET")
}

/// A name in which a `_` stands between words: `Db_Password` for `DbPassword`.
fn words(name: &str) -> String {
    let mut words = String::new();
    for (index, c) in name.char_indices() {
        let before = name[..index].chars().next_back();
        let is_first = name[index + c.len_utf8()..].starts_with(|next: char| next.is_ascii_lowercase());
        let after_word = before.is_some_and(|before| before.is_ascii_lowercase() || before.is_ascii_digit());
        let after_abbreviation = before.is_some_and(|before| before.is_ascii_uppercase()) && is_first;
        if c.is_ascii_uppercase() && (after_word || after_abbreviation) {
            words.push('_');
        }
        words.push(c);
    }
    words
}

/// The digits of a number that counts something are fewer: a longer one is a key.
const LONGEST_NUMBER: usize = 20;

/// Whether a text is long and plain enough to be a secret: no switch, number, path, ARN, address or reference.
pub(crate) fn could_be_secret(value: &str) -> bool {
    let references = ["arn:", "alias/", "http://", "https://", "/", "${", "{{resolve:"];
    let is_number = value.len() < LONGEST_NUMBER && value.parse::<f64>().is_ok();
    value.len() >= 6 && !is_number && !references.iter().any(|start| value.starts_with(start))
}

/// Whether a text switches something on or off.
pub(crate) fn is_flag(value: &str) -> bool {
    ["true", "false", "yes", "no", "on", "off"].iter().any(|flag| value.eq_ignore_ascii_case(flag))
}

/// Whether a text stands for one that somebody is to write, and says so: `xxxxxxxx`, `DUMMY_KEY`.
pub(crate) fn is_placeholder(value: &str) -> bool {
    let (mut letters, small) = (value.chars(), value.to_lowercase());
    let is_one_letter = letters.next().is_some_and(|first| letters.all(|letter| letter == first));
    is_one_letter || ["dummy", "example", "placeholder", "replace_me", "replaceme"].iter().any(|word| small.contains(word))
}

/// Whether a text is a credential by its form: an access key, a private key, an address with a password.
pub(crate) fn is_credential(value: &str) -> bool {
    let key_id = ["AKIA", "ASIA"].iter().any(|start| value.starts_with(start)) && value.len() == 20;
    let private_key = value.contains("-----BEGIN") && value.contains("PRIVATE KEY-----");
    key_id && value.bytes().all(|b| b.is_ascii_alphanumeric()) || private_key || has_password(value)
}

/// `scheme://user:password@host`, with a literal password.
fn has_password(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, _)) = authority.rsplit_once('@') else { return false };
    user.split_once(':').is_some_and(|(_, password)| !password.is_empty() && !password.contains(['$', '{', '<']))
}

/// The parameter that a node is a `Ref` of.
pub(crate) fn parameter<'a>(scope: &'a Scope<'a>, node: &'a Node) -> Option<(&'a str, &'a Node)> {
    let name = function::referred(node)?;
    Some((name, scope.section("Parameters")?.get(name)?))
}

/// Whether the value of a parameter is hidden wherever CloudFormation shows it.
pub(crate) fn is_hidden(parameter: &Node) -> bool {
    parameter.get("NoEcho").is_some_and(is_on)
}

/// Whether a `NoEcho` hides.
pub(crate) fn is_on(no_echo: &Node) -> bool {
    no_echo.scalar().is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

#[cfg(test)]
mod tests {
    use super::{is_credential, is_parameter_named_so, is_placeholder, says_secret};

    #[test]
    fn what_stands_for_a_secret_says_so() {
        assert!(["xxxxxxxx", "DUMMYEXAMPLEKEY", "replace_me"].into_iter().all(is_placeholder));
        assert!(!["correct-horse", "", "changeit"].into_iter().any(is_placeholder));
    }

    #[test]
    fn names_of_any_kind_are_read_by_their_words() {
        for name in [
            "MasterUserPassword",
            "client_secret",
            "X-Api-Key",
            "/prod/db/password",
            "AuthToken",
            "connection-string",
            "KeyMaterial",
            "DB_PASSWORD_RO",
            "SECRET_KEY_BASE",
            "TokenValue",
            "PRIVATE_KEY_B64",
            "password-2",
            "apikey",
            "NEW_RELIC_LICENSE_KEY",
            "PGPASSWORD",
            "CLIENTSECRET",
            "HTPASSWD",
            "REDISCLI_AUTH",
            "GITHUB_PAT",
            "TOKENS",
            "INITIALIZATION_VECTOR",
            "SSH_KEY",
        ] {
            assert!(says_secret(name), "{name}");
        }
        for name in [
            "SecretArn",
            "KeyId",
            "TokenEndpoint",
            "PublicKeyMaterial",
            "SecretName",
            "HttpTokens",
            "Compass",
            "KmsKeyId",
            "Database",
            "AccessKeyId",
            "Key2",
            "Auth",
            "COMPAT",
            "SORT_KEY",
        ] {
            assert!(!says_secret(name), "{name}");
        }
    }

    #[test]
    fn names_of_parameters_are_read_by_their_words() {
        for name in ["DbPassword", "DBPassword", "Password", "GitHubToken", "DatadogApiKey", "API_KEY", "password"] {
            assert!(is_parameter_named_so(name), "{name}");
        }
        for name in ["DbPasswordArn", "DatabaseSecret", "KeyName", "Tokens", "PasswordLength", "Key", "é"] {
            assert!(!is_parameter_named_so(name), "{name}");
        }
    }

    #[test]
    fn credentials_have_a_form() {
        assert!(is_credential("AKIAIOSFODNN7EXAMPLE"));
        assert!(is_credential("postgres://root:hunter2@db:5432/app"));
        assert!(!is_credential("postgres://root:${Password}@db:5432/app"));
        assert!(!is_credential("AKIA"));
    }
}
