//! What the document is made of, for those who hear it read: the tree of tags.

use std::num::NonZeroU16;

use krilla::tagging::{
    Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

/// What an element is.
#[derive(Clone, Debug)]
pub(crate) enum Role {
    Heading(NonZeroU16, String),
    Paragraph,
    Table,
    TableHead,
    TableBody,
    Row,
    RowHeader,
    ColumnHeader,
    Cell,
    List,
    Ticks,
    Item,
    ItemSign,
    ItemBody,
}

/// An element of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ElementId(usize);

/// All elements in reading order.
#[derive(Debug, Default)]
pub(crate) struct Structure {
    elements: Vec<(Role, Option<ElementId>)>,
}

impl Structure {
    /// A new element at the end of the document.
    pub(crate) fn add(&mut self, role: Role) -> ElementId {
        self.put(role, None)
    }

    /// A new element at the end of another one.
    pub(crate) fn within(&mut self, parent: ElementId, role: Role) -> ElementId {
        self.put(role, Some(parent))
    }

    fn put(&mut self, role: Role, parent: Option<ElementId>) -> ElementId {
        self.elements.push((role, parent));
        ElementId(self.elements.len() - 1)
    }

    /// The tree of tags, with what was drawn for each element.
    pub(crate) fn tree(self, drawn: Vec<(ElementId, Identifier)>, language: &str) -> TagTree {
        let mut groups: Vec<TagGroup> =
            self.elements.iter().map(|(role, _)| TagGroup::new(tag(role))).collect();
        for (element, identifier) in drawn {
            groups[element.0].push(identifier);
        }
        let mut roots = Vec::new();
        // A parent stands before its children: from the end, each is whole when
        // it is moved, and its own children came to it last first.
        for (_, parent) in self.elements.iter().rev() {
            let Some(mut group) = groups.pop() else { break };
            if matches!(group.children.first(), Some(Node::Group(_))) {
                group.children.reverse();
            }
            match parent {
                Some(parent) => groups[parent.0].push(group),
                None => roots.push(group),
            }
        }
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for group in roots.into_iter().rev() {
            tree.push(group);
        }
        tree
    }
}

fn tag(role: &Role) -> TagKind {
    match role {
        Role::Heading(level, title) => Tag::Hn(*level, Some(title.clone())).into(),
        Role::Paragraph => Tag::P.into(),
        Role::Table => Tag::Table.into(),
        Role::TableHead => Tag::THead.into(),
        Role::TableBody => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
        Role::ColumnHeader => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
        Role::List => Tag::L(ListNumbering::Disc).into(),
        Role::Ticks => Tag::L(ListNumbering::Square).into(),
        Role::Item => Tag::LI.into(),
        Role::ItemSign => Tag::Lbl.into(),
        Role::ItemBody => Tag::LBody.into(),
    }
}
