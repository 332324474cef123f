//! The draw against an enumeration of all forms, on thousands of small banks, possible and impossible ones.

use std::collections::{BTreeMap, BTreeSet};

use exampress::select::{Clash, Item, Refusal, draw};
use exampress::source::{Sources, Span};
use exampress::spec::{
    Attribute, Blueprint, Bounds, Count, Filter, Forms, Measure, Overlap, Preference, Request, Section, Split, Style,
};

use crate::oracle::{Case, Outcome, Random, amount, check_clash, fits, outcome};

const LEVELS: [&str; 3] = ["junior", "mid", "senior"];

/// What a case may ask for.
const KINDS: [&str; 29] = [
    "anchors",
    "bands",
    "combined condition",
    "concept",
    "count of a range",
    "enemies",
    "even split",
    "exclude",
    "excludes",
    "file",
    "free count",
    "id",
    "kind",
    "level",
    "levels",
    "linked sets",
    "marks",
    "minutes",
    "near",
    "no count",
    "one question a concept",
    "prefer",
    "require",
    "shares",
    "tag",
    "topics",
    "two forms",
    "two sections",
    "usual count",
];

/// How often something occurred.
type Tally = BTreeMap<&'static str, usize>;

struct Maker {
    random: Random,
    items: Vec<Item>,
    sections: usize,
    /// A section for some questions, so that bounds can be made which hold together.
    planted: Vec<Option<usize>>,
    requests: Vec<Request>,
    seen: Vec<&'static str>,
    span: Span,
}

impl Maker {
    fn new(number: u64) -> Self {
        let span = Span::new(Sources::default().add("exam.toml", "x"), 0..1);
        Self {
            random: Random(number),
            items: Vec::new(),
            sections: 1,
            planted: Vec::new(),
            requests: Vec::new(),
            seen: Vec::new(),
            span,
        }
    }

    fn case(mut self) -> (Case, Vec<&'static str>) {
        let two_forms = self.random.chance(22);
        self.sections = 1 + usize::from(self.random.chance(22));
        let most = match (self.sections, two_forms) {
            (1, false) => 12,
            (1, true) => 8,
            (_, false) => 7,
            (_, true) => 6,
        };
        self.bank(most);
        let sections: Vec<Section> = (0..self.sections).map(|at| self.section(at)).collect();
        for _ in 0..self.random.below(5) {
            self.request();
        }
        let one_per_concept = self.random.chance(60);
        if one_per_concept {
            self.see("one question a concept");
        }
        let forms = self.forms(two_forms);
        let prefer = self.preferences();
        if self.sections == 2 {
            self.see("two sections");
        }
        let blueprint = Blueprint { sections, requests: self.requests, one_per_concept, prefer, forms };
        let seed = format!("seed {}", self.random.below(1000));
        (Case { items: self.items, levels: LEVELS.map(str::to_owned).to_vec(), blueprint, seed }, self.seen)
    }

    fn see(&mut self, what: &'static str) {
        if !self.seen.contains(&what) {
            self.seen.push(what);
        }
    }

    fn bank(&mut self, most: usize) {
        let size = self.random.within(6, most.max(6)).min(most);
        let levels = self.random.within(1, 3);
        let mut ids: Vec<String> = (0..size).map(|at| format!("q{at:02}")).collect();
        self.random.shuffle(&mut ids);
        let [sets, concepts, excludes] = [25, 70, 30].map(|percent| self.random.chance(percent));
        for id in ids.clone() {
            let random = &mut self.random;
            let tags = ["x", "y", "z"].into_iter().filter(|_| random.chance(35)).map(str::to_owned).collect();
            self.items.push(Item {
                level: LEVELS[random.below(levels)].to_owned(),
                topic: format!("t{}", random.below(3)),
                kind: ["open", "ordering"][random.below(2)].to_owned(),
                tags,
                concept: (concepts && random.chance(45)).then(|| format!("c{}", random.below(4))),
                file: format!("f{}.toml", random.below(2)),
                marks: random.within(1, 5) as u32,
                minutes: random.within(1, 8) as u32,
                excludes: if excludes && random.chance(25) { vec![random.pick(&ids).clone()] } else { Vec::new() },
                set: (sets && random.chance(45)).then(|| format!("s{}", random.below(2))),
                id,
            });
        }
        if self.items.iter().any(|item| item.set.is_some()) {
            self.see("linked sets");
        }
        if self.items.iter().any(|item| !item.excludes.is_empty()) {
            self.see("excludes");
        }
        let mut of_set: BTreeMap<Option<String>, Option<usize>> = BTreeMap::new();
        for at in 0..size {
            let place = self.random.chance(50).then(|| self.random.below(self.sections));
            let item = &self.items[at];
            let place = if item.set.is_some() { *of_set.entry(item.set.clone()).or_insert(place) } else { place };
            self.planted.push(place);
        }
    }

