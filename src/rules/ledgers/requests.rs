//! Requests of students (权益诉求) W-E3: what is open, what took too long, how content those are who asked.

use std::collections::BTreeMap;

use crate::model::Kind;
use crate::model::check::Check;
use crate::model::decision::Verdict;
use crate::model::facts::Facts;
use crate::model::ledgers::{Channel, Request};
use crate::model::number::Share;
use crate::model::origin::CellRef;
use crate::policy::Policy;
use crate::rules::units::name_of;
use crate::rules::year::Year;

use super::{Findings, asked, with};

/// How a request stands on the day of the run, in working days since the day it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Settled after so many days.
    Done(u32),
    /// Settled after so many days, which is too many.
    Late(u32),
    /// Open since so many days.
    Open(u32),
    /// Open since so many days, which is too many.
    Overdue(u32),
    /// Nobody can say.
    Unclear,
}

/// The requests of a college, a category or a channel.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// All requests.
    pub all: u32,
    /// Settled, in time or late.
    pub done: u32,
    /// Of these, late.
    pub late: u32,
    /// Open.
    pub open: u32,
    /// Of these, for too long.
    pub overdue: u32,
    /// Of whose time nobody can say anything.
    pub unclear: u32,
    /// Working days until settled, in order.
    pub days: Vec<u32>,
    /// Who said whether they are content.
    pub rated: u32,
    /// Of these, content.
    pub content: u32,
    /// The cells of those overdue, late or unclear.
    pub cells: Vec<CellRef>,
}

impl Group {
    /// The median (中位数) of the working days, twice: of an even number it lies between two.
    #[must_use]
    pub fn median_twice(&self) -> Option<u32> {
        let n = self.days.len();
        (n > 0).then(|| self.days[(n - 1) / 2] + self.days[n / 2])
    }

    /// The share of settled requests; `None` without any request.
    #[must_use]
    pub fn closed_share(&self) -> Option<Share> {
        (self.all > 0).then_some(Share { numer: self.done, denom: self.all })
    }

    /// The share of content ones among those who said.
    #[must_use]
    pub fn content_share(&self) -> Option<Share> {
        (self.rated > 0).then_some(Share { numer: self.content, denom: self.rated })
    }

    fn add(&mut self, request: &Request, standing: Standing) {
        self.all += 1;
        match standing {
            Standing::Done(days) | Standing::Late(days) => {
                self.done += 1;
                self.late += u32::from(matches!(standing, Standing::Late(_)));
                self.days.push(days);
            }
            Standing::Open(_) => self.open += 1,
            Standing::Overdue(_) => {
                self.open += 1;
                self.overdue += 1;
            }
            // That it is settled may be known where the time is not.
            Standing::Unclear => {
                self.unclear += 1;
                self.done += u32::from(request.is_settled);
            }
        }
        if let Some(is_content) = request.is_content {
            self.rated += 1;
            self.content += u32::from(is_content);
        }
        if matches!(standing, Standing::Late(_) | Standing::Overdue(_) | Standing::Unclear) {
            self.cells.push(request.cells[1]);
        }
    }

    fn finish(mut self, name: String) -> Self {
        self.name = name;
        self.days.sort_unstable();
        self
    }
}

/// All requests of the year, and older ones still open.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    /// Each request, as an index into the ledger, with how it stands.
    pub each: Vec<(usize, Standing)>,
    /// All together.
    pub total: Group,
    /// By college; those without one last.
    pub by_college: Vec<Group>,
    /// By category, in the policy's order.
    pub by_category: Vec<Group>,
    /// By channel.
    pub by_channel: Vec<Group>,
    /// Requests of earlier years that are settled, which are not counted.
    pub earlier: u32,
    /// Requests dated after the day of the run.
    pub ahead: u32,
}

