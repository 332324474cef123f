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

const TREE: &str = r##"<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48" viewBox="0 0 192 96">
  <defs><clipPath id="c"><rect x="0" y="0" width="96" height="96"/></clipPath></defs>
  <g clip-path="url(#c)"><circle cx="96" cy="48" r="40" fill="#204080" opacity="0.5"/></g>
  <path d="M 4 4 Q 96 90 188 4" fill="none" stroke="black" stroke-width="4" stroke-dasharray="8 4" stroke-linecap="round"/>
</svg>
"##;

/// What `generate` says of a question with this drawing.
fn drawn(svg: &str) -> (Workshop, crate::workshop::Run) {
    let question = GOOD.replace("\"Why?\"", "'''Why?\n\n![a tree](tree.svg){width=50%}\n\n![again](tree.svg)'''");
    let shop = Workshop::new().file("questions/a.toml", question).file("questions/tree.svg", svg);
    let run = shop.run(&["generate", "--bank", "questions", "--count", "1"]);
    (shop, run)
}

#[test]
fn a_drawing_goes_in_as_outlines_once() {
    let (shop, run) = drawn(TREE);
    run.done();
    let document = lopdf::Document::load_mem(&shop.read("candidate.pdf")).unwrap();
    let is_form = |object: &&lopdf::Object| {
        object.as_stream().is_ok_and(|stream| stream.dict.get(b"Subtype").is_ok_and(|kind| kind == &"Form".into()))
    };
    assert_eq!(document.objects.values().filter(is_form).count(), 1);
    let content = operators(TREE);
    for part in ["W n\n", "/O50 gs\n0.125 0.251 0.502 rg\n", "2 w 1 J 0 j 4 M [4 2] 0 d\n", "2 2 m\n"] {
        assert!(content.contains(part), "{part}: {content}");
    }
}

/// The operators of a drawing.
fn operators(svg: &str) -> String {
    let (shop, run) = drawn(svg);
    run.done();
    let document = lopdf::Document::load_mem(&shop.read("candidate.pdf")).unwrap();
    let is_form = |stream: &&lopdf::Stream| stream.dict.get(b"Subtype").is_ok_and(|kind| kind == &"Form".into());
    let form = document.objects.values().filter_map(|object| object.as_stream().ok()).find(is_form).unwrap();
    String::from_utf8(form.get_plain_content().unwrap()).unwrap()
}

/// A drawing of a square with this clip.
fn clipped(clip: &str) -> String {
    let with = format!(
        "<clipPath id=\"d\">{clip}</clipPath><g clip-path=\"url(#d)\"><rect width=\"50\" height=\"50\"/></g><path"
    );
    TREE.replace("<path", &with)
}

/// A drawing of these elements four hundred times, and a clip of four thousand points for them.
fn vast_clips(elements: &str) -> String {
    let points: Vec<String> = (0..4000).map(|at| format!("L {} {} ", at % 90, at % 7)).collect();
    let points = points.concat();
    let clip = format!("<clipPath id=\"v\"><path d=\"M 0 0 {points}\"/></clipPath>{}<path", elements.repeat(400));
    TREE.replacen("<path", &clip, 1)
}

#[test]
fn shapes_of_a_group_share_its_clip() {
    let group = vast_clips("").replace(
        "</clipPath><path",
        &format!("</clipPath><g clip-path=\"url(#v)\">{}</g><path", "<rect width=\"9\" height=\"9\"/>".repeat(400)),
    );
    let content = operators(&group);
    assert_eq!([content.matches("W n\n").count(), content.matches("f\n").count()], [2, 401]);
    assert!(content.len() < 120_000, "{}", content.len());
}

#[test]
fn clips_of_several_shapes_are_printed_where_they_do_not_cancel_each_other() {
    for clip in [
        "<rect width=\"9\" height=\"9\"/><circle cx=\"9\" cy=\"9\" r=\"5\"/>",
        "<path d=\"M 0 0 h 9 v 9 h -9 z\"/><path d=\"M 20 5 v 9 h 9 v -9 z\"/>",
        "<rect width=\"9\" height=\"9\"/><rect width=\"20\" height=\"5\" visibility=\"hidden\" clip-rule=\"evenodd\"/>",
    ] {
        assert_eq!(operators(&clipped(clip)).matches("W n\n").count(), 2, "{clip}");
    }
}

#[test]
fn what_a_drawing_cannot_be_printed_with_is_told() {
    let with = |element: &str| TREE.replace("<path", &format!("{element}<path"));
    for (svg, message) in [
        (with("<text x=\"1\" y=\"1\">oak</text>"), "has text: turn it into paths in the program it was drawn with"),
        (with("<image href=\"oak.png\" width=\"9\" height=\"9\"/>"), "has a picture: show that beside it"),
        (
            with(
                "<linearGradient id=\"g\"><stop stop-color=\"red\"/><stop offset=\"1\"/></linearGradient>\
                  <rect width=\"9\" height=\"9\" fill=\"url(#g)\"/>",
            ),
            "has gradients or patterns, which cannot be printed: use plain colours",
        ),
        (
            with("<g opacity=\"0.5\"><rect width=\"9\" height=\"9\"/><rect width=\"8\" height=\"9\"/></g>"),
            "has a group that can be seen through, which cannot be printed",
        ),
        (
            with("<g opacity=\"0.5\"><g><rect width=\"9\" height=\"9\"/><rect width=\"8\" height=\"9\"/></g></g>"),
            "has a group that can be seen through, which cannot be printed",
        ),
        (
            with("<rect width=\"9\" height=\"9\" stroke=\"red\" opacity=\"0.5\"/>"),
            "has a filled shape with a line that can be seen through as one, which cannot be printed",
        ),
        (
            clipped("<rect width=\"9\" height=\"9\" clip-path=\"url(#c)\"/>"),
            "has a clip on a part of a clip, which cannot be printed",
        ),
        (
            clipped("<path d=\"M 0 0 h 9 v 9 h -9 z\"/><path d=\"M 5 5 v 9 h 9 v -9 z\"/>"),
            "has a clip of several shapes that overlap, which cannot be printed",
        ),
        (
            clipped("<path d=\"M 0 0 h 9 v 9 l -2 -7 z\"/><circle cx=\"5\" cy=\"5\" r=\"3\"/>"),
            "has a clip of several shapes that overlap, which cannot be printed",
        ),
        (
            clipped("<rect width=\"9\" height=\"9\" clip-rule=\"evenodd\"/><path d=\"M 20 0 h 9 l -9 9 h 9 z\"/>"),
            "has a clip of several shapes that overlap, which cannot be printed",
        ),
        (
            vast_clips("<g clip-path=\"url(#v)\"><rect width=\"9\" height=\"9\"/></g>"),
            "has more lines than paper can show",
        ),
        (TREE.replace("</svg>", ""), "is damaged"),
    ] {
        let (_, run) = drawn(&svg);
        let told = format!("error: the picture `questions/tree.svg` cannot be printed: this SVG file {message}");
        assert!(run.err.starts_with(&told), "{message}: {}", run.err);
        assert_eq!(run.code, 1);
    }
}
