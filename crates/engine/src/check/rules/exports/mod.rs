//! Rules of exports and of what imports them.

pub(super) mod fw101_imports;
pub(super) mod fw102_exports;
pub(super) mod fw110_missing_export;
pub(super) mod fw605_export_twice;
