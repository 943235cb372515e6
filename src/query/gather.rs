//! Rows for people: one for each fact, with what repeats it (who claims it, where, in which words) gathered in its cells.

use crate::store::Term;

/// A row whose cells may have several values.
pub type Gathered = Vec<Vec<Term>>;

/// The names that a query's comment `Gather:` lists.
#[must_use]
pub fn columns(note: Option<&str>) -> Vec<&str> {
    note.map(|note| note.trim_end_matches('.').split(',').map(str::trim).collect()).unwrap_or_default()
}

/// Puts rows together that agree in all columns but the gathered ones. Each stands where its first row stood.
#[must_use]
pub fn gather(names: &[String], rows: &[Vec<Option<Term>>], gathered: &[&str]) -> Vec<Gathered> {
    let is_gathered: Vec<bool> = names.iter().map(|name| gathered.contains(&name.as_str())).collect();
    let mut facts: Vec<Gathered> = Vec::new();
    let mut places: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for row in rows {
        let key = |(cell, is_gathered): (&Option<Term>, &bool)| {
            if *is_gathered { String::new() } else { cell.as_ref().map_or_else(String::new, ToString::to_string) }
        };
        let own: Vec<String> = row.iter().zip(&is_gathered).map(key).collect();
        let key = if gathered.is_empty() { facts.len().to_string() } else { own.join("\n") };
        let at = *places.entry(key).or_insert(facts.len());
        if at == facts.len() {
            facts.push(vec![Vec::new(); names.len()]);
        }
        for (cell, value) in facts[at].iter_mut().zip(row) {
            cell.extend(value.iter().filter(|value| !cell.contains(value)).cloned().collect::<Vec<_>>());
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::term::plain;

    #[test]
    fn rows_of_one_fact_are_one() {
        let names = ["member", "by"].map(str::to_owned);
        let row = |member: &str, by: Option<&str>| vec![Some(plain(member)), by.map(plain)];
        let rows = [row("A", Some("X")), row("B", None), row("A", Some("Y")), row("A", Some("X"))];
        let found = gather(&names, &rows, &columns(Some("by.")));
        assert_eq!(found, [vec![vec![plain("A")], vec![plain("X"), plain("Y")]], vec![vec![plain("B")], vec![]]]);
        assert_eq!(gather(&names, &rows, &[]).len(), 4);
    }
}
