//! Paragraph styles: what a paragraph takes over from its style (numbering, headings, bold letters).

use super::xml::{attribute, each_tag};
use rustc_hash::FxHashMap;

#[derive(Debug, Clone, Default)]
pub struct Style {
    based_on: Option<String>,
    /// `numId` and `ilvl`.
    pub number: Option<String>,
    pub level: Option<usize>,
    bold: Option<bool>,
    outline: Option<bool>,
}

/// What a style comes to with those it is based on.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    pub number: Option<String>,
    pub level: Option<usize>,
    pub bold: bool,
    pub heading: bool,
}

#[derive(Debug, Default)]
pub struct Styles {
    all: FxHashMap<String, Style>,
}

/// Styles that are based on each other in a ring end here.
const MAX_DEPTH: usize = 16;

impl Styles {
    pub fn read(xml: &str) -> Self {
        let mut styles = Self::default();
        let mut current: Option<(String, Style)> = None;
        each_tag(xml, |name, tag, opens| {
            if name == "style" {
                if let Some((id, style)) = current.take() {
                    styles.all.insert(id, style);
                }
                if opens {
                    current = attribute(tag, "styleId").map(|id| (id, Style::default()));
                }
                return;
            }
            let Some((_, style)) = current.as_mut().filter(|_| opens) else { return };
            let value = || attribute(tag, "val");
            match name {
                "basedOn" => style.based_on = value(),
                "numId" => style.number = value(),
                "ilvl" => style.level = value().and_then(|v| v.parse().ok()),
                "b" => style.bold = Some(is_on(value().as_deref())),
                "outlineLvl" => style.outline = Some(value().is_some_and(|v| v.parse().is_ok_and(|level: u8| level < 9))),
                _ => {}
            }
        });
        styles
    }

    pub fn resolve(&self, id: &str) -> Resolved {
        let mut resolved = Style::default();
        let mut next = self.all.get(id);
        for _ in 0..MAX_DEPTH {
            let Some(style) = next else { break };
            resolved.number = resolved.number.or_else(|| style.number.clone());
            resolved.level = resolved.level.or(style.level);
            resolved.bold = resolved.bold.or(style.bold);
            resolved.outline = resolved.outline.or(style.outline);
            next = style.based_on.as_deref().and_then(|base| self.all.get(base));
        }
        Resolved {
            number: resolved.number,
            level: resolved.level,
            bold: resolved.bold.unwrap_or(false),
            heading: resolved.outline.unwrap_or(false),
        }
    }
}

/// A switch is on where it stands alone, off where its value says so.
pub fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off" | "none"))
}
