//! The faults that a transform lists in one message, each with the resource that has it.

/// How the transform of SAM begins each: `Resource with id [Orders] is invalid. …`.
const START: &str = "Resource with id [";

/// A fault of one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The logical id.
    pub of: String,
    /// What is wrong with it.
    pub what: String,
}

/// The faults that a message lists.
pub fn faults(message: &str) -> Vec<Fault> {
    let fault = |part: &str| {
        let (of, rest) = part.split_once(']')?;
        let rest = rest.trim_start().strip_prefix("is invalid.").unwrap_or(rest);
        let what = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        (!what.is_empty()).then(|| Fault { of: of.to_owned(), what })
    };
    message.split(START).skip(1).filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::{Fault, faults};

    #[test]
    fn each_fault_is_of_its_resource() {
        let message = "Number of errors found: 2. Resource with id [Orders] is invalid. Missing required property 'Handler'.\n\
            Resource with id [OrdersApi] is invalid. Event with id [Api] is invalid. RestApiId must be a valid reference.";
        let fault = |of: &str, what: &str| Fault { of: of.to_owned(), what: what.to_owned() };
        let orders = fault("Orders", "Missing required property 'Handler'.");
        let api = fault("OrdersApi", "Event with id [Api] is invalid. RestApiId must be a valid reference.");
        assert_eq!(faults(message), [orders, api]);
        assert_eq!(faults("Resource with id [Orders"), []);
    }
}
