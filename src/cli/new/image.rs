//! The image of a container that `new` makes.

use clap::{Arg, ArgMatches};

use crate::cli::report::Finding;
use crate::cli::stop::Stop;

/// An image of the right form, which is none.
const SAMPLE: &str =
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/NAME@sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// `--image`.
pub(super) fn argument() -> Arg {
    Arg::new("image").long("image").value_name("URI").help("The image, pinned by its digest [default: a sample to replace]")
}

/// The image that is given, or a sample for this name.
pub(super) fn of(arguments: &ArgMatches, name: &str) -> Result<String, Stop> {
    let Some(image) = arguments.get_one::<String>("image") else { return Ok(SAMPLE.replace("NAME", name)) };
    let digest = image.split_once("@sha256:").map(|(_, digest)| digest);
    let legal = digest.is_some_and(|digest| digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let is_plain = image.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.:@".contains(c));
    if legal && is_plain {
        Ok(image.to_owned())
    } else {
        Err(Finding::error(format!("`{image}` is not pinned by a digest")).help("NAME@sha256:DIGEST").into())
    }
}
