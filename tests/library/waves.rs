//! In which waves environments are deployed.

use crate::support::author::{app_in, environment};
use formwork::aws::sns::Topic;
use formwork::aws::ssm;
use formwork::deploy::{self, Stage};
use formwork::prelude::*;
use formwork::stack::Environment;

/// An environment: its name, whether it is production, its wave, what it reads by export, what by stack and region.
#[derive(Clone, Copy, Default)]
struct Given {
    name: &'static str,
    production: bool,
    wave: Option<u32>,
    reads: &'static [&'static str],
    output: Option<(&'static str, &'static str)>,
    region: Option<&'static str>,
}

fn stage(given: &Given) -> Stage {
    let mut environment: Environment<()> = environment();
    environment.name = given.name.to_owned();
    environment.target.production = given.production;
    environment.target.wave = given.wave;
    environment.target.region = given.region.unwrap_or("us-east-1").to_owned();
    let outcome = app_in(&environment, |app| {
        let stack = app.stack("hub");
        let topic = stack.add("Topic", Topic::new());
        stack.share("Arn", topic);
        for (index, name) in given.reads.iter().enumerate() {
            stack.output(format!("Read{index}"), import_value(*name));
        }
        if let Some((name, region)) = given.output {
            let output = get_stack_output(name, "Arn").region(region);
            stack.add("Note", ssm::Parameter::new(ssm::parameter::Type::STRING, output));
        }
    });
    Stage::of(&outcome.assembly, "out")
}

/// `1: dev, test; 2: prod after dev (app-dev-hub-Arn)`, or what is wrong.
fn told(all: &[Given]) -> String {
    let environment = |environment: &deploy::PlannedEnvironment| {
        let after = environment.after.iter().map(|after| format!(" after {} ({})", after.environment, after.links.join(", ")));
        format!("{}{}", environment.environment, after.collect::<String>())
    };
    match deploy::waves(all.iter().map(stage).collect()) {
        Ok(waves) => waves
            .iter()
            .map(|wave| format!("{}: {}", wave.wave, wave.environments.iter().map(environment).collect::<Vec<_>>().join(", ")))
            .collect::<Vec<_>>()
            .join("; "),
        Err(problems) => problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn production_comes_second_unless_the_settings_say_more() {
    let one = |name, production| Given { name, production, ..Given::default() };
    assert_eq!(told(&[one("dev", false), one("prod", true), one("test", false)]), "1: dev, test; 2: prod");
    let late = Given { wave: Some(3), ..one("prod-us", true) };
    assert_eq!(told(&[late, one("prod-eu", true)]), "2: prod-eu; 3: prod-us");
}

#[test]
fn an_environment_goes_after_those_that_it_reads() {
    let dev = Given { name: "dev", reads: &["app-prod-hub-Arn"], ..Given::default() };
    let prod = Given { name: "prod", production: true, ..Given::default() };
    assert_eq!(told(&[dev, prod]), "2: prod; 3: dev after prod (app-prod-hub-Arn)");
    // An export is of one region. An output is read in another one where the function says so.
    let far = Given { region: Some("eu-west-1"), ..dev };
    assert_eq!(told(&[far, prod]), "1: dev; 2: prod");
    let output = Given { output: Some(("app-prod-hub", "us-east-1")), reads: &[], ..far };
    assert_eq!(told(&[output, prod]), "2: prod; 3: dev after prod (app-prod-hub.Arn)");
    let elsewhere = Given { output: Some(("app-prod-hub", "eu-west-1")), ..output };
    assert_eq!(told(&[elsewhere, prod]), "1: dev; 2: prod");
}

#[test]
fn a_wave_that_is_too_early_and_a_circle_are_mistakes() {
    let prod = Given { name: "prod", production: true, ..Given::default() };
    let early = Given { name: "dev", wave: Some(2), reads: &["app-prod-hub-Arn"], ..Given::default() };
    let said = told(&[early, prod]);
    assert_eq!(said, "the environment `dev` is in wave 2, and reads app-prod-hub-Arn of `prod`, which is deployed in wave 2");
    let dev = Given { wave: None, ..early };
    let prod = Given { reads: &["app-test-hub-Arn"], ..prod };
    let test = Given { name: "test", reads: &["app-dev-hub-Arn"], ..Given::default() };
    // Who only waits for the circle is not in it.
    let last = Given { name: "last", reads: &["app-dev-hub-Arn"], ..Given::default() };
    assert_eq!(told(&[last, dev, prod, test]), "the environments wait for each other: dev → prod → test → dev");
}
