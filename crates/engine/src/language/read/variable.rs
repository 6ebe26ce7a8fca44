//! The environment variables that containers and functions of a template get.

use super::property::Property;
use super::resource::Resource;

/// The types of functions that have variables.
pub(crate) const FUNCTIONS: [&str; 2] = ["AWS::Lambda::Function", "AWS::Serverless::Function"];

/// A variable.
pub(crate) struct Variable<'a> {
    /// Its name, if it is literal.
    pub name: Option<String>,
    /// Where its name stands.
    pub named: Property<'a>,
    /// Its value; for a secret, what it is read from.
    pub value: Property<'a>,
    /// Whether it is a secret of a container.
    pub is_secret: bool,
}

/// Every variable that a list may turn out to have.
pub(super) fn of_list<'a>(list: &Property<'a>, value: &'static str, is_secret: bool) -> Vec<Variable<'a>> {
    let variable = |item: &Property<'a>| {
        let named = item.get("Name");
        Variable { name: named.text(), named, value: item.get(value), is_secret }
    };
    list.every_item().iter().map(variable).collect()
}

/// Every variable that a function may turn out to have.
pub(crate) fn of_function<'a>(function: &Resource<'a>) -> Vec<Variable<'a>> {
    let maps = function.properties.at(&["Environment", "Variables"]).cases();
    let variable = |map: &Property<'a>, name: &'a str| {
        let value = map.get(name);
        Variable { name: Some(name.to_owned()), named: value.clone(), value, is_secret: false }
    };
    let of_map =
        |map: &Property<'a>| map.keys().unwrap_or_default().into_iter().map(|name| variable(map, name)).collect::<Vec<_>>();
    maps.iter().flat_map(of_map).collect()
}
