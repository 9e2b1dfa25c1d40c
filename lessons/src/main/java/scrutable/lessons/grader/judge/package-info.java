/// What runs beside the code of a student: [Child] is the process, [Judge] puts the questions. Results are written
/// elsewhere, by the process that started this one.
package scrutable.lessons.grader.judge;
