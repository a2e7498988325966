//! The columns of a table: where in a row each lies.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A signed number of 64 bits.
    Int,
    /// A floating-point number of 64 bits.
    Float,
    /// At most so many bytes, with their number before them.
    Text(usize),
}

/// The bytes that say how long a text is.
pub const LENGTH: usize = 4;

impl Kind {
    fn width(self) -> usize {
        match self {
            Self::Int | Self::Float => 8,
            Self::Text(most) => (LENGTH + most).next_multiple_of(8),
        }
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Box<[u8]>,
    /// What it holds.
    pub kind: Kind,
    /// Where it begins in a row's data.
    pub offset: usize,
}

/// The columns of a table, in the order in which they were declared.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    list: Vec<Column>,
    width: usize,
}

impl Columns {
    /// Adds a column. One of that name is replaced: false, nothing happens.
    pub fn add(&mut self, name: &[u8], kind: Kind) -> bool {
        if self.find(name).is_some() {
            return false;
        }
        self.list.push(Column {
            name: name.into(),
            kind,
            offset: self.width,
        });
        self.width += kind.width();
        true
    }

    /// The column of that name.
    pub fn find(&self, name: &[u8]) -> Option<&Column> {
        self.list.iter().find(|column| *column.name == *name)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Column> {
        self.list.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The bytes of a row's data.
    pub fn width(&self) -> usize {
        self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_lie_one_after_the_other_aligned() {
        let mut columns = Columns::default();
        assert!(columns.is_empty());
        assert!(columns.add(b"id", Kind::Int));
        assert!(columns.add(b"name", Kind::Text(7)));
        assert!(columns.add(b"ratio", Kind::Float));
        assert!(!columns.add(b"id", Kind::Float));
        let offsets: Vec<_> = columns.iter().map(|column| column.offset).collect();
        assert_eq!(offsets, [0, 8, 24]);
        assert_eq!(columns.width(), 32);
        assert_eq!(
            columns.find(b"name").map(|column| column.kind),
            Some(Kind::Text(7))
        );
        assert_eq!(columns.find(b"Name"), None);
    }
}
