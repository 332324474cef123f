//! How often each question is drawn over many seeds.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::thread::ScopedJoinHandle;

use crate::spec::{Blueprint, Forms};

use super::chance::Test;
use super::forms::{Plan, Refusal};
use super::model::Model;
use super::{Item, Selection};

/// What came of many draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// How many forms were drawn.
    pub draws: usize,
    /// Every question of the bank, in order of the ids.
    pub questions: Vec<Tally>,
    /// The questions by level, easiest first.
    pub levels: Vec<Part>,
    /// The questions by topic, in alphabetic order.
    pub topics: Vec<Part>,
    /// Questions that are alike in all that the draw looks at, each in one group.
    pub groups: Vec<Group>,
}

/// How often a question was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Its id.
    pub id: String,
    /// Id of its level.
    pub level: String,
    /// Id of its topic.
    pub topic: String,
    /// In how many forms it is.
    pub drawn: u64,
    /// The place of its group.
    pub group: usize,
}

/// The questions of a level or a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The level or topic.
    pub name: String,
    /// How many questions it has.
    pub questions: usize,
    /// How many of them were drawn in all forms together.
    pub drawn: u64,
}

/// Questions of which each has the same chance, because nothing in the draw but their keys tells them apart. A linked set
/// counts as one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Places of the questions, in order.
    pub members: Vec<usize>,
    /// How many there are, a linked set counted once.
    pub alike: usize,
    /// How many of these were drawn in all forms together.
    pub drawn: u64,
    /// The variance of the number of times that one of them is drawn, if all have the same chance.
    pub variance: f64,
    /// Whether the numbers are as equal as chance lets them be; `None` where chance has too little to do with them.
    pub test: Option<Test>,
}

impl Audit {
    /// All tests as one. Groups take part in the same draws, so it is about right, not exactly.
    #[must_use]
    pub fn overall(&self) -> Option<Test> {
        Test::joined(self.tests())
    }

    /// The smallest chance of all tests, times their number (Bonferroni), which is 1 at most.
    #[must_use]
    pub fn smallest(&self) -> Option<f64> {
        let number = self.tests().count() as f64;
        self.tests().map(|test| f64::min(test.p * number, 1.0)).min_by(f64::total_cmp)
    }

    /// The tests of all groups that have one.
    pub fn tests(&self) -> impl Iterator<Item = Test> {
        self.groups.iter().filter_map(|group| group.test)
    }

    /// The range in which a question's number of draws is expected, about 95 times of 100.
    #[must_use]
    pub fn expected(&self, group: &Group) -> [f64; 2] {
        let (mean, far) = (group.drawn as f64 / group.alike as f64, 2.0 * group.variance.sqrt());
        [f64::max(mean - far, 0.0), f64::min(mean + far, self.draws as f64)]
    }
}

/// Draws the first form of a blueprint with the seeds `"{seed} 1"`, `"{seed} 2"`, … and counts the questions, or tells why
/// one cannot be drawn.
pub fn audit(
    items: &[Item],
    levels: &[String],
    blueprint: &Blueprint,
    seed: &str,
    draws: usize,
) -> Result<Audit, Refusal> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    audit_on(threads, items, levels, blueprint, seed, draws)
}

