/// The grader that a student runs, and with other data a teacher: [Grade] is the program, [Grader] the way from a tree
/// to verdicts.
///
/// The student's code never runs in this process: [ChildProcess] starts another one, which writes no files. [Judgement]
/// compares its answers, [Diagnosis] names mistakes, [TextReport] and [ResultsFile] say so.
package scrutable.lessons.grader;
