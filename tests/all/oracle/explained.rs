//! Whether the reasons given for an impossible exam are true.

use exampress::select::{Change, Clash, Member, Shortage};
use exampress::spec::{Attribute, Bounds, Measure, Split, Style};

use super::forms::{combinations, is_possible, only};
use super::{Case, ENDLESS, Rule, ends};

/// Checks that a clash is one and that what is proposed helps; gives how many changes were tried.
pub(crate) fn check_clash(case: &Case, clash: &Clash) -> usize {
    match clash {
        Clash::Short(shortages) => {
            assert!(!shortages.is_empty());
            shortages.iter().map(|shortage| check_shortage(case, shortage)).sum()
        }
        Clash::Together { members, pair, fewest } => {
            assert!(fewest, "small cases are decided");
            check_members(case, members);
            let mut tried = 0;
            for member in members {
                check_changes(case, member);
                tried += member.changes.len();
            }
            if let Some([first, second]) = pair {
                assert!(members.iter().all(|member| member.changes.is_empty()), "a pair only where one is not enough");
                let both = changed(&changed(case, first), second);
                assert!(is_possible(&both), "{first:?} and {second:?} do not help");
                tried += 2;
            }
            tried
        }
    }
}

/// The rules for each choice of the numbers of questions, without numbers that follow from those by level.
fn views(case: &Case) -> Vec<Vec<Rule>> {
    let mut views: Vec<Vec<Rule>> = combinations(case).iter().map(|counts| case.rules(counts)).collect();
    for rules in &mut views {
        rules.retain(|rule| !rule.name.ends_with("of-levels"));
    }
    views
}

/// The rules with all numbers of questions at once.
fn rules(case: &Case) -> Vec<Rule> {
    let mut views = views(case);
    let mut wide = views.pop().unwrap();
    for other in &views {
        let sums = wide.iter_mut().flat_map(|rule| &mut rule.sums);
        for (wide, other) in sums.zip(other.iter().flat_map(|rule| &rule.sums)) {
            (wide.low, wide.high) = (wide.low.min(other.low), wide.high.max(other.high));
        }
    }
    wide
}

/// No form that keeps what bars questions, and one question a concept, has more than there is said to be.
fn check_shortage(case: &Case, shortage: &Shortage) -> usize {
    let rules = rules(case);
    let name = name_of(case, &shortage.request);
    let line = shortage.request.as_str();
    let sums = || rules.iter().flat_map(|rule| &rule.sums);
    let sum = sums().find(|sum| sum.name == line).or_else(|| sums().find(|sum| sum.name == name)).unwrap();
    assert_eq!(shortage.wanted, sum.low, "{}", shortage.request);
    assert!(shortage.there < shortage.wanted);
    let base: Vec<&Rule> =
        rules.iter().filter(|rule| rule.name == "one question a concept" || is_bar(case, &rule.name)).collect();
    let most = case.forms(base.iter().copied()).iter().map(|form| sum.over(form)).max().unwrap();
    let no_sets = case.items.iter().all(|item| item.set.is_none());
    assert!(most <= shortage.there, "{} has {most}, not {}", shortage.request, shortage.there);
    assert!(most == shortage.there || !no_sets, "{} has {most}, not {}", shortage.request, shortage.there);
    if no_sets && let Some(change) = &shortage.change {
        let changed = changed(case, change);
        let rules = self::rules(&changed);
        let own = rules.iter().filter(|rule| rule.name == name || base.iter().any(|base| base.name == rule.name));
        assert!(!changed.forms(own).is_empty(), "{change:?} is still too much");
        return 1;
    }
    0
}

/// Whether a rule is a list that bars questions.
fn is_bar(case: &Case, name: &str) -> bool {
    let mut rules = case.blueprint.requests.iter().filter(|request| request.style == Style::Rule);
    rules.any(|request| request.name == name && ends(request.bounds).1 == 0)
}

fn check_members(case: &Case, members: &[Member]) {
    let views = views(case);
    let together = |names: &[&str]| views.iter().any(|rules| !case.forms(only(rules, names)).is_empty());
    let names: Vec<&str> = members.iter().map(|member| name_of(case, &member.request)).collect();
    assert!(!together(&names), "{names:?} can hold together");
    for left_out in &names {
        let fewer: Vec<&str> = names.iter().copied().filter(|name| name != left_out).collect();
        assert!(together(&fewer), "{fewer:?} cannot hold together either");
    }
}

