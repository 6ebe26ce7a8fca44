//! The app lends out one stack at a time; a function for each stack keeps to that (the rustdoc of `App::stack` shows it).

use formwork::prelude::*;

fn stacks(app: &mut App) {
    let events = app.stack("events");
    let mail = app.stack("mail");
    let topic = events.add("Topic", sns::Topic::new());
    mail.output("Topic", events.share("TopicArn", topic));
}

fn main() {}
