//! The committed archive and the committed typed modules are what the pinned packages give: no byte of them was made by hand.

use std::fs;
use std::path::Path;

use crate::support::validators::cfn_lint_schemas;
use formwork::cli::schema::import;
use formwork::schema::generate::{Catalog, library};

#[test]
fn the_archive_is_reproducible() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/engine/src/schema/data");
    let imported = import(&cfn_lint_schemas(), &data).unwrap();
    let tables = [("schemas", &imported.schemas), ("actions", &imported.actions), ("extensions", &imported.extensions)];
    for (name, table) in tables {
        let bytes = fs::read(data.join(format!("{name}.bin"))).unwrap();
        let texts = fs::read_to_string(data.join(format!("{name}.text"))).unwrap();
        let is_committed = table.bytes == bytes && table.texts == texts;
        assert!(is_committed, "{name}: run `formwork schema import` and commit what it writes");
    }
    assert_eq!(imported.unreadable, fs::read_to_string(data.join("unreadable.txt")).unwrap());
    assert!(
        imported.handlers == fs::read_to_string(data.join("handlers.tsv")).unwrap(),
        "handlers.tsv: run `formwork schema import`"
    );
    assert_eq!(imported.source, fs::read_to_string(data.join("SOURCE.md")).unwrap());
}

#[test]
fn the_typed_modules_are_what_the_generator_writes() {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/aws/src/aws");
    let generated = library(&Catalog::embedded()).unwrap();
    for (name, source) in &generated {
        let committed = fs::read_to_string(modules.join(name)).unwrap();
        assert!(*source == committed, "{name} differs: run `formwork schema generate` and commit what it writes");
    }
    let files = fs::read_dir(&modules).unwrap().count();
    assert_eq!(files, generated.len(), "a file of the modules is not generated");
}
