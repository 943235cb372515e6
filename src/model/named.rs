//! Values that go by a name in commands and tables, listed once as pairs.

/// The value that a name stands for.
#[must_use]
pub fn by_name<T: Copy>(all: &[(&str, T)], name: &str) -> Option<T> {
    all.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// The name that a value goes by.
#[must_use]
pub fn name_of<T: PartialEq>(all: &[(&'static str, T)], value: &T) -> Option<&'static str> {
    all.iter().find(|(_, of)| of == value).map(|(name, _)| *name)
}
