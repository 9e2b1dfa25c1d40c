/// The command line: run a lesson, `list` them, `book` (check or update the pages), `export` a network to a folder,
/// `attack` and `judge` what lies in such a folder.
///
/// Begin with [CommandLineInterface]; each command is a file of its own.
package scrutable.lessons.cli;