fn audit_on(
    threads: usize,
    items: &[Item],
    levels: &[String],
    blueprint: &Blueprint,
    seed: &str,
    draws: usize,
) -> Result<Audit, Refusal> {
    let first = blueprint.forms.names[..1].to_vec();
    let blueprint = Blueprint { forms: Forms { names: first, ..blueprint.forms.clone() }, ..blueprint.clone() };
    let plan = Plan::new(items, levels, &blueprint);
    let model = plan.model();
    let groups = like_units(&plan, &model);
    let counter = Counter::new(&plan, &model, &groups);
    let results = std::thread::scope(|scope| {
        let work = |first: usize| {
            let (counter, numbers) = (&counter, (first..=draws).step_by(threads));
            scope.spawn(move || counter.count(seed, numbers))
        };
        let running: Vec<_> = (1..=threads.min(draws)).map(work).collect();
        let ended = running.into_iter().map(ScopedJoinHandle::join);
        ended.map(|counts| counts.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect::<Vec<_>>()
    });
    let mut sums = counter.nothing();
    let mut refusals = Vec::new();
    for counts in results {
        match counts {
            Ok(counts) => sums.add(&counts),
            Err(refusal) => refusals.push(refusal),
        }
    }
    match refusals.into_iter().min_by_key(|(number, _)| *number) {
        Some((_, refusal)) => Err(refusal),
        None => Ok(result(&plan, &groups, &sums, draws)),
    }
}

/// Units that only their keys tell apart: they count alike in every line, keep apart from the same units, have the same
/// number of questions and are favoured alike.
fn like_units(plan: &Plan<'_>, model: &Model<'_, '_>) -> Vec<Vec<usize>> {
    let concepts = plan.pool.concepts.iter().filter(|_| plan.blueprint.one_per_concept);
    let mut apart: Vec<Vec<usize>> = vec![Vec::new(); plan.pool.units.len()];
    for (at, members) in concepts.chain(&plan.pool.excludes).enumerate() {
        for &unit in members {
            apart[unit].push(at);
        }
    }
    let mut places: BTreeMap<_, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, unit) in plan.pool.units.iter().enumerate() {
        let key = (model.amounts(at), &apart[at], unit.len(), unit.weight(&plan.blueprint.prefer));
        let place = *places.entry(key).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(at);
    }
    groups
}

/// What many draws have in common.
struct Counter<'c> {
    plan: &'c Plan<'c>,
    model: &'c Model<'c, 'c>,
    /// The number of units of each group.
    sizes: Vec<u64>,
    /// For each id its unit and the group of that.
    places: BTreeMap<&'c str, (usize, usize)>,
}

/// Sums over draws.
struct Counts {
    /// How often each unit was drawn.
    drawn: Vec<u64>,
    /// For each group of `c` units, of which `k` were drawn, the sum of `k · (c − k)`.
    spread: Vec<u64>,
}

impl<'c> Counter<'c> {
    fn new(plan: &'c Plan<'c>, model: &'c Model<'c, 'c>, groups: &[Vec<usize>]) -> Self {
        let mut places = BTreeMap::new();
        for (group, units) in groups.iter().enumerate() {
            for &unit in units {
                places.extend(plan.pool.units[unit].items().next().map(|item| (item.id.as_str(), (unit, group))));
            }
        }
        Self { plan, model, sizes: groups.iter().map(|units| units.len() as u64).collect(), places }
    }

    fn nothing(&self) -> Counts {
        Counts { drawn: vec![0; self.plan.pool.units.len()], spread: vec![0; self.sizes.len()] }
    }

    /// Counts what is drawn with the seeds of these numbers, or gives the first number with which nothing is.
    fn count(&self, seed: &str, numbers: impl Iterator<Item = usize>) -> Result<Counts, (usize, Refusal)> {
        let mut counts = self.nothing();
        let mut taken = vec![0; self.sizes.len()];
        for number in numbers {
            let drawn = self.plan.draw(self.model, &format!("{seed} {number}"));
            for selection in drawn.map_err(|refusal| (number, refusal))? {
                self.tally(&selection, &mut counts, &mut taken);
            }
        }
        Ok(counts)
    }

    fn tally(&self, selection: &Selection, counts: &mut Counts, taken: &mut [u64]) {
        let units = || selection.sections.iter().flatten().filter_map(|id| self.places.get(id.as_str()));
        for &(unit, group) in units() {
            counts.drawn[unit] += 1;
            taken[group] += 1;
        }
        for &(_, group) in units() {
            counts.spread[group] += taken[group] * (self.sizes[group] - taken[group]);
            taken[group] = 0;
        }
    }
}

