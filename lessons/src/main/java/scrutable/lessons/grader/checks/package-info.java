/// What is asked of the code of each task. A class for each task or for a few alike; [Exams] knows them all.
///
/// A question runs the code of its task and of tasks before it, never of a later one: who solves the tasks in order is
/// graded at every step.
package scrutable.lessons.grader.checks;
