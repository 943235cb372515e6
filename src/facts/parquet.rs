//! The table of facts as Parquet: columns of strings and whole numbers, compressed, in groups of rows.

use super::row::{COLUMNS, Cell, Row};
use super::{Facts, FactsError};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};
use std::io::Write;
use std::sync::Arc;

/// Rows that are held until they are written together.
const GROUP: usize = 50_000;

type File<'w> = SerializedFileWriter<&'w mut (dyn Write + Send)>;

impl From<ParquetError> for FactsError {
    fn from(error: ParquetError) -> Self {
        Self::Parquet(error.to_string())
    }
}

pub fn write(facts: &mut Facts<'_>, out: &mut (dyn Write + Send)) -> Result<usize, FactsError> {
    // No name and time of the writer: the same graph gives the same bytes.
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by("rapporteur".to_owned());
    let mut file = SerializedFileWriter::new(out, schema()?, Arc::new(properties.build()))?;
    let (mut held, mut rows) = (Vec::with_capacity(GROUP), 0);
    facts.for_each(|row| {
        held.push(row.clone());
        rows += 1;
        if held.len() == GROUP {
            group(&mut file, &held)?;
            held.clear();
        }
        Ok::<_, FactsError>(())
    })?;
    if !held.is_empty() {
        group(&mut file, &held)?;
    }
    file.close()?;
    Ok(rows)
}

fn schema() -> Result<TypePtr, ParquetError> {
    let empty = Row::default();
    let columns = COLUMNS.iter().zip(empty.cells()).map(|(name, cell)| {
        let (physical, logical) = match cell {
            Cell::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Cell::Number(_) => (Physical::INT64, None),
        };
        let column = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL).with_logical_type(logical);
        column.build().map(Arc::new)
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    Ok(Arc::new(Type::group_type_builder("facts").with_fields(columns).build()?))
}

/// Writes some rows, column by column: what is there, and for each row whether it is.
fn group(file: &mut File<'_>, rows: &[Row]) -> Result<(), ParquetError> {
    let mut group = file.next_row_group()?;
    let mut number = 0;
    while let Some(mut column) = group.next_column()? {
        let cells = rows.iter().map(|row| row.cells()[number]);
        let is_there = |cell: &Cell<'_>| i16::from(!matches!(cell, Cell::Text(None) | Cell::Number(None)));
        let levels: Vec<i16> = cells.clone().map(|cell| is_there(&cell)).collect();
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(writer) => {
                let texts = cells.filter_map(|cell| if let Cell::Text(text) = cell { text.map(ByteArray::from) } else { None });
                writer.write_batch(&texts.collect::<Vec<_>>(), Some(&levels), None)?;
            }
            ColumnWriter::Int64ColumnWriter(writer) => {
                let numbers = cells.filter_map(|cell| if let Cell::Number(number) = cell { number } else { None });
                writer.write_batch(&numbers.collect::<Vec<_>>(), Some(&levels), None)?;
            }
            _ => return Err(ParquetError::General("a column has a type that the table does not have".to_owned())),
        }
        column.close()?;
        number += 1;
    }
    group.close()?;
    Ok(())
}
