//! `deploy-plan --all`: the environments in their waves, and in each its stacks.

use std::fmt::Write as _;

use serde::Serialize;

use crate::cli::environments::EnvironmentFile;
use crate::cli::finding::Finding;
use crate::cli::list::heading;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::synthesis;
use crate::cli::terminal::{Palette, Style};
use crate::deploy::{PlannedEnvironment, PlannedStackSet, Stage, StageStack, Wave, WaveProblem, waves};
use crate::diagnostic::Diagnostic;
use crate::stack::Assembly;
use crate::template::counted;

/// What stands in the way of a plan.
const NO_PLAN: &str = "there is no plan to show";

/// All environments, as JSON has them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Waves {
    waves: Vec<Wave>,
}

impl Waves {
    /// The environments of these files; `stage` tells where each is.
    pub(super) fn of(
        files: &[EnvironmentFile],
        stage: impl Fn(Assembly) -> Stage + Sync,
        session: &Session,
    ) -> Result<Self, Stop> {
        let stages = synthesis::sound(files, session, Some(&session.rule_set()), NO_PLAN, stage)?;
        Ok(Waves { waves: in_waves(stages, NO_PLAN)? })
    }

    /// As a person reads it.
    pub(super) fn text(&self, palette: Palette) -> String {
        let environments: usize = self.waves.iter().map(|wave| wave.environments.len()).sum();
        let stacks: usize =
            self.waves.iter().flat_map(|wave| &wave.environments).map(|environment| environment.stacks.len()).sum();
        let (environments, stacks) = (counted(environments, "environment"), counted(stacks, "stack"));
        let mut text =
            format!("{environments} with {stacks}, in {}; those of a wave at the same time\n", counted(self.waves.len(), "wave"));
        for wave in &self.waves {
            let count = counted(wave.environments.len(), "environment");
            let _ = writeln!(text, "\n{} ({count})", palette.paint(Style::Strong, format!("wave {}", wave.wave)));
            wave.environments.iter().for_each(|environment| text.push_str(&one(environment, palette)));
        }
        text
    }
}

/// Puts environments into waves, or ends the command.
pub(in crate::cli) fn in_waves(stages: Vec<Stage>, hindered: &'static str) -> Result<Vec<Wave>, Stop> {
    let finding = |problem: WaveProblem| Finding::from(Diagnostic::error("FW007", problem.message).help(problem.help));
    waves(stages).map_err(|problems| Stop::Mistakes(problems.into_iter().map(finding).collect(), hindered))
}

fn one(environment: &PlannedEnvironment, palette: Palette) -> String {
    let PlannedEnvironment { environment: name, account, region, production, .. } = environment;
    let mut text = format!("\n  {}\n", heading(name, account, region, *production, palette));
    if let Some(role) = &environment.deploy_role_arn {
        let _ = writeln!(text, "    as {role}");
    }
    for after in &environment.after {
        let _ = writeln!(text, "    after {}, for {}", after.environment, after.links.join(", "));
    }
    for (index, stack) in environment.stacks.iter().enumerate() {
        let StageStack { name, stack_name, after, stack_sets, .. } = stack;
        let after = if after.is_empty() { String::new() } else { format!(", after {}", after.join(", ")) };
        let _ = writeln!(text, "    {}. {name}: {stack_name}{after}", index + 1);
        stack_sets.iter().for_each(|set| text.push_str(&format!("       {}\n", stack_set(set))));
    }
    let _ = writeln!(text, "    {}", environment.script);
    text
}

/// What a stack set deploys: `stack set StackSet, SELF_MANAGED: 6 stack instances (3 accounts, 2 regions)`.
pub(super) fn stack_set(set: &PlannedStackSet) -> String {
    let model = set.permission_model.as_ref().map(|model| format!(", {model}")).unwrap_or_default();
    format!("stack set {}{model}: {}", set.id, set.instances)
}
