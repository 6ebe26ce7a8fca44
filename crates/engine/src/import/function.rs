//! The intrinsic functions, each in the form in which it stands.

use super::code::Code;
use super::kind::Kind;
use super::literal;
use super::resource::handle_type;
use super::writer::{Element, Emit, Writer, key};
use crate::template::{Content, Map, Node, function};

/// What a handle has by itself, so that an attribute of this name is read by its name.
const HANDLE_METHODS: [&str; 12] = [
    "attribute",
    "build",
    "clone",
    "element",
    "elements",
    "get_att",
    "into_node",
    "into_typed",
    "into_value",
    "logical_id",
    "maybe",
    "reference",
];

impl Writer {
    /// A call where a kind is expected; nothing where the typed function does not write this form, or is of another kind.
    pub(super) fn call(&mut self, name: &str, argument: &Node, kind: &Kind) -> Option<Emit> {
        match name {
            function::REF => self.reference(argument.as_str()?, kind),
            function::GET_ATT => self.attribute(argument.as_list()?, kind),
            function::IF => self.choice(argument.as_list()?, kind),
            function::SELECT => self.select(argument.as_list()?, kind),
            function::FIND_IN_MAP => self.find(argument.as_list()?, kind),
            function::IMPORT_VALUE => {
                if let Some((_, link, given)) = self.links.iter().find(|(name, _, _)| name == argument).cloned() {
                    return self.linked(argument, link, &given, kind);
                }
                let name = self.value(argument, &Kind::Text);
                Some(Emit::anything(Code::call("import_value", [name.code])))
            }
            function::GET_STACK_OUTPUT => self.stack_output(argument.as_map()?),
            function::TRANSFORM => self.transform(argument.as_map()?),
            function::LENGTH if Kind::Integer.denotes(kind) => {
                let list = self.value(argument, &texts());
                Some(Emit::new(Code::call("length", [list.code]), "Value<Integer>"))
            }
            function::SPLIT | function::GET_AZS | function::CIDR if kind.takes_texts() => {
                Some(Emit::new(self.list_call(name, argument)?, "AnyList"))
            }
            function::SUB if kind.is_text() || *kind == Kind::Json => self.sub(argument),
            function::JOIN | function::BASE64 | function::TO_JSON_STRING if Kind::Text.denotes(kind) => {
                Some(Emit::new(self.text_call(name, argument)?, "Value<Text>"))
            }
            _ => None,
        }
    }

    /// A link to another stack: by the name that it has there, or by the expression that stands here.
    fn linked(&mut self, name: &Node, link: Code, given: &Kind, kind: &Kind) -> Option<Emit> {
        if !given.denotes(kind) {
            return None;
        }
        if name.as_str().is_some() {
            return Some(Emit::new(Code::Borrowed(Box::new(link)), format!("&Link<{given:?}>")));
        }
        let name = self.value(name, &Kind::Text).code;
        Some(Emit::new(link.then("by", [name]), format!("Value<{given:?}>")))
    }

    fn reference(&mut self, name: &str, kind: &Kind) -> Option<Emit> {
        if let Some(emit) = pseudo(name, kind) {
            return Some(emit);
        }
        let key = key("Resources", name);
        if let Some(Element::Parameter(given)) = self.elements.get(&key) {
            return given.denotes(kind).then(|| Emit::new(Code::Element(key), format!("ParameterHandle<{given:?}>")));
        }
        let Some((handle, typed)) = self.handle(&key) else {
            return Some(Emit::anything(Code::call("ref_", [Code::Atom(literal::escaped(name))])));
        };
        let given = typed.as_ref().map_or(Kind::Text, |typed| typed.reference());
        given.denotes(kind).then(|| Emit::new(handle, handle_type(typed.as_deref())))
    }

    fn attribute(&mut self, argument: &[Node], kind: &Kind) -> Option<Emit> {
        let [id, attribute] = argument else { return None };
        let id = id.as_str()?;
        let key = key("Resources", id);
        let (Some((handle, typed)), Some(name)) = (self.handle(&key), attribute.as_str()) else {
            let attribute = self.value(attribute, &Kind::Text);
            return Some(Emit::anything(Code::call("get_att", [Code::Atom(literal::escaped(id)), attribute.code])));
        };
        let known = typed.as_ref().and_then(|typed| typed.attribute(name));
        let (code, given) = match known.filter(|(method, _)| !HANDLE_METHODS.contains(&method.as_str())) {
            Some((method, given)) => (handle.then(&method, []), given),
            None => (handle.then("get_att::<Text>", [Code::Atom(literal::escaped(name))]), Kind::Text),
        };
        given.denotes(kind).then(|| Emit::new(code, format!("Value<{given:?}>")))
    }

    fn choice(&mut self, argument: &[Node], kind: &Kind) -> Option<Emit> {
        let [condition, then, otherwise] = argument else { return None };
        let key = key("Conditions", condition.as_str()?);
        if !self.elements.contains_key(&key) {
            return None;
        }
        let (then, otherwise) = (self.value(then, kind), self.value(otherwise, kind));
        let (ty, any) = (format!("If<{},{}>", then.ty, otherwise.ty), then.any && otherwise.any);
        let condition = Code::Borrowed(Box::new(Code::Element(key)));
        Some(Emit { any, ..Emit::new(Code::call("if_", [condition, then.code, otherwise.code]), ty) })
    }

