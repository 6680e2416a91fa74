//! Values as statements take them: each with its type, so that a statement needs no preparing.

use tokio_postgres::types::{ToSql, Type};

/// A value and its type.
pub(crate) type Value<'a> = (&'a (dyn ToSql + Sync), Type);

/// One constructor for each type that is used.
pub(crate) mod value {
    use tokio_postgres::types::{ToSql, Type};

    use super::Value;

    macro_rules! typed {
        ($($name:ident: $type:ident),* $(,)?) => {
            $(pub(crate) fn $name(value: &(impl ToSql + Sync)) -> Value<'_> {
                (value, Type::$type)
            })*
        };
    }

    typed! {
        int: INT4,
        bigint: INT8,
        text: TEXT,
        bytes: BYTEA,
        bigints: INT8_ARRAY,
        texts: TEXT_ARRAY,
        byte_strings: BYTEA_ARRAY,
    }
}
