/// From what a student has written to classes: [Body] is the text between two marks, [Overlay] puts it into a clean
/// engine and compiles it, and refuses what a task has no use for.
package scrutable.lessons.grader.compile;
