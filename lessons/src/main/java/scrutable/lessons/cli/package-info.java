/// The command line: list, run, book.
package scrutable.lessons.cli;
