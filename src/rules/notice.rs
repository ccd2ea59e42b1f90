//! Who stands on which public list (公示名单): candidates, delegates, people of the unions. Whoever is in doubt or does not meet the
//! rules stands on none; what of a person is shown is the policy's choice among the columns of [`crate::model::public`].

use std::collections::{BTreeMap, HashSet};

use crate::model::decision::{Decision, Verdict};
use crate::model::facts::{Facts, PunishmentState, Student};
use crate::model::number::count;
use crate::model::origin::CellRef;
use crate::model::public::{PublicColumn, PublicTable, PublicText, SharedNames};
use crate::model::term::Date;
use crate::model::union::{Cadre, Known};
use crate::model::words::Word;
use crate::policy::Policy;

use super::congress::delegates::{DelegateReview, Fault};
use super::staff::{SCHOOL, Union, all_unions};
use super::year::Year;

/// The public lists of a run, and how long they are made public.
#[derive(Clone, Debug)]
pub struct Notices {
    /// The first day, that of the run.
    pub from: Date,
    /// The last day, by which the working days have passed.
    pub to: Date,
    /// How many working days.
    pub days: u32,
    /// The lists, each of somebody; where nobody can be made public, only how many are left out.
    pub lists: Vec<PublicList>,
}

/// One public list.
#[derive(Clone, Debug)]
pub struct PublicList {
    /// What it is of.
    pub subject: Subject,
    /// The people.
    pub table: PublicTable,
    /// How many people are on it.
    pub listed: u32,
    /// How many of those who were put forward, elected or appointed are not: in doubt, or not up to the rules.
    pub left_out: u32,
}

/// What a public list is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Those of the reviews sheet who meet every rule (候选人).
    Candidates,
    /// The delegates to the congress (代表).
    Delegates,
    /// The people newly appointed in the school's own union (任职).
    School,
    /// The same of a campus's or a college's union, by its name.
    Union(PublicText),
}

/// Makes the lists that the inputs allow; `None` where there is nobody to be made public. The decisions are in the order of the students.
#[must_use]
pub fn make(
    policy: &Policy,
    facts: &Facts,
    decisions: &[Decision],
    delegates: Option<&DelegateReview>,
) -> Option<Notices> {
    if !facts.inputs.reviews && delegates.is_none() && facts.cadres.present.is_empty() {
        return None;
    }
    let from = facts.as_of?;
    let days = policy.ledgers.notice_days.value;
    let names = facts.students.iter().flat_map(|student| [student.college, student.major, student.class]);
    let shared = SharedNames::of(names.filter(|name| name.is_some()).map(|name| facts.words.text(name)));
    let case = Case { policy, facts, decisions, columns: policy.notice.shown(), shared };
    let lists: Vec<PublicList> = case
        .candidates()
        .into_iter()
        .chain(delegates.and_then(|own| case.delegates(own)))
        .chain(case.posts())
        .collect();
    (!lists.is_empty()).then(|| Notices { from, to: policy.ledgers.calendar.last_of(from, days), days, lists })
}

struct Case<'a> {
    policy: &'a Policy,
    facts: &'a Facts,
    decisions: &'a [Decision],
    columns: Vec<PublicColumn>,
    shared: SharedNames,
}

/// A student who may be made public, and as what.
struct Listed<'a> {
    student: &'a Student,
    organisation: PublicText,
    post: PublicText,
    unit: PublicText,
}

impl<'a> Listed<'a> {
    fn new(student: &'a Student) -> Self {
        let nothing = PublicText::default;
        Self { student, organisation: nothing(), post: nothing(), unit: nothing() }
    }
}

impl<'a> Case<'a> {
    /// Those who were put forward and meet every rule, by college and number.
    fn candidates(&self) -> Option<PublicList> {
        let is_put_forward = |decision: &&Decision| {
            decision.verdict == Verdict::Pass && self.facts.students[decision.student].review.is_some()
        };
        let mut students: Vec<&Student> =
            self.decisions.iter().filter(is_put_forward).map(|own| &self.facts.students[own.student]).collect();
        students.sort_by_key(|student| self.facts.words.text(student.college));
        let put_forward = self.facts.students.iter().filter(|student| student.review.is_some()).count();
        self.list(Subject::Candidates, put_forward, &students.into_iter().map(Listed::new).collect::<Vec<_>>())
    }

    /// Delegates of whom nothing was found, in the order of their list. A person who stands there twice is none of them: which row
    /// is right nobody has said.
    fn delegates(&self, review: &DelegateReview) -> Option<PublicList> {
        let person = |idx: usize| &self.facts.delegates.present[idx];
        let faulty: HashSet<Word> = review
            .members
            .iter()
            .filter(|member| !member.findings.is_empty() || member.is_repeated)
            .map(|member| person(member.delegate).person.student)
            .collect();
        // Of a unit with more delegates than seats nobody can say who is none.
        let too_many = review.findings.iter().filter(|found| matches!(found.fault, Fault::OverQuota { .. }));
        let too_many: HashSet<CellRef> = too_many.flat_map(|found| found.evidence.iter().copied()).collect();
        let sound = review.members.iter().filter_map(|member| {
            let delegate = person(member.delegate);
            if delegate.cells.first().is_some_and(|cell| too_many.contains(cell)) {
                return None;
            }
            let student = &self.facts.students[enrolled(delegate.person.known)?];
            let unit = match member.unit {
                Some(unit) => self.public_text(&review.units[unit].name),
                None => self.public(delegate.unit),
            };
            (!faulty.contains(&delegate.person.student)).then(|| Listed { unit, ..Listed::new(student) })
        });
        let all: HashSet<Word> = review.members.iter().map(|member| person(member.delegate).person.student).collect();
        self.list(Subject::Delegates, all.len(), &sound.collect::<Vec<_>>())
    }

