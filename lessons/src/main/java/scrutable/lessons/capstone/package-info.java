/// Chapter 10 of the book: the talk in one table.
package scrutable.lessons.capstone;
