//! Grades: from the attempts at a course to one score, from the scores to the mean.
