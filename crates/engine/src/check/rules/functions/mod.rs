//! Rules of the intrinsic functions: their arguments, and what they name.

pub(crate) mod arguments;
pub(crate) mod kinds;

pub(super) mod e1010_get_att;
pub(super) mod e1011_find_in_map;
pub(super) mod e1015_get_azs;
pub(super) mod e1016_import_value;
pub(super) mod e1017_select;
pub(super) mod e1018_split;
pub(super) mod e1019_sub;
pub(super) mod e1020_ref;
pub(super) mod e1021_base64;
pub(super) mod e1022_join;
pub(super) mod e1024_cidr;
pub(super) mod e1028_if;
pub(super) mod e1029_sub_needed;
pub(super) mod e1030_length;
pub(super) mod e1032_for_each;
pub(super) mod e1033_get_stack_output;
pub(super) mod e1040_get_att_kind;
pub(super) mod e1041_ref_kind;
pub(super) mod e8002_conditions;
pub(super) mod e8003_equals;
pub(super) mod e8004_and;
pub(super) mod e8005_not;
pub(super) mod e8006_or;
pub(super) mod fw108_language_extensions;
pub(super) mod fw112_unknown_function;
pub(super) mod w1019_unused_variable;