    fn select(&mut self, argument: &[Node], kind: &Kind) -> Option<Emit> {
        let [index, list] = argument else { return None };
        let index = self.value(index, &Kind::Integer);
        let list = self.value(list, &Kind::List(Box::new(kind.clone())));
        let (ty, any) = (format!("Select<{}>", list.ty), list.any);
        Some(Emit { any, ..Emit::new(Code::call("select", [index.code, list.code]), ty) })
    }

    fn find(&mut self, argument: &[Node], kind: &Kind) -> Option<Emit> {
        let (map, top, second, rest) = match argument {
            [map, top, second, rest @ ..] => (map, top, second, rest),
            _ => return None,
        };
        let key = key("Mappings", map.as_str()?);
        if !self.elements.contains_key(&key) {
            return None;
        }
        let found = match kind {
            Kind::Text | Kind::Named(..) | Kind::Json => Kind::Text,
            Kind::Integer | Kind::Number | Kind::Bool => kind.clone(),
            Kind::List(item) if item.is_text() || **item == Kind::Json => texts(),
            _ => return None,
        };
        let keys = [self.value(top, &Kind::Text).code, self.value(second, &Kind::Text).code];
        // One text and a list of texts are told apart by the kind alone; elsewhere the place decides it.
        let find = if found == *kind { format!("find::<{}>", found.rust()?) } else { "find".to_owned() };
        let mut code = Code::Element(key).then(&find, keys);
        match rest {
            [] => {}
            [options] => {
                let default = options.as_map().filter(|map| map.len() == 1)?.get("DefaultValue")?;
                code = code.then("or", [self.value(default, &found).code]);
            }
            _ => return None,
        }
        Some(Emit::new(code, format!("Lookup<{found:?}>")))
    }

    fn sub(&mut self, argument: &Node) -> Option<Emit> {
        let (text, variables) = match &argument.content {
            Content::Text(text) => (text.as_ref(), None),
            Content::List(items) => match items.as_slice() {
                [text, variables] => (text.as_str()?, Some(variables.as_map().filter(|map| !map.is_empty())?)),
                _ => return None,
            },
            _ => return None,
        };
        let mut code = Code::call("sub", [literal::text(text)]);
        for (name, value) in variables.into_iter().flatten() {
            let comments = self.comments_at(name.location());
            let value = self.value(value, &Kind::Text);
            code = code.then_below(comments, "with", [Code::Atom(literal::escaped(name.as_str())), value.code]);
        }
        Some(Emit::new(code, "Sub"))
    }

    fn text_call(&mut self, name: &str, argument: &Node) -> Option<Code> {
        Some(match name {
            function::JOIN => {
                let [delimiter, items] = argument.as_list()? else { return None };
                let delimiter = Code::Atom(literal::escaped(delimiter.as_str()?));
                Code::call("join", [delimiter, self.value(items, &texts()).code])
            }
            function::BASE64 => Code::call("base64", [self.value(argument, &Kind::Text).code]),
            _ => Code::call("to_json_string", [self.json(argument).code]),
        })
    }

    fn list_call(&mut self, name: &str, argument: &Node) -> Option<Code> {
        Some(match name {
            function::SPLIT => {
                let [delimiter, text] = argument.as_list()? else { return None };
                let delimiter = Code::Atom(literal::escaped(delimiter.as_str()?));
                Code::call("split", [delimiter, self.value(text, &Kind::Text).code])
            }
            function::CIDR => {
                let [block, count, bits] = argument.as_list()? else { return None };
                let block = self.value(block, &Kind::Text).code;
                Code::call("cidr", [block, self.value(count, &Kind::Integer).code, self.value(bits, &Kind::Integer).code])
            }
            _ => Code::call("get_azs", [self.value(argument, &Kind::Text).code]),
        })
    }

    fn stack_output(&mut self, argument: &Map) -> Option<Emit> {
        let (stack, output) = (argument.get("StackName")?, argument.get("OutputName")?);
        let arguments = [self.value(stack, &Kind::Text).code, self.value(output, &Kind::Text).code];
        let mut code = Code::call("get_stack_output", arguments);
        for (name, value) in argument {
            let method = match name.as_str() {
                "StackName" | "OutputName" => continue,
                "Region" => "region",
                "RoleArn" => "role_arn",
                _ => return None,
            };
            code = code.then(method, [self.value(value, &Kind::Text).code]);
        }
        Some(Emit { any: true, ..Emit::new(code, "StackOutput") })
    }

    fn transform(&mut self, argument: &Map) -> Option<Emit> {
        let (name, parameters) = (argument.get("Name")?.as_str()?, argument.get("Parameters")?);
        let whole = argument.len() == 2;
        let parameters = self.json(parameters).code;
        whole.then(|| Emit::anything(Code::call("transform", [Code::Atom(literal::escaped(name)), parameters])))
    }
}

fn texts() -> Kind {
    Kind::List(Box::new(Kind::Text))
}

fn pseudo(name: &str, kind: &Kind) -> Option<Emit> {
    let function = match name {
        "AWS::NoValue" => return Some(Emit::anything(Code::call("no_value", []))),
        "AWS::NotificationARNs" if texts().denotes(kind) => {
            return Some(Emit::new(Code::call("pseudo::notification_arns", []), "Value<List<Text>>"));
        }
        "AWS::AccountId" => "account_id",
        "AWS::Region" => "region",
        "AWS::Partition" => "partition",
        "AWS::StackId" => "stack_id",
        "AWS::StackName" => "stack_name",
        "AWS::URLSuffix" => "url_suffix",
        _ => return None,
    };
    let code = Code::call(&format!("pseudo::{function}"), []);
    Kind::Text.denotes(kind).then(|| Emit::new(code, "Value<Text>"))
}
