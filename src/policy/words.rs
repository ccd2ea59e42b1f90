//! `[aliases]` of the student union: the words of the sheets for levels, posts, ways and meetings.
//!
//! A level is never inferred from the character 院, which means the school in one plan and a college in another.

use crate::model::text::{fold, without_brackets};
use crate::model::union::{Level, Meeting, Post, Way};

use super::read::Getter;

/// Words of the sheets and what they mean.
#[derive(Clone, Debug)]
pub struct UnionWords {
    levels: Vec<(String, Level)>,
    posts: Vec<(String, Post)>,
    departments: Vec<(String, String)>,
    meetings: Vec<(String, Meeting)>,
}

/// Posts by their whole word; a department's name may stand before those of a department.
const POSTS: [(&str, Post); 32] = [
    ("执行主席", Post::Chair),
    ("轮值执行主席", Post::Chair),
    ("轮值主席", Post::Chair),
    ("主席", Post::Chair),
    ("主席团执行主席", Post::Chair),
    ("副主席", Post::Presidium),
    ("主席团成员", Post::Presidium),
    ("执行主席团成员", Post::Presidium),
    ("主要负责人", Post::Head),
    ("工作部门负责人", Post::Head),
    ("负责人", Post::Head),
    ("部长", Post::Head),
    ("副部长", Post::Head),
    ("主任", Post::Head),
    ("副主任", Post::Head),
    ("副负责人", Post::Head),
    ("工作人员", Post::Staff),
    ("部门成员", Post::Staff),
    ("工作部门成员", Post::Staff),
    ("成员", Post::Staff),
    ("部员", Post::Staff),
    ("干事", Post::Staff),
    ("助理", Post::Staff),
    ("主席助理", Post::Staff),
    ("部长助理", Post::Staff),
    ("班长", Post::Class),
    ("副班长", Post::Class),
    ("团支书", Post::Class),
    ("团支部书记", Post::Class),
    ("秘书长", Post::Teacher),
    ("副秘书长", Post::Teacher),
    ("指导教师", Post::Teacher),
];

/// Ways by their whole word.
const WAYS: [(&str, Way); 19] = [
    ("全体学生大会选举", Way::Elected),
    ("全体学生大会选举产生", Way::Elected),
    ("学代会选举", Way::Elected),
    ("学生代表大会选举", Way::Elected),
    ("学代会选举产生", Way::Elected),
    ("学生代表大会选举产生", Way::Elected),
    ("代表大会选举", Way::Elected),
    ("大会选举", Way::Elected),
    ("选举", Way::Elected),
    ("选举产生", Way::Elected),
    ("任命", Way::Appointed),
    ("聘任", Way::Appointed),
    ("委任", Way::Appointed),
    ("选拔", Way::Selected),
    ("公开选拔", Way::Selected),
    ("招新", Way::Selected),
    ("招募", Way::Selected),
    ("面试选拔", Way::Selected),
    ("竞聘", Way::Selected),
];

/// Meetings by other words than their own.
const MEETINGS: [(&str, Meeting); 19] = [
    ("学代会", Meeting::Congress),
    ("代表大会", Meeting::Congress),
    ("全体学生会议", Meeting::AllStudents),
    ("学生大会", Meeting::AllStudents),
    ("联席会议", Meeting::Joint),
    ("联席会", Meeting::Joint),
    ("例会", Meeting::Regular),
    ("工作例会", Meeting::Regular),
    ("党组织研究", Meeting::PartyStudy),
    ("党委研究学生会工作", Meeting::PartyStudy),
    ("党总支研究学生会工作", Meeting::PartyStudy),
    ("党委会研究学生会工作", Meeting::PartyStudy),
    ("党委常委会研究学生会工作", Meeting::PartyStudy),
    ("党总支会议研究学生会工作", Meeting::PartyStudy),
    ("工作汇报", Meeting::ReportToParty),
    ("向党委汇报", Meeting::ReportToParty),
    ("述职评议", Meeting::Debrief),
    ("述职评议大会", Meeting::Debrief),
    ("思想动态分析", Meeting::MoodReview),
];

/// Ends of the titles of meetings that no rule asks about.
const OTHER_MEETINGS: [&str; 12] = [
    "其他",
    "其他会议",
    "筹备会",
    "筹备会议",
    "座谈会",
    "动员会",
    "培训会",
    "总结会",
    "交流会",
    "见面会",
    "研讨会",
    "预备会议",
];

impl UnionWords {
    pub(super) fn read(get: &Getter<'_>) -> Self {
        let pairs = |path: &str| get.table(path).into_iter().map(|(word, value)| (fold(&word).into_owned(), value));
        let level = |id: String| Level::ALL.into_iter().find(|level| level.id() == id);
        let post = |id: String| match id.as_str() {
            "presidium" => Post::Presidium,
            "head" => Post::Head,
            "class" => Post::Class,
            "teacher" => Post::Teacher,
            _ => Post::Staff,
        };
        Self {
            levels: pairs("aliases.levels").filter_map(|(word, id)| Some((word, level(id)?))).collect(),
            posts: pairs("aliases.titles").map(|(word, id)| (word, post(id))).collect(),
            departments: pairs("aliases.departments").collect(),
            meetings: pairs("aliases.meetings").filter_map(|(word, name)| Some((word, meeting(&name)?))).collect(),
        }
    }

