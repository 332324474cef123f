//! How many forms a bank can give: bounds that hold for small banks of which all forms are known, and what the report says.

use std::collections::BTreeSet;

use exampress::select::{Refusal, capacity};

use crate::enumeration::made_up;
use crate::oracle::{Case, combinations};
use crate::workshop::{GOOD, Workshop};

/// The units of each possible form that may not be in another one, without repeats.
fn forms(case: &Case) -> Vec<BTreeSet<usize>> {
    let units = case.units();
    let is_anchor = |unit: usize| units[unit].iter().any(|item| case.blueprint.forms.anchors.contains(&item.id));
    let forms = combinations(case).into_iter().flat_map(|counts| case.forms(&case.rules(&counts)));
    let own = forms.map(|form| form.into_iter().map(|(unit, _)| unit).filter(|&unit| !is_anchor(unit)).collect());
    own.collect::<BTreeSet<BTreeSet<usize>>>().into_iter().collect()
}

/// How many of these sets there are at most of which no two have anything in common.
fn most_apart(forms: &[BTreeSet<usize>]) -> usize {
    let Some((first, rest)) = forms.split_first() else { return 0 };
    let beside: Vec<BTreeSet<usize>> = rest.iter().filter(|form| form.is_disjoint(first)).cloned().collect();
    (1 + most_apart(&beside)).max(most_apart(rest))
}

#[test]
fn the_bounds_hold_for_small_banks() {
    let mut exact = 0;
    let mut looked_at = 0;
    for number in 0..1_500 {
        let case = made_up(number);
        let forms = forms(&case);
        if forms.is_empty() || forms.len() > 18 || forms.iter().any(BTreeSet::is_empty) {
            continue;
        }
        let found = match capacity(&case.items, &case.levels, &case.blueprint, &case.seed) {
            Ok(found) => found,
            Err(Refusal::NothingWanted) => continue,
            Err(refusal) => panic!("case {number}: {refusal:?}"),
        };
        let most = most_apart(&forms);
        assert!((found.at_least..=found.at_most).contains(&most), "case {number}: {most} forms, not {found:?}");
        looked_at += 1;
        exact += usize::from(found.at_least == found.at_most);
    }
    assert!(looked_at > 200, "{looked_at} cases");
    assert!(exact * 10 > looked_at * 8, "{exact} of {looked_at} are exact");
}

/// Six questions of one mark at each of two levels, but at the second only every other one on topic `b`.
fn shop() -> Workshop {
    let question = |at: usize| {
        GOOD.replace("\"one\"", &format!("\"q{at:02}\""))
            .replace("\"junior\"", ["\"junior\"", "\"mid\""][at % 2])
            .replace("\"topic\"", if at % 4 == 1 { "\"b\"" } else { "\"a\"" })
    };
    Workshop::new().file("questions/x.toml", (0..12).map(question).collect::<String>())
}

#[test]
fn what_there_is_too_little_of_is_told() {
    let spec = "levels = { junior = 2, mid = 1 }\n";
    assert_eq!(
        shop().file("exam.toml", spec).run(&["capacity"]).done(),
        "\
The bank gives 3 forms without a common question, and no more.

What keeps it from 4 forms:

  line  request        wanted  there  missing
     1  levels.junior       8      6        2

To get 4, write 2 questions more for `levels.junior`.
"
    );
    let spec = "count = 3\nconditions = [\n  { topic = \"b\", min = 1 },\n]\nexclude = [\"q01\"]\n";
    assert_eq!(
        shop().file("exam.toml", spec).run(&["capacity"]).done(),
        "\
The bank gives 2 forms without a common question, and no more.

What keeps it from 3 forms:

  line  request                wanted  there  missing
     3  condition topic = \"b\"       3      2        1

To get 3, write 1 question more for `condition topic = \"b\"`.
"
    );
}

#[test]
fn a_blueprint_without_any_form_is_refused_as_a_draw_is() {
    let shop = shop().file("exam.toml", "levels = { junior = 9 }\n");
    let drawn = shop.run(&["draw"]);
    shop.run(&["capacity"]).fails(1, &drawn.err);
}
