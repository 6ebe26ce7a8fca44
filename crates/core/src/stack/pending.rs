//! What was made and is still to be added to a stack.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostic::Diagnostic;
use crate::template::SourceLocation;

thread_local! {
    /// What was dropped and never added, since the app of this thread was begun.
    static FORGOTTEN: RefCell<Vec<Diagnostic>> = const { RefCell::new(Vec::new()) };
}

/// What a parameter is called.
pub(super) const PARAMETER: &str = "parameter";
/// What a resource is called, of whatever type.
pub(super) const RESOURCE: &str = "resource";

/// A field of what an author makes and then adds to a stack. If it is dropped without, [`super::App::synth`] reports that: the template
/// would lack it without a word. Copies belong together: it is enough that one of them is added.
///
/// A construct makes one in `new` and says [`Pending::added`] in `build`; see [`super::Construct`].
#[derive(Clone, Debug)]
pub struct Pending(Arc<Built>);

#[derive(Debug)]
struct Built {
    what: &'static str,
    location: SourceLocation,
    added: AtomicBool,
}

impl Pending {
    /// A thing of type `T` that the caller makes.
    #[track_caller]
    pub fn of<T>() -> Self {
        let name = std::any::type_name::<T>();
        let name = name.split('<').next().unwrap_or(name);
        Pending::named(name.rsplit("::").next().unwrap_or(name))
    }

    #[track_caller]
    pub(super) fn named(what: &'static str) -> Self {
        Pending(Arc::new(Built { what, location: SourceLocation::caller(), added: AtomicBool::new(false) }))
    }

    /// It is added to a stack, or part of something that is.
    pub fn added(&self) {
        self.0.added.store(true, Ordering::Relaxed);
    }
}

impl Drop for Built {
    fn drop(&mut self) {
        if self.added.load(Ordering::Relaxed) || std::thread::panicking() {
            return;
        }
        let what = match self.what {
            plain @ (RESOURCE | PARAMETER) => plain.to_owned(),
            name => format!("`{name}`"),
        };
        let add = if self.what == PARAMETER { "stack.parameter" } else { "stack.add" };
        let message = format!("this {what} is never added to a stack");
        let help = format!("add it with `{add}(\"Id\", …)`, or make it only where it is added");
        let problem = Diagnostic::error("FW009", message).at(self.location).help(help);
        // A thread that ends has no list any more, and no app either.
        let _ = FORGOTTEN.try_with(|forgotten| forgotten.borrow_mut().push(problem));
    }
}

/// What was forgotten on this thread since the last call, in the order of the code: values are dropped in another.
pub(super) fn forgotten() -> Vec<Diagnostic> {
    let mut forgotten = FORGOTTEN.take();
    forgotten.sort_by_key(|problem| problem.location);
    forgotten
}