    /// The level a word names.
    #[must_use]
    pub fn level(&self, written: &str) -> Option<Level> {
        let folded = fold(written);
        let alias = self.levels.iter().find(|(word, _)| *word == folded).map(|(_, level)| *level);
        // 学院 alone is the school in one plan and a college in another; 学校 is the school in all of them.
        alias
            .or_else(|| Level::ALL.into_iter().find(|level| level.chinese() == folded))
            .or_else(|| (&*folded == "学校").then_some(Level::School))
    }

    /// The post a word names: `执行主席`, `文体部负责人`, `学习部干事`.
    ///
    /// Of several posts in one cell (主席团成员兼学习部部长) the highest.
    #[must_use]
    pub fn post(&self, written: &str) -> Option<Post> {
        let folded = fold(written);
        let parts = folded.split(['、', '/', ',', ';', '兼', '和']).map(|part| part.trim_matches(['(', ')']));
        let of_parts = parts.filter(|part| !part.is_empty()).filter_map(|part| self.one_post(part)).min();
        of_parts.or_else(|| self.one_post(&folded))
    }

    fn one_post(&self, written: &str) -> Option<Post> {
        // 主席团成员（兼）: a note is no part of the post.
        let folded = without_brackets(written);
        let known = || self.posts.iter().map(|(word, post)| (word.as_str(), *post)).chain(POSTS);
        let whole = known().find(|(word, _)| *word == folded).map(|(_, post)| post);
        // Of the words it ends with, the longest says more: 部长助理 is an assistant.
        let behind_department = || {
            let ends = known().filter(|(word, _)| folded.ends_with(word));
            let longest = ends.max_by_key(|(word, _)| word.len());
            longest.filter(|(word, _)| is_department(folded.strip_suffix(word).unwrap_or_default()))
        };
        whole.or_else(|| behind_department().map(|(_, post)| post)).or_else(|| {
            // 学习委员 and the like are of a class.
            folded.ends_with("委员").then_some(Post::Class)
        })
    }

    /// The way a word names.
    #[must_use]
    pub fn way(&self, written: &str) -> Option<Way> {
        let folded = fold(written);
        WAYS.into_iter().find(|(word, _)| *word == folded).map(|(_, way)| way)
    }

    /// The sort of meeting a word names: its own word, an alias, or a title that ends with one (第五次学生代表大会). What only
    /// contains one (学生代表大会筹备会) is another meeting.
    #[must_use]
    pub fn meeting(&self, written: &str) -> Option<Meeting> {
        // A note in brackets (联席会议（十月）) is no part of the sort.
        let folded = without_brackets(&fold(written));
        // 联席会议暨总结会 is the first of the two that has a name here.
        if folded.contains('暨') {
            let known = |part: &str| self.meeting(part).filter(|sort| *sort != Meeting::Other);
            return folded
                .split('暨')
                .find_map(known)
                .or_else(|| self.meeting(folded.rsplit('暨').next().unwrap_or("")));
        }
        // What is said to be another meeting is none of these, whatever its title ends with.
        if OTHER_MEETINGS.iter().any(|word| folded.ends_with(word)) {
            return Some(Meeting::Other);
        }
        let own = Meeting::ALL.into_iter().map(|sort| (sort.chinese(), sort));
        let aliases = self.meetings.iter().map(|(word, sort)| (word.as_str(), *sort));
        let known = || aliases.clone().chain(own.clone()).chain(MEETINGS);
        known()
            .find(|(word, _)| *word == folded)
            .or_else(|| {
                let ends = known().filter(|(word, _)| folded.ends_with(word));
                ends.max_by_key(|(word, _)| word.len())
            })
            .filter(|(word, sort)| {
                *sort != Meeting::Joint || is_joint_of_unions(folded.strip_suffix(word).unwrap_or_default())
            })
            .map(|(_, sort)| sort)
    }

    /// A department by its present name.
    #[must_use]
    pub fn department<'t>(&'t self, written: &'t str) -> &'t str {
        let folded = fold(written);
        self.departments.iter().find(|(word, _)| *word == folded).map_or(written, |(_, name)| name.as_str())
    }

    /// Aliases of meetings that name no sort of meeting: they would reach nothing.
    pub(super) fn wrong_meetings(get: &Getter<'_>) -> Vec<String> {
        let known = Meeting::ALL.map(Meeting::chinese).join("、");
        get.table("aliases.meetings")
            .into_iter()
            .filter(|(_, name)| meeting(name).is_none())
            .map(|(word, name)| format!("aliases.meetings 把“{word}”当作“{name}”，但没有这种会议，可写：{known}"))
            .collect()
    }
}

/// Whether what stands before 联席会议 leaves it that of the student unions: 党政联席会议 and 校企联席会议 are others'.
fn is_joint_of_unions(before: &str) -> bool {
    const PLAIN: &str = "0123456789年月份第次期学秋春季度校院系两级二届一三四五六七八九十本全区、与和-.";
    before.is_empty() || before.contains("学生会") || before.chars().all(|c| PLAIN.contains(c))
}

fn meeting(name: &str) -> Option<Meeting> {
    Meeting::ALL.into_iter().chain([Meeting::Other]).find(|sort| sort.chinese() == fold(name))
}

/// Whether what stands before a post is a department's name.
fn is_department(text: &str) -> bool {
    ["部", "处", "室", "中心", "委员会", "办公室", "部门", "组"].iter().any(|end| text.ends_with(end))
}