impl Counts {
    fn add(&mut self, other: &Self) {
        for (sums, more) in [(&mut self.drawn, &other.drawn), (&mut self.spread, &other.spread)] {
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }
}

fn result(plan: &Plan<'_>, groups: &[Vec<usize>], counts: &Counts, forms: usize) -> Audit {
    let units = &plan.pool.units;
    let mut questions: Vec<Tally> = Vec::new();
    for (group, members) in groups.iter().enumerate() {
        for &unit in members {
            questions.extend(units[unit].items().map(|item| Tally {
                id: item.id.clone(),
                level: item.level.clone(),
                topic: item.topic.clone(),
                drawn: counts.drawn[unit],
                group,
            }));
        }
    }
    questions.sort_by(|a, b| a.id.cmp(&b.id));
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for (at, question) in questions.iter().enumerate() {
        places[question.group].push(at);
    }
    let of_group = |((group, members), places): ((usize, &Vec<usize>), Vec<usize>)| {
        let drawn: Vec<u64> = members.iter().map(|&unit| counts.drawn[unit]).collect();
        let variance = counts.spread[group] as f64 / (members.len() as f64).powi(2);
        Group {
            members: places,
            alike: members.len(),
            drawn: drawn.iter().sum(),
            variance,
            test: Test::of(&drawn, variance),
        }
    };
    let groups = groups.iter().enumerate().zip(places).map(of_group).collect();
    let mut topics: Vec<&str> = questions.iter().map(|question| question.topic.as_str()).collect();
    topics.sort_unstable();
    topics.dedup();
    let part = |name: &str, of: fn(&Tally) -> &str| {
        let of_part = || questions.iter().filter(|question| of(question) == name);
        let drawn = of_part().map(|question| question.drawn).sum();
        Part { name: name.to_owned(), questions: of_part().count(), drawn }
    };
    let levels = plan.levels.iter().map(|level| part(level, |question| &question.level));
    Audit {
        draws: forms,
        levels: levels.filter(|part| part.questions > 0).collect(),
        topics: topics.into_iter().map(|topic| part(topic, |question| &question.topic)).collect(),
        groups,
        questions,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Count, Section, Split};

    fn items() -> Vec<Item> {
        let item = |at: usize| Item {
            id: format!("q{at:02}"),
            level: ["junior", "mid"][at % 2].to_owned(),
            topic: format!("t{}", at % 3),
            concept: (at < 2).then(|| "shared".to_owned()),
            set: (10..12).contains(&at).then(|| "pair".to_owned()),
            ..Item::default()
        };
        (0..24).map(item).collect()
    }

    fn blueprint() -> Blueprint {
        let count = Count { name: "count".to_owned(), span: None, low: 5, high: 6 };
        let section = Section { count: Some(count), split: Split::Even, ..Section::default() };
        Blueprint { sections: vec![section], ..Blueprint::default() }
    }

    fn run(threads: usize) -> Audit {
        let levels = ["junior", "mid"].map(str::to_owned);
        audit_on(threads, &items(), &levels, &blueprint(), "seed", 600).unwrap()
    }

    #[test]
    fn threads_change_nothing() {
        let alone = run(1);
        assert_eq!(alone, run(2));
        assert_eq!(alone, run(7));
    }

    #[test]
    fn questions_are_alike_if_only_their_keys_differ() {
        let audit = run(2);
        let sizes: Vec<(usize, usize)> = audit.groups.iter().map(|group| (group.alike, group.members.len())).collect();
        // Two share a concept over two levels, two are a set, and the rest are ten of each level.
        assert_eq!(sizes, [(1, 1), (1, 1), (10, 10), (10, 10), (1, 2)]);
        assert_eq!(audit.tests().count(), 2);
    }

    #[test]
    fn sums_are_exact_and_equal_chances_pass() {
        let audit = run(2);
        let sum = |parts: &[Part]| parts.iter().map(|part| part.drawn).sum::<u64>();
        let drawn: u64 = audit.questions.iter().map(|question| question.drawn).sum();
        assert_eq!((sum(&audit.levels), sum(&audit.topics)), (drawn, drawn));
        assert!((600 * 5..=600 * 6).contains(&drawn));
        // Five questions are three of the first level and two of the second, six are three of each.
        assert_eq!(audit.levels[0].drawn, 1800);
        assert!(audit.overall().unwrap().p > 0.01 && audit.smallest().unwrap() > 0.01, "{audit:?}");
    }

    #[test]
    fn a_refusal_is_told() {
        let levels = ["junior".to_owned()];
        let refused = audit(&items()[..1], &levels, &blueprint(), "seed", 10);
        assert!(matches!(refused, Err(Refusal::Clash(_))), "{refused:?}");
    }
}
