//! Cruddur: a Flask backend and a React frontend on ECS Fargate behind one load balancer.

mod backend;
mod cluster;
mod database;
mod frontend;
mod messages;
mod network;
mod registry;
mod settings;

use formwork::prelude::*;
pub use settings::Settings;

/// An image that is pinned by its digest, as the parameters of the services take it.
const DIGEST_PINNED: &str = "^[^@\\s]+@sha256:[0-9a-f]{64}$";

/// Every stack of one environment.
pub fn app(environment: &Environment<Settings>) -> App {
    let settings = &environment.settings;
    let mut app = App::new("cruddur", environment);
    if settings.registry.create {
        registry::stack(&mut app);
    }
    let network = network::stack(&mut app, &settings.network);
    let cluster = cluster::stack(&mut app, settings, &network);
    let database = database::stack(&mut app, &settings.database, &network);
    let messages = messages::stack(&mut app, &settings.messages);
    let data = backend::Data { database, messages };
    backend::stack(&mut app, settings, &network, &cluster, &data);
    frontend::stack(&mut app, settings, &network, &cluster);
    app
}
