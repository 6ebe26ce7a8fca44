//! A closed set of numbers takes its constants as well.

use formwork::constructs::LogGroup;

fn main() {
    let _ = LogGroup::new(15);
}