pub(super) fn review(policy: &Policy, facts: &Facts, findings: &mut Findings) {
    let Some(year) = Year::of(facts).filter(|_| facts.kinds.contains(&Kind::Requests)) else { return };
    let requests = gather(policy, facts, year);
    let limit = &policy.ledgers.request_days;
    let (basis, assumed) = asked(policy, "W-E3", limit, &format!("{} 个工作日", limit.value));
    let check = |group: &Group, unit: &str| {
        let mut note = assumed.clone().unwrap_or_default();
        if group.unclear > 0 {
            note = with(note, &format!("{} 件的日期看不懂或前后颠倒，没有计入时长", group.unclear));
        }
        Check {
            period: year.name(),
            verdict: if group.overdue + group.late > 0 {
                Verdict::Fail
            } else if group.unclear > 0 {
                Verdict::Review
            } else {
                Verdict::Pass
            },
            found: format!(
                "{} 件：办结 {} 件（超期办结 {} 件），未办结 {} 件（已超期 {} 件）",
                group.all, group.done, group.late, group.open, group.overdue
            ),
            limit: format!("收到后 {} 个工作日内办结", limit.value),
            note,
            evidence: group.cells.clone(),
            ..Check::new("W-E3", unit, &basis)
        }
    };
    let mut total = check(&requests.total, "");
    let unused: Vec<&str> = [Channel::Online, Channel::Offline]
        .into_iter()
        .map(Channel::chinese)
        .filter(|channel| !requests.by_channel.iter().any(|group| group.name == *channel))
        .collect();
    if requests.total.all == 0 {
        total.verdict = Verdict::Review;
        total.note = with(total.note, "本学年没有一件记录，请确认台账是否完整");
    } else if !unused.is_empty() {
        total.note = with(total.note, &format!("没有{}渠道收到的诉求", unused.join("、")));
    }
    findings.checks.push(total);
    let known = |group: &&Group| facts.colleges.iter().any(|(name, _)| facts.words.text(*name) == group.name);
    findings.checks.extend(requests.by_college.iter().filter(known).map(|group| check(group, &group.name)));
    findings.requests = Some(requests);
}

fn gather(policy: &Policy, facts: &Facts, year: Year) -> Requests {
    let mut requests = Requests::default();
    let mut groups: [BTreeMap<(usize, String), Group>; 3] = Default::default();
    let categories = &policy.ledgers.request_categories.value;
    for (idx, request) in facts.ledgers.requests.iter().enumerate() {
        let standing = stand(policy, year, request);
        let is_settled = matches!(standing, Standing::Done(_) | Standing::Late(_));
        if request.received.is_some_and(|day| day > year.as_of) {
            requests.ahead += 1;
            continue;
        }
        if is_settled && request.received.is_some_and(|day| !year.holds(day)) {
            requests.earlier += 1;
            continue;
        }
        requests.each.push((idx, standing));
        requests.total.add(request, standing);
        let college = name_of(facts, request.college);
        let college =
            (usize::from(request.college.is_none()), if request.college.is_none() { "没有写学院" } else { college });
        let category = facts.words.text(request.category);
        let place = categories.iter().position(|own| own == category).unwrap_or(categories.len());
        let category = (place, if category.is_empty() { "没有写类别" } else { category });
        let channel = (request.channel as usize, request.channel.chinese());
        for (group, (place, name)) in groups.iter_mut().zip([college, category, channel]) {
            group.entry((place, name.to_owned())).or_default().add(request, standing);
        }
    }
    let [colleges, categories, channels] =
        groups.map(|group| group.into_iter().map(|((_, name), group)| group.finish(name)).collect());
    requests.total = std::mem::take(&mut requests.total).finish("合计".to_owned());
    (requests.by_college, requests.by_category, requests.by_channel) = (colleges, categories, channels);
    requests
}

fn stand(policy: &Policy, year: Year, request: &Request) -> Standing {
    let Some(received) = request.received.filter(|_| !request.is_unclear) else { return Standing::Unclear };
    let most = policy.ledgers.request_days.value;
    let days = |until| policy.ledgers.calendar.days_after(received, until);
    // What is settled after the day of the run is not settled yet.
    match request.done.filter(|done| *done <= year.as_of) {
        Some(done) if days(done) > most => Standing::Late(days(done)),
        Some(done) => Standing::Done(days(done)),
        None if days(year.as_of) > most => Standing::Overdue(days(year.as_of)),
        None => Standing::Open(days(year.as_of)),
    }
}
