//! What lopdf adds to the finished object tree: the structure tree with its parent tree (ISO 32000-1, 14.7), the outline
//! (12.3.3), page labels, language, title and metadata.

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};

use crate::layout::{Document, Node, NodeId, Tag};

use super::content::Content;
use super::file::Written;
use super::impose::Sides;

/// A piece of marked content.
#[derive(Clone, Copy)]
struct Piece {
    page: usize,
    /// Its number on its page.
    id: i64,
    /// Its place in reading order.
    turn: usize,
}

/// The structure of a document while its pages are written.
pub(super) struct Structure<'a> {
    nodes: &'a [Node],
    content: Vec<Vec<Piece>>,
    /// For each page the element of each piece of marked content.
    owners: Vec<Vec<NodeId>>,
    turns: usize,
}

/// What an element consists of.
enum Kid {
    Node(usize),
    Content(Piece),
}

impl<'a> Structure<'a> {
    /// A structure without content.
    pub(super) fn new(nodes: &'a [Node], pages: usize) -> Self {
        Self { nodes, content: vec![Vec::new(); nodes.len()], owners: vec![Vec::new(); pages], turns: 0 }
    }

    /// Notes that the next piece of marked content in reading order is on a page and belongs to an element; gives its tag
    /// and number.
    pub(super) fn content(&mut self, node: NodeId, page: usize) -> (&'static str, i64) {
        let id = self.owners[page].len() as i64;
        self.owners[page].push(node);
        self.content[node.0].push(Piece { page, id, turn: self.turns });
        self.turns += 1;
        (name(&self.nodes[node.0].tag), id)
    }

    /// Writes all of it into the file.
    pub(super) fn finish(
        self,
        file: &mut lopdf::Document,
        document: &Document,
        sides: &Sides,
        date: Option<&str>,
    ) -> Result<Written, lopdf::Error> {
        let pages: Vec<ObjectId> = file.page_iter().collect();
        let (root, elements) = self.tree(file, &pages);
        for (number, page) in pages.iter().enumerate() {
            let page = file.get_dictionary_mut(*page)?;
            page.set("StructParents", number as i64);
            page.set("Tabs", "S");
            page.remove(b"Annots");
        }
        let outline = outline(file, document, sides, &pages);
        let metadata = file.add_object(metadata(document, date));
        let catalog = file.catalog_mut()?;
        catalog.set("StructTreeRoot", root);
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        catalog.set("Lang", text(&document.language));
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
        catalog.set("Metadata", metadata);
        let labels = dictionary! { "S" => "D" };
        catalog.set("PageLabels", dictionary! { "Nums" => vec![0.into(), labels.into()] });
        if let Some(outline) = outline {
            catalog.set("Outlines", outline);
            catalog.set("PageMode", "UseOutlines");
        }
        let info = file.add_object(info(document, date));
        if let Ok(Object::Reference(unwanted)) = file.trailer.get(b"Info").cloned() {
            file.objects.remove(&unwanted);
        }
        file.trailer.set("Info", info);
        Ok(elements)
    }

    /// The tree: the number of its root, and its elements. An element without content is none.
    fn tree(&self, file: &mut lopdf::Document, pages: &[ObjectId]) -> (ObjectId, Written) {
        let mut kids: Vec<Vec<Kid>> = self.nodes.iter().map(|_| Vec::new()).collect();
        let mut top_kids = Vec::new();
        for (at, content) in self.content.iter().enumerate() {
            kids[at].extend(content.iter().map(|content| Kid::Content(*content)));
        }
        for (at, node) in self.nodes.iter().enumerate().rev() {
            if kids[at].is_empty() {
                continue;
            }
            match node.parent {
                Some(parent) => kids[parent.0].push(Kid::Node(at)),
                None => top_kids.push(at),
            }
        }
        let root = file.new_object_id();
        let top = file.new_object_id();
        let parents = file.new_object_id();
        let mut elements = Written::new(file.max_id + 1);
        let ids: Vec<ObjectId> =
            kids.iter().map(|kids| if kids.is_empty() { root } else { file.new_object_id() }).collect();
        for (at, (node, kids)) in self.nodes.iter().zip(&mut kids).enumerate() {
            if kids.is_empty() {
                continue;
            }
            let parent = node.parent.map_or(top, |parent| ids[parent.0]);
            self.sort(kids);
            self.element(at, parent, kids, &ids, pages, &mut elements.content);
            elements.end();
        }
        let top_kids: Vec<Object> = top_kids.into_iter().rev().map(|at| ids[at].into()).collect();
        file.set_object(top, dictionary! { "Type" => "StructElem", "S" => "Document", "P" => root, "K" => top_kids });
        let mut numbers = Vec::new();
        for (page, owners) in self.owners.iter().enumerate() {
            let owners: Vec<Object> = owners.iter().map(|node| ids[node.0].into()).collect();
            numbers.push((page as i64).into());
            numbers.push(owners.into());
        }
        file.set_object(parents, dictionary! { "Nums" => numbers });
        file.set_object(
            root,
            dictionary! {
                "Type" => "StructTreeRoot",
                "K" => top,
                "ParentTree" => parents,
                "ParentTreeNextKey" => self.owners.len() as i64,
            },
        );
        (root, elements)
    }

    /// Puts what an element consists of in order; its own content was noted in reading order.
    fn sort(&self, kids: &mut [Kid]) {
        kids.sort_by_key(|kid| match kid {
            Kid::Content(content) => (0, content.turn),
            // Formulas stand between the words of a line.
            Kid::Node(at) => match (&self.nodes[*at].tag, self.content[*at].first()) {
                (Tag::Formula(_), Some(first)) => (0, first.turn),
                _ => (1, *at),
            },
        });
    }

