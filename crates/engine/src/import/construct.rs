//! Constructs: the expressions that make resources, with arguments that are written as the template has them.

use super::code::{Code, Item};
use super::given::{Call, Expression, Output, Recognized};
use super::kind::Kind;
use super::resource::handle_type;
use super::types::Typed;
use super::writer::{Element, Writer, key};

/// The variable of the network.
pub(super) const NETWORK: &str = "Networks/network";

/// The type of the network's variable.
pub(super) const NETWORK_TYPE: &str = "constructs::Network";

impl Writer {
    /// A function that is called; nothing where an argument cannot be written.
    pub(super) fn made(&mut self, call: &Call) -> Option<Code> {
        let code = Code::path_call(call.path, self.expressions(&call.arguments)?);
        call.calls.iter().try_fold(code, |code, (method, arguments)| Some(code.then(method, self.expressions(arguments)?)))
    }

    fn expressions(&mut self, expressions: &[Expression]) -> Option<Vec<Code>> {
        expressions.iter().map(|expression| self.expression(expression)).collect()
    }

    fn expression(&mut self, expression: &Expression) -> Option<Code> {
        Some(match expression {
            Expression::Literal(text) => Code::atom(text),
            Expression::Path(path) => Code::Path(path.clone()),
            Expression::Value(node, kind) => self.value(node, &Kind::parse(kind, "", "", &|_| false)).code,
            Expression::OneOrMany(node) => self.one_or_many(node)?,
            Expression::Statement(node) => self.statement(node.as_map()?)?,
            Expression::Principal(node) => self.principal(node)?,
            Expression::Variable(id, ty) => {
                let (key, is_of_type) = self.variable_of(id, ty)?;
                is_of_type.then_some(Code::Borrowed(Box::new(Code::Element(key))))?
            }
            Expression::Network => {
                self.elements.contains_key(NETWORK).then(|| Code::Borrowed(Box::new(Code::Element(NETWORK.to_owned()))))?
            }
            Expression::Call(call) => self.made(call)?,
            Expression::Many(brackets, items) => {
                Code::Many(*brackets, self.expressions(items)?.into_iter().map(Item::from).collect())
            }
        })
    }

    /// The variable that a construct or resource of an id is in, and whether it is of this type.
    fn variable_of(&self, id: &str, ty: &str) -> Option<(String, bool)> {
        let (made, own) = (made_key(id), key("Resources", id));
        match (self.elements.get(&made), self.elements.get(&own)) {
            (Some(Element::Made(is)), _) => Some((made, *is == ty)),
            (_, Some(Element::Resource(typed))) => Some((own, handle_type(typed.as_deref()) == ty)),
            _ => None,
        }
    }

    /// Notes what a construct returned: the key and the type of its variable, where it has one.
    pub(super) fn note_output(&mut self, recognized: &Recognized) -> Option<(String, String)> {
        let (element_key, element, ty) = match &recognized.output {
            Output::Handle(resource_type) => {
                let typed = self.types.get(resource_type)?;
                let ty = handle_type(Some(&typed));
                (key("Resources", &recognized.id), Element::Resource(Some(typed)), ty)
            }
            Output::Struct(ty, handles) => {
                let whole = made_key(&recognized.id);
                for (id, field, resource_type) in handles {
                    let field = self.types.get(resource_type).map(|typed| Element::Field(whole.clone(), field, typed));
                    self.elements.extend(field.map(|field| (key("Resources", id), field)));
                }
                (whole, Element::Made(ty), (*ty).to_owned())
            }
        };
        self.elements.insert(element_key.clone(), element);
        Some((element_key, ty))
    }

    /// The handle of a resource, and its typed module where it has one.
    pub(super) fn handle(&self, key: &str) -> Option<(Code, Option<std::rc::Rc<Typed>>)> {
        match self.elements.get(key)? {
            Element::Resource(typed) => Some((Code::Element(key.to_owned()), typed.clone())),
            Element::Field(whole, field, typed) => {
                Some((Code::Field(Box::new(Code::Element(whole.clone())), field), Some(typed.clone())))
            }
            _ => None,
        }
    }
}

/// The key of what a construct returns, where that is no handle.
fn made_key(id: &str) -> String {
    format!("Constructs/{id}")
}