    /// The sum over what is planted.
    fn sum(&self, section: Option<usize>, filter: &Filter, measure: Measure) -> usize {
        let in_it = |place: &Option<usize>| place.is_some_and(|place| section.is_none_or(|of| of == place));
        let own = self.items.iter().zip(&self.planted).filter(|(_, place)| in_it(place));
        own.filter(|(item, _)| fits(filter, item)).map(|(item, _)| amount(measure, item)).sum::<i64>() as usize
    }

    fn section(&mut self, at: usize) -> Section {
        let there = self.sum(Some(at), &Filter::default(), Measure::Questions);
        let number = if self.random.chance(80) { there } else { self.random.within(1, self.items.len()) };
        let name = format!("s{at}.count");
        let count = |low, high, span| Some(Count { name, span, low, high });
        let span = Some(self.span);
        match self.random.below(10) {
            0..3 => {
                self.see("free count");
                Section { count: count(number, number, span), ..Section::default() }
            }
            3..5 => {
                self.see("count of a range");
                let (less, more) = (self.random.below(3), self.random.below(3));
                let split = if self.random.chance(30) { Split::Even } else { Split::Free };
                let low = number.saturating_sub(less);
                Section { count: count(low, number + more, span), split, ..Section::default() }
            }
            5 => {
                self.see("even split");
                Section { count: count(number, number, span), split: Split::Even, ..Section::default() }
            }
            6 => {
                self.see("shares");
                let shares = LEVELS.map(|level| {
                    let planted =
                        self.sum(Some(at), &Filter::by(Attribute::Level, [level.to_owned()]), Measure::Questions);
                    let part = if self.random.chance(75) { planted } else { self.random.below(4) };
                    (level.to_owned(), part as u64)
                });
                let shares = Split::Shares { shares: shares.into(), span };
                Section { count: count(number, number, span), split: shares, ..Section::default() }
            }
            7 => {
                self.see("no count");
                let measure = if self.random.chance(50) { Measure::Marks } else { Measure::Minutes };
                self.add(Some(at), Filter::default(), measure, Style::Number);
                if let Some(request) = self.requests.last_mut()
                    && let Bounds::Within { low, high } = &mut request.bounds
                {
                    *low = (*low).max(1);
                    *high = high.map(|high| high.max(1));
                }
                Section::default()
            }
            8 => {
                self.see("usual count");
                Section { count: count(number.max(1), number.max(1), None), ..Section::default() }
            }
            _ => self.by_levels(at),
        }
    }

    /// `levels` for each level; the number of questions follows.
    fn by_levels(&mut self, at: usize) -> Section {
        self.see("levels");
        let mut ends = [0, 0];
        for level in LEVELS {
            self.add(Some(at), Filter::by(Attribute::Level, [level.to_owned()]), Measure::Questions, Style::Number);
            let bounds = &mut self.requests.last_mut().unwrap().bounds;
            let Bounds::Within { low, high } = bounds else { unreachable!("questions are not near a number") };
            let high = high.get_or_insert(*low + 2);
            ends = [ends[0] + *low as usize, ends[1] + *high as usize];
        }
        let count = Count { name: format!("s{at}.of-levels"), span: None, low: ends[0], high: ends[1] };
        Section { count: Some(count), ..Section::default() }
    }

    /// Bounds around what is planted, or anywhere.
    fn bounds(&mut self, planted: usize, far: usize) -> Bounds {
        let random = &mut self.random;
        let middle = if random.chance(80) { planted } else { random.below(planted + far + 1) };
        let (low, high) =
            (middle.saturating_sub(random.below(far + 1)) as u64, (middle + random.below(far + 1)) as u64);
        match random.below(4) {
            0 => Bounds::Within { low: middle as u64, high: Some(middle as u64) },
            1 => Bounds::Within { low, high: None },
            2 => Bounds::Within { low: 0, high: Some(high) },
            _ => Bounds::Within { low, high: Some(high) },
        }
    }

    fn add(&mut self, section: Option<usize>, filter: Filter, measure: Measure, style: Style) {
        let planted = self.sum(section, &filter, measure);
        let far = if measure == Measure::Questions { 2 } else { 5 };
        let bounds = self.bounds(planted, far);
        self.rule("r", section, filter, measure, bounds, style);
    }

