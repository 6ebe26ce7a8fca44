//! Rules of what a template refers to beside it: code, nested templates, included files.

pub(super) mod fw606_local_path;
