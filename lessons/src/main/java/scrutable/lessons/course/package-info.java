/// Assignments, cut from the real source: [TaskFolder] knows the tasks, [Stub] cuts them out of a file, [Assignment]
/// writes a tree for students and what the teacher keeps back.
///
/// The grader itself is [scrutable.lessons.grader], and goes into the student's tree.
package scrutable.lessons.course;
