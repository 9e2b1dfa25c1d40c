/// The pages of the book: prose written by hand, numbers and figures taken from the run.
package scrutable.lessons.book;
