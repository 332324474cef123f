//! Formulas and pictures, on the page and in the finished file.

use exampress::bank::Origin;
use exampress::layout::{Mark, Tag};

use crate::pages::{dump, golden, papers};
use crate::pdf;
use crate::workshop::{GOOD, Workshop};

const QUESTIONS: &str = r#"[[question]]
id = "formulas"
level = "junior"
topic = "algebra"
kind = "open"
marks = 3
minutes = 3
prompt = '''
Let $f(x) = \frac{1}{x}$ for $x \neq 0$. It costs $5 and $6, or $7-$8, or \$9.

Then $\displaystyle\sum_{i=1}^{n} \sqrt{i}$ is tall. What is
$$A = \begin{pmatrix} a & b \\ \vdots & \hat{d} \end{pmatrix}
\qquad g(x) = \begin{cases} x & \text{if } x \ge 0 \\ -x \end{cases}$$
good for? `$x$` is code.

- $a^2$

| $\frac{a}{b}$ | b |
|---------------|---|
| $\displaystyle\frac{\cancel{a}}{b}$ | b |
'''
answer = "Because $a \\le b$."
rubric = [{ marks = 3, text = "says $x = 1$" }]

[[question]]
id = "options"
level = "junior"
topic = "algebra"
kind = "single-choice"
marks = 1
minutes = 1
prompt = "Which is $O(n \\log n)$?"
options = [{ text = "$\\displaystyle\\frac{a}{b}$", correct = true, why = "So $x$." }, { text = "$x_2$" }, { text = "$x^2$" }]

[[question]]
id = "pictures"
level = "junior"
topic = "art"
kind = "open"
marks = 1
minutes = 1
prompt = '''
![a grey square](img/grey.png "Fig. 1. A square"){width=20mm}

![the same](img/grey.png){width=10%}
'''
answer = "Grey."
"#;

fn square() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&[200; 12]).unwrap();
    bytes
}

fn shop() -> Workshop {
    Workshop::new().file("questions/a.toml", QUESTIONS).file("questions/img/grey.png", square())
}

fn made() -> (Workshop, Vec<u8>) {
    let shop = shop();
    shop.run(&["generate", "--bank", "questions", "--count", "3", "--seed", "s"]).done();
    let candidate = shop.read("candidate.pdf");
    (shop, candidate)
}

#[test]
fn a_page_of_formulas_and_pictures_is_as_it_was() {
    let shop = shop();
    let papers = papers(&Origin::Folder(shop.path("questions")));
    golden("formulas.txt", &dump(&papers.candidate, &papers.fonts));
    golden("formulas-key.txt", &dump(&papers.key, &papers.fonts));
}

#[test]
fn nothing_of_a_formula_stands_above_the_line_before_it_or_below_the_line_after_it() {
    let shop = shop();
    let papers = papers(&Origin::Folder(shop.path("questions")));
    for page in &papers.candidate.pages {
        let tall = page.marks.iter().find_map(|tagged| match &tagged.mark {
            Mark::Formula { at, source, .. } if source.contains("sum") => Some(*at),
            _ => None,
        });
        let Some((x, y)) = tall else { continue };
        let others = page.marks.iter().filter(|tagged| !matches!(tagged.mark, Mark::Formula { .. }));
        let baselines: Vec<f32> = others
            .filter_map(|tagged| match &tagged.mark {
                Mark::Glyphs(run) => Some(run.at.1),
                _ => None,
            })
            .collect();
        assert!(baselines.iter().any(|other| (other - y).abs() < 0.01), "the formula stands on a baseline ({x}, {y})");
        assert!(baselines.iter().all(|other| (other - y).abs() < 0.01 || (other - y).abs() > 20.0));
        return;
    }
    panic!("the tall formula is nowhere");
}

#[test]
fn formulas_are_elements_with_their_source() {
    let shop = shop();
    let papers = papers(&Origin::Folder(shop.path("questions")));
    let document = &papers.candidate;
    let formulas: Vec<_> = document.nodes.iter().filter(|node| matches!(node.tag, Tag::Formula(_))).collect();
    assert_eq!(formulas.len(), 11);
    assert!(formulas.iter().all(|node| node.parent.is_some()));
}

#[test]
fn the_text_of_a_file_has_formulas_as_they_were_written() {
    let (_, candidate) = made();
    let document = lopdf::Document::load_mem(&candidate).unwrap();
    let stated = |object: &lopdf::Object| {
        let stream = object.as_stream().ok()?;
        let content = stream.decompressed_content().ok()?;
        Some(String::from_utf8_lossy(&content).matches("/ActualText").count())
    };
    assert!(document.objects.values().filter_map(stated).sum::<usize>() >= 11);
    let text = pdf::everything(&candidate);
    for shown in [r"\frac{1}{x}", "Itcosts$5and$6,or$7-$8,or$9.", "$x$iscode."] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
}

#[test]
fn a_picture_is_in_the_file_once_however_often_it_is_shown() {
    let (_, candidate) = made();
    let document = lopdf::Document::load_mem(&candidate).unwrap();
    let images = document.objects.values().filter(|object| {
        object.as_stream().is_ok_and(|stream| stream.dict.get(b"Subtype").is_ok_and(|kind| kind == &"Image".into()))
    });
    assert_eq!(images.count(), 1);
    let text = pdf::everything(&candidate);
    assert!(text.contains("Fig.1.Asquare") && !text.contains("width="), "{text}");
}

#[test]
fn a_picture_without_a_word_for_whoever_does_not_see_it_is_warned_of() {
    let question = GOOD.replace("\"Why?\"", "'''Why?\n\n![](grey.png)'''");
    let run = Workshop::new().file("questions/a.toml", question).file("questions/grey.png", square()).run(&[
        "check",
        "--bank",
        "questions",
        "--count",
        "1",
    ]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("warning[missing-alt]: nothing says what this picture shows"), "{}", run.err);
}
