//! How a module is wired into the app: what it shares with others is made where the app has none.

use std::path::{Path, PathBuf};

use super::draft::Draft;
use super::stack::{added_call, app_file, refuse_known};
use crate::cli::disk;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::templates;

/// What a module uses of the stacks that several share.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing.
    Nothing,
    /// The network.
    Network,
    /// The network and the ECS cluster.
    Cluster,
    /// The network, the ECS cluster, and the load balancer in front of it.
    Balancer,
}

/// The app, and how a new module is added to it.
pub(super) struct Wired {
    /// The file of the app.
    pub(super) file: PathBuf,
    /// Its text with the module.
    pub(super) app: String,
    /// The module of what is added.
    pub(super) module: String,
    /// Whether the app has settings, which the module gets where it asks for them.
    pub(super) settings: bool,
    /// Whether the cluster was made, whose domain and certificate are samples then.
    pub(super) made_balancer: bool,
    /// What else is written for it.
    pub(super) made: Vec<Draft>,
}

impl Wired {
    /// Adds a module of a name to the app. `settings` says whether it takes those where there are any.
    pub(super) fn new(name: &str, needs: Needs, settings: bool, session: &Session) -> Result<Self, Stop> {
        let module = name.replace('-', "_");
        let (file, source) = app_file(session)?;
        let shown = session.paths.shown(&file);
        refuse_known(&source, &module, &shown)?;
        let has_settings = has(&source, "settings");
        let mut wired = Wired { file, app: source, module, settings: has_settings, made_balancer: false, made: Vec::new() };
        wired.share(needs, &shown, session)?;
        let settings = if settings && has_settings { ", settings" } else { "" };
        let shared = match needs {
            Needs::Nothing => "",
            Needs::Network => ", &network",
            Needs::Cluster | Needs::Balancer => ", &network, &cluster",
        };
        wired.add(&wired.module.clone(), &format!("{}::stack(&mut app{settings}{shared});", wired.module), &shown)?;
        Ok(wired)
    }

    /// Where the modules of the app are.
    pub(super) fn directory(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("/"))
    }

    /// The files of it: the module, the app, what they share, and more.
    pub(super) fn drafts(self, module: String, more: impl IntoIterator<Item = Draft>) -> Vec<Draft> {
        let path = self.directory().join(format!("{}.rs", self.module));
        let own = [Draft::new(path, module), Draft::edit(self.file, self.app)];
        own.into_iter().chain(more).chain(self.made).collect()
    }

    fn add(&mut self, module: &str, call: &str, shown: &str) -> Result<(), Stop> {
        self.app = added_call(&self.app, module, call).ok_or_else(|| no_place(shown, module, call))?;
        Ok(())
    }

    /// Makes of what is needed what the app has not.
    fn share(&mut self, needs: Needs, shown: &str, session: &Session) -> Result<(), Stop> {
        if needs == Needs::Nothing {
            return Ok(());
        }
        let (network, cluster) = (has(&self.app, "network"), has(&self.app, "cluster"));
        if !network && cluster {
            let help = "it is wired to `network` and `cluster`; an app that has neither gets both, and `new stack` needs neither";
            return Err(Finding::error(format!("the function `app` in `{shown}` has no `let network`")).help(help).into());
        }
        if !network {
            refuse_known(&self.app, "network", shown)?;
            self.add("network", "let network = network::stack(&mut app);", shown)?;
            self.made.push(Draft::new(self.directory().join("network.rs"), rendered("network.rs.tera", false, session)?));
        }
        let balancer = needs == Needs::Balancer;
        match (needs, cluster) {
            (Needs::Network, _) => Ok(()),
            (_, false) => {
                refuse_known(&self.app, "cluster", shown)?;
                self.add("cluster", if balancer { WITH_BALANCER } else { PLAIN }, shown)?;
                self.made_balancer = balancer;
                self.made.push(Draft::new(self.directory().join("cluster.rs"), rendered(CLUSTER, balancer, session)?));
                Ok(())
            }
            (_, true) if balancer => self.grown(session),
            (_, true) => Ok(()),
        }
    }

    /// A cluster that a worker or a job brought gets its load balancer, as long as nobody has changed its module.
    fn grown(&mut self, session: &Session) -> Result<(), Stop> {
        let path = self.directory().join("cluster.rs");
        let Ok(text) = disk::text(&path) else { return Ok(()) };
        if text.contains("pub https:") || !self.app.contains(PLAIN) {
            return Ok(());
        }
        let root = &session.project.root;
        let plain = Draft::new(path.clone(), rendered(CLUSTER, false, session)?).formatted(root);
        if text != plain.text {
            let shown = session.paths.shown(&path);
            let help = "a service needs `pub https: Link<elasticloadbalancingv2::ListenerArn>` and `pub balancer_group: \
                        Link<ec2::SecurityGroupId>` of its `Cluster`; add a `LoadBalancer` to it, and share both";
            return Err(Finding::error(format!("`{shown}` has no load balancer")).help(help).into());
        }
        self.app = self.app.replace(PLAIN, WITH_BALANCER);
        self.made_balancer = true;
        self.made.push(Draft::edit(path, rendered(CLUSTER, true, session)?));
        Ok(())
    }
}

/// What the module of the cluster is made from.
const CLUSTER: &str = "cluster.rs.tera";
/// How it is called without a load balancer, and with one.
const PLAIN: &str = "let cluster = cluster::stack(&mut app);";
const WITH_BALANCER: &str = "let cluster = cluster::stack(&mut app, &network);";

fn rendered(template: &str, balancer: bool, session: &Session) -> Result<String, Stop> {
    let values = serde_json::json!({ "balancer": balancer });
    templates::load(&[template], session)?.render(template, &values).map_err(|error| templates::wrong(error).into())
}

/// Whether the app has a variable.
fn has(source: &str, variable: &str) -> bool {
    [' ', ':'].iter().any(|end| source.contains(&format!("let {variable}{end}")))
}

fn no_place(shown: &str, module: &str, call: &str) -> Finding {
    let help = format!("add `mod {module};` and `{call}` by hand where the app is made");
    Finding::error(format!("`{shown}` has no function `app` that ends with `app`")).help(help)
}

/// The modules of the app, as it names them.
pub(super) fn modules(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
}

#[cfg(test)]
mod tests {
    use super::{has, modules};

    #[test]
    fn an_app_is_read_by_its_lines() {
        let app = "mod a;\nmod b_c;\n// mod d;\nfn app() {\n    let network: Network = x();\n    let clusters = y();\n}\n";
        assert_eq!(modules(app).collect::<Vec<_>>(), ["a", "b_c"]);
        assert!(has(app, "network") && !has(app, "cluster"));
    }
}