    /// An element with what it consists of.
    fn element(
        &self,
        at: usize,
        parent: ObjectId,
        kids: &[Kid],
        ids: &[ObjectId],
        pages: &[ObjectId],
        out: &mut Content,
    ) {
        let tag = &self.nodes[at].tag;
        out.raw("<</Type/StructElem/S/").raw(name(tag)).raw("/P ").reference(parent);
        let home = self.content[at].first().map(|content| content.page);
        if let Some(home) = home {
            out.raw("/Pg ").reference(pages[home]);
        }
        out.raw("/K[");
        for (at, kid) in kids.iter().enumerate() {
            out.raw(if at > 0 { " " } else { "" });
            match kid {
                Kid::Node(at) => out.reference(ids[*at]),
                Kid::Content(Piece { page, id, .. }) if Some(*page) == home => out.integer(*id),
                Kid::Content(Piece { page, id, .. }) => {
                    out.raw("<</Type/MCR/Pg ").reference(pages[*page]).raw("/MCID ").integer(*id).raw(">>")
                }
            };
        }
        out.raw("]");
        if let Tag::Figure(alt) | Tag::Formula(alt) = tag {
            out.raw("/Alt ").object(&text(alt));
        }
        match tag {
            Tag::HeadCell => out.raw("/A<</O/Table/Scope/Column>>"),
            Tag::SideCell => out.raw("/A<</O/Table/Scope/Row>>"),
            _ => out,
        };
        out.raw(">>");
    }
}

fn name(tag: &Tag) -> &'static str {
    match tag {
        Tag::Heading(level) => ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(level.clamp(&1, &6) - 1)],
        Tag::Paragraph => "P",
        Tag::List => "L",
        Tag::Item => "LI",
        Tag::Label => "Lbl",
        Tag::Body => "LBody",
        Tag::Code => "Code",
        Tag::Table => "Table",
        Tag::Row => "TR",
        Tag::HeadCell | Tag::SideCell => "TH",
        Tag::Cell => "TD",
        Tag::Quote => "BlockQuote",
        Tag::Figure(_) => "Figure",
        Tag::Formula(_) => "Formula",
    }
}

/// The outline in reading order.
fn outline(file: &mut lopdf::Document, document: &Document, sides: &Sides, pages: &[ObjectId]) -> Option<ObjectId> {
    let entries = &document.outline;
    if entries.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| file.new_object_id()).collect();
    let parents: Vec<Option<usize>> =
        (0..entries.len()).map(|at| entries[..at].iter().rposition(|other| other.depth < entries[at].depth)).collect();
    let siblings = |of: Option<usize>| (0..entries.len()).filter(|&at| parents[at] == of).collect::<Vec<_>>();
    for (at, entry) in entries.iter().enumerate() {
        let top = document.size.height - entry.y;
        let place = sides.places[entry.page];
        let left = if place.x > 0.0 { place.x.round().into() } else { Object::Null };
        let target: Vec<Object> = vec![pages[place.side].into(), "XYZ".into(), left, top.round().into(), Object::Null];
        let mut item = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => parents[at].map_or(root, |parent| ids[parent]),
            "Dest" => target,
        };
        let around = siblings(parents[at]);
        let place = around.iter().position(|&other| other == at).unwrap_or(0);
        if place > 0 {
            item.set("Prev", ids[around[place - 1]]);
        }
        if let Some(&next) = around.get(place + 1) {
            item.set("Next", ids[next]);
        }
        add_kids(&mut item, &siblings(Some(at)), &ids);
        file.set_object(ids[at], item);
    }
    let mut outlines = dictionary! { "Type" => "Outlines" };
    add_kids(&mut outlines, &siblings(None), &ids);
    outlines.set("Count", entries.len() as i64);
    file.set_object(root, outlines);
    Some(root)
}

fn add_kids(item: &mut Dictionary, kids: &[usize], ids: &[ObjectId]) {
    if let (Some(&first), Some(&last)) = (kids.first(), kids.last()) {
        item.set("First", ids[first]);
        item.set("Last", ids[last]);
        item.set("Count", kids.len() as i64);
    }
}

/// A text string of PDF: ASCII as it is, all else in UTF-16 with its byte order mark.
fn text(text: &str) -> Object {
    if text.is_ascii() {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

const PRODUCER: &str = concat!("Exampress ", env!("CARGO_PKG_VERSION"));

fn info(document: &Document, date: Option<&str>) -> Dictionary {
    let mut info = dictionary! {
        "Title" => text(&document.title),
        "Creator" => text(PRODUCER),
        "Producer" => text(PRODUCER),
    };
    if let Some(date) = date {
        let date = format!("D:{}000000Z", date.replace('-', ""));
        info.set("CreationDate", text(&date));
        info.set("ModDate", text(&date));
    }
    info
}

/// The same in XMP (ISO 16684-1).
fn metadata(document: &Document, date: Option<&str>) -> Stream {
    let escaped = |text: &str| {
        let mut escaped = String::new();
        for character in text.chars() {
            match character {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '\u{0}'..='\u{1f}' => escaped.push(' '),
                other => escaped.push(other),
            }
        }
        escaped
    };
    let title = escaped(&document.title);
    let language = escaped(&document.language);
    let dates = date.map_or_else(String::new, |date| {
        format!(
            "<xmp:CreateDate>{date}T00:00:00Z</xmp:CreateDate>\n<xmp:ModifyDate>{date}T00:00:00Z</xmp:ModifyDate>\n"
        )
    });
    let xmp = format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n\
         <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>\n\
         {dates}<pdf:Producer>{PRODUCER}</pdf:Producer>\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>"
    );
    let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    Stream::new(dict, xmp.into_bytes()).with_compression(false)
}