/// Each change helps, no smaller one does, and where there is none, leaving the request out does not help either.
fn check_changes(case: &Case, member: &Member) {
    let name = name_of(case, &member.request);
    let has_exact_steps = case.blueprint.sections.iter().all(|section| {
        section.split == Split::Free || section.count.as_ref().is_none_or(|count| count.low == count.high)
    });
    let request = case.blueprint.requests.iter().find(|request| request.name == name);
    for change in &member.changes {
        assert!(is_possible(&changed(case, change)), "{change:?} does not help");
        let (Change::Write(text), Some(request), true) = (change, request, has_exact_steps) else { continue };
        let ((low, high), (new_low, new_high)) = (ends(request.bounds), read(text).1);
        assert!((low, high) != (new_low, new_high));
        let smaller = match (new_low < low, new_high > high) {
            (true, false) => (new_low + 1, high),
            (false, true) => (low, new_high - 1),
            _ => panic!("{text} instead of {low}..{high}"),
        };
        let smaller = with_bounds(case, name, smaller);
        assert!(!is_possible(&smaller), "less than {text} would do");
    }
    // Leaving out what bars questions may change an even split.
    let is_even = case.blueprint.sections.iter().any(|section| section.split == Split::Even);
    let bars = request.is_some_and(|request| ends(request.bounds).1 == 0);
    if member.changes.is_empty() && request.is_some() && !(is_even && bars) {
        assert!(!is_possible(&without(case, name)), "nothing is proposed for {name}, but leaving it out helps");
    }
}

/// The name of the rule that a text is about.
fn name_of<'t>(case: &Case, text: &'t str) -> &'t str {
    let rules = case.rules(&combinations(case)[0]);
    if rules.iter().any(|rule| rule.name == text) {
        return text;
    }
    let end = [" = ", ", ", ": "].into_iter().filter_map(|mark| text.find(mark)).min().unwrap();
    &text[..end]
}

/// The name and the bounds of `name = 3`, `name = "..4"` or `name, min = 2, max = 4`.
fn read(text: &str) -> (&str, (i64, i64)) {
    if let Some((name, bounds)) = text.split_once(", ") {
        let (mut low, mut high) = (0, ENDLESS);
        for bound in bounds.split(", ") {
            let (key, number) = bound.split_once(" = ").unwrap();
            let number = number.parse().unwrap();
            match key {
                "min" => low = number,
                "max" => high = number,
                _ => (low, high) = (number, number),
            }
        }
        return (name, (low, high));
    }
    let (name, amount) = text.split_once(" = ").unwrap();
    let Some(range) = amount.strip_prefix('"') else {
        let number = amount.parse().unwrap();
        return (name, (number, number));
    };
    let (low, high) = range.trim_end_matches('"').split_once("..").unwrap();
    (name, (low.parse().unwrap_or(0), high.parse().unwrap_or(ENDLESS)))
}

fn changed(case: &Case, change: &Change) -> Case {
    match change {
        Change::Write(text) => {
            let (name, bounds) = read(text);
            with_bounds(case, name, bounds)
        }
        Change::LeaveOut(name) => without(case, name),
    }
}

fn with_bounds(case: &Case, name: &str, (low, high): (i64, i64)) -> Case {
    let mut case = case.clone();
    for count in case.blueprint.sections.iter_mut().filter_map(|section| section.count.as_mut()) {
        if count.name == name {
            (count.low, count.high) = (low as usize, high as usize);
        }
    }
    for request in case.blueprint.requests.iter_mut().filter(|request| request.name == name) {
        request.bounds = Bounds::Within { low: low as u64, high: (high < ENDLESS).then_some(high as u64) };
    }
    for (at, section) in case.blueprint.sections.iter_mut().enumerate() {
        let Some(count) = section.count.as_mut().filter(|count| count.name.ends_with("of-levels")) else { continue };
        let levels = case.blueprint.requests.iter().filter(|request| {
            let is_level = request.style == Style::Number && request.filter.of.contains_key(&Attribute::Level);
            request.section == Some(at) && request.measure == Measure::Questions && is_level
        });
        let (lows, highs): (Vec<i64>, Vec<i64>) = levels.map(|request| ends(request.bounds)).unzip();
        count.low = lows.into_iter().sum::<i64>() as usize;
        count.high = highs.into_iter().map(|high| high.min(case.items.len() as i64)).sum::<i64>() as usize;
    }
    case
}

fn without(case: &Case, name: &str) -> Case {
    let mut case = case.clone();
    match name {
        "one question a concept" => case.blueprint.one_per_concept = false,
        "`excludes` of the questions" => case.items.iter_mut().for_each(|item| item.excludes.clear()),
        _ => {
            let sections = case.blueprint.sections.iter_mut();
            sections
                .filter(|section| section.count.as_ref().is_some_and(|count| count.name == name))
                .for_each(|section| section.count = None);
            case.blueprint.requests.retain(|request| request.name != name);
        }
    }
    case
}
