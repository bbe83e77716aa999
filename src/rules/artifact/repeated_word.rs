//! `artifact/repeated-word`.

use crate::block::Block;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::rule::{Context, Examiner, rule};

rule! {
    /// # What it finds
    /// A word that stands twice in a row.
    pub REPEATED_WORD = "artifact/repeated-word", Minor, "fluency/duplication", on, RepeatedWord::start
}

struct RepeatedWord;

impl RepeatedWord {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self)
    }
}

impl Examiner for RepeatedWord {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        for pair in context.words.windows(2) {
            let (one, two) = (pair[0].text(&block.text), pair[1].text(&block.text));
            if one == two && pair[0].letters > 0 {
                findings.report(
                    block,
                    pair[1].range(),
                    Draft::new(&REPEATED_WORD, format!("“{two}” stands twice in a row")),
                );
            }
        }
    }
}
