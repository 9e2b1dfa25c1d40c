/// Chapter 0 of the book: the instruments that all other chapters trust.
package scrutable.lessons.instruments;
