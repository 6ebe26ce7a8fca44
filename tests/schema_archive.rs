//! The committed archive is what the pinned packages give: no byte of it was made by hand.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use formwork::cli::schema::import;

/// The directory `cfnlint/data/schemas` of the pinned cfn-lint.
fn schemas() -> Option<PathBuf> {
    env::var_os("FORMWORK_CFN_LINT_SCHEMAS").map(PathBuf::from)
}

#[test]
fn the_archive_is_reproducible() {
    let Some(schemas) = schemas() else {
        eprintln!("SKIPPED: set FORMWORK_CFN_LINT_SCHEMAS to the directory cfnlint/data/schemas of the pinned cfn-lint");
        return;
    };
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema/data");
    let imported = import(&schemas, &data).unwrap();
    let archive = fs::read(data.join("schemas.bin")).unwrap();
    assert!(imported.archive == archive, "run `formwork schema import` and commit what it writes");
    assert_eq!(imported.source, fs::read_to_string(data.join("SOURCE.md")).unwrap());
}
