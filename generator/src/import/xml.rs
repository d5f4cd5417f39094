//! XML, read without trust: no document type, so no entities and nothing from outside; and not without end.

use anyhow::{Result, anyhow};
use roxmltree::{Document, Node, ParsingOptions};

/// Most elements and texts of a file.
const MOST_NODES: u32 = 1_000_000;

/// Reads a document.
pub(super) fn document(text: &str) -> Result<Document<'_>> {
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..Default::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => {
            anyhow!("filen har en dokumenttyp (DOCTYPE), och en sådan läses inte")
        }
        roxmltree::Error::NodesLimitReached => anyhow!("filen är för stor"),
        error => anyhow!("filen är inte XML: {error}"),
    })
}

/// The first element of this name in another.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|it| it.has_tag_name(name))
}

/// The elements in another.
pub(super) fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// What a list holds: `Tags/tag`.
pub(super) fn list<'a, 'i>(
    node: Node<'a, 'i>,
    list: &str,
    item: &'a str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    let list = child(node, list);
    list.into_iter().flat_map(elements).filter(move |it| it.has_tag_name(item))
}

/// The text of an element, its parts together; `None` when there is nothing in it.
pub(super) fn words(node: Node<'_, '_>) -> Option<String> {
    let text: String =
        node.children().filter_map(|it| it.text().filter(|_| it.is_text())).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The text of the element of this name.
pub(super) fn said(node: Node<'_, '_>, name: &str) -> Option<String> {
    child(node, name).and_then(words)
}

/// Whether the element of this name says yes.
pub(super) fn yes(node: Node<'_, '_>, name: &str) -> bool {
    said(node, name).is_some_and(|it| is_yes(&it))
}

/// Whether a word means yes.
pub(super) fn is_yes(word: &str) -> bool {
    word.eq_ignore_ascii_case("true") || word == "1"
}

/// The number in the element of this name.
pub(super) fn number(node: Node<'_, '_>, name: &str) -> Option<i64> {
    said(node, name)?.parse().ok()
}
