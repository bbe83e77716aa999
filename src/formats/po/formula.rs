//! The formula of `Plural-Forms`, which says for each number which form it takes: an expression of C in `n`.

/// The numbers tried: what differs beyond them differs within them too.
const TRIED: u64 = 1100;
/// Deepest nesting of brackets and conditions.
const DEEPEST: usize = 60;

/// Which numbers the forms of a catalogue stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// Of each form, how many of the numbers tried take it, up to two.
    counts: Vec<u8>,
    /// The form of the number one.
    one: usize,
}

impl Numbers {
    /// From the value of the header field; nothing where it has no formula or a broken one.
    pub(super) fn of(field: &str) -> Self {
        let formula = field
            .split(';')
            .find_map(|part| part.trim().strip_prefix("plural"))
            .and_then(|rest| rest.trim_start().strip_prefix('='));
        formula.and_then(Self::read).unwrap_or_default()
    }

    fn read(formula: &str) -> Option<Self> {
        if formula.len() > 2000 {
            return None;
        }
        let mut numbers = Self::default();
        for n in 0..TRIED {
            let mut reader = Reader {
                rest: formula.trim(),
                n,
                depth: 0,
            };
            let form = usize::try_from(reader.condition()?).ok()?;
            if !reader.rest.trim_end_matches(';').trim().is_empty() || form > 20 {
                return None;
            }
            if numbers.counts.len() <= form {
                numbers.counts.resize(form + 1, 0);
            }
            numbers.counts[form] = numbers.counts[form].saturating_add(1).min(2);
            if n == 1 {
                numbers.one = form;
            }
        }
        Some(numbers)
    }

    /// The form of the number one.
    pub(super) fn form_of_one(&self) -> usize {
        self.one
    }

    /// Whether one number alone takes the form.
    pub(super) fn is_lone(&self, form: usize) -> Option<bool> {
        (!self.counts.is_empty()).then(|| self.counts.get(form) == Some(&1))
    }
}

/// Reads an expression and works it out for `n` as it goes.
struct Reader<'a> {
    rest: &'a str,
    n: u64,
    depth: usize,
}

impl Reader<'_> {
    fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn condition(&mut self) -> Option<u64> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let test = self.binary(0)?;
        let value = if self.eat("?") {
            let yes = self.condition()?;
            if !self.eat(":") {
                return None;
            }
            let no = self.condition()?;
            if test == 0 { no } else { yes }
        } else {
            test
        };
        self.depth -= 1;
        Some(value)
    }

    /// Operators from the loosest level to the tightest.
    fn binary(&mut self, level: usize) -> Option<u64> {
        const LEVELS: [&[&str]; 6] = [
            &["||"],
            &["&&"],
            &["==", "!="],
            &["<=", ">=", "<", ">"],
            &["+", "-"],
            &["*", "/", "%"],
        ];
        let Some(operators) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.binary(level + 1)?;
        while let Some(&operator) = operators.iter().find(|&&operator| self.eat(operator)) {
            let right = self.binary(level + 1)?;
            left = match operator {
                "||" => u64::from(left != 0 || right != 0),
                "&&" => u64::from(left != 0 && right != 0),
                "==" => u64::from(left == right),
                "!=" => u64::from(left != right),
                "<=" => u64::from(left <= right),
                ">=" => u64::from(left >= right),
                "<" => u64::from(left < right),
                ">" => u64::from(left > right),
                "+" => left.checked_add(right)?,
                "-" => left.wrapping_sub(right),
                "*" => left.checked_mul(right)?,
                "/" => left.checked_div(right)?,
                _ => left.checked_rem(right)?,
            };
        }
        Some(left)
    }

    fn unary(&mut self) -> Option<u64> {
        let mut negated = false;
        while self.rest.starts_with('!') && !self.rest.starts_with("!=") {
            self.eat("!");
            negated = !negated;
        }
        let value = if self.eat("(") {
            let value = self.condition()?;
            if !self.eat(")") {
                return None;
            }
            value
        } else if self.eat("n") {
            self.n
        } else {
            let end = self
                .rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(self.rest.len());
            let value = self.rest[..end].parse().ok()?;
            self.rest = self.rest[end..].trim_start();
            value
        };
        Some(if negated {
            u64::from(value == 0)
        } else {
            value
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lone(field: &str) -> Vec<bool> {
        let numbers = Numbers::of(field);
        (0..numbers.counts.len())
            .map(|form| numbers.is_lone(form).unwrap_or_default())
            .collect()
    }

    #[test]
    fn forms_of_one_number_alone() {
        assert_eq!(lone("nplurals=2; plural=(n != 1);"), [true, false]);
        assert_eq!(lone("nplurals=2; plural=(n > 1);"), [false, false]);
        assert_eq!(lone("nplurals=1; plural=0;"), [false]);
        assert_eq!(
            lone(
                "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
            ),
            [false, false, false]
        );
        assert_eq!(
            lone(
                "nplurals=4; plural=n==1 ? 3 : n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;"
            ),
            [false, false, false, true]
        );
        assert_eq!(
            lone(
                "nplurals=6; plural= n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
            ),
            [true, true, true, false, false, false]
        );
    }

    #[test]
    fn the_form_of_one_need_not_be_the_first() {
        let numbers = Numbers::of("nplurals=4; plural=n==1 ? 3 : n%10==1 ? 0 : 1;");
        assert_eq!(numbers.form_of_one(), 3);
    }

    #[test]
    fn broken_formulas_say_nothing() {
        for field in [
            "",
            "nplurals=INTEGER; plural=EXPRESSION;",
            "nplurals=2; plural=n %% 1",
            "nplurals=2; plural=(n",
            "nplurals=2; plural=n/0",
            "nplurals=2; plural=system(n)",
        ] {
            assert_eq!(Numbers::of(field).is_lone(0), None, "{field}");
        }
        let deep = format!("nplurals=2; plural={}n{}", "(".repeat(900), ")".repeat(900));
        assert_eq!(Numbers::of(&deep).is_lone(0), None);
    }
}
