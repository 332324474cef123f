//! Which question comes after which.
//!
//! An [`Order`] gives each question a rank, such as its level; among equal ranks chance decides. The questions of a linked
//! set move as one: the set has the rank of its question that comes first, one random number, which belongs to its name,
//! and inside it the bank's reading order. Where the paper goes section after section, a set whose questions were drawn
//! for several sections is printed in the first of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::bank::{Bank, Name, Question};
use crate::spec::Order;
use crate::stream::Streams;

/// What was drawn for one section of a paper. Most papers are one section without a title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DrawnSection {
    /// Its title.
    pub title: Option<String>,
    /// How its questions follow each other where the paper goes section after section; `None` goes by level.
    pub order: Option<Order>,
    /// The ids of its questions.
    pub ids: BTreeSet<String>,
}

/// What comes before chance: the place of the group that is ordered by itself, then what its order looks at.
type Rank = (usize, [usize; 2]);

/// The questions of all sections in printed order.
pub(super) fn in_order<'b>(
    bank: &'b Bank,
    sections: &[DrawnSection],
    order: Order,
    streams: &Streams,
) -> Vec<&'b Question> {
    let groups: Vec<(Order, Vec<&Question>)> = match order {
        Order::Section => sections
            .iter()
            .map(|section| (section.order.unwrap_or_default(), questions(bank, std::slice::from_ref(section))))
            .collect(),
        whole => vec![(whole, questions(bank, sections))],
    };
    let mut ranks: BTreeMap<Unit, Rank> = BTreeMap::new();
    for (group, (order, questions)) in groups.iter().enumerate() {
        for (question, looked_at) in questions.iter().zip(looked_at(*order, questions, bank)) {
            let rank = (group, looked_at);
            let first = ranks.entry(Unit::of(question)).or_insert(rank);
            *first = rank.min(*first);
        }
    }
    let mut ordered: Vec<&Question> = groups.into_iter().flat_map(|(_, questions)| questions).collect();
    ordered.sort_by_cached_key(|question| {
        let unit = Unit::of(question);
        (ranks[&unit], unit.chance(streams), unit, question.place)
    });
    ordered
}

/// For each question the title of its section, if it is the first there and the paper goes section after section.
pub(super) fn headings(ordered: &[&Question], sections: &[DrawnSection], order: Order) -> Vec<Option<String>> {
    let section = |question: &Question| sections.iter().position(|section| section.ids.contains(&question.id));
    let mut before = None;
    let mut heading = |question: &&Question| {
        let here = section(question).filter(|_| order == Order::Section);
        let begins = here != before;
        before = here;
        sections[here.filter(|_| begins)?].title.clone()
    };
    ordered.iter().map(&mut heading).collect()
}

fn questions<'b>(bank: &'b Bank, sections: &[DrawnSection]) -> Vec<&'b Question> {
    sections.iter().flat_map(|section| &section.ids).map(|id| &bank.questions[id]).collect()
}

/// For each question what an order sorts it by.
fn looked_at(order: Order, questions: &[&Question], bank: &Bank) -> Vec<[usize; 2]> {
    let level = |question: &Question| place(&bank.levels, &question.level);
    let topic = |question: &Question| place(&bank.topics, &question.topic);
    let easiest = questions.iter().map(|question| level(question)).min();
    questions
        .iter()
        .map(|question| match order {
            Order::Level | Order::Section => [level(question), 0],
            Order::Topic => [topic(question), level(question)],
            Order::Random => [0, 0],
            Order::EasyFirst => [usize::from(Some(level(question)) != easiest), 0],
        })
        .collect()
}

fn place(names: &[Name], id: &str) -> usize {
    names.iter().position(|name| name.id == id).expect("a bank names the levels and topics of its questions")
}

/// What moves as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit<'b> {
    /// A question of no set.
    Question(&'b str),
    /// The drawn questions of a set.
    Set(&'b str),
}

impl<'b> Unit<'b> {
    fn of(question: &'b Question) -> Self {
        question.set.as_deref().map_or(Self::Question(&question.id), Self::Set)
    }

    fn chance(self, streams: &Streams) -> u64 {
        match self {
            Self::Question(id) => streams.key("order", id),
            Self::Set(name) => streams.key("order of sets", name),
        }
    }
}