    /// The people of each union who come to their posts in this academic year or later, in the order of the list of cadres.
    fn posts(&self) -> Vec<PublicList> {
        let list = |union: Union<'_>| {
            let is_school = union.unit == SCHOOL;
            let subject = if is_school { Subject::School } else { Subject::Union(self.public_text(union.unit)) };
            let new: HashSet<Word> = self.new_ones(&union.cadres).map(|cadre| cadre.person.student).collect();
            // A union that the list does not name cannot be told to anybody.
            let is_named = is_school || !union.name.is_empty();
            let people = if is_named { self.appointed(&union.cadres) } else { Vec::new() };
            self.list(subject, new.len(), &people)
        };
        all_unions(self.policy, self.facts).filter_map(list).collect()
    }

    /// Posts of this academic year or later, or of no day that the list says.
    fn new_ones<'c>(&self, cadres: &'c [&'c Cadre]) -> impl Iterator<Item = &'c Cadre> {
        let year = Year::of(self.facts);
        let is_new =
            move |day: Option<Date>| year.is_some_and(|year| day.is_none_or(|day| day > year.as_of || year.holds(day)));
        cadres.iter().copied().filter(move |cadre| is_new(cadre.appointed))
    }

    /// Each person once with all posts.
    fn appointed(&self, cadres: &[&Cadre]) -> Vec<Listed<'a>> {
        let mut places: BTreeMap<Word, usize> = BTreeMap::new();
        let mut people: Vec<(&Student, &Cadre, Vec<PublicText>)> = Vec::new();
        for cadre in self.new_ones(cadres).filter(|cadre| !cadre.is_under_other_name) {
            let Some(student) = enrolled(cadre.person.known).filter(|student| self.meets_the_rules(*student)) else {
                continue;
            };
            let place = *places.entry(cadre.person.student).or_insert(people.len());
            if place == people.len() {
                people.push((&self.facts.students[student], cadre, Vec::new()));
            }
            let post = self.public(cadre.post_written);
            if !people[place].2.contains(&post) {
                people[place].2.push(post);
            }
        }
        let listed = |(student, cadre, posts): (&'a Student, &Cadre, Vec<PublicText>)| Listed {
            organisation: self.public(cadre.organisation),
            post: PublicText::joined(&posts),
            ..Listed::new(student)
        };
        people.into_iter().map(listed).collect()
    }

    /// Whether nothing stands against somebody's post: the decision, or without one the list of punishments.
    fn meets_the_rules(&self, student: usize) -> bool {
        let is_no_hindrance = |state| matches!(state, PunishmentState::Lifted | PunishmentState::Criticism);
        match self.decisions.get(student) {
            Some(decision) => decision.verdict == Verdict::Pass,
            None => self.facts.students[student].punishments.iter().all(|own| is_no_hindrance(own.state)),
        }
    }

    fn public(&self, word: Word) -> PublicText {
        self.public_text(self.facts.words.text(word))
    }

    fn public_text(&self, text: &str) -> PublicText {
        PublicText::of(text, &self.shared)
    }

    /// The list of these people out of so many; `None` where there are none at all.
    fn list(&self, subject: Subject, all: usize, people: &[Listed<'_>]) -> Option<PublicList> {
        let text = |own: &Listed<'_>, column: PublicColumn| self.text(own, column);
        (all > 0).then(|| PublicList {
            subject,
            table: PublicTable::new(&self.columns, people, text),
            listed: count(people.len()),
            left_out: count(all.saturating_sub(people.len())),
        })
    }

    fn text(&self, own: &Listed<'_>, column: PublicColumn) -> PublicText {
        let student = own.student;
        let words = &self.facts.words;
        match column {
            // The table numbers its rows itself.
            PublicColumn::Number => PublicText::default(),
            PublicColumn::Name => PublicText::name(words.text(student.name), self.policy.notice.masks_names.value),
            PublicColumn::LastFour => PublicText::last_four(words.text(student.id)),
            PublicColumn::College => self.public(student.college),
            PublicColumn::Major => self.public(student.major),
            PublicColumn::Cohort => self.public(student.cohort),
            PublicColumn::Class => self.public(student.class),
            PublicColumn::Political => self.public(student.political.status.unwrap_or(student.political.written)),
            PublicColumn::Gender => self.public(student.gender),
            PublicColumn::Ethnicity => self.public(student.ethnicity),
            PublicColumn::Organisation => own.organisation.clone(),
            PublicColumn::Post => own.post.clone(),
            PublicColumn::Unit => own.unit.clone(),
        }
    }
}

/// The student, if enrolled.
fn enrolled(known: Known) -> Option<usize> {
    match known {
        Known::Enrolled(student) => Some(student),
        Known::NotEnrolled(_) | Known::Unknown => None,
    }
}
