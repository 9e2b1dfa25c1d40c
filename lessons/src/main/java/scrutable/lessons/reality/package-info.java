/// Chapter 2 of the book: reality, which is not what the textbook expects.
package scrutable.lessons.reality;
