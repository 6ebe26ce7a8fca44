//! The image repositories. An account and region have them once: they deploy first, since a service needs an image to start.

use formwork::constructs::Repository;
use formwork::prelude::*;

pub fn stack(app: &mut App) {
    let stack = app.account_stack("registry");
    stack.description("The image repositories of Cruddur");
    // The base image is mirrored under upstream's tags, which upstream moves.
    let python = stack.add("PythonRepository", Repository::new("cruddur-python").mutable_tags());
    stack.allow("PythonRepository", "FWS221", "its tags are upstream's, which move; images refer to it by digest");
    let backend = stack.add("BackendRepository", Repository::new("backend-flask"));
    let frontend = stack.add("FrontendRepository", Repository::new("frontend-react-js"));
    stack.output("PythonRepositoryUri", python.repository_uri()).description("Where the base image is mirrored");
    stack.output("BackendRepositoryUri", backend.repository_uri()).description("Where the backend's images are pushed");
    stack.output("FrontendRepositoryUri", frontend.repository_uri()).description("Where the frontend's images are pushed");
}
