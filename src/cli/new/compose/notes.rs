//! What is said of a Compose file: what has no counterpart, or needs its author.

/// What is said, each with the service that it is said of.
#[derive(Default)]
pub(super) struct Notes(Vec<(String, Vec<String>)>);

impl Notes {
    /// Says something of the file.
    pub(super) fn of_file(&mut self, text: String) {
        self.0.push((text, Vec::new()));
    }

    /// Says something of a service; what was said of others already, is said of all of them at once.
    pub(super) fn say(&mut self, service: &str, text: impl Into<String>) {
        let text = text.into();
        match self.0.iter_mut().find(|(known, services)| *known == text && !services.is_empty()) {
            Some((_, services)) => services.push(service.to_owned()),
            None => self.0.push((text, vec![service.to_owned()])),
        }
    }

    /// The notes as lines.
    pub(super) fn lines(self) -> impl Iterator<Item = String> {
        self.0.into_iter().map(|(text, services)| match services.is_empty() {
            true => text,
            false => format!("{}: {text}", services.join(", ")),
        })
    }
}
