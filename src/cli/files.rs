//! Writing files so that none is ever half-written.
//!
//! Every file is first written in full beside its target, under a name that begins with a dot; only when all of them are
//! there does each take its target's place. Whatever goes wrong while writing thus leaves the files of the last run as they were.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::disk;
use super::parallel;
use super::paths::Paths;
use super::stop::Stop;

const TEMPORARY: &str = ".formwork-tmp";
/// The way out of whatever hinders writing.
const HELP: &str = "the directory must be writable, and its disk have room";

/// How the names end, after that of a stack, of what `synth` writes beside its template: values of parameters, the template of a stack
/// set's instances, what Git sync reads.
pub(super) const BESIDE_TEMPLATES: [&str; 4] = [".parameters.json", ".instances.json", ".instances.yaml", ".deployment.yaml"];

/// How a file stands to what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It is not there.
    New,
    /// It has another content.
    Changed,
    /// It has this content, and is not touched.
    Unchanged,
}

/// A file that is to have this content.
#[derive(Debug)]
pub(super) struct OutputFile {
    /// Where.
    pub path: PathBuf,
    /// Its content.
    pub text: String,
    /// How that differs from what is there.
    pub change: Change,
    /// Whether it is a program.
    pub executable: bool,
}

impl OutputFile {
    /// A file, compared with what is there.
    pub(super) fn compared(path: PathBuf, text: String, paths: &Paths) -> Result<Self, Stop> {
        let change = match disk::bytes(&path) {
            Ok(before) if before == text.as_bytes() => Change::Unchanged,
            Ok(_) => Change::Changed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Change::New,
            Err(error) => {
                let help = "make room for this file, or choose another place with `--output`";
                return Err(Stop::cannot("write", &path, paths, &error, help));
            }
        };
        Ok(OutputFile { path, text, change, executable: false })
    }

    /// The same file, as a program.
    pub(super) fn executable(self) -> Self {
        OutputFile { executable: true, ..self }
    }
}

/// The files to write in one directory.
pub(super) struct Batch<'a> {
    /// The directory.
    pub directory: &'a Path,
    /// The files in it that are new or changed.
    pub files: Vec<&'a OutputFile>,
}

/// Writes all files, or none.
pub(super) fn write(output: &Path, batches: &[Batch], paths: &Paths) -> Result<(), Stop> {
    let missing = missing_directories(output, batches);
    create(output, paths)?;
    // Two runs at a time would take each other's temporary files for leftovers. The lock ends with the process, however that
    // ends. Some file systems have no locks on directories; leftovers then stay.
    let lock = File::open(output).ok().filter(|directory| directory.lock().is_ok());
    let prepared = parallel::map(batches, |batch| {
        if lock.is_some() {
            remove_leftovers(batch.directory);
        }
        prepare(batch, paths)
    });
    if let Some(failure) = prepared.into_iter().find_map(Result::err) {
        batches.iter().flat_map(|batch| &batch.files).for_each(|file| drop(fs::remove_file(temporary(&file.path))));
        // Whatever another process has put into one of them keeps it.
        missing.iter().rev().for_each(|directory| drop(fs::remove_dir(directory)));
        return Err(failure);
    }
    let placed = parallel::map(batches, |batch| batch.files.iter().try_for_each(|file| location(file, paths)));
    placed.into_iter().collect()
}

/// The directories that are to be made, each after the one that it is in.
fn missing_directories(output: &Path, batches: &[Batch]) -> BTreeSet<PathBuf> {
    let wanted = std::iter::once(output).chain(batches.iter().map(|batch| batch.directory));
    let missing = wanted.flat_map(|directory| directory.ancestors().take_while(|at| !at.as_os_str().is_empty() && !at.exists()));
    missing.map(Path::to_path_buf).collect()
}

fn create(directory: &Path, paths: &Paths) -> Result<(), Stop> {
    fs::create_dir_all(directory).map_err(|error| Stop::cannot("create the directory", directory, paths, &error, HELP))
}

fn prepare(batch: &Batch, paths: &Paths) -> Result<(), Stop> {
    if batch.files.is_empty() {
        return Ok(());
    }
    create(batch.directory, paths)?;
    batch.files.iter().try_for_each(|file| {
        let temporary = temporary(&file.path);
        let written = fs::write(&temporary, &file.text).and_then(|()| permit(&temporary, file.executable));
        written.map_err(|error| Stop::cannot("write", &file.path, paths, &error, HELP))
    })
}

/// Makes a program of a file, where the system tells them apart by a permission.
#[cfg(unix)]
fn permit(path: &Path, executable: bool) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if !executable {
        return Ok(());
    }
    // Whoever may read it may run it.
    let mode = fs::metadata(path)?.permissions().mode();
    fs::set_permissions(path, fs::Permissions::from_mode(mode | (mode & 0o444) >> 2))
}

/// Elsewhere, `bash deploy.sh` runs it.
#[cfg(not(unix))]
fn permit(_: &Path, _: bool) -> io::Result<()> {
    Ok(())
}

fn location(file: &OutputFile, paths: &Paths) -> Result<(), Stop> {
    let renamed = fs::rename(temporary(&file.path), &file.path);
    renamed.map_err(|error| Stop::cannot("write", &file.path, paths, &error, HELP))
}

/// `out/prod/.backend.template.json.formwork-tmp`: in the same directory, since a rename is atomic only in one file system.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}{TEMPORARY}"))
}

/// Removes what killed runs left behind.
fn remove_leftovers(directory: &Path) {
    let entries = fs::read_dir(directory).into_iter().flatten().filter_map(io::Result::ok);
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(TEMPORARY) {
            // A leftover that cannot be removed harms nobody.
            let _ = fs::remove_file(entry.path());
        }
    }
}