    fn rule(
        &mut self,
        name: &str,
        section: Option<usize>,
        filter: Filter,
        measure: Measure,
        bounds: Bounds,
        style: Style,
    ) {
        let name = format!("{name}{}", self.requests.len());
        self.requests.push(Request { name, span: Some(self.span), section, filter, measure, bounds, style });
    }

    fn request(&mut self) {
        let section = self.random.chance(30).then(|| self.random.below(self.sections));
        match self.random.below(12) {
            0..5 => self.condition(section),
            5 => {
                self.see("marks");
                self.add(section, Filter::default(), Measure::Marks, Style::Number);
            }
            6 => {
                self.see("minutes");
                self.add(section, Filter::default(), Measure::Minutes, Style::Number);
            }
            7 => {
                self.see("near");
                let measure = *self.random.pick(&[Measure::Marks, Measure::Minutes]);
                let target = Bounds::Near(self.random.within(1, 30) as u64);
                self.rule("near", None, Filter::default(), measure, target, Style::Number);
            }
            8 => {
                self.see("require");
                let bounds = Bounds::Within { low: 1, high: None };
                let ids = self.ids(1);
                self.rule("require", section, ids, Measure::Questions, bounds, Style::Rule);
            }
            9 => {
                self.see("exclude");
                let number = self.random.within(1, 2);
                let ids = self.ids(number);
                self.rule("exclude", None, ids, Measure::Questions, none(), Style::Rule);
            }
            10 => {
                self.see("enemies");
                let number = self.random.within(2, 4);
                let ids = self.ids(number);
                let bounds = Bounds::Within { low: 0, high: Some(1) };
                self.rule("enemies", None, ids, Measure::Questions, bounds, Style::Rule);
            }
            _ => {
                self.see("topics");
                let inverted = self.random.chance(50);
                let number = if inverted { 2 } else { 1 };
                let topics: BTreeSet<String> = (0..number).map(|_| format!("t{}", self.random.below(3))).collect();
                let except = if self.random.chance(50) { BTreeSet::from([self.some_id()]) } else { BTreeSet::new() };
                let filter = Filter { inverted, except, ..Filter::by(Attribute::Topic, topics) };
                self.rule("topics", section, filter, Measure::Questions, none(), Style::Rule);
            }
        }
    }

    fn condition(&mut self, section: Option<usize>) {
        let mut of = BTreeMap::new();
        for _ in 0..self.random.within(1, 2) {
            let attribute = *self.random.pick(&Attribute::ALL);
            let values: BTreeSet<String> = (0..self.random.within(1, 2)).map(|_| self.value(attribute)).collect();
            of.insert(attribute, values);
            self.see(attribute.word());
        }
        if of.len() > 1 {
            self.see("combined condition");
        }
        let filter = Filter { of, ..Filter::default() };
        match self.random.below(5) {
            0 => self.add(section, filter, Measure::Marks, Style::Number),
            1 => self.add(section, filter, Measure::Minutes, Style::Number),
            _ => self.add(section, filter, Measure::Questions, Style::MinMax),
        }
    }

    /// A value that some question has, or may have.
    fn value(&mut self, attribute: Attribute) -> String {
        let item = self.random.pick(&self.items);
        match attribute {
            Attribute::Id => item.id.clone(),
            Attribute::Level => item.level.clone(),
            Attribute::Topic => item.topic.clone(),
            Attribute::Kind => item.kind.clone(),
            Attribute::File => item.file.clone(),
            Attribute::Tag => item.tags.first().cloned().unwrap_or("z".to_owned()),
            Attribute::Concept => item.concept.clone().unwrap_or("c0".to_owned()),
        }
    }

    fn some_id(&mut self) -> String {
        self.random.pick(&self.items).id.clone()
    }

    fn ids(&mut self, number: usize) -> Filter {
        let ids: BTreeSet<String> = (0..number).map(|_| self.some_id()).collect();
        Filter::by(Attribute::Id, ids)
    }

    fn preferences(&mut self) -> Vec<Preference> {
        let mut preferences = Vec::new();
        while self.random.chance(25) {
            self.see("prefer");
            let attribute = *self.random.pick(&Attribute::ALL);
            let filter = Filter::by(attribute, [self.value(attribute)]);
            preferences.push(Preference { filter, weight: self.random.within(1, 5) as u64 });
        }
        preferences
    }

