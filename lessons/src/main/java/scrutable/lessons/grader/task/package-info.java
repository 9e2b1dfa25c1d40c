/// What a task of an assignment is: its page ([Task]), what is asked of the code ([Exam], [Part], [Question]), and what
/// the code answered ([Answer], [Fingerprint]).
package scrutable.lessons.grader.task;
