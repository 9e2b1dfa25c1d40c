/// Chapter 1 of the book: what we used to understand.
package scrutable.lessons.understood;