    fn forms(&mut self, two: bool) -> Forms {
        if !two {
            return Forms::default();
        }
        self.see("two forms");
        let mut forms = Forms { names: vec!["A".to_owned(), "B".to_owned()], ..Forms::default() };
        forms.overlap = match self.random.below(8) {
            0..3 => Overlap::AtMost(0),
            3..5 => Overlap::AtMost(1),
            5..7 => Overlap::AtMost(2),
            _ => Overlap::Same,
        };
        if self.random.chance(35) {
            self.see("anchors");
            let id = self.some_id();
            forms.anchors.insert(id.clone());
            let bounds = Bounds::Within { low: 1, high: None };
            self.rule("anchors", None, Filter::by(Attribute::Id, [id]), Measure::Questions, bounds, Style::Rule);
        }
        if self.random.chance(40) {
            self.see("bands");
            forms.marks_apart = self.random.chance(60).then(|| self.random.below(4) as u64);
            forms.minutes_apart = self.random.chance(60).then(|| self.random.below(4) as u64);
        }
        forms
    }
}

fn none() -> Bounds {
    Bounds::Within { low: 0, high: Some(0) }
}

/// The case of a number.
pub(crate) fn made_up(number: u64) -> Case {
    Maker::new(number).case().0
}

/// Draws a case and compares with all its forms.
fn check(number: u64, tally: &mut Tally) {
    let (case, seen) = Maker::new(number).case();
    let expected = outcome(&case);
    let drawn = draw(&case.items, &case.levels, &case.blueprint, &case.seed);
    let kind = match (&drawn, &expected) {
        (Ok(selections), Outcome::Forms(forms)) => {
            let units = case.units();
            for (selection, form) in selections.iter().zip(forms) {
                let mut sections = vec![BTreeSet::new(); case.blueprint.sections.len()];
                for &(unit, section) in form {
                    sections[section].extend(units[unit].iter().map(|item| item.id.clone()));
                }
                assert_eq!(selection.sections, sections, "form {}", selection.form);
            }
            let names: Vec<&String> = selections.iter().map(|selection| &selection.form).collect();
            assert_eq!(names, case.blueprint.forms.names.iter().collect::<Vec<_>>());
            if forms.len() == 2 { "two forms drawn" } else { "drawn" }
        }
        (Err(Refusal::Clash(clash)), Outcome::Clash) => {
            let changes = check_clash(&case, clash);
            *tally.entry("changes proposed").or_default() += changes;
            match clash {
                Clash::Short(_) => "short",
                Clash::Together { pair: Some(_), .. } => "pair of changes",
                Clash::Together { .. } => "together",
            }
        }
        (Err(Refusal::NothingWanted), Outcome::Nothing) => "nothing",
        (Err(Refusal::TooFewForms { wanted: 2, drawn: 1 }), Outcome::TooFew { drawn: 1 }) => "too few forms",
        _ => panic!("{drawn:?} is not {expected:?}"),
    };
    for what in seen.into_iter().chain([kind]) {
        *tally.entry(what).or_default() += 1;
    }
}

fn add(tally: &mut Tally, more: Tally) {
    for (what, times) in more {
        *tally.entry(what).or_default() += times;
    }
}

/// Draws many cases; a case that fails is named by its number.
fn check_all(numbers: std::ops::Range<u64>) -> (Tally, Vec<u64>) {
    let mut tally = Tally::new();
    let mut failed = Vec::new();
    for number in numbers {
        let mut own = Tally::new();
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(number, &mut own))).is_err() {
            failed.push(number);
        }
        add(&mut tally, own);
    }
    (tally, failed)
}

#[test]
fn the_draw_is_the_best_of_all_forms_and_refuses_only_what_is_impossible() {
    let halves = [0..1000, 1000..2000].map(|numbers| std::thread::spawn(|| check_all(numbers)));
    let mut tally = Tally::new();
    let mut failures = Vec::new();
    for half in halves {
        let (half, failed) = half.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        add(&mut tally, half);
        failures.extend(failed);
    }
    assert!(failures.is_empty(), "cases fail: {failures:?}");
    let times = |what: &str| tally.get(what).copied().unwrap_or(0);
    let refused = ["short", "together", "pair of changes", "too few forms", "nothing"].map(times);
    assert!((600..1200).contains(&refused.iter().sum::<usize>()), "{refused:?} are refused");
    for (what, least) in [
        ("drawn", 800),
        ("two forms drawn", 120),
        ("short", 200),
        ("together", 200),
        ("pair of changes", 15),
        ("too few forms", 60),
        ("nothing", 3),
        ("changes proposed", 600),
    ] {
        assert!(times(what) >= least, "only {} times {what}", times(what));
    }
    for what in KINDS {
        assert!(times(what) >= 100, "only {} times {what}", times(what));
    }
}
