//! The app: every stack of one environment.

use super::environment::{Environment, Target};
use super::pending;
use super::stack_builder::Stack;
use super::stack_set::StackSet;
use crate::diagnostic::Diagnostic;
use crate::template::{SourceLocation, StackName};

/// The stacks of one environment, in the order in which the author declares them.
///
/// ```
/// use formwork::prelude::*;
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Settings {
///     delay: u32,
/// }
///
/// fn app(environment: &Environment<Settings>) -> App {
///     let mut app = App::new("shop", environment);
///     let stack = app.stack("orders");
///     stack.add("Orders", sqs::Queue::new().delay_seconds(environment.settings.delay));
///     app
/// }
///
/// let text = "[environment]\naccount = \"111122223333\"\nregion = \"eu-west-1\"\n[settings]\ndelay = 5\n";
/// let environment = Environment::parse("dev", text)?;
/// let (assembly, mistakes) = app(&environment).synth();
/// assert!(mistakes.is_empty());
/// assert_eq!(assembly.stacks[0].full_name, "shop-dev-orders");
/// # Ok::<(), formwork::stack::SettingsError>(())
/// ```
#[derive(Debug)]
pub struct App {
    name: String,
    environment: String,
    target: Target,
    stacks: Vec<Stack>,
    problems: Vec<Diagnostic>,
}

impl App {
    /// An app without stacks. Its name and the environment's begin the name of every stack: `cruddur-prod-network`.
    pub fn new<S>(name: impl Into<String>, environment: &Environment<S>) -> Self {
        // What was forgotten before is no mistake of this app.
        pending::forgotten();
        App {
            name: name.into(),
            environment: environment.name.clone(),
            target: environment.target.clone(),
            stacks: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Declares a stack. `name` is short (`backend`); in AWS it is called `APP-ENVIRONMENT-NAME`, or as [`Stack::named`] says, or as the
    /// settings of the environment say, in `[environment.stack-names]`.
    ///
    /// The app lends out one stack at a time: a stack is finished before the next one is declared, and what the next one needs is shared
    /// before that (`E0499`, "cannot borrow `*app` as mutable more than once", says that it was not). A function for each stack, which
    /// returns its links, keeps to that by itself:
    ///
    /// ```
    /// use formwork::aws::sns::{Topic, TopicArn};
    /// use formwork::prelude::*;
    ///
    /// fn events(app: &mut App) -> Link<TopicArn> {
    ///     let stack = app.stack("events");
    ///     let topic = stack.add("Topic", Topic::new());
    ///     stack.share("TopicArn", topic)
    /// }
    ///
    /// fn mail(app: &mut App, events: &Link<TopicArn>) {
    ///     let stack = app.stack("mail");
    ///     stack.output("Events", events);
    /// }
    ///
    /// fn stacks(app: &mut App) {
    ///     let events = events(app);
    ///     mail(app, &events);
    /// }
    /// ```
    #[track_caller]
    pub fn stack(&mut self, name: &str) -> &mut Stack {
        self.stack_at(name, SourceLocation::caller())
    }

    /// The same, declared at a place.
    fn stack_at(&mut self, name: &str, location: SourceLocation) -> &mut Stack {
        let full = format!("{}-{}-{name}", self.name, self.environment);
        self.named_stack(name, full, location)
    }

    /// Declares a stack that has the same name in AWS whatever the environment, `APP-NAME`: for what an account has once.
    #[track_caller]
    pub fn account_stack(&mut self, name: &str) -> &mut Stack {
        let full = format!("{}-{name}", self.name);
        self.named_stack(name, full, SourceLocation::caller())
    }

    /// Declares a stack that CloudFormation deploys to many accounts and regions: as a *stack set*, of which each stack is an instance.
    ///
    /// The stack is written as any other. Its template becomes that of an `AWS::CloudFormation::StackSet`, in a stack of this environment,
    /// whose account administers the stack set. Values of parameters are those of the stack set; a link of another stack of the app is
    /// handed over as a parameter, since an import reaches no other account. Within the template, account and region are
    /// [`account_id()`](super::pseudo) and [`region()`](super::pseudo), which are others in each instance.
    ///
    /// ```
    /// use formwork::prelude::*;
    ///
    /// fn stacks(app: &mut App) {
    ///     let logs = app.stack("logs");
    ///     let bucket = logs.add("Logs", s3::Bucket::new());
    ///     let name = logs.share("BucketName", bucket);
    ///     let stack = app.stack_set("audit", StackSet::self_managed(["111122223333", "444455556666"], ["eu-west-1"]));
    ///     stack.add("Place", ssm::Parameter::new(ssm::parameter::Type::STRING, &name));
    /// }
    /// ```
    #[track_caller]
    pub fn stack_set(&mut self, name: &str, set: StackSet) -> &mut Stack {
        let location = SourceLocation::caller();
        let stack = self.stack_at(name, location);
        stack.set = Some(Box::new(set));
        stack
    }

    fn named_stack(&mut self, name: &str, full: String, location: SourceLocation) -> &mut Stack {
        let full = self.target.stack_names.get(name).cloned().unwrap_or(full);
        if let Err(error) = StackName::new(&full) {
            let mut problem = Diagnostic::error("FW001", error.to_string()).at(location);
            problem.help = error.nearest.map(|nearest| format!("for example `{nearest}`"));
            self.problems.push(problem);
        } else if name.is_empty() {
            let problem = Diagnostic::error("FW001", "a stack needs a name of its own").at(location);
            self.problems.push(problem.help("give it a short one, for example `backend`"));
        }
        if let Some(first) = self.stacks.iter().find(|stack| stack.name() == name) {
            self.problems.push(
                Diagnostic::error("FW002", format!("the stack `{name}` is declared twice"))
                    .at(location)
                    .related(first.location(), "first declared here")
                    .help("give one of them another name, or pass `&mut Stack` to what adds to it"),
            );
        }
        let stack = Stack::new(name, full, &self.environment, &self.target, location);
        self.stacks.push(stack);
        let last = self.stacks.len() - 1;
        &mut self.stacks[last]
    }

    /// The stacks, in the order of their declaration.
    pub fn stacks(&self) -> &[Stack] {
        &self.stacks
    }

    /// The environment's name.
    pub fn environment(&self) -> &str {
        &self.environment
    }

    /// Where the stacks go.
    pub fn target(&self) -> &Target {
        &self.target
    }

    pub(crate) fn into_parts(self) -> AppParts {
        AppParts { environment: self.environment, target: self.target, stacks: self.stacks, problems: self.problems }
    }
}

/// An app taken apart for its synthesis.
pub(crate) struct AppParts {
    pub(crate) environment: String,
    pub(crate) target: Target,
    pub(crate) stacks: Vec<Stack>,
    pub(crate) problems: Vec<Diagnostic>,
}
